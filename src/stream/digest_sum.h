/*
 * digest_sum - the digest of bytes as they pass: XXH3 of 128 bits, seed 0, in
 * the order in which people write its digits.
 *
 * Thread: maker.
 */
#ifndef STREAM_DIGEST_SUM_H
#define STREAM_DIGEST_SUM_H

#include <stddef.h>
#include <stdint.h>

enum { DIGEST_SUM = 16, DIGEST_HEX_MAX = 33 };

struct digest_sum;

struct digest_sum *digest_sum_new(void);
void digest_sum_free(struct digest_sum *sum);
void digest_sum_add(struct digest_sum *sum, const void *bytes, size_t size);

/* How many bytes, and their digest, so far. */
uint64_t digest_sum_size(const struct digest_sum *sum);
void
digest_sum_value(const struct digest_sum *sum, unsigned char room[DIGEST_SUM]);

/* The digest of some bytes, in 32 lower-case hexadecimal digits. */
void digest_of(const void *bytes, size_t size, char room[DIGEST_HEX_MAX]);

#endif
