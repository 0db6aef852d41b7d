#include "config.h"

#include "platform/zone.h"

#include <time.h>

#include "base/mem.h"

enum { STEP_S = 6 * 3600 /* no zone changes twice within */ };

static int32_t
offset_at(int64_t utc_s)
{
	time_t when = (time_t)utc_s;
	struct tm local;

	if (localtime_r(&when, &local) == NULL)
		return 0;
	return (int32_t)local.tm_gmtoff;
}

/* The first second after `low` at which the offset is not `before` any more. */
static int64_t
find_change(int64_t low, int64_t high, int32_t before)
{
	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (offset_at(middle) == before)
			low = middle;
		else
			high = middle;
	}
	return high;
}

void
zone_read_local(int64_t from_s, int64_t to_s, struct zone *out_zone)
{
	struct zone zone = { 0 };
	int32_t offset;

	tzset();
	offset = offset_at(from_s);
	zone.first_offset_s = offset;
	for (int64_t at = from_s; at < to_s; at += STEP_S) {
		int32_t next = offset_at(at + STEP_S);

		if (next == offset)
			continue;
		zone.changes = mem_grow(zone.changes, zone.count + 1,
		    sizeof(*zone.changes));
		zone.changes[zone.count++] = (struct zone_change){
			.utc_s = find_change(at, at + STEP_S, offset),
			.offset_s = next,
		};
		offset = next;
	}
	*out_zone = zone;
}
