#include "config.h"

#include "tests/standin/backup.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/standin/command.h"
#include "tests/standin/knobs.h"
#include "tests/standin/misbehave.h"
#include "tests/standin/output.h"
#include "tests/standin/parse.h"
#include "tests/standin/pause.h"
#include "tests/standin/stack.h"
#include "tests/standin/trace.h"

/* What the words of a BACKUP ask for. */
struct job {
	bool data;
	bool archived;
	bool controlfile;
	bool whole; /* the database, so control file and spfile follow */
	bool plus_archived;
	bool validates;
	bool compressed;
	bool deletes_input;
	int level; /* -1: full */
	char tablespaces[256];
	char tag[NAME_MAX_SIZE];
	char format[256];
};

static const struct {
	const char *tablespace;
	const char *file;
} datafiles[] = {
	{ "system", "system01.dbf" },
	{ "sysaux", "sysaux01.dbf" },
	{ "undotbs1", "undotbs101.dbf" },
	{ "users", "users01.dbf" },
};

static void
read_word(struct job *job, const char *before, const char *word)
{
	size_t size = strlen(word), before_size = strlen(before);

	if (word_is(before, before_size, "tag"))
		(void)snprintf(job->tag, sizeof(job->tag), "%s", word);
	else if (word_is(before, before_size, "format"))
		(void)snprintf(job->format, sizeof(job->format), "%s", word);
	else if (word_is(before, before_size, "level"))
		job->level = (int)strtol(word, NULL, 10);
	else if (word_is(before, before_size, "tablespace") ||
	    (strcmp(before, ",") == 0 && job->tablespaces[0] != '\0'))
		(void)snprintf(job->tablespaces + strlen(job->tablespaces),
		    sizeof(job->tablespaces) - strlen(job->tablespaces), ",%s",
		    word);
	else if (word_is(word, size, "archivelog"))
		*(word_is(before, before_size, "plus") ? &job->plus_archived :
							 &job->archived) = true;
	else if (word_is(word, size, "controlfile"))
		job->controlfile = true;
	else if (word_is(word, size, "validate"))
		job->validates = true;
	else if (word_is(word, size, "compressed"))
		job->compressed = true;
	else if (word_is(word, size, "input"))
		job->deletes_input = true;
	job->whole = job->whole || word_is(word, size, "database");
	job->data = job->data || job->whole ||
	    word_is(word, size, "tablespace") ||
	    word_is(word, size, "datafile") || word_is(word, size, "pluggable");
}

static void
read_job(struct job *job, const char *bytes, size_t size)
{
	struct text before = { 0 }, word = { 0 };

	*job = (struct job){ .level = -1 };
	(void)date_as(job->tag, "TAGYmdTHMS");
	statement_word(bytes, size, 0, &before);
	for (size_t n = 1;; n++) {
		statement_word(bytes, size, n, &word);
		if (word.size == 0)
			break;
		read_word(job, before.bytes, word.bytes);
		before.size = 0;
		text_add(&before, word.bytes, word.size);
	}
	text_clear(&before);
	text_clear(&word);
}

static void
say_piece(const struct session *session, const struct job *job,
    const char *kind)
{
	const char *channel = command_channel(session);
	const char *unique = strstr(job->format, "%U");
	const char *tag = knob_has(KNOB_GARBAGE, "code") ? "'ORA-01234'" :
							   job->tag;
	char date[DATE_MAX];
	struct text handle = { 0 };

	if (job->format[0] == '\0')
		text_addf(&handle, "/u01/fra/%s/%s_%s.bkp", session->database,
		    kind, job->tag);
	else if (unique == NULL)
		text_addf(&handle, "%s", job->format);
	else
		text_addf(&handle, "%.*s0a1b2c3d_1_1%s",
		    (int)(unique - job->format), job->format, unique + 2);
	output_line("channel %s: starting piece 1 at %s", channel,
	    date_of_line(date));
	output_line("channel %s: finished piece 1 at %s", channel,
	    date_of_line(date));
	output_line("piece handle=%s tag=%s comment=NONE", handle.bytes, tag);
	output_line("channel %s: backup set complete, elapsed time: 00:00:01",
	    channel);
	trace_put("piece", "%s", handle.bytes);
	text_clear(&handle);
}

static void
say_datafile(const struct session *session, size_t i)
{
	const char *file = knob_has(KNOB_GARBAGE, "code") ? "RMAN-03009.dbf" :
							    datafiles[i].file;

	output_line("input datafile %s=%05zu name=/u01/oradata/%s/%s",
	    session->release < 1100 ? "fno" : "file number", i + 1,
	    session->database, file);
}

static void
say_data(const struct session *session, const struct job *job)
{
	const char *channel = command_channel(session);
	char kind[32] = "full";

	if (job->level >= 0)
		(void)snprintf(kind, sizeof(kind), "incremental level %d",
		    job->level);
	output_line("channel %s: starting %s%s datafile %s", channel,
	    job->compressed ? "compressed " : "", kind,
	    session->release < 1100 ? "backupset" : "backup set");
	output_line("channel %s: specifying datafile(s) in backup set",
	    channel);
	for (size_t i = 0; i < COUNT_OF(datafiles); i++)
		if (job->tablespaces[0] == '\0' ||
		    list_has(job->tablespaces, datafiles[i].tablespace))
			say_datafile(session, i);
	if (!job->validates)
		say_piece(session, job, "data");
}

