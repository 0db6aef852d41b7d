/*
 * address - a local socket's path as the system wants it.
 *
 * Thread: any.
 */
#ifndef RESERVATION_ADDRESS_H
#define RESERVATION_ADDRESS_H

#include <sys/un.h>

#include "fault.h"

/* Faults: too long for the system, or empty. */
MUST_CHECK bool address_local(const char *path, struct sockaddr_un *out_address,
    struct fault *fault);

#endif
