#include "config.h"

#include "schedule/span.h"

#include <assert.h>

struct span
span_of(int64_t cursor, int64_t now, int64_t horizon)
{
	struct span span = { .last = now, .absent_last = -1 };

	assert(horizon >= 1);
	span.stepped_back = cursor > now;
	if (cursor < 0 || span.stepped_back) {
		span.first = now;
		return span;
	}
	span.first = cursor + 1;
	if (now - cursor > horizon) {
		span.first = now - horizon + 1;
		span.absent_first = cursor + 1;
		span.absent_last = now - horizon;
	}
	return span;
}
