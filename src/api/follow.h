/*
 * follow - the output of an execution, sent to whoever reads or follows it.
 *
 * Bytes come from the output file, never from memory, and only up to what is
 * durable (execution->log_bytes): a slow reader loses nothing and costs one
 * batch, which is drained before the next is read. When the file was cut or
 * removed meanwhile, a line in brackets says how many bytes are gone.
 *
 * Without `follows` the answer ends at what was durable when it began; with
 * it, when the execution has ended and all was sent.
 *
 * Thread: loop; follow_decide any.
 */
#ifndef API_FOLLOW_H
#define API_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/server.h"
#include "base/limits.h"
#include "model/execution.h"

enum { FOLLOW_BATCH = LIMIT_FOLLOWER / 4 /* framed, it fits the window */ };

/* Where a reader stands. */
struct follow_state {
	uint64_t offset;  /* of the next byte to send */
	uint64_t durable; /* how far it may read */
	bool is_cut;      /* the file ends before that */
	bool has_ended;
	bool follows;
};

enum follow_step { FOLLOW_READ, FOLLOW_MISS, FOLLOW_WAIT, FOLLOW_END };

/* What to do now, with how many bytes (of READ and MISS). Pure. */
enum follow_step
follow_decide(const struct follow_state *state, uint64_t *out_size);

/* Everybody who reads an output. */
struct followers;
struct followers *followers_new(void);

/* After the server's stop, which has closed them. NULL is fine. */
void followers_free(struct followers *followers);

/* Answers the exchange; `path` is the output file, and may not exist yet. */
void followers_add(struct followers *followers, struct exchange *exchange,
    const char *path, const struct execution *execution, uint64_t offset,
    bool follows);

/* The execution has grown or ended. */
void followers_changed(struct followers *followers,
    const struct execution *execution);

#endif
