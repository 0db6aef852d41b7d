#include "config.h"

#include "catalog/backoff.h"

enum { FIRST_MS = 1000, LAST_MS = 60000, DOUBLINGS_MAX = 6 };

int64_t
backoff_ms(unsigned failures, uint32_t random)
{
	unsigned doublings = failures == 0 ? 0 : failures - 1;
	int64_t wait;

	if (doublings > DOUBLINGS_MAX)
		doublings = DOUBLINGS_MAX;
	wait = (int64_t)FIRST_MS << doublings;
	if (wait > LAST_MS)
		wait = LAST_MS;
	return wait + (int64_t)random % (wait / 4 + 1);
}
