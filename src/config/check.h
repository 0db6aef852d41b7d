/*
 * check - what a value must look like beyond its type.
 *
 * Each returns false with FAULT_FORMAT and a sentence that says what is
 * allowed. Where a value may hold a secret the sentence does not repeat it.
 *
 * Thread: any.
 */
#ifndef CONFIG_CHECK_H
#define CONFIG_CHECK_H

#include <stdbool.h>

#include "base/fault.h"

typedef bool check_fn(const char *value, struct fault *fault);

/* How a server is known: letters, digits and . _ -; not "any". */
MUST_CHECK bool check_name(const char *value, struct fault *fault);

/* A group of the operating system; it need not exist yet. */
MUST_CHECK bool check_group(const char *value, struct fault *fault);

/* Where snapshots are sent: a folder, tcp://HOST:PORT, tls://HOST:PORT. */
MUST_CHECK bool check_ship(const char *value, struct fault *fault);

/* A bare name, or an absolute path. */
MUST_CHECK bool check_command(const char *value, struct fault *fault);

/* An ODBC connection string: no password in it. */
MUST_CHECK bool check_connection(const char *value, struct fault *fault);

/* What follows CONNECT: no password in it, and one line. */
MUST_CHECK bool check_connect(const char *value, struct fault *fault);

/* A user of a database: NAME or NAME as ROLE, no password. */
MUST_CHECK bool check_user(const char *value, struct fault *fault);

/* An ORACLE_SID: letters, digits and _ $ # + -. */
MUST_CHECK bool check_sid(const char *value, struct fault *fault);

/* LANGUAGE_TERRITORY.CHARSET */
MUST_CHECK bool check_language(const char *value, struct fault *fault);

/*
 * One NAME=VALUE of an environment. Refused: LD_*, names that say that they
 * hold a secret, names that have a setting of their own.
 */
MUST_CHECK bool check_variable(const char *value, struct fault *fault);

/* A code of RMAN or Oracle: RMAN-08137, ORA-28002. */
MUST_CHECK bool check_code(const char *value, struct fault *fault);

/* A time zone that the system knows; "local" is not looked at. */
MUST_CHECK bool check_timezone(const char *value, struct fault *fault);

#endif
