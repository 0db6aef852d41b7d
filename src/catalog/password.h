/*
 * password - the catalog's password: from its file into a connection string,
 * and nowhere else.
 *
 * A connection string of the configuration holds no password; one that does
 * is refused. Both structs are wiped by secret_wipe.
 *
 * Thread: any.
 */
#ifndef CATALOG_PASSWORD_H
#define CATALOG_PASSWORD_H

#include <stddef.h>

#include "base/fault.h"
#include "base/limits.h"
#include "base/secret.h"

/* A connection string with its password; each byte may be doubled. */
struct password_string {
	char text[LIMIT_CONNECTION_STRING + 2 * LIMIT_PASSWORD + 16];
};

/*
 * The first line of `path`, which only its owner may read. Faults: those of
 * file_read_secret, FAULT_CONFIG for an empty file or more than one line.
 */
MUST_CHECK bool password_read(const char *path, struct secret *out_password,
    struct fault *fault);

/*
 * `connection` and, when there is a `password`, ";PWD=…" behind it. Faults:
 * FAULT_CONFIG when the string has one already, or is too long.
 */
MUST_CHECK bool
password_join(const char *connection, const struct secret *password,
    struct password_string *out_string, struct fault *fault);

#endif
