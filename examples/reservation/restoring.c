#include "restoring.h"

#include <inttypes.h>

#include "text.h"

void
restoring_name(struct bx_source *source, char room[LIMIT_NAME + 1])
{
	uint64_t at = bx_source_at(source);

	room[0] = '\0';
	if (bx_read_text_into(source, room, LIMIT_NAME) == NULL ||
	    !text_is_name(room)) {
		room[0] = '\0';
		bx_source_refuse(source, at, "expected a name");
	}
}

void
restoring_number(struct bx_source *source, uint64_t at, uint64_t *before,
    uint64_t number, uint64_t last_number)
{
	if (number <= *before || number > last_number)
		bx_source_refuse(source, at,
		    "expected a number from %" PRIu64 " to %" PRIu64
		    ", found %" PRIu64,
		    *before + 1, last_number, number);
	*before = number;
}
