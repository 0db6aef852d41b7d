/*
 * account - users and groups of this machine.
 *
 * Thread: loop (the system's own look-ups are not always thread safe).
 */
#ifndef PLATFORM_ACCOUNT_H
#define PLATFORM_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"

int64_t account_self(void); /* effective user */
bool account_is_root(int64_t user);

/* Is `user` in `group` (by name), as primary group or as a member? */
bool account_in_group(int64_t user, int64_t primary, const char *group);

/* The user's name, or the number as text. `room` holds 64. */
void account_name(int64_t user, char room[64]);

/* The owner of a file or folder; -1 when it cannot be told. */
int64_t account_owner(const char *path);

/*
 * Root becomes that user, with its groups, for good; nothing when we are that
 * user already. Faults: FAULT_SYSTEM; FAULT_REFUSED when we are not root.
 */
MUST_CHECK bool account_become(int64_t user, struct fault *fault);

#endif
