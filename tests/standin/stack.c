#include "config.h"

#include "tests/standin/stack.h"

#include <stdio.h>
#include <string.h>

#include "tests/standin/parse.h"

#define RULE "==========================================================="
#define SIDE "==============="
#define HEAD                                                                   \
	"RMAN-00571: " RULE "\n"                                               \
	"RMAN-00569: " SIDE " ERROR MESSAGE STACK FOLLOWS " SIDE "\n"          \
	"RMAN-00571: " RULE "\n"

enum wrapper { WRAP_COMMAND, WRAP_CHANNEL, WRAP_NONE };

static const struct canned {
	const char *name;
	enum wrapper wrapper;
	const char *before;
	const char *lines; /* the cause is in the last line with a code */
	bool ends_session;
} table[] = {
	{ "fra_full", WRAP_CHANNEL, "",
	    "ORA-19809: recovery files have reached their limit\n"
	    "ORA-19804: 52428800 bytes of 10737418240 cannot be reclaimed\n",
	    false },
	{ "missing_arch", WRAP_COMMAND, "",
	    "RMAN-06059: an expected archived log is not there, which "
	    "endangers recovery\n"
	    "ORA-19625: file /u01/arch/1_41_1.arc cannot be identified\n"
	    "ORA-27037: status of the file cannot be had\n"
	    "Linux-x86_64 Error: 2: No such file or directory\n"
	    "Additional information: 3\n",
	    false },
	{ "nfs", WRAP_CHANNEL, "",
	    "ORA-19504: file \"/mnt/nfs/0a1b2c3d_1_1\" cannot be created\n"
	    "ORA-27054: NFS is not mounted with the right options\n"
	    "Additional information: 3\n",
	    false },
	{ "no_dir", WRAP_CHANNEL, "",
	    "ORA-19504: file \"/backup/none/0a1b2c3d_1_1\" cannot be created\n"
	    "ORA-27040: creating the file failed\n"
	    "Linux-x86_64 Error: 2: No such file or directory\n"
	    "Additional information: 1\n",
	    false },
	{ "sbt_auth", WRAP_CHANNEL, "",
	    "ORA-27028: skgfqcre: sbtbackup returned a failure\n"
	    "ORA-19511: the media manager says:\n"
	    "   ANS0000E authorization failed for this node\n",
	    false },
	{ "sbt_net", WRAP_CHANNEL, "",
	    "ORA-19506: sequential file \"0a1b2c3d_1_1\" cannot be created\n"
	    "ORA-27028: skgfqcre: sbtbackup returned a failure\n"
	    "ORA-19511: the media manager says:\n"
	    "   ANS0001E the server does not answer\n",
	    false },
	{ "enqueue", WRAP_CHANNEL,
	    "waiting for snapshot control file enqueue\n"
	    "waiting for snapshot control file enqueue\n"
	    "waiting for snapshot control file enqueue\n"
	    "waiting for snapshot control file enqueue\n"
	    "waiting for snapshot control file enqueue\n",
	    "ORA-00230: snapshot control file enqueue is held by another\n",
	    false },
	{ "snapshot_cf", WRAP_CHANNEL, "",
	    "ORA-00245: the control file cannot be copied; is it shared?\n",
	    false },
	{ "corrupt", WRAP_CHANNEL, "",
	    "ORA-19566: more than 0 corrupt blocks in file "
	    "/u01/oradata/users01.dbf\n",
	    false },
	{ "not_registered", WRAP_COMMAND, "",
	    "RMAN-03014: implicit resync of the recovery catalog failed\n"
	    "RMAN-06004: Oracle error from recovery catalog database: "
	    "RMAN-20001: the target is not in the catalog\n",
	    false },
	{ "wallet", WRAP_CHANNEL, "",
	    "ORA-19914: the backup cannot be encrypted\n"
	    "ORA-28365: the wallet is closed\n",
	    false },
	{ "session_lost", WRAP_NONE, "",
	    "RMAN-00601: fatal error in recovery manager\n"
	    "RMAN-03010: fatal error while the library cache was loaded\n"
	    "RMAN-10038: the session of channel default ended unexpectedly\n",
	    true },
	{ "ora600", WRAP_CHANNEL, "",
	    "ORA-00600: internal error, arguments: [krbb3crw_inv_blk], [1], "
	    "[2], [], [], [], [], []\n",
	    false },
};

/* What the codes say that come without a canned stack. */
static const struct {
	const char *code, *sentence;
} sentences[] = {
	{ "ORA-01017", "user name or password is wrong; logon denied" },
	{ "ORA-01031", "privileges do not suffice" },
	{ "ORA-01034", "the instance is not available" },
	{ "ORA-01507", "the database is not mounted" },
	{ "ORA-12162", "the net service name is not given correctly" },
	{ "ORA-12514", "the listener does not know this service" },
	{ "ORA-12541", "no listener" },
	{ "ORA-19502", "writing block 128 of a file failed" },
	{ "RMAN-03099", "the job was cancelled by its user" },
	{ "RMAN-05021", "a standby does not take this setting" },
	{ "RMAN-06135", "the host command failed with 1" },
	{ "RMAN-06171", "not connected to target database" },
};

static const char *
sentence_of(const char *code)
{
	for (size_t i = 0; i < COUNT_OF(sentences); i++)
		if (strcmp(sentences[i].code, code) == 0)
			return sentences[i].sentence;
	return "a failure made by the stand-in";
}

static const struct canned *
canned_of(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(table); i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	return NULL;
}

void
stack_head(struct text *out)
{
	text_addf(out, "%s", HEAD);
}

