/*
 * secret - a password on its way from a file to the one program it is for.
 *
 * It is wiped when it has been used, and no log function takes one.
 *
 * Thread: any.
 */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stddef.h>

#include "base/fault.h"
#include "base/limits.h"

struct secret {
	char text[LIMIT_PASSWORD + 1];
};

/*
 * The first line of a file's bytes, which must be its only one. `path` is for
 * the sentence. Faults: FAULT_CONFIG.
 */
MUST_CHECK bool secret_take_line(const char *path, const char *bytes,
    size_t size, struct secret *out_secret, struct fault *fault);

/* Nothing of it stays behind, whatever the compiler thinks of that. */
void secret_wipe(void *bytes, size_t size);

#endif
