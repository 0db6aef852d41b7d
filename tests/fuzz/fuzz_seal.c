/*
 * Any bytes are no sealed stream; and one that was, with any change, is none.
 *
 * An input that begins with BXAE is a whole stream. Of any other the first 8
 * bytes say where the rest, once sealed, is changed, and how: a place, what is
 * put there, how much is left out and how much of the end.
 */
#include "config.h"

#include "stream/seal_key.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "stream/memory.h"
#include "tests/fuzz/fuzz.h"

enum { ROOM = 16 << 20, ORDERS = 8 };

static const struct seal_key key = { .bytes = { 1, 2, 3 }, .size = SEAL_KEY };

static bool
opens(const void *bytes, size_t size, struct buf *out)
{
	struct memory_source memory;
	struct seal_source *seal;
	struct source *source;
	struct fault fault = { .text = "" };
	char room[4096];
	size_t got;
	bool is_whole;

	buf_init(out, ROOM);
	memory_source_init(&memory, bytes, size);
	seal = seal_source_new(&memory.source, &key);
	source = seal_source_source(seal);
	while ((got = source_read_some(source, room, sizeof(room))) != 0)
		if (!buf_add(out, room, got, &fault))
			break;
	is_whole = source_check(source, &fault);
	assert(is_whole || fault.text[0] != '\0');
	assert(is_whole || fault.kind == FAULT_FORMAT ||
	    fault.kind == FAULT_LIMIT || fault.kind == FAULT_REFUSED);
	seal_source_free(seal);
	return is_whole;
}

static void
seal_it(const void *bytes, size_t size, struct buf *out)
{
	static const unsigned char salt[SEAL_SALT] = { 7 };
	struct memory_sink memory;
	struct seal_sink *seal;
	struct fault fault;
	bool finished;

	buf_init(out, ROOM);
	memory_sink_init(&memory, out);
	seal = seal_sink_new_salted(&memory.sink, &key, salt);
	sink_write(seal_sink_sink(seal), bytes, size);
	finished = sink_finish(seal_sink_sink(seal), &fault);
	assert(finished);
	seal_sink_free(seal);
}

/* Was anything changed? */
static bool
spoil(struct buf *sealed, const uint8_t orders[ORDERS])
{
	size_t at = ((size_t)orders[0] << 16 | (size_t)orders[1] << 8 |
			orders[2]) %
	    sealed->size;
	size_t without = orders[5];
	size_t cut = orders[6];
	char before = sealed->bytes[at];

	sealed->bytes[at] = (char)(before ^ (char)orders[3]);
	if (without != 0 && without < sealed->size - at) {
		memmove(sealed->bytes + at, sealed->bytes + at + without,
		    sealed->size - at - without);
		buf_cut(sealed, sealed->size - without);
		return true;
	}
	if (cut != 0 && cut < sealed->size) {
		buf_cut(sealed, sealed->size - cut);
		return true;
	}
	return orders[3] != 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct buf sealed, content;
	bool is_changed, is_whole;

	if (size >= 4 && memcmp(bytes, "BXAE", 4) == 0) {
		(void)opens(bytes, size, &content);
		buf_clear(&content);
		return 0;
	}
	if (size < ORDERS)
		return 0;
	seal_it(bytes + ORDERS, size - ORDERS, &sealed);
	is_changed = spoil(&sealed, bytes);
	is_whole = opens(sealed.bytes, sealed.size, &content);
	assert(is_whole != is_changed);
	assert(!is_whole ||
	    (content.size == size - ORDERS &&
		(content.size == 0 ||
		    memcmp(content.bytes, bytes + ORDERS, content.size) == 0)));
	buf_clear(&sealed);
	buf_clear(&content);
	return 0;
}
