/*
 * world - a small database that tests share, and blocks in memory.
 *
 * Thread: maker.
 */
#ifndef TESTS_EXAMPLES_RESERVATION_WORLD_H
#define TESTS_EXAMPLES_RESERVATION_WORLD_H

#include "examples/reservation/booking.h"
#include "examples/reservation/database.h"

/*
 * Three cities with three aliases, two buses of 8 and 4 seats, three plans: 1
 * and 2 of the first bus, 3 of the other one. Customer 1 has two seats of plan
 * 1, customer 2 three of plan 2, customer 3 was on plan 1 and cancelled.
 */
void world_fill(struct database *database);

/* Two seats from Praha to Brno on 2026-12-24, for Jan. */
struct booking_wish world_wish(void);

/* What a save wrote, and a source of it; both stay until world_forget. */
struct world_bytes {
	struct bx_sink *sink;
	struct bx_source *source;
	const unsigned char *bytes;
	size_t size;
};
struct world_bytes world_sink(void); /* save to `sink`, then */
void world_written(struct world_bytes *world);
void world_forget(struct world_bytes *world);

/* Nothing is left to read, and all went well. */
void world_read(struct world_bytes *world);

/* The source has failed, with this sentence. */
void world_refused(struct world_bytes *world, const char *sentence);

/* Equal in every object and counter, and in what the indexes find. */
void world_equal(struct database *a, struct database *b);

#endif
