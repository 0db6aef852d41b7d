/*
 * redact - take a password out of what a program prints, wherever the bytes
 * were cut.
 *
 * Thread: maker.
 */
#ifndef WORKER_REDACT_H
#define WORKER_REDACT_H

#include <stddef.h>

#include "base/secret.h"

/* What stands instead. */
#define REDACT_SIGN "***"

typedef void redact_fn(void *arg, const char *bytes, size_t size);

struct redact {
	const struct secret *secret; /* borrowed; NULL: nothing to take out */
	size_t size;                 /* of the secret */
	size_t held;                 /* its first bytes, seen and not passed */
	size_t back[LIMIT_PASSWORD + 1];
};

void redact_init(struct redact *redact, const struct secret *secret);

/* Pass on what may be shown; some of it later. */
void redact_bytes(struct redact *redact, const char *bytes, size_t size,
    redact_fn *pass, void *arg);

/* Nothing more comes: pass on what is held. */
void redact_finish(struct redact *redact, redact_fn *pass, void *arg);

#endif
