#include "config.h"

#include "catalog/excerpt.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

static uint64_t
smaller(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* Longer by `size`, joined to the piece before when that is of its sort. */
static void
append(struct excerpt *excerpt, bool is_left_out, uint64_t end)
{
	uint64_t begin = excerpt->count == 0 ?
	    0 :
	    excerpt->pieces[excerpt->count - 1].end;

	if (end <= begin)
		return;
	if (excerpt->count > 0 &&
	    excerpt->pieces[excerpt->count - 1].is_left_out == is_left_out) {
		excerpt->pieces[excerpt->count - 1].end = end;
		return;
	}
	assert(excerpt->count < EXCERPT_PIECES);
	excerpt->pieces[excerpt->count++] = (struct excerpt_piece){
		.is_left_out = is_left_out,
		.begin = begin,
		.end = end,
	};
}

struct excerpt
excerpt_of(uint64_t size, uint64_t stack_begin, uint64_t stack_end,
    uint64_t max_log)
{
	struct excerpt excerpt = { 0 };
	uint64_t room, stack, head, tail;

	if (max_log < EXCERPT_LEAST)
		max_log = EXCERPT_LEAST;
	if (size <= max_log) {
		append(&excerpt, false, size);
		return excerpt;
	}
	stack_end = smaller(stack_end, size);
	stack_begin = smaller(stack_begin, stack_end);
	room = max_log - 2 * (uint64_t)EXCERPT_MARK_MAX;
	stack = smaller(stack_end - stack_begin, room / 2);
	/* What went wrong last is more often wanted than how it began. */
	head = (room - stack) / 4;
	tail = room - stack - head;
	append(&excerpt, false, head);
	if (stack > 0 && stack_begin < size - tail) {
		append(&excerpt, true, stack_begin);
		append(&excerpt, false,
		    smaller(stack_begin + stack, size - tail));
	}
	append(&excerpt, true, size - tail);
	append(&excerpt, false, size);
	return excerpt;
}

void
excerpt_mark(char room[EXCERPT_MARK_MAX], uint64_t left_out)
{
	(void)snprintf(room, EXCERPT_MARK_MAX,
	    "\n[backupexec: %" PRIu64 " bytes are left out here]\n", left_out);
}
