#include "desk.h"

#include <inttypes.h>
#include <string.h>

#include "booking.h"
#include "customer.h"
#include "text.h"

/* "12,13" into the wish, as many as it has seats. */
static bool
read_seats(char *list, struct booking_wish *wish)
{
	size_t count = 0;

	while (list != NULL) {
		char *next = strchr(list, ',');

		if (next != NULL)
			*next++ = '\0';
		if (count == wish->seat_count ||
		    !text_number(list, 1, LIMIT_SEATS, &wish->seats[count]))
			return false;
		count++;
		list = next;
	}
	return count == wish->seat_count;
}

static void
tell_journey(struct answer *answer, const struct plan *plan)
{
	char day[MOMENT_DAY_MAX];
	char time[MOMENT_TIME_MAX];

	moment_format_day(day, &plan->departure);
	moment_format_time(time, &plan->departure);
	answer_format(answer, "%s %s  %s - %s  bus %s", day, time,
	    plan->from->name, plan->to->name, plan->bus->name);
}

bool
desk_book(struct database *database, char *const *words, struct answer *answer,
    struct fault *fault)
{
	struct booking_wish wish = {
		.from = words[0],
		.to = words[1],
		.minute = BOOKING_ANY_MINUTE,
		.name = words[4],
	};
	struct booking booking;
	uint64_t count;

	if (!moment_read_day(words[2], &wish.day))
		return fault_set(fault, "'%.40s' is no day like 2026-12-24",
		    words[2]);
	if (words[3][0] != '\0' && !moment_read_time(words[3], &wish.minute))
		return fault_set(fault, "'%.40s' is no time like 08:30",
		    words[3]);
	if (!text_number(words[5], 1, LIMIT_SEATS, &count))
		return fault_set(fault, "'%.40s' is not 1 to %d seats",
		    words[5], LIMIT_SEATS);
	wish.seat_count = (size_t)count;
	if (words[6] != NULL && !read_seats(words[6], &wish))
		return fault_set(fault,
		    "expected the numbers of %zu seats, like 12,13",
		    wish.seat_count);
	if (!booking_make(database, &wish, &booking, fault))
		return false;
	answer_format(answer, "%" PRIu64 "-%" PRIu64 "  ", booking.plan->number,
	    booking.customer);
	tell_journey(answer, booking.plan);
	answer_format(answer, "  seats");
	for (size_t i = 0; i < booking.seat_count; i++)
		answer_format(answer, " %" PRIu64, booking.seats[i]);
	answer_format(answer, "\n");
	return true;
}

bool
desk_cancel(struct database *database, char *const *words,
    struct answer *answer, struct fault *fault)
{
	char *ticket = words[0];
	char *dash = strchr(ticket, '-');
	uint64_t plan, customer;
	bool is_ticket = false;

	if (dash != NULL) {
		*dash = '\0';
		is_ticket = text_number(ticket, 1, LIMIT_NUMBER, &plan) &&
		    text_number(dash + 1, 1, LIMIT_NUMBER, &customer);
		*dash = '-';
	}
	if (!is_ticket)
		return fault_set(fault, "'%.60s' is no ticket like 17-4211",
		    ticket);
	if (!booking_cancel(database, plan, customer, fault))
		return false;
	answer_format(answer, "%s is cancelled\n", ticket);
	return true;
}

static void
list_cities(const struct database *database, struct answer *answer)
{
	const struct sorted *cities = &database->cities.by_number;

	for (size_t i = 0; i < cities->count; i++) {
		const struct city *city = cities->items[i];

		answer_format(answer, "%s", city->name);
		for (size_t j = 0; j < database->aliases.count; j++) {
			const struct alias *alias = database->aliases.items[j];

			if (alias->city == city)
				answer_format(answer, ", %s", alias->name);
		}
		answer_format(answer, "\n");
	}
}

static void
list_buses(const struct database *database, struct answer *answer)
{
	const struct sorted *buses = &database->buses.by_number;

	for (size_t i = 0; i < buses->count; i++) {
		const struct bus *bus = buses->items[i];

		answer_format(answer, "%s  %zu seats\n", bus->name,
		    bus->seat_count);
	}
}

