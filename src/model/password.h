/*
 * password - find out whether a script holds a secret.
 *
 * Looked for, in comments and quoted strings too, in any case: "identified
 * by"; a login with a secret behind connect, target, catalog or auxiliary
 * (rcvcat and clone, as they were called once), also where it stands in the
 * next line; and user/secret@somewhere in any place. What names no secret is
 * fine: "/", "/@alias", "/ as sysdba", "sys@alias".
 *
 * Thread: any.
 */
#ifndef MODEL_PASSWORD_H
#define MODEL_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>

/* The number of the first line that seems to hold one, from 1; 0: none. */
size_t password_find(const char *const *lines, size_t count);

/*
 * Does the value of an option hold one, in a connect string or as a variable
 * with the name of a secret? It is refused where it is used, and not shown.
 */
bool password_in_option(const char *name, const char *value);

#endif
