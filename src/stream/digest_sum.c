#include "config.h"

#include "stream/digest_sum.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Its header is all of it: no library to link, nor one for each machine. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/mem.h"

struct digest_sum {
	XXH3_state_t *state;
	uint64_t size;
};

struct digest_sum *
digest_sum_new(void)
{
	struct digest_sum *sum = mem_new(1, sizeof(*sum));

	sum->state = XXH3_createState();
	assert(sum->state != NULL);
	(void)XXH3_128bits_reset(sum->state);
	return sum;
}

void
digest_sum_free(struct digest_sum *sum)
{
	if (sum == NULL)
		return;
	(void)XXH3_freeState(sum->state);
	free(sum);
}

void
digest_sum_add(struct digest_sum *sum, const void *bytes, size_t size)
{
	(void)XXH3_128bits_update(sum->state, bytes, size);
	sum->size += size;
}

uint64_t
digest_sum_size(const struct digest_sum *sum)
{
	return sum->size;
}

void
digest_sum_value(const struct digest_sum *sum, unsigned char room[DIGEST_SUM])
{
	XXH128_canonical_t canonical;

	XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(sum->state));
	memcpy(room, canonical.digest, DIGEST_SUM);
}

void
digest_of(const void *bytes, size_t size, char room[DIGEST_HEX_MAX])
{
	static const char digits[] = "0123456789abcdef";
	XXH128_canonical_t canonical;

	XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes, size));
	for (size_t i = 0; i < DIGEST_SUM; i++) {
		*room++ = digits[canonical.digest[i] >> 4];
		*room++ = digits[canonical.digest[i] & 0x0f];
	}
	*room = '\0';
}