static void
list_plan(struct plan *plan, struct answer *answer)
{
	uint64_t taken;

	(void)pthread_mutex_lock(&plan->lock);
	taken = plan->taken;
	(void)pthread_mutex_unlock(&plan->lock);
	answer_format(answer, "%" PRIu64 "  ", plan->number);
	tell_journey(answer, plan);
	answer_format(answer, "  %" PRIu64 " of %zu free\n",
	    plan->bus->seat_count - taken, plan->bus->seat_count);
}

static bool
list_route(const struct database *database, char *const *words,
    struct answer *answer, struct fault *fault)
{
	const struct city *from = names_find(&database->names, words[0]);
	const struct city *to = names_find(&database->names, words[1]);
	size_t first, count;
	uint32_t day;

	if (from == NULL || to == NULL)
		return fault_set(fault, "there is no city '%.100s'",
		    from == NULL ? words[0] : words[1]);
	if (!moment_read_day(words[2], &day))
		return fault_set(fault, "'%.40s' is no day like 2026-12-24",
		    words[2]);
	count = routes_find(&database->routes, from, to, day, &first);
	for (size_t i = first; i < first + count; i++)
		list_plan(database->routes.by_route.items[i], answer);
	return true;
}

/* Who sits where: plan and bus are locked. */
static void
list_taken(struct plan *plan, struct answer *answer)
{
	for (size_t i = 0; i < plan->bus->seat_count; i++) {
		const struct seat *seat = &plan->bus->seats[i];
		uint64_t number = seat_customer(seat, plan->number);
		const struct customer *customer;

		if (number == 0)
			continue;
		customer = plan_customer(plan, number);
		answer_format(answer,
		    "seat %" PRIu64 "%s  %" PRIu64 "-%" PRIu64 "  %s\n",
		    seat->number, seat->is_at_window ? " at a window" : "",
		    plan->number, number, customer->name);
	}
}

static bool
list_seats(const struct database *database, const char *word,
    struct answer *answer, struct fault *fault)
{
	struct plan *plan = NULL;
	uint64_t number;

	if (text_number(word, 1, LIMIT_NUMBER, &number))
		plan = plans_find(&database->plans, number);
	if (plan == NULL)
		return fault_set(fault, "there is no plan '%.40s'", word);
	(void)pthread_mutex_lock(&plan->lock);
	(void)pthread_mutex_lock(&plan->bus->lock);
	list_taken(plan, answer);
	(void)pthread_mutex_unlock(&plan->bus->lock);
	(void)pthread_mutex_unlock(&plan->lock);
	return true;
}

/* The whole is shared. */
static bool
list(const struct database *database, char *const *words, struct answer *answer,
    struct fault *fault)
{
	const struct sorted *plans = &database->plans.by_number;
	size_t count = 1;

	while (words[count] != NULL)
		count++;
	if (strcmp(words[0], "cities") == 0 && count == 1)
		list_cities(database, answer);
	else if (strcmp(words[0], "buses") == 0 && count == 1)
		list_buses(database, answer);
	else if (strcmp(words[0], "plans") == 0 && count == 4)
		return list_route(database, words + 1, answer, fault);
	else if (strcmp(words[0], "plans") == 0 && count == 1)
		for (size_t i = 0; i < plans->count; i++)
			list_plan(plans->items[i], answer);
	else if (strcmp(words[0], "seats") == 0 && count == 2)
		return list_seats(database, words[1], answer, fault);
	else
		return fault_set(fault,
		    "what can be listed is cities, buses, "
		    "plans, plans;FROM;TO;DAY, seats;PLAN");
	return true;
}

bool
desk_list(struct database *database, char *const *words, struct answer *answer,
    struct fault *fault)
{
	bool done;

	whole_share(&database->whole);
	done = list(database, words, answer, fault);
	whole_leave(&database->whole);
	return done;
}
