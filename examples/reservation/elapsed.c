#include "elapsed.h"

#include <time.h>

int64_t
elapsed_ns(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void
elapsed_keep(_Atomic int64_t *longest_ns, int64_t took_ns)
{
	int64_t longest = atomic_load(longest_ns);

	while (took_ns > longest &&
	    !atomic_compare_exchange_weak(longest_ns, &longest, took_ns))
		continue;
}
