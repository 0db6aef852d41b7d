#include "config.h"

#include "tests/standin/command.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/standin/backup.h"
#include "tests/standin/connect.h"
#include "tests/standin/input.h"
#include "tests/standin/knobs.h"
#include "tests/standin/output.h"
#include "tests/standin/parse.h"
#include "tests/standin/pause.h"
#include "tests/standin/stack.h"
#include "tests/standin/trace.h"

/* What a command is made of while it runs. */
struct call {
	const char *bytes;
	size_t size;
	const char *verb; /* in lower case */
	struct text word; /* the last that call_word() gave */
};

static const char *
call_word(struct call *call, size_t n)
{
	statement_word(call->bytes, call->size, n, &call->word);
	return call->word.bytes;
}

static bool
call_word_is(struct call *call, size_t n, const char *word)
{
	(void)call_word(call, n);
	return word_is(call->word.bytes, call->word.size, word);
}

static bool
call_has(struct call *call, const char *word)
{
	for (size_t n = 1; call_word(call, n)[0] != '\0'; n++)
		if (word_is(call->word.bytes, call->word.size, word))
			return true;
	return false;
}

const char *
command_channel(const struct session *session)
{
	return session->channel_count > 0 ? session->channels[0] : "ORA_DISK_1";
}

static void
say_allocated(const struct session *session, const char *channel)
{
	output_line("allocated channel: %s", channel);
	if (session->release < 1100)
		output_line("channel %s: sid=45 devtype=DISK", channel);
	else
		output_line("channel %s: SID=45 device type=DISK", channel);
}

void
command_say_catalog(struct session *session)
{
	if (!session->said_controlfile && !session->has_catalog)
		output_line("using target database control file instead of "
			    "recovery catalog");
	session->said_controlfile = true;
}

void
command_say_channel(struct session *session)
{
	command_say_catalog(session);
	if (session->channel_count > 0)
		return;
	if (session->has_default_channel)
		output_line("using channel ORA_DISK_1");
	else
		say_allocated(session, "ORA_DISK_1");
	session->has_default_channel = true;
}

void
command_warn(const struct session *session, bool at_begin)
{
	const char *list = knob_value(KNOB_WARN);
	const char *sign = session->release < 1220 ? "WARNING" : "warning";

	while (list != NULL) {
		size_t size = strcspn(list, ",");
		bool begins = strncmp(list, "068", 3) == 0 ||
		    strncmp(list, "069", 3) == 0 || strncmp(list, "07", 2) == 0;

		if (begins == at_begin)
			output_line("RMAN-%.*s: %s: the stand-in was asked to "
				    "warn",
			    (int)size, list, sign);
		if (begins == at_begin && strncmp(list, "06207", 5) == 0) {
			output_line("RMAN-06208: 1 objects could not be "
				    "deleted for DISK channel(s) due");
			output_line("RMAN-06209: to mismatched status; run "
				    "crosscheck");
			output_line("RMAN-06213: object type   key");
			output_line("RMAN-06214: Backup Piece  41");
		}
		list = list[size] == ',' ? list + size + 1 : NULL;
	}
}

static bool
run_connect(struct session *session, struct call *call)
{
	const char *role = "target";
	struct text connect = { 0 };
	bool good;

	if (call_word_is(call, 1, "catalog"))
		role = "catalog";
	else if (call_word_is(call, 1, "auxiliary"))
		role = "auxiliary";
	for (size_t n = 2; call_word(call, n)[0] != '\0'; n++)
		text_addf(&connect, "%s%s", n > 2 ? " " : "", call->word.bytes);
	good = connect_to(session, role, connect.size > 0 ? connect.bytes : "/",
	    false);
	text_clear(&connect);
	return good;
}

