#include "config.h"

#include "api/pump.h"

#include <assert.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

struct pump {
	struct pumps *all;
	struct exchange *exchange;
	void *snapshot;
	struct buf piece;
	struct loop_timer *again;    /* the loop's next turn */
	struct loop_timer *patience; /* with its reader */
	bool is_done;
};

struct pumps {
	struct loop *loop;
	struct api_backend backend;
	void *arg;
	int64_t stall_ms;
	size_t count;
};

struct pumps *
pumps_new(struct loop *loop, const struct api_backend *backend, void *arg,
    int64_t stall_ms)
{
	struct pumps *pumps = mem_new(1, sizeof(*pumps));

	pumps->loop = loop;
	pumps->backend = *backend;
	pumps->arg = arg;
	pumps->stall_ms = stall_ms == 0 ? LIMIT_API_STALL_S * 1000 : stall_ms;
	return pumps;
}

void
pumps_free(struct pumps *pumps)
{
	assert(pumps == NULL || pumps->count == 0);
	free(pumps);
}

static void
forget(void *arg)
{
	struct pump *pump = arg;

	pump->all->count--;
	pump->all->backend.snapshot_end(pump->snapshot);
	loop_timer_free(pump->again);
	loop_timer_free(pump->patience);
	buf_clear(&pump->piece);
	free(pump);
}

static void
on_stalled(void *arg)
{
	struct pump *pump = arg;

	exchange_drop(pump->exchange); /* which forgets it */
}

static void
on_drained(void *arg)
{
	struct pump *pump = arg;
	struct exchange *exchange = pump->exchange;

	loop_timer_stop(pump->patience);
	if (!pump->is_done) {
		loop_timer_set(pump->again, 0);
		return;
	}
	forget(pump);
	exchange_end(exchange);
}

static void
go_on(void *arg)
{
	struct pump *pump = arg;
	struct fault fault;

	/* The head went out: only a broken answer says that it is not whole. */
	if (!pump->all->backend.snapshot_go_on(pump->snapshot, &pump->piece,
		&pump->is_done, &fault)) {
		exchange_drop(pump->exchange);
		return;
	}
	if (pump->piece.size == 0) {
		loop_timer_set(pump->again, 0);
		return;
	}
	loop_timer_set(pump->patience, pump->all->stall_ms);
	exchange_send(pump->exchange, pump->piece.bytes, pump->piece.size,
	    on_drained, pump);
	buf_clear(&pump->piece);
}

bool
pumps_add(struct pumps *pumps, struct exchange *exchange, struct fault *fault)
{
	struct pump *pump;
	void *snapshot;

	if (pumps->count >= LIMIT_API_SNAPSHOTS)
		return fault_set(fault, FAULT_RETRY,
		    "%d snapshots are being read already: try again later",
		    LIMIT_API_SNAPSHOTS);
	snapshot = pumps->backend.snapshot(pumps->arg, fault);
	if (snapshot == NULL)
		return false;
	pump = mem_new(1, sizeof(*pump));
	pump->all = pumps;
	pumps->count++;
	pump->exchange = exchange;
	pump->snapshot = snapshot;
	buf_init(&pump->piece, LIMIT_FRAME);
	pump->again = loop_timer_new(pumps->loop, go_on, pump);
	pump->patience = loop_timer_new(pumps->loop, on_stalled, pump);
	exchange_on_closed(exchange, forget, pump);
	exchange_begin(exchange);
	loop_timer_set(pump->again, 0);
	return true;
}
