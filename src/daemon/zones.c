#include "config.h"

#include "daemon/zones.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "log/log.h"
#include "platform/zone.h"

#define OPTION "timezone"

static const struct zone utc;

static void
clear_zone(struct zones_zone *zone)
{
	free(zone->name);
	zone_clear(&zone->zone);
}

void
zones_clear(struct zones *zones)
{
	for (size_t i = 0; i < zones->count; i++)
		clear_zone(&zones->zones[i]);
	free(zones->zones);
	free(zones->of);
	zone_clear(&zones->machine);
	*zones = (struct zones){ 0 };
}

static void
read_zone(struct zones_zone *zone)
{
	/* First the stamp: what changes meanwhile is read again. */
	zone->stamp = zone_stamp(zone->name);
	zone->is_wrong = !zone_read(zone->name, &zone->zone, &zone->fault);
	if (zone->is_wrong)
		log_error("a time zone cannot be used: timezone=%s reason=%s "
			  "instead=%s",
		    log_quoted(zone->name), log_quoted(zone->fault.text),
		    strcmp(zone->name, ZONE_LOCAL) == 0 ? "UTC" : "[schedule]");
}

/* The number of the zone of that name; room for one more is there. */
static size_t
find_or_add(struct zones *zones, struct zones *old, const char *name)
{
	size_t i = 0;

	while (i < zones->count && strcmp(zones->zones[i].name, name) != 0)
		i++;
	if (i < zones->count)
		return i;
	if (i == LIMIT_ZONES)
		return 0;
	zones->zones = mem_grow(zones->zones, i + 1, sizeof(*zones->zones));
	zones->zones[i] = (struct zones_zone){ .name = mem_text(name) };
	zones->count++;
	for (size_t k = 0; k < old->count; k++) {
		struct zones_zone *known = &old->zones[k];

		/* Its past may be joined from several tables. */
		if (known->is_wrong || strcmp(known->name, name) != 0)
			continue;
		zones->zones[i].zone = known->zone;
		zones->zones[i].stamp = known->stamp;
		known->zone = (struct zone){ 0 };
		known->is_wrong = true; /* nothing is left of it */
		return i;
	}
	read_zone(&zones->zones[i]);
	return i;
}

static void
read_machine(struct zones *zones)
{
	struct fault fault;

	zones->machine_stamp = zone_stamp(ZONE_LOCAL);
	if (!zone_read(ZONE_LOCAL, &zones->machine, &fault))
		log_error("the machine's time zone cannot be read, UTC is "
			  "taken: reason=%s",
		    log_quoted(fault.text));
}

static void
look_at_strategies(struct zones *zones, struct zones *old,
    const struct memdb *memdb)
{
	size_t left_out = 0;

	zones->strategy_count = memdb_strategies(memdb, &zones->strategies);
	zones->of = mem_new(zones->strategy_count, sizeof(*zones->of));
	for (size_t i = 0; i < zones->strategy_count; i++) {
		const char *name = memdb_option(memdb, OPTION_STRATEGY,
		    zones->strategies[i].id, OPTION);

		if (name == NULL)
			continue;
		zones->of[i] = (uint16_t)find_or_add(zones, old, name);
		left_out += zones->of[i] == 0 &&
		    strcmp(name, zones->zones[0].name) != 0;
	}
	if (left_out != 0)
		log_error("more time zones than %d in the plan: strategies=%zu "
			  "instead=[schedule]",
		    LIMIT_ZONES, left_out);
}

void
zones_make(struct zones *zones, const struct memdb *memdb, const char *standard)
{
	struct zones old = *zones;

	*zones = (struct zones){ .machine = old.machine,
		.machine_stamp = old.machine_stamp };
	old.machine = (struct zone){ 0 };
	if (old.count == 0)
		read_machine(zones);
	(void)find_or_add(zones, &old, standard);
	if (memdb != NULL)
		look_at_strategies(zones, &old, memdb);
	zones_clear(&old);
}

/* The new rules hold from `utc_s` on. */
static void
replace(struct zone *zone, struct zone *take_new, int64_t utc_s)
{
	struct zone joined;

	zone_join(zone, take_new, utc_s, &joined);
	zone_clear(take_new);
	zone_clear(zone);
	*zone = joined;
}

static void
look_at(struct zones_zone *zone, int64_t utc_s)
{
	uint64_t stamp = zone_stamp(zone->name);
	struct zone read;

	if (stamp == zone->stamp)
		return;
	zone->stamp = stamp;
	if (!zone_read(zone->name, &read, &zone->fault)) {
		log_error("a time zone changed and cannot be read any more, "
			  "the old one stays: timezone=%s reason=%s",
		    log_quoted(zone->name), log_quoted(zone->fault.text));
		return;
	}
	if (zone->is_wrong)
		zone->zone = read;
	else
		replace(&zone->zone, &read, utc_s);
	zone->is_wrong = false;
	log_info("time zone read again: timezone=%s", log_quoted(zone->name));
}

void
zones_look(struct zones *zones, int64_t utc_s)
{
	uint64_t stamp = zone_stamp(ZONE_LOCAL);

	for (size_t i = 0; i < zones->count; i++)
		look_at(&zones->zones[i], utc_s);
	if (stamp == zones->machine_stamp)
		return;
	zone_clear(&zones->machine);
	read_machine(zones);
}

size_t
zones_number(const struct zones *zones, const struct strategy *strategy)
{
	size_t number;

	if (zones->of == NULL)
		return 0;
	assert(strategy >= zones->strategies &&
	    strategy < zones->strategies + zones->strategy_count);
	number = zones->of[strategy - zones->strategies];
	return zones->zones[number].is_wrong ? 0 : number;
}

const struct zone *
zones_standard(const struct zones *zones)
{
	return zones->count == 0 ? &utc : &zones->zones[0].zone;
}

const struct zone *
zones_of(const struct zones *zones, const struct strategy *strategy)
{
	size_t number = zones_number(zones, strategy);

	return number == 0 ? zones_standard(zones) : &zones->zones[number].zone;
}

const char *
zones_name(const struct zones *zones, const struct strategy *strategy)
{
	size_t number = zones_number(zones, strategy);

	return zones->count == 0 ? "UTC" : zones->zones[number].name;
}
