/*
 * seat - one seat of a bus, and who sits on it on which journey; the
 * document's CSeat.
 *
 * Thread: maker; shared as whole.h says.
 */
#ifndef RESERVATION_SEAT_H
#define RESERVATION_SEAT_H

#include <bxsnapshot.h>

struct seat_use {
	uint64_t plan, customer;
};

struct seat {
	uint64_t number; /* on its bus, from 1 */
	bool is_at_window;
	struct seat_use *uses; /* in the order of the plans */
	size_t use_count, use_room;
};

void seat_init(struct seat *seat, uint64_t number, bool is_at_window);
void seat_clear(struct seat *seat);

/* Who has it on that journey; 0: nobody. */
uint64_t seat_customer(const struct seat *seat, uint64_t plan);

void seat_take(struct seat *seat, uint64_t plan, uint64_t customer);
void seat_release(struct seat *seat, uint64_t plan);

void seat_save(const struct seat *seat, struct bx_sink *sink);

/* Into a cleared one; its number must be `number`. */
void seat_restore(struct seat *seat, uint64_t number, struct bx_source *source);

#endif
