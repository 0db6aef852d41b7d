#include "seat.h"

#include <stdlib.h>
#include <string.h>

#include "kinds.h"
#include "limits.h"
#include "memory.h"
#include "restoring.h"

void
seat_init(struct seat *seat, uint64_t number, bool is_at_window)
{
	*seat = (struct seat){ .number = number, .is_at_window = is_at_window };
}

void
seat_clear(struct seat *seat)
{
	free(seat->uses);
	*seat = (struct seat){ 0 };
}

/* The first use of that plan or a later one. */
static size_t
place_of(const struct seat *seat, uint64_t plan)
{
	size_t low = 0;
	size_t high = seat->use_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (seat->uses[middle].plan < plan)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint64_t
seat_customer(const struct seat *seat, uint64_t plan)
{
	size_t at = place_of(seat, plan);

	if (at == seat->use_count || seat->uses[at].plan != plan)
		return 0;
	return seat->uses[at].customer;
}

void
seat_take(struct seat *seat, uint64_t plan, uint64_t customer)
{
	size_t at = place_of(seat, plan);

	if (seat->use_count == seat->use_room) {
		seat->use_room = seat->use_room == 0 ? 4 : 2 * seat->use_room;
		seat->uses = memory_grow(seat->uses, seat->use_room,
		    sizeof(*seat->uses));
	}
	memmove(&seat->uses[at + 1], &seat->uses[at],
	    (seat->use_count - at) * sizeof(*seat->uses));
	seat->uses[at] = (struct seat_use){ plan, customer };
	seat->use_count++;
}

void
seat_release(struct seat *seat, uint64_t plan)
{
	size_t at = place_of(seat, plan);

	if (at == seat->use_count || seat->uses[at].plan != plan)
		return;
	seat->use_count--;
	memmove(&seat->uses[at], &seat->uses[at + 1],
	    (seat->use_count - at) * sizeof(*seat->uses));
}

void
seat_save(const struct seat *seat, struct bx_sink *sink)
{
	bx_write_header(sink, KIND_SEAT);
	bx_write_uint(sink, seat->number);
	bx_write_bool(sink, seat->is_at_window);
	bx_write_uint(sink, seat->use_count);
	for (size_t i = 0; i < seat->use_count; i++) {
		bx_write_uint(sink, seat->uses[i].plan);
		bx_write_uint(sink, seat->uses[i].customer);
	}
}

void
seat_restore(struct seat *seat, uint64_t number, struct bx_source *source)
{
	uint64_t count, before = 0;

	bx_read_header(source, KIND_SEAT);
	seat->number = bx_read_uint(source, number, number);
	seat->is_at_window = bx_read_bool(source);
	count = bx_read_uint(source, 0, LIMIT_PLANS);
	for (; count != 0 && !bx_source_failed(source); count--) {
		uint64_t plan = bx_read_uint(source, before + 1, LIMIT_NUMBER);
		uint64_t customer = bx_read_uint(source, 1, LIMIT_NUMBER);

		if (!bx_source_failed(source))
			seat_take(seat, plan, customer);
		before = plan;
	}
}
