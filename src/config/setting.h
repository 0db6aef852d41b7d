/*
 * setting - the one table of all settings, and what a value of each may be.
 *
 * The reader, the manual page's list, etc/backupexec.conf, `config show` and
 * the options of connections and strategies all come from these rows. To add
 * a setting: a row here, a member of struct config, and what
 * tests/config/settings.sh asks for.
 *
 * Units: durations in seconds, sizes in bytes.
 * Thread: any.
 */
#ifndef CONFIG_SETTING_H
#define CONFIG_SETTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "config/check.h"
#include "config/value.h"

struct config;

enum setting_kind {
	SETTING_TEXT,
	SETTING_PATH, /* absolute */
	SETTING_BOOLEAN,
	SETTING_CHOICE,
	SETTING_NUMBER,
	SETTING_DURATION,
	SETTING_SIZE,
	SETTING_WORDS /* between white space; of choices: between commas too */
};

/* Where it may stand: bits. */
enum setting_scope {
	SETTING_FILE = 1 << 0,
	SETTING_CONNECTION = 1 << 1, /* connection_option */
	SETTING_STRATEGY = 1 << 2    /* strategy_option */
};

struct setting {
	const char *section;
	const char *key;
	enum setting_kind kind;
	unsigned scope;
	size_t offset;           /* in struct config; only with SETTING_FILE */
	int64_t lowest, highest; /* of a number; longest text in bytes */
	const char *unit;        /* what a number counts, for people */
	const char *standard;    /* the default; only one of "" may be empty */
	bool needs_restart;
	const char *const *choices; /* NULL at the end */
	check_fn *check;            /* of a text, of each word; or NULL */
	const char *help;           /* a sentence a line */
};

extern const struct setting setting_table[];
extern const size_t setting_count;

/* NULL when there is none of that name. */
const struct setting *setting_find(const char *section, const char *key);

/*
 * May an option of that name and value stand at a connection or a strategy
 * (SETTING_CONNECTION or SETTING_STRATEGY)? Faults: FAULT_USAGE.
 */
MUST_CHECK bool setting_option_check(enum setting_scope scope, const char *name,
    const char *value, struct fault *fault);

/*
 * What holds for one strategy: its own option, else its connection's, else
 * the configuration's, else the default. The option's values may be NULL. The
 * caller clears *out_value. Faults: FAULT_USAGE for what setting_option_check
 * would refuse.
 */
MUST_CHECK bool setting_resolve(const struct config *config, const char *key,
    const char *connection_value, const char *strategy_value,
    struct value *out_value, struct fault *fault);

#endif
