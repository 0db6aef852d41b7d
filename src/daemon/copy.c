#include "config.h"

#include "daemon/copy.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "snapshot/snapshot.h"
#include "stream/memory.h"

/* Of content, before the loop's next turn: well below a millisecond. */
enum { AT_ONCE = 128 << 10 };

struct copy {
	struct memdb *memdb;
	struct facts *facts;
	struct snapshot_writer *writer; /* NULL before the first step */
	struct memory_sink sink;        /* into the piece of who asks */
};

/* Of one connection; an id that is none comes from no journal of ours. */
static void
add_goods(struct facts *facts, const struct goods *goods)
{
	struct fault fault;

	for (unsigned kind = 0; kind < KINDS; kind++) {
		const struct facts_good good = { goods->connection, kind,
			goods->executions[kind], goods->last_ms[kind] };

		if (good.finished_ms != 0)
			(void)!facts_add_good(facts, &good, &fault);
	}
}

/* As they are now: they go on changing, what is written may not. */
static struct facts *
gather(const struct daemon *daemon, const struct memdb *memdb)
{
	const struct facts_counter minute = { "minute",
		(uint64_t)daemon->planner.cursor };
	const struct connection *connections;
	size_t count = memdb_connections(memdb, &connections);
	struct facts *facts = facts_new();
	struct fault fault;

	if (daemon->planner.cursor >= 0)
		(void)!facts_add_counter(facts, &minute, &fault);
	for (size_t i = 0; i < count; i++) {
		const struct goods *goods = board_goods(&daemon->board,
		    connections[i].id);

		if (goods != NULL)
			add_goods(facts, goods);
	}
	if (!facts_seal(facts, &fault))
		assert(false /* each has its own key */);
	return facts;
}

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
	copy->facts = gather(daemon, copy->memdb);
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
		snapshot_writer_set_facts(copy->writer, copy->facts);
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
	facts_free(copy->facts);
	memdb_release(copy->memdb);
	free(copy);
}
