/*
 * uuid - the text form of 16 random bytes (RFC 9562, version 4).
 *
 * Thread: any.
 */
#ifndef BASE_UUID_H
#define BASE_UUID_H

#include <stdbool.h>

enum { UUID_BYTES = 16, UUID_TEXT_MAX = 37 /* with the end mark */ };

/* Lower-case text of `random` with version and variant put in. */
void
uuid_format(char room[UUID_TEXT_MAX], const unsigned char random[UUID_BYTES]);

/* Is it 8-4-4-4-12 lower-case hexadecimal digits? */
bool uuid_is_valid(const char *text);

#endif
