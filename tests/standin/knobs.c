#include "config.h"

#include "tests/standin/knobs.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/standin/text.h"

#define PREFIX "FAKERMAN_"
#define PREFIX_SIZE (sizeof(PREFIX) - 1)

/*
 * `allowed` lists the words a value (or each item of a list) may be: # is a
 * number, a word that ends in : has anything behind it, NULL allows anything.
 */
static const struct {
	const char *name;
	const char *allowed;
	const char *help;
} table[KNOBS] = {
	[KNOB_ALLOW_ARGV_PASSWORD] = { "ALLOW_ARGV_PASSWORD", "#",
	    "1: do not end with status 97 when argv holds a password" },
	[KNOB_ARCHIVELOG] = { "ARCHIVELOG", "#",
	    "0: a query of v$database says NOARCHIVELOG" },
	[KNOB_BACKUP_MS] = { "BACKUP_MS", "#",
	    "pause inside each BACKUP, after its first lines" },
	[KNOB_BYTES] = { "BYTES", "#",
	    "so many bytes of numbered lines inside each BACKUP" },
	[KNOB_CATALOG_FAIL] = { "CATALOG_FAIL", "ORA-,hang",
	    "the recovery catalog refuses the connection with this code, or "
	    "never answers" },
	[KNOB_CHILD] = { "CHILD", "#,#:setsid",
	    "a server process holds stdout and stderr so many ms after the "
	    "end; :setsid puts it into a session of its own" },
	[KNOB_CMD_MS] = { "CMD_MS", "#", "pause before each command" },
	[KNOB_COMMAND_ID] = { "COMMAND_ID", "#",
	    "1: banner of 23 has the line RMAN Command Id" },
	[KNOB_CONNECT_FAIL] = { "CONNECT_FAIL", "ORA-,hang",
	    "the target refuses the connection with this code, or never "
	    "answers" },
	[KNOB_COUNTER] = { "COUNTER", NULL,
	    "file that counts the runs, for FAIL_TIMES" },
	[KNOB_CPU_MS] = { "CPU_MS", "#", "burn CPU in each BACKUP" },
	[KNOB_CRASH] = { "CRASH", "abort,exit,kill,segv",
	    "how CRASH_AT ends the process; kill loses what is buffered" },
	[KNOB_CRASH_AT] = { "CRASH_AT",
	    "backup:", "backup:K: crash after K lines and a half of BACKUP" },
	[KNOB_DIGEST_FILE] = { "DIGEST_FILE", NULL,
	    "at the end, write the number of bytes on stdout and stderr here" },
	[KNOB_ECHO_SECRET] = { "ECHO_SECRET", "#",
	    "1: print the connect string as it came" },
	[KNOB_EXIT] = { "EXIT", "any,last,zero,#,signal:",
	    "status: 1 if any (standard) or the last command failed, always 0, "
	    "a number, or death by signal:NAME" },
	[KNOB_EXIT_MS] = { "EXIT_MS", "#", "pause after the end line" },
	[KNOB_FAIL] = { "FAIL",
	    "fra_full,missing_arch,nfs,no_dir,sbt_auth,sbt_net,enqueue,"
	    "snapshot_cf,corrupt,not_registered,wallet,session_lost,ora600,"
	    "ORA-,RMAN-",
	    "how the command fails: a canned stack, or one with this code" },
	[KNOB_FAIL_AT] = { "FAIL_AT", "#",
	    "which command fails; CONNECT, SET, SPOOL and HOST do not count" },
	[KNOB_FAIL_MATCH] = { "FAIL_MATCH", NULL,
	    "commands that hold this text fail, in any case of letters" },
	[KNOB_FAIL_TIMES] = { "FAIL_TIMES", "#",
	    "only the first so many runs fail; needs COUNTER" },
	[KNOB_GARBAGE] = { "GARBAGE",
	    "nul,utf8,latin1,ansi,crlf,cr,ff,nonl,bom,code",
	    "list of odd bytes in the output" },
	[KNOB_HANG] = { "HANG", "start,connect,read,backup,exit",
	    "list of places to block for ever" },
	[KNOB_HOST] = { "HOST", "#", "1: HOST really runs its command" },
	[KNOB_IGNORE] = { "IGNORE", "INT,TERM,HUP,PIPE,QUIT",
	    "list of signals without effect" },
	[KNOB_INBAND_FAIL] = { "INBAND_FAIL", "1,2",
	    "BACKUP fails without the three lines; 2: a stack follows" },
	[KNOB_LINES] = { "LINES", "#",
	    "so many numbered lines inside each BACKUP" },
	[KNOB_LINE_MS] = { "LINE_MS", "#",
	    "pause after each line of LINES, which is flushed before" },
	[KNOB_LOCK] = { "LOCK", NULL,
	    "folder of locks: two BACKUPs of one SID and class collide" },
	[KNOB_LONG_LINE] = { "LONG_LINE", "#",
	    "one line of so many bytes inside each BACKUP" },
	[KNOB_MEMORY] = { "MEMORY", "#", "touch so many MiB in each BACKUP" },
	[KNOB_NO_END] = { "NO_END", "#", "1: no end line" },
	[KNOB_PASSWORD] = { "PASSWORD", NULL,
	    "a connect string with another password gets ORA-01017" },
	[KNOB_PREPARSE] = { "PREPARSE", "#",
	    "0: a cmdfile runs up to its syntax error" },
	[KNOB_REPLAY] = { "REPLAY", NULL,
	    "drain stdin, write this file byte for byte, end" },
	[KNOB_REPLAY_MS] = { "REPLAY_MS", "#",
	    "pause after each line of the replay" },
	[KNOB_ROLE] = { "ROLE", "primary,standby", "role of the database" },
	[KNOB_START_MS] = { "START_MS", "#", "pause before the banner" },
	[KNOB_STATE] = { "STATE", "open,mounted,nomount,down",
	    "state of the database" },
	[KNOB_STDERR] = { "STDERR", NULL, "a line on stderr" },
	[KNOB_STDERR_INTERLEAVE] = { "STDERR_INTERLEAVE", "#",
	    "1: that line after each line on stdout" },
	[KNOB_STDIN] = { "STDIN", "ignore,close,one,slow:",
	    "never read, close at start, end after one command, or read one "
	    "line each slow:MS" },
	[KNOB_TEE] = { "TEE", NULL,
	    "write here too what goes to stdout and stderr" },
	[KNOB_TERM_MS] = { "TERM_MS", "#",
	    "after INT or TERM take so long to release the channels" },
	[KNOB_TRACE] = { "TRACE", NULL, "folder for PID.trace" },
	[KNOB_UNBUFFERED] = { "UNBUFFERED", "#", "1: flush each line" },
	[KNOB_VERSION] = { "VERSION", "10.2,11.2,12.1,12.2,19,21,23",
	    "release that the banner and the lines are of; standard 19" },
	[KNOB_WARN] = { "WARN", "#", "list of codes to warn with, as 08137" },
};

