/*
 * booking - take seats on a journey, all that were asked for or none, and give
 * them back.
 *
 * Thread: any; takes the locks that whole.h puts in order.
 */
#ifndef RESERVATION_BOOKING_H
#define RESERVATION_BOOKING_H

#include "database.h"

/* What somebody wants. */
struct booking_wish {
	const char *from, *to; /* names or aliases */
	uint32_t day;
	uint32_t minute; /* of the departure; BOOKING_ANY_MINUTE */
	const char *name;
	size_t seat_count;
	/* These seats; else seats[0] is 0: any. */
	uint64_t seats[LIMIT_SEATS];
};
#define BOOKING_ANY_MINUTE UINT32_MAX

/* What he got. */
struct booking {
	const struct plan *plan;
	uint64_t customer;
	size_t seat_count;
	uint64_t seats[LIMIT_SEATS];
};

/*
 * On the first journey of the day that has the seats. Faults: an unknown city,
 * no journey, no seats.
 */
MUST_CHECK bool
booking_make(struct database *database, const struct booking_wish *wish,
    struct booking *out_booking, struct fault *fault);

/* Faults: nobody of that number has seats on that journey. */
MUST_CHECK bool booking_cancel(struct database *database, uint64_t plan,
    uint64_t customer, struct fault *fault);

#endif
