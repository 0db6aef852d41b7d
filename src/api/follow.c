#include "config.h"

#include "api/follow.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "platform/file.h"

struct follower {
	struct followers *all;
	struct follower *next;
	struct exchange *exchange;
	char id[UUID_TEXT_MAX];
	char *path;
	int descriptor; /* -1: not opened */
	struct follow_state state;
	bool is_sending;
};

struct followers {
	struct follower *first;
	char *batch; /* room for one; the loop sends one at a time */
};

enum follow_step
follow_decide(const struct follow_state *state, uint64_t *out_size)
{
	bool is_all = state->has_ended || !state->follows;

	*out_size = 0;
	if (state->offset >= state->durable)
		return is_all ? FOLLOW_END : FOLLOW_WAIT;
	*out_size = state->durable - state->offset;
	if (state->is_cut)
		return is_all ? FOLLOW_MISS : FOLLOW_WAIT;
	if (*out_size > FOLLOW_BATCH)
		*out_size = FOLLOW_BATCH;
	return FOLLOW_READ;
}

struct followers *
followers_new(void)
{
	struct followers *followers = mem_new(1, sizeof(*followers));

	followers->batch = mem_new(FOLLOW_BATCH, 1);
	return followers;
}

void
followers_free(struct followers *followers)
{
	if (followers == NULL)
		return;
	assert(followers->first == NULL);
	free(followers->batch);
	free(followers);
}

static void
forget(struct follower *follower)
{
	struct follower **at = &follower->all->first;

	while (*at != follower)
		at = &(*at)->next;
	*at = follower->next;
	file_close(follower->descriptor);
	free(follower->path);
	free(follower);
}

static void
on_closed(void *arg)
{
	forget(arg);
}

/* The bytes there are, at most `size`; 0 when the file ends before them. */
static size_t
read_batch(struct follower *follower, size_t size)
{
	struct fault fault;
	size_t got = 0;

	if (follower->descriptor == -1)
		follower->descriptor = file_open(follower->path, FILE_READ,
		    &fault);
	if (follower->descriptor == -1 ||
	    !file_read_at(follower->descriptor, follower->state.offset,
		follower->all->batch, size, &got, &fault))
		return 0;
	return got;
}

static void on_drained(void *arg);

static void
send_bytes(struct follower *follower, size_t size)
{
	follower->is_sending = true;
	exchange_send(follower->exchange, follower->all->batch, size,
	    on_drained, follower);
}

static void
go_on(struct follower *follower)
{
	struct follow_state *state = &follower->state;
	struct exchange *exchange = follower->exchange;
	uint64_t size;
	int length;

	for (;;) {
		switch (follow_decide(state, &size)) {
		case FOLLOW_READ:
			size = read_batch(follower, (size_t)size);
			state->offset += size;
			state->is_cut = size == 0;
			if (size == 0)
				break;
			send_bytes(follower, (size_t)size);
			return;
		case FOLLOW_MISS:
			state->offset = state->durable;
			length = snprintf(follower->all->batch, FOLLOW_BATCH,
			    "[%" PRIu64 " bytes of this output are gone]\n",
			    size);
			send_bytes(follower, (size_t)length);
			return;
		case FOLLOW_WAIT:
			return;
		case FOLLOW_END:
		default:
			forget(follower);
			exchange_end(exchange);
			return;
		}
	}
}

static void
on_drained(void *arg)
{
	struct follower *follower = arg;

	follower->is_sending = false;
	go_on(follower);
}

void
followers_add(struct followers *followers, struct exchange *exchange,
    const char *path, const struct execution *execution, uint64_t offset,
    bool follows)
{
	struct follower *follower = mem_new(1, sizeof(*follower));

	follower->all = followers;
	follower->exchange = exchange;
	(void)text_copy(follower->id, sizeof(follower->id), execution->id);
	follower->path = mem_text(path);
	follower->descriptor = -1;
	follower->state.offset = offset;
	follower->state.durable = execution->log_bytes;
	follower->state.has_ended = execution->state == EXECUTION_ENDED;
	follower->state.follows = follows;
	follower->next = followers->first;
	followers->first = follower;
	exchange_on_closed(exchange, on_closed, follower);
	exchange_begin(exchange);
	go_on(follower);
}

void
followers_changed(struct followers *followers,
    const struct execution *execution)
{
	struct follower *next;

	for (struct follower *at = followers->first; at != NULL; at = next) {
		next = at->next;
		if (!at->state.follows || strcmp(at->id, execution->id) != 0)
			continue;
		at->state.durable = execution->log_bytes;
		at->state.has_ended = execution->state == EXECUTION_ENDED;
		if (!at->is_sending)
			go_on(at);
	}
}
