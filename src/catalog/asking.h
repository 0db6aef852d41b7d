/*
 * asking - what was asked of the catalog and is not answered yet: the request
 * as it goes to the helper, and who waits for the answer.
 *
 * Telling frees: an asker hears of each thing that it asked once.
 *
 * Thread: loop.
 */
#ifndef CATALOG_ASKING_H
#define CATALOG_ASKING_H

#include "base/buf.h"
#include "catalog/client.h"

struct asking {
	struct asking *next;
	uint32_t kind; /* REQUEST_… */
	int64_t deadline_ms;
	struct buf body;
	/* The one of these that is not NULL. */
	catalog_plan_fn plan;
	catalog_version_fn version;
	catalog_done_fn done;
	void *arg;
	bool has_failed;    /* it could not be written: only to be told */
	struct fault fault; /* why */
};

struct asking *asking_load(catalog_plan_fn done, void *arg);
struct asking *asking_probe(catalog_version_fn done, void *arg);
struct asking *asking_record(const struct catalog_record *record,
    catalog_done_fn done, void *arg);
struct asking *asking_edit(const struct edit *edit, const char *who,
    catalog_done_fn done, void *arg);
struct asking *asking_note(const char *who, const char *what,
    const char *object, catalog_done_fn done, void *arg);

/* "load", "record": for the sentence about a missed deadline. */
const char *asking_name(const struct asking *asking);

/* Taken. One that failed by itself tells its own fault instead. */
void asking_tell_fault(struct asking *take_asking, const struct fault *fault);
void asking_tell_plan(struct asking *take_asking, struct memdb *memdb,
    const struct buf *bytes);
void asking_tell_version(struct asking *take_asking, int64_t version);
void asking_tell_done(struct asking *take_asking);

/* First in, first out. All zero is empty. */
struct asking_queue {
	struct asking *first, *last;
	size_t count;
};

/* Beyond LIMIT_CATALOG_REQUESTS it is put all the same, as one that failed. */
void asking_put(struct asking_queue *queue, struct asking *take_asking);

/* The first; there is one. */
struct asking *asking_take(struct asking_queue *queue);

#endif
