#include "admin.h"

#include <inttypes.h>

#include "backup.h"
#include "text.h"

static bool
added(struct answer *answer, const char *name)
{
	answer_format(answer, "%s is there\n", name);
	return true;
}

bool
admin_city(struct database *database, char *const *words, struct answer *answer,
    struct fault *fault)
{
	bool done;

	whole_seize(&database->whole);
	done = database_add_city(database, words[0], fault);
	whole_yield(&database->whole);
	return done && added(answer, words[0]);
}

bool
admin_alias(struct database *database, char *const *words,
    struct answer *answer, struct fault *fault)
{
	bool done;

	whole_seize(&database->whole);
	done = database_add_alias(database, words[0], words[1], fault);
	whole_yield(&database->whole);
	return done && added(answer, words[1]);
}

bool
admin_bus(struct database *database, char *const *words, struct answer *answer,
    struct fault *fault)
{
	uint64_t seats;
	bool done;

	if (!text_number(words[1], 1, LIMIT_SEATS, &seats))
		return fault_set(fault, "'%.40s' is not 1 to %d seats",
		    words[1], LIMIT_SEATS);
	whole_seize(&database->whole);
	done = database_add_bus(database, words[0], (size_t)seats, fault);
	whole_yield(&database->whole);
	return done && added(answer, words[0]);
}

bool
admin_plan(struct database *database, char *const *words, struct answer *answer,
    struct fault *fault)
{
	struct moment departure;
	bool done;

	if (!moment_read_day(words[3], &departure.day))
		return fault_set(fault, "'%.40s' is no day like 2026-12-24",
		    words[3]);
	if (!moment_read_time(words[4], &departure.minute))
		return fault_set(fault, "'%.40s' is no time like 08:30",
		    words[4]);
	whole_seize(&database->whole);
	done = database_add_plan(database, words[0], words[1], words[2],
	    &departure, fault);
	whole_yield(&database->whole);
	return done && added(answer, words[0]);
}

bool
admin_backup(struct database *database, char *const *words,
    struct answer *answer, struct fault *fault)
{
	(void)words;
	return backup_make(database, answer, fault);
}

static double
ms_of(int64_t ns)
{
	return (double)ns / 1e6;
}

void
admin_content(struct database *database, struct answer *answer)
{
	whole_share(&database->whole);
	answer_format(answer, "cities: %zu (%" PRIu64 " ever), aliases: %zu\n",
	    database->cities.by_number.count, database->cities.last_number,
	    database->aliases.count);
	answer_format(answer, "buses: %zu (%" PRIu64 " ever)\n",
	    database->buses.by_number.count, database->buses.last_number);
	answer_format(answer, "plans: %zu (%" PRIu64 " ever)\n",
	    database->plans.by_number.count, database->plans.last_number);
	answer_format(answer,
	    "customers: %" PRIu64 " ever, seats sold: %" PRIu64 "\n",
	    atomic_load(&database->last_customer),
	    atomic_load(&database->sold));
	whole_leave(&database->whole);
}

bool
admin_status(struct database *database, char *const *words,
    struct answer *answer, struct fault *fault)
{
	(void)words;
	(void)fault;
	admin_content(database, answer);
	answer_format(answer,
	    "since the start: %" PRIu64 " booked, %" PRIu64 " cancelled\n",
	    atomic_load(&database->bookings), atomic_load(&database->cancels));
	answer_format(answer, "longest wait of a booking: %.3f ms\n",
	    ms_of(atomic_load(&database->longest_wait_ns)));
	answer_format(answer, "longest standstill: %.3f ms\n",
	    ms_of(whole_longest_ns(&database->whole)));
	return true;
}
