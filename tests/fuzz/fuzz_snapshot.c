/*
 * Any bytes are restored as a plan or refused with a sentence; what a restored
 * plan is saved as, is restored as the same.
 *
 * An input that begins with BXST is a whole stream, any other the content of
 * one: else nothing would ever get past the digest.
 */
#include "config.h"

#include "snapshot/snapshot.h"

#include <assert.h>
#include <string.h>

#include "stream/digest.h"
#include "stream/memory.h"
#include "tests/fuzz/fuzz.h"

enum { ROOM = 64 << 20 };

static struct memdb *
restore(const void *bytes, size_t size)
{
	struct memory_source memory;
	struct fault fault = { .text = "" };
	struct memdb *memdb;

	memory_source_init(&memory, bytes, size);
	memdb = snapshot_restore(&memory.source, &fault);
	if (memdb == NULL) {
		assert(fault.text[0] != '\0');
		assert(fault.kind == FAULT_FORMAT || fault.kind == FAULT_LIMIT);
	}
	return memdb;
}

static void
save(struct memdb *memdb, struct buf *out)
{
	struct memory_sink memory;
	struct fault fault;
	bool saved;

	buf_init(out, ROOM);
	memory_sink_init(&memory, out);
	saved = snapshot_save(memdb, &memory.sink, &fault);
	assert(saved);
}

static void
wrap(const void *bytes, size_t size, struct buf *out)
{
	struct memory_sink memory;
	struct digest_sink *digest;
	struct fault fault;
	bool finished;

	buf_init(out, ROOM);
	memory_sink_init(&memory, out);
	digest = digest_sink_new(&memory.sink);
	sink_write(digest_sink_sink(digest), bytes, size);
	finished = sink_finish(digest_sink_sink(digest), &fault);
	assert(finished);
	digest_sink_free(digest);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct memdb *first, *second;
	struct buf saved, again;

	if (size >= 4 && memcmp(bytes, "BXST", 4) == 0) {
		first = restore(bytes, size);
	} else {
		wrap(bytes, size, &saved);
		first = restore(saved.bytes, saved.size);
		buf_clear(&saved);
	}
	if (first == NULL)
		return 0;
	save(first, &saved);
	second = restore(saved.bytes, saved.size);
	assert(second != NULL);
	save(second, &again);
	assert(saved.size == again.size &&
	    memcmp(saved.bytes, again.bytes, saved.size) == 0);
	buf_clear(&saved);
	buf_clear(&again);
	memdb_release(first);
	memdb_release(second);
	return 0;
}
