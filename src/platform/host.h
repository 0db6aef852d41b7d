/*
 * host - what machine this is.
 *
 * Thread: any.
 */
#ifndef PLATFORM_HOST_H
#define PLATFORM_HOST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

/* Without the domain. Cut to fit. */
void host_name(char *room, size_t room_size);

/*
 * The names and addresses of this machine, as they are now: asking the system
 * takes longer than comparing, and who asks does so for a whole plan.
 */
struct host_self;
struct host_self *host_self_new(void);
void host_self_free(struct host_self *self); /* NULL is fine */

/*
 * Is `address` (an IP address or a name) loopback or one of this machine's?
 * Names are compared with the host's own and "localhost"; no look-up is made
 * over the network.
 */
bool host_is_here(const struct host_self *self, const char *address);

/* That are there to run on; at least 1. */
int host_processors(void);

MUST_CHECK bool host_random(void *room, size_t size, struct fault *fault);

#endif