static char *values[KNOBS];

static _Noreturn void
refuse(const char *what, const char *name, const char *value)
{
	(void)fprintf(stderr, "standin: %s " PREFIX "%s%s%s\n", what, name,
	    value[0] != '\0' ? "=" : "", value);
	exit(EXIT_KNOB);
}

static bool
is_number(const char *value, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (value[i] < '0' || value[i] > '9')
			return false;
	return size > 0 && size < 19;
}

/* Whether one item of a value fits one word of what is allowed. */
static bool
item_fits(const char *item, size_t size, const char *word, size_t word_size)
{
	char last = word[word_size - 1];

	if (word[0] == '#') {
		size_t digits = size;

		if (word_size > 1) {
			size_t tail = word_size - 1;

			if (size <= tail ||
			    memcmp(item + size - tail, word + 1, tail) != 0)
				return false;
			digits = size - tail;
		}
		return is_number(item, digits);
	}
	if (last == ':' || last == '-')
		return size > word_size && memcmp(item, word, word_size) == 0;
	return size == word_size && memcmp(item, word, size) == 0;
}

static bool
value_fits(const char *value, const char *allowed)
{
	for (;;) {
		size_t size = strcspn(value, ",");
		const char *word = allowed;
		bool fits = false;

		while (!fits) {
			size_t word_size = strcspn(word, ",");

			fits = item_fits(value, size, word, word_size);
			if (word[word_size] == '\0')
				break;
			word += word_size + 1;
		}
		if (!fits)
			return false;
		if (value[size] == '\0')
			return true;
		value += size + 1;
	}
}

