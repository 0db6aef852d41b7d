/*
 * bus - a bus and its seats; the document's CBus.
 *
 * Thread: maker; shared as whole.h says, `lock` is that of its seats.
 */
#ifndef RESERVATION_BUS_H
#define RESERVATION_BUS_H

#include <pthread.h>

#include "limits.h"
#include "seat.h"

struct bus {
	uint64_t number;
	char name[LIMIT_NAME + 1];
	pthread_mutex_t lock;
	struct seat *seats;
	size_t seat_count;
};

/* Seats from 1; of each four in a row two are at a window. */
struct bus *bus_new(uint64_t number, const char *name, size_t seat_count);
void bus_free(struct bus *bus);

struct seat *bus_seat(const struct bus *bus, uint64_t number); /* or NULL */

void bus_save(const struct bus *bus, struct bx_sink *sink);
struct bus *bus_restore(struct bx_source *source); /* NULL: it has failed */

#endif
