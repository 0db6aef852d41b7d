/* Whatever is written, a memory sink holds what it said that it took. */
#include "config.h"

#include "stream/memory.h"

#include <assert.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

/* First the room, then pieces: each its length and its bytes. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	unsigned char room[256], wanted[256];
	struct memory memory;
	struct fault fault;
	size_t at = 1, room_size, sum = 0;
	bool fits = true;

	if (size == 0)
		return 0;
	room_size = bytes[0];
	memset(room, 0xa5, sizeof(room));
	memset(wanted, 0xa5, sizeof(wanted));
	memory_init(&memory, room, room_size);
	while (at < size) {
		size_t piece = bytes[at++];

		if (piece > size - at)
			piece = size - at;
		sink_write(&memory.sink, bytes + at, piece);
		fits = fits && piece <= room_size - sum;
		if (fits) {
			memcpy(wanted + sum, bytes + at, piece);
			sum += piece;
		}
		at += piece;
	}
	assert(memory.sink.written == sum);
	assert(memcmp(room, wanted, sizeof(room)) == 0);
	if (!sink_finish(&memory.sink, &fault)) {
		assert(!fits);
		assert(fault.kind == FAULT_LIMIT);
	} else {
		assert(fits);
	}
	return 0;
}
