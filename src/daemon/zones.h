/*
 * zones - the time zones that a plan needs, and which strategy has which.
 *
 * What [schedule] timezone names is the standard; a strategy's option
 * `timezone` goes before it. The table is made anew with every plan and
 * configuration; while it stands, zones_look notices zone files that changed.
 * Then what the clock on the wall has shown stays as it was, and the new rules
 * hold from the next minute on: so that a change of the rules skips and
 * doubles no more than one of summer time does.
 *
 * A zone that cannot be read is replaced by the standard one, the standard one
 * by UTC, and said: a backup in another hour is better than none.
 *
 * Thread: loop.
 */
#ifndef DAEMON_ZONES_H
#define DAEMON_ZONES_H

#include "base/calendar.h"
#include "memdb/memdb.h"

struct zones_zone {
	char *name;
	struct zone zone;
	uint64_t stamp;     /* of what it was read from */
	bool is_wrong;      /* it could not be read */
	struct fault fault; /* why, or why not again */
};

/* All zero: everything is in UTC. */
struct zones {
	struct zones_zone *zones; /* the first is the standard one */
	size_t count;
	const struct strategy *strategies; /* of the plan, in its order */
	size_t strategy_count;
	uint16_t *of; /* each one's number; NULL: all have the standard one */
	struct zone machine; /* the machine's own */
	uint64_t machine_stamp;
};

/*
 * For this plan (NULL: none yet), with `standard` as [schedule] timezone names
 * it. What was known of a zone is kept. Logs what is wrong.
 */
void zones_make(struct zones *zones, const struct memdb *memdb,
    const char *standard);
void zones_clear(struct zones *zones);

/*
 * Read again what has changed since; `utc_s` is the second from which on new
 * rules hold.
 */
void zones_look(struct zones *zones, int64_t utc_s);

/* The strategy must be of the plan. Never NULL. */
const struct zone *
zones_of(const struct zones *zones, const struct strategy *strategy);
size_t zones_number(const struct zones *zones, const struct strategy *strategy);
const struct zone *zones_standard(const struct zones *zones);

/* Its name, for people: what the strategy or the configuration says. */
const char *
zones_name(const struct zones *zones, const struct strategy *strategy);

#endif
