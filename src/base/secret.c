#include "config.h"

#include "base/secret.h"

#include <string.h>

void
secret_wipe(void *bytes, size_t size)
{
	/* volatile: a compiler may drop a memset of what is not read again. */
	volatile unsigned char *wiped = bytes;

	for (size_t i = 0; i < size; i++)
		wiped[i] = 0;
}

bool
secret_take_line(const char *path, const char *bytes, size_t size,
    struct secret *out_secret, struct fault *fault)
{
	if (size > 0 && bytes[size - 1] == '\n')
		size--;
	if (size > 0 && bytes[size - 1] == '\r')
		size--;
	if (size == 0)
		return fault_set(fault, FAULT_CONFIG, "%s holds no password",
		    path);
	if (memchr(bytes, '\n', size) != NULL ||
	    memchr(bytes, '\0', size) != NULL)
		return fault_set(fault, FAULT_CONFIG,
		    "%s holds more than one line", path);
	if (size > LIMIT_PASSWORD)
		return fault_set(fault, FAULT_CONFIG,
		    "%s: a password has at most %d bytes", path,
		    LIMIT_PASSWORD);
	memset(out_secret, 0, sizeof(*out_secret));
	memcpy(out_secret->text, bytes, size);
	return true;
}