/* Take `NAME=value`, of which `name` is what follows the prefix. */
static void
take(const char *name, size_t name_size, const char *value)
{
	struct text shown = { 0 };

	for (enum knob knob = 0; knob < KNOBS; knob++) {
		if (strlen(table[knob].name) != name_size ||
		    memcmp(table[knob].name, name, name_size) != 0)
			continue;
		if (value[0] != '\0' && table[knob].allowed != NULL &&
		    !value_fits(value, table[knob].allowed))
			refuse("bad value", table[knob].name, value);
		free(values[knob]);
		values[knob] = strdup(value);
		return;
	}
	text_add(&shown, name, name_size);
	refuse("unknown knob", shown.bytes, "");
}

static void
load_file(const char *home)
{
	struct text path = { 0 };
	char *line = NULL;
	size_t room = 0;
	FILE *file;

	text_addf(&path, "%s/fakerman.conf", home);
	file = fopen(path.bytes, "re");
	text_clear(&path);
	if (file == NULL)
		return;
	while (getline(&line, &room, file) >= 0) {
		char *equals = strchr(line, '=');

		line[strcspn(line, "\r\n")] = '\0';
		if (line[0] == '\0' || line[0] == '#')
			continue;
		if (equals == NULL || strncmp(line, PREFIX, PREFIX_SIZE) != 0)
			refuse("not a knob in fakerman.conf:", line, "");
		take(line + PREFIX_SIZE, (size_t)(equals - line) - PREFIX_SIZE,
		    equals + 1);
	}
	free(line);
	(void)fclose(file);
}

void
knobs_load(void)
{
	const char *home = getenv("ORACLE_HOME");

	if (home != NULL)
		load_file(home);
	for (char **entry = environ; *entry != NULL; entry++) {
		const char *name = *entry + PREFIX_SIZE, *equals;

		if (strncmp(*entry, PREFIX, PREFIX_SIZE) != 0)
			continue;
		equals = strchr(name, '=');
		if (equals != NULL)
			take(name, (size_t)(equals - name), equals + 1);
	}
}

const char *
knob_value(enum knob knob)
{
	const char *value = values[knob];

	return value != NULL && value[0] != '\0' ? value : NULL;
}

bool
knob_is_on(enum knob knob)
{
	const char *value = knob_value(knob);

	return value != NULL && strcmp(value, "0") != 0;
}

bool
knob_is(enum knob knob, const char *value)
{
	return knob_value(knob) != NULL && strcmp(values[knob], value) == 0;
}

bool
knob_has(enum knob knob, const char *word)
{
	return list_has(knob_value(knob), word);
}

int64_t
knob_number(enum knob knob, int64_t standard)
{
	const char *value = knob_value(knob);

	return value != NULL ? strtoll(value, NULL, 10) : standard;
}

const char *
knob_path(enum knob knob)
{
	static struct text path;
	const char *value = knob_value(knob), *sid = getenv("ORACLE_SID");

	if (value == NULL)
		return NULL;
	text_clear(&path);
	for (; *value != '\0'; value++) {
		if (value[0] == '%' && value[1] == 'p') {
			text_addf(&path, "%" PRIdMAX, (intmax_t)getpid());
			value++;
		} else if (value[0] == '%' && value[1] == 's') {
			text_addf(&path, "%s", sid != NULL ? sid : "");
			value++;
		} else {
			text_add(&path, value, 1);
		}
	}
	return path.bytes;
}

void
knobs_print(void)
{
	for (enum knob knob = 0; knob < KNOBS; knob++)
		(void)printf(PREFIX "%s\t%s\t%s\n", table[knob].name,
		    table[knob].allowed != NULL ? table[knob].allowed : "text",
		    table[knob].help);
}
