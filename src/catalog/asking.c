#include "config.h"

#include "catalog/asking.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "catalog/request.h"
#include "stream/memory.h"

/* Milliseconds. */
enum {
	LOAD_DEADLINE = 300000, /* to the first piece, and between two */
	PROBE_DEADLINE = 15000,
	RECORD_DEADLINE = 120000,
	EDIT_DEADLINE = 60000,
	NOTE_DEADLINE = 15000
};

static struct asking *
new_asking(uint32_t kind, int64_t deadline_ms, void *arg)
{
	struct asking *asking = mem_new(1, sizeof(*asking));

	asking->kind = kind;
	asking->deadline_ms = deadline_ms;
	asking->arg = arg;
	buf_init(&asking->body, LIMIT_FRAME);
	return asking;
}

static void
finish_body(struct asking *asking, struct sink *sink)
{
	asking->has_failed = !sink_finish(sink, &asking->fault);
}

struct asking *
asking_load(catalog_plan_fn done, void *arg)
{
	struct asking *asking = new_asking(REQUEST_LOAD, LOAD_DEADLINE, arg);

	asking->plan = done;
	return asking;
}

struct asking *
asking_probe(catalog_version_fn done, void *arg)
{
	struct asking *asking = new_asking(REQUEST_PROBE, PROBE_DEADLINE, arg);

	asking->version = done;
	return asking;
}

struct asking *
asking_record(const struct catalog_record *record, catalog_done_fn done,
    void *arg)
{
	struct asking *asking = new_asking(REQUEST_RECORD, RECORD_DEADLINE,
	    arg);
	struct memory_sink sink;

	asking->done = done;
	memory_sink_init(&sink, &asking->body);
	request_write_record(&sink.sink, record);
	finish_body(asking, &sink.sink);
	return asking;
}

struct asking *
asking_edit(const struct edit *edit, const char *who, catalog_done_fn done,
    void *arg)
{
	struct asking *asking = new_asking(REQUEST_EDIT, EDIT_DEADLINE, arg);
	struct memory_sink sink;

	asking->done = done;
	memory_sink_init(&sink, &asking->body);
	request_write_edit(&sink.sink, edit, who);
	finish_body(asking, &sink.sink);
	return asking;
}

struct asking *
asking_note(const char *who, const char *what, const char *object,
    catalog_done_fn done, void *arg)
{
	struct asking *asking = new_asking(REQUEST_NOTE, NOTE_DEADLINE, arg);
	struct memory_sink sink;

	asking->done = done;
	memory_sink_init(&sink, &asking->body);
	request_write_note(&sink.sink, who, what, object);
	finish_body(asking, &sink.sink);
	return asking;
}

const char *
asking_name(const struct asking *asking)
{
	switch (asking->kind) {
	case REQUEST_LOAD:
		return "load";
	case REQUEST_PROBE:
		return "probe";
	case REQUEST_RECORD:
		return "record";
	case REQUEST_EDIT:
		return "edit";
	default:
		return "note";
	}
}

static void
destroy(struct asking *asking)
{
	buf_clear(&asking->body);
	free(asking);
}

void
asking_tell_fault(struct asking *take_asking, const struct fault *fault)
{
	struct asking *asking = take_asking;

	if (asking->has_failed)
		fault = &asking->fault;
	if (asking->plan != NULL)
		asking->plan(asking->arg, NULL, NULL, 0, fault);
	else if (asking->version != NULL)
		asking->version(asking->arg, 0, fault);
	else
		asking->done(asking->arg, fault);
	destroy(asking);
}

void
asking_tell_plan(struct asking *take_asking, struct memdb *memdb,
    const struct buf *bytes)
{
	take_asking->plan(take_asking->arg, memdb, buf_text(bytes), bytes->size,
	    NULL);
	destroy(take_asking);
}

void
asking_tell_version(struct asking *take_asking, int64_t version)
{
	take_asking->version(take_asking->arg, version, NULL);
	destroy(take_asking);
}

void
asking_tell_done(struct asking *take_asking)
{
	take_asking->done(take_asking->arg, NULL);
	destroy(take_asking);
}

void
asking_put(struct asking_queue *queue, struct asking *take_asking)
{
	if (!take_asking->has_failed && queue->count >= LIMIT_CATALOG_REQUESTS)
		take_asking->has_failed = !fault_set(&take_asking->fault,
		    FAULT_RETRY, "%d requests wait for the catalog already",
		    LIMIT_CATALOG_REQUESTS);
	if (queue->last == NULL)
		queue->first = take_asking;
	else
		queue->last->next = take_asking;
	queue->last = take_asking;
	queue->count++;
}

struct asking *
asking_take(struct asking_queue *queue)
{
	struct asking *asking = queue->first;

	assert(asking != NULL);
	queue->first = asking->next;
	if (queue->first == NULL)
		queue->last = NULL;
	queue->count--;
	asking->next = NULL;
	return asking;
}