static bool
run_set(struct session *session, struct call *call)
{
	(void)session;
	if (call_word_is(call, 1, "echo")) {
		output_line("echo set %s",
		    call_word_is(call, 2, "off") ? "off" : "on");
		return true;
	}
	(void)call_word(call, 1);
	for (char *c = call->word.bytes; *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	output_line("executing command: SET %s%s", call->word.bytes,
	    strcmp(call->word.bytes, "COMMAND") == 0 ? " ID" : "");
	return true;
}

/* Run it through a pipe, so that its bytes are counted like all others. */
static int
host_status(const char *command)
{
	struct text line = { 0 };
	char bytes[4096];
	FILE *pipe;
	size_t size;

	text_addf(&line, "{ %s\n} 2>&1", command);
	pipe = popen(line.bytes, "re");
	text_clear(&line);
	if (pipe == NULL)
		return -1;
	while ((size = fread(bytes, 1, sizeof(bytes), pipe)) > 0)
		output_bytes(bytes, size);
	return pclose(pipe);
}

static bool
run_host(struct session *session, struct call *call)
{
	int status = 0;

	if (knob_is_on(KNOB_HOST)) {
		output_flush();
		status = host_status(call_word(call, 1));
	}
	if (status == 0) {
		output_line("host command complete");
		return true;
	}
	stack_code(&session->stack, "host", "RMAN-06135");
	text_addf(&session->stack, "Additional information: %d\n", status);
	return false;
}

static bool
run_spool(struct session *session, struct call *call)
{
	(void)session;
	output_line("Spooling for log turned %s",
	    call_has(call, "off") ? "off" : "on");
	return true;
}

/* The one query that is answered: its first text, and three columns. */
static void
answer_query(struct call *call)
{
	bool is_standby = knob_is(KNOB_ROLE, "standby");
	const char *mode = is_standby ? "READ ONLY" : "READ WRITE";

	if (knob_is(KNOB_STATE, "mounted"))
		mode = "MOUNTED";
	output_line("%s", "BX");
	output_line("%s", "----------------------------------------");
	output_line("%s%s|%s|%s|", call_word(call, 1),
	    is_standby ? "PHYSICAL STANDBY" : "PRIMARY", mode,
	    knob_number(KNOB_ARCHIVELOG, 1) != 0 ? "ARCHIVELOG" :
						   "NOARCHIVELOG");
}

static bool
holds_query(const struct call *call)
{
	struct text whole = { 0 };
	bool holds;

	text_add(&whole, call->bytes, call->size);
	holds = word_in(whole.bytes, "v$database");
	text_clear(&whole);
	return holds;
}

static bool
run_sql(struct session *session, struct call *call)
{
	(void)session;
	if (strcmp(call->verb, "select") == 0 && holds_query(call)) {
		answer_query(call);
		return true;
	}
	if (strcmp(call->verb, "sql") == 0)
		output_line("sql statement: %s", call_word(call, 1));
	else
		output_line("Statement processed");
	return true;
}

static bool
run_allocate(struct session *session, struct call *call)
{
	char *name = session->channels[session->channel_count];

	if (session->channel_count == CHANNELS_MAX - 1) {
		stack_code(&session->stack, "allocate", "RMAN-06012");
		return false;
	}
	(void)snprintf(name, NAME_MAX_SIZE, "%s", call_word(call, 2));
	session->channel_count++;
	say_allocated(session, name);
	return true;
}

static bool
run_release(struct session *session, struct call *call)
{
	const char *name = call_word(call, 2);

	for (size_t i = 0; i < session->channel_count; i++) {
		if (strcmp(session->channels[i], name) != 0)
			continue;
		session->channel_count--;
		memmove(session->channels[i], session->channels[i + 1],
		    (session->channel_count - i) * NAME_MAX_SIZE);
		break;
	}
	output_line("released channel: %s", name);
	return true;
}

static bool
run_crosscheck(struct session *session, struct call *call)
{
	command_say_channel(session);
	if (call_has(call, "archivelog")) {
		for (int i = 40; i < 42; i++) {
			output_line("validation succeeded for archived log");
			output_line("archived log file "
				    "name=/u01/arch/1_%d_1.arc RECID=%d "
				    "STAMP=1%08d",
			    i, i, i);
		}
	} else {
		for (int i = 1; i < 3; i++) {
			output_line("crosschecked backup piece: found to be "
				    "'AVAILABLE'");
			output_line("backup piece handle=/u01/fra/0%d_1_1.bkp "
				    "RECID=%d STAMP=1%08d",
			    i, i, i);
		}
	}
	output_line("Crosschecked 2 objects");
	output_line("%s", "");
	command_warn(session, false);
	return true;
}

/* Ask on stdin whether to delete; the end of the input means no. */
static bool
confirm(void)
{
	for (;;) {
		struct text answer = { 0 };
		size_t size;
		bool yes, no;

		output_prompt("\nDo you really want to delete the above "
			      "objects (enter YES or NO)? ");
		if (!input_line(&answer))
			return false;
		size = strcspn(answer.bytes, " \t\r\n;");
		yes = word_is(answer.bytes, size, "yes");
		no = word_is(answer.bytes, size, "no");
		if (!yes && !no) {
			output_line("%s", "");
			output_line("\"%.*s\" is an invalid response - please "
				    "re-enter.",
			    (int)strcspn(answer.bytes, "\r\n"), answer.bytes);
		}
		text_clear(&answer);
		if (yes || no)
			return yes;
	}
}

static bool
run_delete(struct session *session, struct call *call)
{
	bool logs = call_has(call, "archivelog");
	bool noprompt = call_has(call, "noprompt");

	if (call_has(call, "obsolete")) {
		output_line("RMAN retention policy will be applied to the "
			    "command");
		output_line("RMAN retention policy is set to redundancy 1");
	}
	command_say_channel(session);
	if (!noprompt && !confirm())
		return true;
	if (logs) {
		output_line("deleted archived log");
		output_line("archived log file name=/u01/arch/1_40_1.arc "
			    "RECID=40 STAMP=100000040");
	} else {
		output_line("deleted backup piece");
		output_line("backup piece handle=/u01/fra/01_1_1.bkp RECID=1 "
			    "STAMP=100000001");
	}
	output_line("Deleted 1 objects");
	output_line("%s", "");
	command_warn(session, false);
	return true;
}

static bool
run_list(struct session *session, struct call *call)
{
	char date[DATE_MAX];

	(void)session;
	(void)call;
	output_line("%s", "");
	output_line("List of Backups");
	output_line("===============");
	output_line("Key     TY LV S Device Type Completion Time #Pieces "
		    "#Copies Compressed Tag");
	output_line("------- -- -- - ----------- --------------- ------- "
		    "------- ---------- ---");
	output_line("1       B  F  A DISK        %-15s 1       1       NO"
		    "         TAG20200101T000000",
	    date_of_line(date));
	return true;
}

static bool
run_configure(struct session *session, struct call *call)
{
	if (knob_is(KNOB_ROLE, "standby") && call_has(call, "retention")) {
		stack_code(&session->stack, "configure", "RMAN-05021");
		return false;
	}
	output_line("new RMAN configuration parameters:");
	output_line("%.*s;", (int)call->size, call->bytes);
	output_line("new RMAN configuration parameters are successfully "
		    "stored");
	return true;
}

static bool
run_show(struct session *session, struct call *call)
{
	(void)call;
	output_line("RMAN configuration parameters for database with "
		    "db_unique_name %s are:",
	    session->database);
	output_line("CONFIGURE RETENTION POLICY TO REDUNDANCY 1; # default");
	return true;
}

/* RESTORE with VALIDATE or PREVIEW, RECOVER: frame without content. */
static bool
run_restore(struct session *session, struct call *call)
{
	char date[DATE_MAX];

	output_line("Starting %s at %s", call->verb, date_of_line(date));
	command_say_channel(session);
	output_line("%s", "");
	output_line("Finished %s at %s", call->verb, date_of_line(date));
	return true;
}

static bool
run_other(struct session *session, struct call *call)
{
	(void)session;
	output_line("executing command: %s", call->verb);
	return true;
}

static const struct {
	const char *verb;
	bool (*run)(struct session *session, struct call *call);
	bool is_free; /* needs no connection, and FAIL_AT does not count it */
} table[] = {
	{ "connect", run_connect, true },
	{ "set", run_set, true },
	{ "spool", run_spool, true },
	{ "host", run_host, true },
	{ "sql", run_sql, false },
	{ "allocate", run_allocate, false },
	{ "release", run_release, false },
	{ "crosscheck", run_crosscheck, false },
	{ "delete", run_delete, false },
	{ "list", run_list, false },
	{ "report", run_list, false },
	{ "configure", run_configure, false },
	{ "show", run_show, false },
	{ "restore", run_restore, false },
	{ "recover", run_restore, false },
};

/* How this command shall fail, or NULL. */
static const char *
failure_of(struct session *session, const struct call *call)
{
	const char *match = knob_value(KNOB_FAIL_MATCH);
	const char *name = knob_value(KNOB_FAIL);
	int64_t at = knob_number(KNOB_FAIL_AT, 0);
	bool fails = at == session->counted;

	if (match != NULL) {
		struct text whole = { 0 };

		text_add(&whole, call->bytes, call->size);
		fails = word_in(whole.bytes, match) || fails;
		text_clear(&whole);
	} else if (name != NULL && at == 0) {
		fails = session->counted == 1;
	}
	if (!session->fails || !fails)
		return NULL;
	return name != NULL ? name : "ora600";
}

static const char *
state_code(void)
{
	if (knob_is(KNOB_STATE, "down"))
		return "ORA-01034";
	return knob_is(KNOB_STATE, "nomount") ? "ORA-01507" : NULL;
}

static bool
run_bound(struct session *session, struct call *call, const char *failure)
{
	/* These say first that they start. */
	if (strcmp(call->verb, "backup") == 0)
		return backup_run(session, call->bytes, call->size, failure);
	if (strcmp(call->verb, "validate") == 0)
		return validate_run(session, failure);
	if (strcmp(call->verb, "restore") != 0 &&
	    strcmp(call->verb, "recover") != 0)
		command_say_catalog(session);
	if (failure != NULL) {
		stack_canned(&session->stack, call->verb, failure);
		session->has_ended = canned_ends_session(failure);
		return false;
	}
	for (size_t i = 0; i < COUNT_OF(table); i++)
		if (strcmp(table[i].verb, call->verb) == 0)
			return table[i].run(session, call);
	if (parse_is_sql(call->verb, strlen(call->verb)))
		return run_sql(session, call);
	return run_other(session, call);
}

static bool
run_call(struct session *session, struct call *call)
{
	for (size_t i = 0; i < COUNT_OF(table); i++)
		if (table[i].is_free && strcmp(table[i].verb, call->verb) == 0)
			return table[i].run(session, call);
	if (!session->is_connected) {
		stack_code(&session->stack, call->verb, "RMAN-06171");
		return false;
	}
	session->counted++;
	if (state_code() != NULL && strcmp(call->verb, "startup") != 0) {
		stack_code(&session->stack, call->verb, state_code());
		return false;
	}
	return run_bound(session, call, failure_of(session, call));
}

static void
trace_command(const struct call *call)
{
	struct text copy = { 0 };
	char *shown = NULL;

	text_add(&copy, call->bytes, call->size);
	if (strcmp(call->verb, "connect") == 0)
		shown = secret_hidden(copy.bytes);
	trace_put("command", "%s", shown != NULL ? shown : copy.bytes);
	free(shown);
	text_clear(&copy);
}

bool
command_run(struct session *session, const char *bytes, size_t size)
{
	struct call call = { .bytes = bytes, .size = size };
	char *verb = strdup(call_word(&call, 0));
	bool good;

	for (char *c = verb; c != NULL && *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	call.verb = verb;
	trace_command(&call);
	pause_ms(knob_number(KNOB_CMD_MS, 0));
	good = !pause_was_stopped() && run_call(session, &call);
	free(verb);
	text_clear(&call.word);
	return good;
}
