/*
 * environment - the surroundings of an rman, built from nothing.
 *
 * ORACLE_HOME, ORACLE_SID, PATH (ORACLE_HOME/bin and the system's), the
 * library path, NLS_LANG, a fixed NLS_DATE_FORMAT, HOME, LOGNAME, TZ where the
 * daemon has them, and the connection's own NAME=VALUE words. No secrets, no
 * LD_PRELOAD.
 *
 * Thread: any.
 */
#ifndef WORKER_ENVIRONMENT_H
#define WORKER_ENVIRONMENT_H

#include "base/fault.h"

struct environment_order {
	const char *oracle_home;
	const char *oracle_sid; /* NULL: none */
	const char *nls_lang;   /* NULL: AMERICAN_AMERICA.AL32UTF8 */
	const char *words;      /* NAME=VALUE separated by spaces; NULL: none */
};

/*
 * NULL-terminated, malloc'ed. A word replaces what is there by its name.
 * Faults: FAULT_CONFIG for what is no NAME=VALUE, for LD_*, for names of
 * secrets, and for ORACLE_HOME and ORACLE_SID, which have settings.
 */
MUST_CHECK char **
environment_new(const struct environment_order *order, struct fault *fault);
void environment_free(char **environment);

/* Is the word fit for `words`? The faults of environment_new. */
MUST_CHECK bool environment_check(const char *words, struct fault *fault);

/* Put NAME=VALUE in, instead of what is there by that name. */
char **
environment_set(char **take_environment, const char *name, const char *value);

/*
 * Where rman is: an absolute `command`, else ORACLE_HOME/bin/command, with
 * ORACLE_HOME from the option, or from the oratab line of `oracle_sid`, or
 * the folder above the bin that an absolute command lies in. PATH is never
 * searched. That the program is there is not checked: its user may see more
 * than the daemon. Malloc'ed. Faults: FAULT_CONFIG that says what to set.
 */
MUST_CHECK bool environment_find(const char *command, const char *oracle_home,
    const char *oracle_sid, const char *oratab, char **out_program,
    char **out_oracle_home, struct fault *fault);

#endif
