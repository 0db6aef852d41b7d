#include "booking.h"

#include <inttypes.h>

#include "customer.h"
#include "elapsed.h"
#include "limits.h"
#include "text.h"

/* Locks, and how long a booking has waited for them so far. */
struct waiting {
	struct database *database;
	int64_t waited_ns;
};

static void
enter(struct waiting *waiting)
{
	int64_t since_ns = elapsed_ns();

	whole_share(&waiting->database->whole);
	waiting->waited_ns = elapsed_ns() - since_ns;
}

static void
lock(struct waiting *waiting, pthread_mutex_t *mutex)
{
	int64_t since_ns = elapsed_ns();

	(void)pthread_mutex_lock(mutex);
	waiting->waited_ns += elapsed_ns() - since_ns;
}

static void
leave(struct waiting *waiting)
{
	whole_leave(&waiting->database->whole);
	elapsed_keep(&waiting->database->longest_wait_ns, waiting->waited_ns);
}

/* The seats that are wished, if they are free; the plan is locked. */
static bool
find_seats(const struct plan *plan, const struct booking_wish *wish,
    struct booking *booking)
{
	const struct bus *bus = plan->bus;
	size_t found = 0;

	for (size_t i = 0; i < wish->seat_count && wish->seats[0] != 0; i++) {
		const struct seat *seat = bus_seat(bus, wish->seats[i]);

		if (seat == NULL || seat_customer(seat, plan->number) != 0)
			return false;
		booking->seats[found++] = seat->number;
	}
	for (size_t i = 0; i < bus->seat_count && found < wish->seat_count; i++)
		if (seat_customer(&bus->seats[i], plan->number) == 0)
			booking->seats[found++] = bus->seats[i].number;
	return found == wish->seat_count;
}

/* The whole is shared, plan and bus are locked: all of it, or nothing. */
static bool
take_seats(struct database *database, struct plan *plan,
    const struct booking_wish *wish, struct booking *out_booking)
{
	struct customer *customer;

	if (!find_seats(plan, wish, out_booking))
		return false;
	atomic_fetch_add(&database->sold, wish->seat_count);
	out_booking->plan = plan;
	out_booking->seat_count = wish->seat_count;
	out_booking->customer = atomic_fetch_add(&database->last_customer, 1) +
	    1;
	customer = customer_new(out_booking->customer, wish->name,
	    wish->seat_count);
	plan_add_customer(plan, customer);
	for (size_t i = 0; i < wish->seat_count; i++)
		seat_take(bus_seat(plan->bus, out_booking->seats[i]),
		    plan->number, customer->number);
	return true;
}

static bool
try_plan(struct waiting *waiting, struct plan *plan,
    const struct booking_wish *wish, struct booking *out_booking)
{
	bool taken = false;

	lock(waiting, &plan->lock);
	if (plan->taken + wish->seat_count <= plan->bus->seat_count) {
		lock(waiting, &plan->bus->lock);
		taken = take_seats(waiting->database, plan, wish, out_booking);
		(void)pthread_mutex_unlock(&plan->bus->lock);
	}
	(void)pthread_mutex_unlock(&plan->lock);
	return taken;
}

static bool
try_plans(struct waiting *waiting, const struct booking_wish *wish,
    struct booking *out_booking, struct fault *fault)
{
	struct database *database = waiting->database;
	const struct city *from = names_find(&database->names, wish->from);
	const struct city *to = names_find(&database->names, wish->to);
	size_t first, count;
	bool departs = false;

	if (from == NULL || to == NULL)
		return fault_set(fault, "there is no city '%.100s'",
		    from == NULL ? wish->from : wish->to);
	count = routes_find(&database->routes, from, to, wish->day, &first);
	for (size_t i = first; i < first + count; i++) {
		struct plan *plan = database->routes.by_route.items[i];

		if (wish->minute != BOOKING_ANY_MINUTE &&
		    wish->minute != plan->departure.minute)
			continue;
		departs = true;
		if (try_plan(waiting, plan, wish, out_booking))
			return true;
	}
	if (!departs)
		return fault_set(fault, "no bus goes from %s to %s then",
		    from->name, to->name);
	return fault_set(fault, "no bus from %s to %s has these %zu seats then",
	    from->name, to->name, wish->seat_count);
}

/* The same seat twice would be one too few. */
static bool
is_sound(const struct booking_wish *wish, struct fault *fault)
{
	if (!text_is_name(wish->name))
		return fault_set(fault,
		    "a customer has a name of 1 to %d "
		    "bytes, without control characters and ;",
		    LIMIT_NAME);
	if (wish->seat_count < 1 || wish->seat_count > LIMIT_SEATS)
		return fault_set(fault, "1 to %d seats can be booked at once",
		    LIMIT_SEATS);
	for (size_t i = 1; i < wish->seat_count && wish->seats[0] != 0; i++)
		for (size_t j = 0; j < i; j++)
			if (wish->seats[i] == wish->seats[j])
				return fault_set(fault,
				    "seat %" PRIu64 " is named twice",
				    wish->seats[i]);
	return true;
}

bool
booking_make(struct database *database, const struct booking_wish *wish,
    struct booking *out_booking, struct fault *fault)
{
	struct waiting waiting = { .database = database };
	bool done;

	if (!is_sound(wish, fault))
		return false;
	if (atomic_load(&database->sold) > LIMIT_SOLD - LIMIT_SEATS)
		return fault_set(fault, "%d seats are sold, this is all we can",
		    LIMIT_SOLD);
	/* Each client may take one more before anybody looks again. */
	if (atomic_load(&database->last_customer) >
	    LIMIT_NUMBER - LIMIT_CLIENTS)
		return fault_set(fault, "no number of a customer is left");
	enter(&waiting);
	done = try_plans(&waiting, wish, out_booking, fault);
	leave(&waiting);
	if (done)
		atomic_fetch_add(&database->bookings, 1);
	return done;
}

/* Plan and bus are locked. */
static void
release_seats(const struct plan *plan, uint64_t customer)
{
	for (size_t i = 0; i < plan->bus->seat_count; i++) {
		struct seat *seat = &plan->bus->seats[i];

		if (seat_customer(seat, plan->number) == customer)
			seat_release(seat, plan->number);
	}
}

bool
booking_cancel(struct database *database, uint64_t plan_number,
    uint64_t customer_number, struct fault *fault)
{
	struct waiting waiting = { .database = database };
	struct customer *customer = NULL;
	struct plan *plan;

	enter(&waiting);
	plan = plans_find(&database->plans, plan_number);
	if (plan != NULL) {
		lock(&waiting, &plan->lock);
		customer = plan_take_customer(plan, customer_number);
		if (customer != NULL) {
			lock(&waiting, &plan->bus->lock);
			release_seats(plan, customer_number);
			(void)pthread_mutex_unlock(&plan->bus->lock);
		}
		(void)pthread_mutex_unlock(&plan->lock);
	}
	leave(&waiting);
	if (customer == NULL)
		return fault_set(fault,
		    "there is no ticket %" PRIu64 "-%" PRIu64, plan_number,
		    customer_number);
	atomic_fetch_sub(&database->sold, customer->seat_count);
	customer_free(customer);
	atomic_fetch_add(&database->cancels, 1);
	return true;
}
