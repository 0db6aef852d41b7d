/*
 * knobs - the FAKERMAN_ variables that make the stand-in misbehave.
 *
 * One table names every knob and what it may hold. Values come from
 * $ORACLE_HOME/fakerman.conf, lines of KEY=value, and from the environment,
 * which wins. A knob or value that is not in the table ends the program with
 * status 98, so that no test passes because of a misspelt one.
 */
#ifndef STANDIN_KNOBS_H
#define STANDIN_KNOBS_H

#include <stdbool.h>
#include <stdint.h>

enum {
	EXIT_LEAK = 97, /* a password in argv */
	EXIT_KNOB = 98, /* the test is wrong */
};

enum knob {
	KNOB_ALLOW_ARGV_PASSWORD,
	KNOB_ARCHIVELOG,
	KNOB_BACKUP_MS,
	KNOB_BYTES,
	KNOB_CATALOG_FAIL,
	KNOB_CHILD,
	KNOB_CMD_MS,
	KNOB_COMMAND_ID,
	KNOB_CONNECT_FAIL,
	KNOB_COUNTER,
	KNOB_CPU_MS,
	KNOB_CRASH,
	KNOB_CRASH_AT,
	KNOB_DIGEST_FILE,
	KNOB_ECHO_SECRET,
	KNOB_EXIT,
	KNOB_EXIT_MS,
	KNOB_FAIL,
	KNOB_FAIL_AT,
	KNOB_FAIL_MATCH,
	KNOB_FAIL_TIMES,
	KNOB_GARBAGE,
	KNOB_HANG,
	KNOB_HOST,
	KNOB_IGNORE,
	KNOB_INBAND_FAIL,
	KNOB_LINES,
	KNOB_LINE_MS,
	KNOB_LOCK,
	KNOB_LONG_LINE,
	KNOB_MEMORY,
	KNOB_NO_END,
	KNOB_PASSWORD,
	KNOB_PREPARSE,
	KNOB_REPLAY,
	KNOB_REPLAY_MS,
	KNOB_ROLE,
	KNOB_START_MS,
	KNOB_STATE,
	KNOB_STDERR,
	KNOB_STDERR_INTERLEAVE,
	KNOB_STDIN,
	KNOB_TEE,
	KNOB_TERM_MS,
	KNOB_TRACE,
	KNOB_UNBUFFERED,
	KNOB_VERSION,
	KNOB_WARN,
	KNOBS,
};

void knobs_load(void);

/* What `knob` holds, or NULL where it is unset or empty. */
const char *knob_value(enum knob knob);

/* Whether it is set to something else than 0. */
bool knob_is_on(enum knob knob);
bool knob_is(enum knob knob, const char *value);

/* Whether the list that it holds has `word`. */
bool knob_has(enum knob knob, const char *word);
int64_t knob_number(enum knob knob, int64_t standard);

/* A file name, with %p the process and %s ORACLE_SID; NULL where unset. */
const char *knob_path(enum knob knob);

/* Print every knob, what it may hold and what it does. */
void knobs_print(void);

#endif
