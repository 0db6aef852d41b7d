#include "config.h"

#include "config/setting.h"

#include <assert.h>
#include <string.h>

#include "base/defs.h"
#include "base/limits.h"
#include "base/text.h"
#include "config/load.h"
#include "config/max_age.h"

/* Durations and sizes of the table, spelled out. */
#define SECONDS(n) INT64_C(n)
#define HOURS(n) (INT64_C(n) * 3600)
#define DAYS(n) (INT64_C(n) * 86400)
#define KIB(n) (INT64_C(n) << 10)
#define GIB(n) (INT64_C(n) << 30)
#define AT(member) .offset = offsetof(struct config, member)

enum { FILE_CONNECTION = SETTING_FILE | SETTING_CONNECTION };
enum { FILE_STRATEGY = SETTING_FILE | SETTING_STRATEGY };

static const char *const modes[] = { "master", NULL };
static const char *const stops[] = { "leave", "wait", "end", NULL };
static const char *const feeds[] = { "cmdfile", "stdin", "step", NULL };

const struct setting setting_table[] = {
	/* daemon */
	{ "daemon", "mode", SETTING_CHOICE, SETTING_FILE, AT(daemon.mode),
	    .standard = "master", .needs_restart = true, .choices = modes,
	    .help = "What this daemon is.\n"
		    "--master on the command line of backupexecd goes "
		    "first." },
	{ "daemon", "name", SETTING_TEXT, SETTING_FILE, AT(daemon.name),
	    .highest = LIMIT_NAME, .standard = "", .needs_restart = true,
	    .check = check_name,
	    .help = "How this server is known; a connection's runner names "
		    "it.\n"
		    "Letters, digits, dots, _ and -; not any.\n"
		    "Empty: the host name." },
	{ "daemon", "state_dir", SETTING_PATH, SETTING_FILE,
	    AT(daemon.state_dir), .highest = LIMIT_STATE_DIR,
	    .standard = "/var/lib/backupexec", .needs_restart = true,
	    .help = "The folder of journal, executions, embedded catalog and "
		    "control socket." },
	{ "daemon", "stop", SETTING_CHOICE, SETTING_FILE, AT(daemon.stop),
	    .standard = "leave", .choices = stops,
	    .help = "What a stopping daemon does about running backups.\n"
		    "leave: they go on and the next daemon adopts them.\n"
		    "wait: the daemon stops when they have ended.\n"
		    "end: they are ended." },
	{ "daemon", "admin_group", SETTING_TEXT, SETTING_FILE,
	    AT(daemon.admin_group), .highest = LIMIT_NAME, .standard = "",
	    .check = check_group,
	    .help = "The group that may change things over the control "
		    "socket.\n"
		    "Empty: only root and the daemon's user." },

	/* catalog */
	{ "catalog", "connection", SETTING_TEXT, SETTING_FILE,
	    AT(catalog.connection[0]), .highest = LIMIT_OPTION_VALUE,
	    .standard = "", .check = check_connection,
	    .help = "The ODBC connection string of the catalog, without a "
		    "password.\n"
		    "Empty: the embedded catalog, catalog.db in state_dir." },
	{ "catalog", "connection_2", SETTING_TEXT, SETTING_FILE,
	    AT(catalog.connection[1]), .highest = LIMIT_OPTION_VALUE,
	    .standard = "", .check = check_connection,
	    .help = "Another way to the same catalog, tried when the one "
		    "before fails." },
	{ "catalog", "connection_3", SETTING_TEXT, SETTING_FILE,
	    AT(catalog.connection[2]), .highest = LIMIT_OPTION_VALUE,
	    .standard = "", .check = check_connection, .help = "Likewise." },
	{ "catalog", "connection_4", SETTING_TEXT, SETTING_FILE,
	    AT(catalog.connection[3]), .highest = LIMIT_OPTION_VALUE,
	    .standard = "", .check = check_connection, .help = "Likewise." },
	{ "catalog", "password_file", SETTING_PATH, SETTING_FILE,
	    AT(catalog.password_file), .highest = LIMIT_OPTION_VALUE,
	    .standard = "",
	    .help = "The file whose first line is the password for the "
		    "catalog.\n"
		    "Only its owner may read it.\n"
		    "Empty: the connection needs none." },
	{ "catalog", "max_log", SETTING_SIZE, SETTING_FILE,
	    AT(catalog.max_log_bytes), KIB(64), GIB(1), .standard = "16M",
	    .help = "How much of the output of one execution goes to the "
		    "catalog: its head, error stacks and tail.\n"
		    "All of it stays in the journal." },

	/* schedule */
	{ "schedule", "timezone", SETTING_TEXT, FILE_STRATEGY,
	    AT(schedule.timezone), .highest = LIMIT_ZONE_NAME,
	    .standard = "local", .check = check_timezone,
	    .help = "The time zone in which days, hours and minutes are "
		    "meant.\n"
		    "local: the machine's.\n"
		    "Else a name such as Europe/Prague, or a rule such as "
		    "CET-1CEST,M3.5.0,M10.5.0/3." },
	{ "schedule", "max_running", SETTING_NUMBER, SETTING_FILE,
	    AT(schedule.max_running), 1, 1000, "executions", .standard = "4",
	    .help = "How many backups run at once on this server." },
	{ "schedule", "archivelog_beside", SETTING_BOOLEAN, SETTING_FILE,
	    AT(schedule.archivelog_beside), .standard = "yes",
	    .help = "Of one connection, a backup of archived logs only may "
		    "run beside one that touches data files." },
	{ "schedule", "start_within", SETTING_DURATION, FILE_STRATEGY,
	    AT(schedule.start_within_s), SECONDS(1), DAYS(31), .standard = "6h",
	    .help = "A backup that had to wait and has not started this long "
		    "after it was due is missed." },
	{ "schedule", "catch_up", SETTING_DURATION, FILE_STRATEGY,
	    AT(schedule.catch_up_s), 0, DAYS(31), .standard = "2h",
	    .help = "A backup that was due while no daemon ran still runs "
		    "when that is less than this ago; else it is missed." },
	{ "schedule", "horizon", SETTING_DURATION, SETTING_FILE,
	    AT(schedule.horizon_s), HOURS(1), DAYS(31), .standard = "24h",
	    .help = "Of a longer absence of the daemon only this last part is "
		    "recorded slot by slot.\n"
		    "For the rest each strategy gets one missed row with "
		    "count, first and last." },

	{ "schedule", "retries", SETTING_NUMBER, FILE_STRATEGY,
	    AT(schedule.retries), 0, 100, "attempts", .standard = "0",
	    .help = "How often a slot whose backup failed is tried again.\n"
		    "Only errors that pass are: a database or a listener that "
		    "cannot be reached, a control file that another session "
		    "holds, a full recovery area; never a wrong password, a "
		    "syntax error, a lost file.\n"
		    "A run by hand is not repeated." },
	{ "schedule", "retry_delay", SETTING_DURATION, FILE_STRATEGY,
	    AT(schedule.retry_delay_s), SECONDS(1), DAYS(31), .standard = "10m",
	    .help = "How long after the failure the second attempt comes; "
		    "before each other it is twice as long.\n"
		    "Where room or a device must come back first it is six "
		    "times that.\n"
		    "An attempt that could not start within start_within is "
		    "not made." },

	/* rman */
	{ "rman", "command", SETTING_TEXT, SETTING_FILE, AT(rman.command),
	    .highest = LIMIT_OPTION_VALUE, .standard = "rman",
	    .check = check_command,
	    .help = "The program: a name in the bin folder of ORACLE_HOME, or "
		    "an absolute path.\n"
		    "PATH is never searched." },
	{ "rman", "connect", SETTING_TEXT, FILE_CONNECTION, AT(rman.connect),
	    .highest = LIMIT_OPTION_VALUE, .standard = "target /",
	    .check = check_connect,
	    .help = "What RMAN is told to connect to, without a password." },
	{ "rman", "catalog_connect", SETTING_TEXT, FILE_CONNECTION,
	    AT(rman.catalog_connect), .highest = LIMIT_OPTION_VALUE,
	    .standard = "", .check = check_connect,
	    .help = "The recovery catalog that RMAN also connects to, without "
		    "a password: /@ALIAS with a wallet.\n"
		    "Empty: none." },
	{ "rman", "catalog_optional", SETTING_BOOLEAN, FILE_CONNECTION,
	    AT(rman.catalog_optional), .standard = "no",
	    .help = "Where the recovery catalog does not answer within a "
		    "minute, the backup goes on without it, and its outcome is "
		    "at least a warning.\n"
		    "no: it fails." },
	{ "rman", "feed", SETTING_CHOICE, FILE_STRATEGY, AT(rman.feed),
	    .standard = "cmdfile", .choices = feeds,
	    .help = "How RMAN is given a strategy's lines.\n"
		    "cmdfile: as a command file; it stops at the first "
		    "error.\n"
		    "stdin: on its standard input; it goes on after an "
		    "error.\n"
		    "step: on its standard input, each command when the last "
		    "one is over, and none after an error.\n"
		    "A connection with a password_file always has step." },
	{ "rman", "timeout", SETTING_DURATION, FILE_STRATEGY,
	    AT(rman.timeout_s), SECONDS(1), DAYS(31), .standard = "24h",
	    .help = "A backup that runs longer than this is ended." },
	{ "rman", "allow_host", SETTING_BOOLEAN, SETTING_FILE,
	    AT(rman.allow_host), .standard = "no",
	    .help = "May a strategy hold HOST or !, which run any program as "
		    "RMAN's user?\n"
		    "no: such lines are refused when they are written, and "
		    "such a strategy is not started." },
	{ "rman", "test_at_start", SETTING_BOOLEAN, SETTING_FILE,
	    AT(rman.test_at_start), .standard = "no",
	    .help = "When the daemon starts, also test each connection as "
		    "'backupexec connection test' does, one after the "
		    "other.\n"
		    "What is wrong is logged, with what to do about it." },
	{ "rman", "ignore", SETTING_WORDS, FILE_STRATEGY, AT(rman.ignore),
	    .highest = LIMIT_CODES_TEXT, .standard = "RMAN-08120 RMAN-08137",
	    .check = check_code,
	    .help = "Codes that are no warning; each where it begins a line "
		    "outside of an error stack.\n"
		    "RMAN-06207 stands for its whole block.\n"
		    "What always fails a backup cannot be ignored." },
	{ "rman", "escalate", SETTING_WORDS, FILE_STRATEGY, AT(rman.escalate),
	    .highest = LIMIT_CODES_TEXT, .standard = "", .check = check_code,
	    .help = "Codes that are a failure, where else they would be a "
		    "warning or nothing." },
	{ "rman", "oracle_home", SETTING_PATH, FILE_CONNECTION,
	    AT(rman.oracle_home), .highest = LIMIT_OPTION_VALUE, .standard = "",
	    .help = "ORACLE_HOME.\n"
		    "Empty: what oratab says for the ORACLE_SID." },
	{ "rman", "oratab", SETTING_PATH, SETTING_FILE, AT(rman.oratab),
	    .highest = LIMIT_OPTION_VALUE, .standard = "",
	    .help = "Oracle's list of the databases of this host and their "
		    "homes.\n"
		    "Empty: /etc/oratab, or /var/opt/oracle/oratab where only "
		    "that is there." },
	{ "rman", "oracle_sid", SETTING_TEXT, SETTING_CONNECTION,
	    .highest = LIMIT_NAME, .standard = "", .check = check_sid,
	    .help = "ORACLE_SID.\n"
		    "Empty: the connection's database instance." },
	{ "rman", "user", SETTING_TEXT, SETTING_CONNECTION,
	    .highest = LIMIT_NAME, .standard = "", .check = check_user,
	    .help = "Who RMAN connects as where a password_file is set: a "
		    "name, or NAME as ROLE such as sys as sysbackup." },
	{ "rman", "password_file", SETTING_PATH, SETTING_CONNECTION,
	    .highest = LIMIT_OPTION_VALUE, .standard = "",
	    .help = "The file whose first line is the password of user, for "
		    "databases that let nobody in without one, such as a "
		    "standby.\n"
		    "It belongs to RMAN's user or to root, and nobody else "
		    "may read it.\n"
		    "RMAN gets it on its standard input, and connects to the "
		    "@ALIAS of connect, else to //ip:port/instance.\n"
		    "Empty: connect is all that RMAN is told." },
	{ "rman", "environment", SETTING_WORDS, FILE_CONNECTION,
	    AT(rman.environment), .highest = LIMIT_OPTION_VALUE, .standard = "",
	    .check = check_variable,
	    .help = "Variables that RMAN gets besides its own few, each "
		    "NAME=VALUE.\n"
		    "Refused: LD_*, and names with PASS, SECRET, TOKEN or "
		    "KEY." },
	{ "rman", "nls_lang", SETTING_TEXT, FILE_CONNECTION, AT(rman.nls_lang),
	    .highest = LIMIT_NAME, .standard = "AMERICAN_AMERICA.AL32UTF8",
	    .check = check_language,
	    .help = "NLS_LANG.\n"
		    "Where RMAN mounts the database, its character set must "
		    "be the database's." },
	{ "rman", "alone", SETTING_BOOLEAN, SETTING_STRATEGY, .standard = "no",
	    .help = "Runs while nothing else of its connection does." },
	{ "rman", "expects_pieces", SETTING_BOOLEAN, SETTING_STRATEGY,
	    .standard = "no",
	    .help = "An execution that made no backup piece is at best a "
		    "warning." },
	{ "rman", "kind", SETTING_WORDS, SETTING_STRATEGY,
	    .highest = LIMIT_OPTION_VALUE, .standard = "",
	    .choices = max_age_kinds,
	    .help = "What the strategy backs up.\n"
		    "Empty: read from its lines." },

	/* worker */
	{ "worker", "socket", SETTING_PATH, SETTING_FILE, AT(worker.socket),
	    .highest = LIMIT_SOCKET, .standard = "",
	    .help = "The socket behind which the system's service manager "
		    "starts keepers, for an RMAN whose user is not the "
		    "daemon's.\n"
		    "Empty: the daemon starts them itself." },
	{ "worker", "log_limit", SETTING_SIZE, SETTING_FILE,
	    AT(worker.log_limit_bytes), KIB(64), GIB(1024), .standard = "4G",
	    .help = "How much of the output of one execution is kept.\n"
		    "Where more comes, a mark says so and the outcome is at "
		    "least a warning." },
	{ "worker", "stop_wait", SETTING_DURATION, SETTING_FILE,
	    AT(worker.stop_wait_s), SECONDS(1), HOURS(1), .standard = "30s",
	    .help = "How long an RMAN that has to end may take after SIGINT, "
		    "and again after SIGTERM, before SIGKILL." },

	/* journal */
	{ "journal", "limit", SETTING_SIZE, SETTING_FILE,
	    AT(journal.limit_bytes), KIB(64), GIB(16384), .standard = "20G",
	    .help = "How much the files of all executions may take.\n"
		    "At the limit those of whole executions go, oldest first: "
		    "of those that the catalog has, then of successes that it "
		    "has not, then of all others; each of these is an error in "
		    "the log, and a mark in the catalog counts its bytes.\n"
		    "What happened and how it ended is kept." },
	{ "journal", "keep", SETTING_DURATION, SETTING_FILE, AT(journal.keep_s),
	    DAYS(1), DAYS(3660), .standard = "400d",
	    .help = "What ended longer ago and is in the catalog goes, files "
		    "and facts; of each strategy the newest is kept." },
	{ "journal", "reserve", SETTING_SIZE, SETTING_FILE,
	    AT(journal.reserve_bytes), 0, GIB(1), .standard = "32M",
	    .help = "Room that the file reserve in state_dir holds for the "
		    "day on which its disk is full: claims and outcomes are "
		    "kept there then, output of RMAN is not." },

	/* snapshot */
	{ "snapshot", "keep", SETTING_NUMBER, SETTING_FILE, AT(snapshot.keep),
	    1, 1000, "snapshots", .standard = "14",
	    .help = "How many snapshots of the plan stay in state_dir, one for "
		    "each version that it had.\n"
		    "Where the newest is damaged, an older one is used." },
	{ "snapshot", "ship", SETTING_WORDS, SETTING_FILE, AT(snapshot.ship),
	    .highest = LIMIT_OPTION_VALUE, .standard = "", .check = check_ship,
	    .help = "Where a snapshot of the plan is sent after each change: "
		    "folders, which get NAME.snapshot, tcp://HOST:PORT or "
		    "tls://HOST:PORT." },
	{ "snapshot", "ship_every", SETTING_DURATION, SETTING_FILE,
	    AT(snapshot.ship_every_s), SECONDS(1), DAYS(31), .standard = "1h",
	    .help = "It is sent to each of them at most once in this time." },
	{ "snapshot", "key_file", SETTING_PATH, SETTING_FILE,
	    AT(snapshot.key_file), .highest = LIMIT_OPTION_VALUE,
	    .standard = "",
	    .help = "The file with the key under which what is sent is "
		    "encrypted: 64 hexadecimal digits.\n"
		    "Only its owner may read it.\n"
		    "Empty: it is not encrypted." },

	/* tls */
	{ "tls", "ca", SETTING_PATH, SETTING_FILE, AT(tls.ca),
	    .highest = LIMIT_OPTION_VALUE, .standard = "",
	    .help = "The certificates of the authority that ours and those of "
		    "other servers come from, PEM.\n"
		    "It and the next two are needed for tls:// addresses." },
	{ "tls", "certificate", SETTING_PATH, SETTING_FILE, AT(tls.certificate),
	    .highest = LIMIT_OPTION_VALUE, .standard = "",
	    .help = "The certificate of this server, and what leads from it to "
		    "the authority, PEM." },
	{ "tls", "key", SETTING_PATH, SETTING_FILE, AT(tls.key),
	    .highest = LIMIT_OPTION_VALUE, .standard = "",
	    .help = "The key of that certificate, PEM.\n"
		    "Only its owner may read it." },

	/* protect */
	{ "protect", "max_age", SETTING_TEXT, FILE_CONNECTION,
	    AT(protect.max_age), .highest = LIMIT_OPTION_VALUE,
	    .standard = "full 8d, incremental 26h, archivelog 1h",
	    .check = max_age_check,
	    .help = "How old the last good backup of each kind may be, a list "
		    "of kinds and durations.\n"
		    "Of a connection those kinds are expected that its living "
		    "strategies make; a good full one renews incremental, "
		    "too.\n"
		    "none: nothing is expected." },

	/* api */
	{ "api", "group", SETTING_TEXT, SETTING_FILE, AT(api.group),
	    .highest = LIMIT_NAME, .standard = "backupexec",
	    .check = check_group,
	    .help = "The group that may read over the control socket." },
};

