#include "config.h"

#include "tests/standin/args.h"

#include <stddef.h>
#include <string.h>

#include "tests/standin/text.h"

enum word {
	WORD_UNKNOWN,
	WORD_TARGET,
	WORD_CATALOG,
	WORD_AUXILIARY,
	WORD_LOG,
	WORD_CMDFILE,
	WORD_USING,
	WORD_APPEND,
	WORD_CHECKSYNTAX,
	WORD_FLAG,  /* taken, without effect */
	WORD_VALUE, /* the same with a value */
	WORD_DEBUG, /* the same with a value that may be missing */
};

static const struct {
	const char *name;
	enum word word;
} words[] = {
	{ "target", WORD_TARGET },
	{ "catalog", WORD_CATALOG },
	{ "rcvcat", WORD_CATALOG },
	{ "auxiliary", WORD_AUXILIARY },
	{ "log", WORD_LOG },
	{ "msglog", WORD_LOG },
	{ "cmdfile", WORD_CMDFILE },
	{ "using", WORD_USING },
	{ "append", WORD_APPEND },
	{ "checksyntax", WORD_CHECKSYNTAX },
	{ "nocatalog", WORD_FLAG },
	{ "msgno", WORD_FLAG },
	{ "trace", WORD_VALUE },
	{ "send", WORD_VALUE },
	{ "pipe", WORD_VALUE },
	{ "timeout", WORD_VALUE },
	{ "script", WORD_VALUE },
	{ "debug", WORD_DEBUG },
};

/* Whether what begins at `text` reads user/secret@, without a folder in it. */
static bool
is_secret(const char *text)
{
	size_t user;

	text += strspn(text, "\"'");
	user = strcspn(text, "/@ \t=");
	return user > 0 && text[user] == '/' &&
	    strchr(text + user + 1, '@') != NULL && secret_in(text);
}

static enum word
word_of(const char *argument, size_t size)
{
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (word_is(argument, size, words[i].name))
			return words[i].word;
	return WORD_UNKNOWN;
}

static bool
takes_value(enum word word)
{
	return word != WORD_UNKNOWN && word != WORD_USING &&
	    word != WORD_APPEND && word != WORD_CHECKSYNTAX &&
	    word != WORD_FLAG;
}

/*
 * The value of the keyword at argv[*at], after which *at is the last argument
 * that belongs to it.
 */
static const char *
value_of(int argc, char **argv, int *at, enum word word)
{
	const char *equals = strchr(argv[*at], '=');
	const char *next = *at + 1 < argc ? argv[*at + 1] : NULL;

	if (equals != NULL && equals[1] != '\0')
		return equals + 1;
	if (equals == NULL && next != NULL && next[0] == '=') {
		(*at)++;
		if (next[1] != '\0')
			return next + 1;
		next = *at + 1 < argc ? argv[*at + 1] : NULL;
	}
	if (next == NULL ||
	    (word == WORD_DEBUG && word_of(next, strlen(next)) != WORD_UNKNOWN))
		return "";
	(*at)++;
	return next;
}

static void
keep(struct args *args, enum word word, const char *value)
{
	if (word == WORD_TARGET)
		args->target = value;
	else if (word == WORD_CATALOG)
		args->catalog = value;
	else if (word == WORD_AUXILIARY)
		args->auxiliary = value;
	else if (word == WORD_LOG)
		args->log = value;
	else if (word == WORD_CMDFILE)
		args->cmdfile = value;
	else if (word == WORD_APPEND)
		args->append = true;
	else if (word == WORD_CHECKSYNTAX)
		args->checks_syntax = true;
}

void
args_read(struct args *args, int argc, char **argv)
{
	*args = (struct args){ 0 };
	for (int i = 1; i < argc; i++) {
		const char *value = "";
		enum word word;

		if (argv[i][0] == '@' && argv[i][1] != '\0') {
			args->cmdfile = argv[i] + 1;
			continue;
		}
		word = word_of(argv[i], strcspn(argv[i], "="));
		if (word == WORD_UNKNOWN) {
			if (args->unknown == NULL)
				args->unknown = argv[i];
			continue;
		}
		if (word == WORD_USING) {
			args->using = argv + i + 1;
			args->using_count = argc - i - 1;
			return;
		}
		if (takes_value(word))
			value = value_of(argc, argv, &i, word);
		keep(args, word, value);
	}
}

bool
args_leak(int argc, char **argv)
{
	struct args args;

	for (int i = 1; i < argc; i++) {
		const char *equals = strchr(argv[i], '=');

		if (is_secret(argv[i]) ||
		    (equals != NULL && is_secret(equals + 1)))
			return true;
	}
	/* A local user needs no @. */
	args_read(&args, argc, argv);
	return (args.target != NULL && secret_in(args.target)) ||
	    (args.catalog != NULL && secret_in(args.catalog)) ||
	    (args.auxiliary != NULL && secret_in(args.auxiliary));
}
