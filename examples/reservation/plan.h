/*
 * plan - one journey of one bus, and its customers; the document's CPlan.
 *
 * Thread: maker; shared as whole.h says, `lock` is that of its customers.
 */
#ifndef RESERVATION_PLAN_H
#define RESERVATION_PLAN_H

#include <pthread.h>

#include "bus.h"
#include "city.h"
#include "moment.h"
#include "sorted.h"

struct customer;
struct database;

struct plan {
	uint64_t number;
	struct bus *bus; /* the database's, like the cities */
	const struct city *from, *to;
	struct moment departure;
	pthread_mutex_t lock;
	struct sorted customers; /* its own, in the order of their numbers */
	uint64_t taken;          /* seats of all of them */
};

struct plan *plan_new(uint64_t number, struct bus *bus, const struct city *from,
    const struct city *to, const struct moment *departure);
void plan_free(struct plan *plan);

/*
 * The customer becomes the plan's; plan_take_customer makes him the caller's.
 * NULL: there is nobody of that number.
 */
void plan_add_customer(struct plan *plan, struct customer *customer);
struct customer *plan_customer(const struct plan *plan, uint64_t number);
struct customer *plan_take_customer(struct plan *plan, uint64_t number);

void plan_save(const struct plan *plan, struct bx_sink *sink);

/*
 * The cities and buses of `database` are there already, and its counter of
 * customers. Each customer sits on as many seats of the bus as he booked, and
 * nobody else does. NULL: the source has failed.
 */
struct plan *
plan_restore(const struct database *database, struct bx_source *source);

#endif
