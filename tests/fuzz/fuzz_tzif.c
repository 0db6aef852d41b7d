/* A zone file is refused, or gives a zone that any other part can use. */
#include "config.h"

#include "base/tzif.h"

#include <assert.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/tzrule.h"
#include "base/zone_name.h"
#include "schedule/due.h"
#include "tests/fuzz/fuzz.h"

static void
a_zone_can_be_used(const struct zone *zone)
{
	static const struct frequency daily = { -1, 2, 30 };
	struct fault fault;
	int64_t slot;

	assert(zone_check(zone, &fault));
	assert(zone->count <= LIMIT_ZONE_CHANGES + 600);
	slot = due_next(&daily, zone, 0, 100000);
	assert(slot >= 0 && slot <= 100000);
}

static void
a_rule_gives_a_zone(const char *text)
{
	struct zone zone = { 0 };
	struct tzrule rule;
	struct fault fault;

	(void)zone_name_nearest(text, NULL, 0);
	if (!tzrule_read(text, &rule, &fault)) {
		assert(fault.kind == FAULT_FORMAT);
		return;
	}
	tzrule_expand(&rule, INT64_MIN, &zone);
	a_zone_can_be_used(&zone);
	zone_clear(&zone);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char *copy = mem_text_n((const char *)bytes, size);
	struct zone zone;
	struct fault fault;

	if (tzif_read(bytes, size, &zone, &fault)) {
		a_zone_can_be_used(&zone);
		zone_clear(&zone);
	} else {
		assert(fault.kind == FAULT_FORMAT || fault.kind == FAULT_LIMIT);
	}
	a_rule_gives_a_zone(copy);
	free(copy);
	return 0;
}