const size_t setting_count = COUNT_OF(setting_table);

const struct setting *
setting_find(const char *section, const char *key)
{
	for (size_t i = 0; i < setting_count; i++)
		if (strcmp(setting_table[i].section, section) == 0 &&
		    strcmp(setting_table[i].key, key) == 0)
			return &setting_table[i];
	return NULL;
}

/* Of a row that may stand there, NULL when there is none. */
static const struct setting *
find_option(unsigned scope, const char *name)
{
	for (size_t i = 0; i < setting_count; i++)
		if ((setting_table[i].scope & scope) != 0 &&
		    strcmp(setting_table[i].key, name) == 0)
			return &setting_table[i];
	return NULL;
}

static const char *
scope_name(enum setting_scope scope)
{
	return scope == SETTING_STRATEGY ? "strategy" : "connection";
}

static bool
fault_no_option(enum setting_scope scope, const char *name, struct fault *fault)
{
	enum setting_scope other = scope == SETTING_STRATEGY ?
	    SETTING_CONNECTION :
	    SETTING_STRATEGY;
	const struct setting *elsewhere = find_option(SETTING_FILE, name);
	const char *names[COUNT_OF(setting_table)];
	const char *nearest;
	size_t count = 0;

	if (find_option(other, name) != NULL)
		return fault_set(fault, FAULT_USAGE,
		    "%s is an option of a %s, not of a %s", name,
		    scope_name(other), scope_name(scope));
	if (elsewhere != NULL)
		return fault_set(fault, FAULT_USAGE,
		    "%s is a setting of the configuration file, not an option "
		    "of a %s",
		    name, scope_name(scope));
	for (size_t i = 0; i < setting_count; i++)
		if ((setting_table[i].scope & scope) != 0)
			names[count++] = setting_table[i].key;
	nearest = text_nearest(name, names, count);
	return fault_set(fault, FAULT_USAGE, "a %s has no option '%.40s'%s%s%s",
	    scope_name(scope), name, nearest == NULL ? "" : "; nearest is '",
	    nearest == NULL ? "" : nearest, nearest == NULL ? "" : "'");
}

