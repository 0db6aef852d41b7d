/*
 * backup - BACKUP and VALIDATE, inside which most knobs take effect.
 */
#ifndef STANDIN_BACKUP_H
#define STANDIN_BACKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/standin/session.h"

/* `failure` is how it shall fail, NULL for not. */
bool backup_run(struct session *session, const char *bytes, size_t size,
    const char *failure);
bool validate_run(struct session *session, const char *failure);

#endif