static void
add_wrapper(struct text *out, enum wrapper wrapper, const char *verb)
{
	char date[DATE_MAX];

	if (wrapper == WRAP_COMMAND)
		text_addf(out, "RMAN-03002: failure of %s command at %s\n",
		    verb, date_of_stack(date));
	else if (wrapper == WRAP_CHANNEL)
		text_addf(out,
		    "RMAN-03009: failure of %s command on ORA_DISK_1 channel "
		    "at %s\n",
		    verb, date_of_stack(date));
}

void
stack_code(struct text *out, const char *verb, const char *code)
{
	stack_head(out);
	add_wrapper(out, WRAP_COMMAND, verb);
	text_addf(out, "%s: %s\n", code, sentence_of(code));
}

void
stack_channel(struct text *out, const char *verb)
{
	add_wrapper(out, WRAP_CHANNEL, verb);
	text_addf(out, "ORA-19502: %s\n", sentence_of("ORA-19502"));
	text_addf(out, "Linux-x86_64 Error: 28: No space left on device\n");
}

void
stack_canned(struct text *out, const char *verb, const char *name)
{
	const struct canned *canned = canned_of(name);

	if (canned == NULL) {
		stack_code(out, verb, name);
		return;
	}
	stack_head(out);
	add_wrapper(out, canned->wrapper, verb);
	text_addf(out, "%s", canned->lines);
}

const char *
canned_before(const char *name)
{
	const struct canned *canned = canned_of(name);

	return canned != NULL ? canned->before : "";
}

bool
canned_ends_session(const char *name)
{
	const struct canned *canned = canned_of(name);

	return canned != NULL && canned->ends_session;
}

void
stack_connect(struct text *out, const char *code, bool at_start)
{
	stack_head(out);
	if (at_start)
		text_addf(out,
		    "RMAN-00554: initialization of internal recovery manager "
		    "package failed\n");
	text_addf(out, "RMAN-04005: error from target database: \n");
	text_addf(out, "%s: %s\n", code, sentence_of(code));
}

void
stack_catalog(struct text *out, const char *code, bool at_start)
{
	stack_head(out);
	if (at_start)
		text_addf(out,
		    "RMAN-00554: initialization of internal recovery manager "
		    "package failed\n");
	text_addf(out,
	    "RMAN-04004: error from recovery catalog database: "
	    "%s: %s\n",
	    code, sentence_of(code));
}

void
stack_syntax(struct text *out, const struct unit *unit, size_t line,
    size_t column, const char *file)
{
	stack_head(out);
	text_addf(out,
	    "RMAN-00558: error encountered while parsing input "
	    "commands\n");
	text_addf(out,
	    "RMAN-01009: syntax error: found \"%s\": expecting one of: "
	    "\"%s%s\"\n",
	    unit->found, parse_expected(), unit->in_run ? ", }" : "");
	if (unit->word[0] != '\0')
		text_addf(out, "RMAN-01008: the bad identifier was: %s\n",
		    unit->word);
	text_addf(out, "RMAN-01007: at line %zu column %zu file: %s\n", line,
	    column, file);
}

void
stack_argument(struct text *out, const char *code, const char *word)
{
	stack_head(out);
	if (strcmp(code, "RMAN-00556") == 0)
		text_addf(out, "RMAN-00556: cannot open CMDFILE \"%s\"\n",
		    word);
	else if (strcmp(code, "RMAN-00557") == 0)
		text_addf(out, "RMAN-00557: cannot open MSGLOG \"%s\"\n", word);
	else
		text_addf(out,
		    "RMAN-00552: the command line is wrong at \"%s\"\n", word);
}

/*
 * A good stack begins with the three lines, says a code in each line that is
 * not text of the operating system or of a media manager, and ends in a line
 * end.
 */
static bool
check_stack(const char *name, const struct text *stack)
{
	const char *line = stack->bytes + sizeof(HEAD) - 1;
	bool good = stack->size > sizeof(HEAD) &&
	    memcmp(stack->bytes, HEAD, sizeof(HEAD) - 1) == 0 &&
	    stack->bytes[stack->size - 1] == '\n';

	good = good &&
	    (strncmp(line, "RMAN-", 5) == 0 || strncmp(line, "ORA-", 4) == 0);
	while (good && *line != '\0') {
		const char *end = strchr(line, '\n');

		if (end == line)
			good = false;
		if (strncmp(line, "RMAN-", 5) == 0 &&
		    (strspn(line + 5, "0123456789") != 5 || line[10] != ':'))
			good = false;
		line = end + 1;
	}
	(void)printf("%s %s\n%s\n", good ? "ok" : "not ok", name, stack->bytes);
	return good;
}

bool
stack_self_test(void)
{
	struct text stack = { 0 };
	struct unit unit = { .found = "identifier", .word = "bakcup" };
	bool good = true;

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		stack.size = 0;
		stack_canned(&stack, "backup", table[i].name);
		good = check_stack(table[i].name, &stack) && good;
	}
	for (size_t i = 0; i < COUNT_OF(sentences); i++) {
		stack.size = 0;
		stack_code(&stack, "backup", sentences[i].code);
		good = check_stack(sentences[i].code, &stack) && good;
	}
	stack.size = 0;
	stack_connect(&stack, "ORA-01017", true);
	good = check_stack("connect at start", &stack) && good;
	stack.size = 0;
	stack_connect(&stack, "ORA-12541", false);
	good = check_stack("connect", &stack) && good;
	stack.size = 0;
	stack_syntax(&stack, &unit, 1, 1, "standard input");
	good = check_stack("syntax", &stack) && good;
	stack.size = 0;
	stack_argument(&stack, "RMAN-00552", "tarjet");
	good = check_stack("argument", &stack) && good;
	stack.size = 0;
	stack_argument(&stack, "RMAN-00556", "none.rman");
	good = check_stack("cmdfile", &stack) && good;
	text_clear(&stack);
	return good;
}
