/*
 * customer - somebody who booked seats on one journey.
 *
 * How many seats he booked is kept with him, and on which he sits with the
 * seats: a booking of which a part is missing cannot go unnoticed.
 *
 * Thread: maker; shared as whole.h says.
 */
#ifndef RESERVATION_CUSTOMER_H
#define RESERVATION_CUSTOMER_H

#include <bxsnapshot.h>

struct customer {
	uint64_t number; /* of all customers that there ever were */
	uint64_t seat_count;
	char *name;
};

struct customer *
customer_new(uint64_t number, const char *name, uint64_t seat_count);
void customer_free(struct customer *customer);

void customer_save(const struct customer *customer, struct bx_sink *sink);

/* NULL: the source has failed. Numbers go up to `last_number`. */
struct customer *
customer_restore(struct bx_source *source, uint64_t last_number);

#endif
