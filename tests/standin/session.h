/*
 * session - one run of the stand-in: banner, connection, commands, end.
 */
#ifndef STANDIN_SESSION_H
#define STANDIN_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/standin/args.h"
#include "tests/standin/text.h"

enum { CHANNELS_MAX = 16, NAME_MAX_SIZE = 64 };

struct session {
	struct args args;
	unsigned int release; /* 1903 is 19.3, 1120 is 11.2 */
	bool fails;           /* the failing knobs hold in this run */

	bool is_connected;
	bool has_catalog;
	char database[NAME_MAX_SIZE];
	uint32_t dbid;

	bool said_controlfile;
	bool has_default_channel;
	char channels[CHANNELS_MAX][NAME_MAX_SIZE]; /* of the run block */
	size_t channel_count;

	int64_t counted;   /* commands that FAIL_AT counts */
	struct text stack; /* of the command that just failed */
	bool failed_any;
	bool failed_last;
	bool has_ended; /* by EXIT, or because it cannot go on */
};

/* Run the whole session and end the process. */
_Noreturn void session_run(struct session *session);

/* Play FAKERMAN_REPLAY instead. */
_Noreturn void session_replay(struct session *session);

/* Write an argument's stack, and end with status 1. */
_Noreturn void session_refuse_argument(struct session *session,
    const char *code, const char *word);

/* Print the stack of what just failed, and remember that it did. */
void session_say_stack(struct session *session);

/* Say that the user interrupted, as slowly as FAKERMAN_TERM_MS wants. */
_Noreturn void session_end_interrupted(struct session *session);

/* End at once, without the end line, in what way the knobs want. */
_Noreturn void session_exit(int status);

#endif