static void
say_archived(const struct session *session, const struct job *job)
{
	const char *channel = command_channel(session);

	output_line("channel %s: starting archived log backup set", channel);
	output_line("channel %s: specifying archived log(s) in backup set",
	    channel);
	output_line("input archived log thread=1 sequence=41 RECID=41 "
		    "STAMP=100000041");
	if (!job->validates)
		say_piece(session, job, "arch");
	if (!job->deletes_input)
		return;
	output_line("channel %s: deleting archived log(s)", channel);
	output_line("archived log file name=/u01/arch/1_41_1.arc RECID=41 "
		    "STAMP=100000041");
}

static void
say_controlfile(const struct session *session, const struct job *job)
{
	const char *channel = command_channel(session);

	output_line("channel %s: starting full datafile backup set", channel);
	output_line("channel %s: specifying datafile(s) in backup set",
	    channel);
	output_line("including current control file in backup set");
	if (!job->validates)
		say_piece(session, job, "ctl");
}

static void
say_autobackup(const struct session *session)
{
	char date[DATE_MAX];

	output_line("%s", "");
	output_line("Starting Control File and SPFILE Autobackup at %s",
	    date_of_line(date));
	output_line("piece handle=/u01/fra/%s/c-%" PRIu32 "-20200101-00.bkp "
		    "comment=NONE",
	    session->database, session->dbid);
	output_line("Finished Control File and SPFILE Autobackup at %s",
	    date_of_line(date));
}

static bool
fail_now(struct session *session, const char *verb, const char *failure)
{
	const char *before = canned_before(failure);

	output_bytes(before, strlen(before));
	stack_canned(&session->stack, verb, failure);
	session->has_ended = canned_ends_session(failure);
	return false;
}

/* The channel failure that stands in the output without the three lines. */
static bool
fail_in_band(struct session *session)
{
	struct text lines = { 0 };

	stack_channel(&lines, "backup");
	output_bytes(lines.bytes, lines.size);
	text_clear(&lines);
	output_line("continuing other job steps, job failed will not be "
		    "re-run");
	if (knob_is(KNOB_INBAND_FAIL, "2")) {
		stack_head(&session->stack);
		stack_channel(&session->stack, "backup");
	}
	return false;
}

static bool
backup_inside(struct session *session, const struct job *job,
    const char *failure)
{
	bool good = true;

	if (job->plus_archived && knob_is(KNOB_ROLE, "standby"))
		output_line("RMAN-06820: %s: the primary could not be asked "
			    "to archive its log",
		    session->release < 1220 ? "WARNING" : "warning");
	command_warn(session, true);
	command_say_channel(session);
	if (failure != NULL)
		return fail_now(session, "backup", failure);
	misbehave(session);
	if (pause_was_stopped())
		return false;
	if (job->plus_archived || job->archived)
		say_archived(session, job);
	if (knob_value(KNOB_INBAND_FAIL) != NULL && session->fails)
		good = fail_in_band(session);
	else if (job->data)
		say_data(session, job);
	if (job->controlfile)
		say_controlfile(session, job);
	return good;
}

bool
backup_run(struct session *session, const char *bytes, size_t size,
    const char *failure)
{
	const char *crash_at = knob_value(KNOB_CRASH_AT);
	char date[DATE_MAX];
	struct job job;
	int lock;
	bool good;

	read_job(&job, bytes, size);
	if (crash_at != NULL)
		output_crash_after(
		    strtoll(strchr(crash_at, ':') + 1, NULL, 10));
	output_line("Starting backup at %s", date_of_line(date));
	if (!misbehave_lock(session, job.data || job.controlfile, &lock))
		failure = "enqueue";
	good = backup_inside(session, &job, failure);
	misbehave_unlock(lock);
	if (good) {
		output_line("Finished backup at %s", date_of_line(date));
		if (job.whole && !job.validates)
			say_autobackup(session);
		command_warn(session, false);
	}
	output_crash_after(-1);
	return good;
}

bool
validate_run(struct session *session, const char *failure)
{
	/* VALIDATE that finds corrupt blocks says no code at all. */
	bool corrupt = failure != NULL && strcmp(failure, "corrupt") == 0;
	char date[DATE_MAX];

	output_line("Starting validate at %s", date_of_line(date));
	command_say_channel(session);
	if (failure != NULL && !corrupt)
		return fail_now(session, "validate", failure);
	output_line("channel %s: starting validation of datafile",
	    command_channel(session));
	output_line("List of Datafiles");
	output_line("=================");
	output_line("File Status Marked Corrupt Empty Blocks Blocks Examined "
		    "High SCN");
	output_line("---- ------ -------------- ------------ --------------- "
		    "----------");
	output_line("4    %-6s %-14d 93           667             1234567",
	    corrupt ? "FAILED" : "OK", corrupt ? 2 : 0);
	output_line("  File Name: /u01/oradata/%s/users01.dbf",
	    session->database);
	if (corrupt)
		output_line("validate found one or more corrupt blocks");
	output_line("Finished validate at %s", date_of_line(date));
	return true;
}
