#include "config.h"

#include "daemon/copy.h"

#include <stdlib.h>

#include "base/mem.h"
#include "snapshot/snapshot.h"
#include "stream/memory.h"

/* Of content, before the loop's next turn: well below a millisecond. */
enum { AT_ONCE = 128 << 10 };

struct copy {
	struct memdb *memdb;
	struct snapshot_writer *writer; /* NULL before the first step */
	struct memory_sink sink;        /* into the piece of who asks */
};

struct copy *
copy_begin(const struct daemon *daemon, struct fault *fault)
{
	struct copy *copy;

	if (daemon->plan.memdb == NULL) {
		(void)fault_set(fault, FAULT_RETRY, "there is no plan yet");
		return NULL;
	}
	copy = mem_new(1, sizeof(*copy));
	copy->memdb = memdb_hold(daemon->plan.memdb);
	return copy;
}

bool
copy_go_on(struct copy *copy, struct buf *piece, bool *out_is_done,
    struct fault *fault)
{
	uint64_t end;
	bool is_good;

	if (copy->writer == NULL) {
		memory_sink_init(&copy->sink, piece);
		copy->writer = snapshot_writer_new(copy->memdb,
		    &copy->sink.sink);
	}
	copy->sink.buf = piece;
	end = snapshot_writer_written(copy->writer) + AT_ONCE;
	do
		is_good = snapshot_writer_step(copy->writer, out_is_done,
		    fault);
	while (is_good && !*out_is_done && piece->size == 0 &&
	    snapshot_writer_written(copy->writer) < end);
	return is_good;
}

void
copy_end(struct copy *copy)
{
	if (copy == NULL)
		return;
	snapshot_writer_free(copy->writer);
	memdb_release(copy->memdb);
	free(copy);
}