/* Parse as the option of that name; *out_value may be NULL. */
static bool
parse_option(enum setting_scope scope, const char *name, const char *text,
    struct value *out_value, struct fault *fault)
{
	const struct setting *setting = find_option(scope, name);

	if (setting == NULL)
		return fault_no_option(scope, name, fault);
	if (strlen(text) > LIMIT_OPTION_VALUE)
		return fault_set(fault, FAULT_USAGE, "%s: longer than %d bytes",
		    name, LIMIT_OPTION_VALUE);
	if (!value_parse(setting, text, out_value, fault)) {
		fault->kind = FAULT_USAGE;
		return fault_wrap(fault, "%s", name);
	}
	out_value->origin = scope;
	return true;
}

bool
setting_option_check(enum setting_scope scope, const char *name,
    const char *value, struct fault *fault)
{
	struct value parsed;

	assert(scope == SETTING_CONNECTION || scope == SETTING_STRATEGY);
	if (!parse_option(scope, name, value, &parsed, fault))
		return false;
	value_clear(&parsed);
	return true;
}

bool
setting_resolve(const struct config *config, const char *key,
    const char *connection_value, const char *strategy_value,
    struct value *out_value, struct fault *fault)
{
	const struct setting *setting;
	const struct config_source *source;

	if (strategy_value != NULL)
		return parse_option(SETTING_STRATEGY, key, strategy_value,
		    out_value, fault);
	if (connection_value != NULL)
		return parse_option(SETTING_CONNECTION, key, connection_value,
		    out_value, fault);
	setting = find_option(SETTING_CONNECTION | SETTING_STRATEGY, key);
	assert(setting != NULL);
	source = &config->sources[setting - setting_table];
	if (!value_parse(setting, source->value, out_value, fault))
		return false;
	out_value->origin = source->origin == NULL ? 0 : SETTING_FILE;
	return true;
}
