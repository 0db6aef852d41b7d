#include "config.h"

#include "catalog/odbc_error.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/text.h"

static const enum fault_kind kinds[ODBC_CLASSES] = {
	[ODBC_PERMANENT] = FAULT_SYSTEM,
	[ODBC_UNIQUE] = FAULT_DUPLICATE,
	[ODBC_CONSTRAINT] = FAULT_FORMAT,
	[ODBC_LOST] = FAULT_CLOSED,
	[ODBC_BUSY] = FAULT_RETRY,
	[ODBC_TIMEOUT] = FAULT_TIMEOUT,
	[ODBC_NO_TABLE] = FAULT_ABSENT,
	[ODBC_NO_DRIVER] = FAULT_CONFIG,
	[ODBC_LOGIN] = FAULT_REFUSED,
};

/*
 * The first row that fits decides. A row fits when everything that it names
 * does: how the state begins, the native code, a piece of the text. Native
 * codes of different engines overlap only at small numbers, which therefore
 * stand with SQLite's one state.
 */
struct rule {
	enum odbc_class kind;
	const char *state;
	long native; /* ANY: whatever it is */
	const char *text;
};

enum { ANY = -1 };

static const struct rule rules[] = {
	/* The driver manager itself. */
	{ ODBC_NO_DRIVER, "IM00", ANY, NULL },
	{ ODBC_NO_DRIVER, "01000", ANY, "Can't open lib" },
	/* SQLite */
	{ ODBC_UNIQUE, "HY000", 19, "UNIQUE" },
	{ ODBC_CONSTRAINT, "HY000", 19, NULL },
	{ ODBC_CONSTRAINT, "HY000", 18, NULL }, /* too big */
	{ ODBC_CONSTRAINT, "HY000", 20, NULL }, /* datatype mismatch */
	{ ODBC_BUSY, "HY000", 5, NULL },
	{ ODBC_BUSY, "HY000", 6, NULL },
	{ ODBC_NO_TABLE, "HY000", 1, "no such table" },
	/* Unique keys of MariaDB, PostgreSQL, Oracle */
	{ ODBC_UNIQUE, "", 1062, NULL },
	{ ODBC_UNIQUE, "23505", ANY, NULL },
	{ ODBC_UNIQUE, "23000", 1, NULL },
	/* A table that is not there */
	{ ODBC_NO_TABLE, "42S02", ANY, NULL },
	{ ODBC_NO_TABLE, "42P01", ANY, NULL },
	{ ODBC_NO_TABLE, "", 942, NULL },
	{ ODBC_NO_TABLE, "", 1146, NULL },
	/* Locks, before the classes that their states belong to */
	{ ODBC_BUSY, "40001", ANY, NULL },
	{ ODBC_BUSY, "40P01", ANY, NULL },
	{ ODBC_BUSY, "", 1205, NULL },
	{ ODBC_BUSY, "", 1213, NULL },
	{ ODBC_BUSY, "", 60, NULL },
	{ ODBC_BUSY, "", 8177, NULL },
	/* Time */
	{ ODBC_TIMEOUT, "HYT0", ANY, NULL },
	{ ODBC_TIMEOUT, "57014", ANY, NULL },
	{ ODBC_TIMEOUT, "HY018", ANY, NULL },
	{ ODBC_TIMEOUT, "", 1969, NULL },
	{ ODBC_TIMEOUT, "", 3024, NULL },
	{ ODBC_TIMEOUT, "", 1013, NULL },
	/* Who are you */
	{ ODBC_LOGIN, "28", ANY, NULL },
	{ ODBC_LOGIN, "", 1017, NULL },
	{ ODBC_LOGIN, "", 1045, NULL },
	/* Gone, going, or never there */
	{ ODBC_LOST, "08", ANY, NULL },
	{ ODBC_LOST, "57P01", ANY, NULL },
	{ ODBC_LOST, "57P02", ANY, NULL },
	{ ODBC_LOST, "57P03", ANY, NULL },
	{ ODBC_LOST, "", 28, NULL },
	{ ODBC_LOST, "", 1012, NULL },
	{ ODBC_LOST, "", 1033, NULL },
	{ ODBC_LOST, "", 1034, NULL },
	{ ODBC_LOST, "", 1035, NULL },
	{ ODBC_LOST, "", 1089, NULL },
	{ ODBC_LOST, "", 1092, NULL },
	{ ODBC_LOST, "", 2002, NULL },
	{ ODBC_LOST, "", 2003, NULL },
	{ ODBC_LOST, "", 2006, NULL },
	{ ODBC_LOST, "", 2013, NULL },
	{ ODBC_LOST, "", 2055, NULL },
	{ ODBC_LOST, "", 3113, NULL },
	{ ODBC_LOST, "", 3114, NULL },
	{ ODBC_LOST, "", 3135, NULL },
	/* A value or a row that will never go in */
	{ ODBC_CONSTRAINT, "22", ANY, NULL },
	{ ODBC_CONSTRAINT, "23", ANY, NULL },
	{ ODBC_CONSTRAINT, "", 1400, NULL },
	{ ODBC_CONSTRAINT, "", 2290, NULL },
	{ ODBC_CONSTRAINT, "", 2291, NULL },
	{ ODBC_CONSTRAINT, "", 2292, NULL },
	{ ODBC_CONSTRAINT, "", 12899, NULL },
};

/* Oracle's network layer. */
enum { NET_FIRST = 12500, NET_LAST = 12699 };

enum odbc_class
odbc_classify(const char *state, long native, const char *text)
{
	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		const struct rule *rule = &rules[i];

		if (text_begins(state, rule->state) &&
		    (rule->native == ANY || rule->native == native) &&
		    (rule->text == NULL || strstr(text, rule->text) != NULL))
			return rule->kind;
	}
	if (native >= NET_FIRST && native <= NET_LAST)
		return ODBC_LOST;
	return ODBC_PERMANENT;
}

/* "[unixODBC][Driver Manager]text": who said it is of no use to anybody. */
static const char *
without_origin(const char *text)
{
	while (text[0] == '[') {
		const char *end = strchr(text, ']');

		if (end == NULL)
			break;
		text = end + 1;
		while (text_is_space(text[0]))
			text++;
	}
	return text;
}

bool
odbc_error_set(struct fault *fault, enum odbc_class kind, const char *state,
    long native, const char *text, const char *secret)
{
	const char *said = without_origin(text);

	assert(kind < ODBC_CLASSES);
	if (secret != NULL && secret[0] != '\0' && strstr(text, secret) != NULL)
		said = "the driver's text names the password and is left out";
	return fault_set(fault, kinds[kind], "%s/%ld: %s", state, native, said);
}
