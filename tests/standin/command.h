/*
 * command - what each command prints and how it fails.
 */
#ifndef STANDIN_COMMAND_H
#define STANDIN_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/standin/session.h"

/* Run one command; false when it failed, with its stack in the session. */
bool command_run(struct session *session, const char *bytes, size_t size);

/* Say once that the catalog is not used, where it is not. */
void command_say_catalog(struct session *session);

/* The lines about channels that a command which needs one prints first. */
void command_say_channel(struct session *session);
const char *command_channel(const struct session *session);

/* The warnings of FAKERMAN_WARN that belong where a command begins, or ends. */
void command_warn(const struct session *session, bool at_begin);

#endif
