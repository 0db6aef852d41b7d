#include "config.h"

#include "loop/frame.h"

#include <assert.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "platform/file.h"
#include "platform/socket.h"

static void
put_number(unsigned char *at, uint64_t value, size_t size)
{
	for (size_t i = 0; i < size; i++)
		at[i] = (unsigned char)(value >> (8 * i) & 0xff);
}

static uint64_t
take_number(const unsigned char *at, size_t size)
{
	uint64_t value = 0;

	for (size_t i = 0; i < size; i++)
		value |= (uint64_t)at[i] << (8 * i);
	return value;
}

static void
make_header(unsigned char header[FRAME_HEADER], uint32_t kind, uint64_t number,
    size_t size)
{
	assert(size <= LIMIT_FRAME);
	put_number(header, size, 4);
	put_number(header + 4, kind, 4);
	put_number(header + 8, number, 8);
}

/* What a header says. Faults: FAULT_LIMIT. */
static bool
read_header(const unsigned char header[FRAME_HEADER], struct frame *out_frame,
    struct fault *fault)
{
	out_frame->size = (size_t)take_number(header, 4);
	out_frame->kind = (uint32_t)take_number(header + 4, 4);
	out_frame->number = take_number(header + 8, 8);
	if (out_frame->size > LIMIT_FRAME)
		return fault_set(fault, FAULT_LIMIT,
		    "a frame of %zu bytes, at most %d are allowed",
		    out_frame->size, LIMIT_FRAME);
	return true;
}

struct frame_link {
	struct bufferevent *stream;
	const struct frame_events *events;
	void *arg;
	struct buf body;
	bool is_busy, is_freed; /* freed inside a callback */
};

static void
destroy(struct frame_link *link)
{
	bufferevent_free(link->stream);
	buf_clear(&link->body);
	free(link);
}

static void
tell_closed(struct frame_link *link, const struct fault *fault)
{
	bufferevent_disable(link->stream, EV_READ | EV_WRITE);
	link->events->closed(link->arg, fault);
}

/* One whole frame, if it is there. */
static bool
take_frame(struct frame_link *link, bool *out_failed)
{
	struct evbuffer *input = bufferevent_get_input(link->stream);
	unsigned char header[FRAME_HEADER];
	struct frame frame;
	struct fault fault;

	if (evbuffer_copyout(input, header, FRAME_HEADER) != FRAME_HEADER)
		return false;
	if (!read_header(header, &frame, &fault)) {
		*out_failed = true;
		tell_closed(link, &fault);
		return false;
	}
	if (evbuffer_get_length(input) < FRAME_HEADER + frame.size)
		return false;
	(void)evbuffer_drain(input, FRAME_HEADER);
	link->body.limit = LIMIT_FRAME;
	buf_cut(&link->body, 0);
	for (size_t left = frame.size; left > 0;) {
		char step[4096];
		size_t want = left < sizeof(step) ? left : sizeof(step);
		bool added;

		(void)evbuffer_remove(input, step, want);
		added = buf_add(&link->body, step, want, &fault);
		assert(added); /* the header was checked */
		(void)added;
		left -= want;
	}
	frame.bytes = buf_text(&link->body);
	link->events->frame(link->arg, &frame);
	return true;
}

static void
on_read(struct bufferevent *stream, void *arg)
{
	struct frame_link *link = arg;
	bool failed = false;

	(void)stream;
	link->is_busy = true;
	while (!link->is_freed && !failed && take_frame(link, &failed))
		continue;
	link->is_busy = false;
	if (link->is_freed)
		destroy(link);
}

static void
on_event(struct bufferevent *stream, short what, void *arg)
{
	struct frame_link *link = arg;
	struct fault fault;

	(void)stream;
	if ((what & (BEV_EVENT_EOF | BEV_EVENT_ERROR)) == 0)
		return;
	(void)fault_set(&fault, FAULT_CLOSED,
	    "the other end closed the connection");
	link->is_busy = true;
	tell_closed(link, &fault);
	link->is_busy = false;
	if (link->is_freed)
		destroy(link);
}

struct frame_link *
frame_link_new(struct loop *loop, int take_descriptor,
    const struct frame_events *events, void *arg)
{
	struct frame_link *link = mem_new(1, sizeof(*link));
	struct fault fault;

	link->events = events;
	link->arg = arg;
	buf_init(&link->body, LIMIT_FRAME);
	/* A descriptor of ours takes the flag; there is nothing to tell. */
	if (!socket_set_blocking(take_descriptor, false, &fault))
		assert(false /* a socket of ours */);
	link->stream = bufferevent_socket_new(loop_base(loop), take_descriptor,
	    BEV_OPT_CLOSE_ON_FREE);
	assert(link->stream != NULL);
	bufferevent_setcb(link->stream, on_read, NULL, on_event, link);
	(void)bufferevent_enable(link->stream, EV_READ | EV_WRITE);
	return link;
}

void
frame_link_free(struct frame_link *link)
{
	if (link == NULL)
		return;
	if (link->is_busy)
		link->is_freed = true;
	else
		destroy(link);
}

void
frame_link_send(struct frame_link *link, uint32_t kind, uint64_t number,
    const void *bytes, size_t size)
{
	unsigned char header[FRAME_HEADER];

	make_header(header, kind, number, size);
	(void)bufferevent_write(link->stream, header, sizeof(header));
	if (size != 0)
		(void)bufferevent_write(link->stream, bytes, size);
}

size_t
frame_link_pending(const struct frame_link *link)
{
	return evbuffer_get_length(bufferevent_get_output(link->stream));
}

bool
frame_write(int descriptor, uint32_t kind, uint64_t number, const void *bytes,
    size_t size, struct fault *fault)
{
	unsigned char header[FRAME_HEADER];

	make_header(header, kind, number, size);
	return file_write_all(descriptor, header, sizeof(header), fault) &&
	    file_write_all(descriptor, bytes, size, fault);
}

static bool
read_whole(int descriptor, void *room, size_t size, struct fault *fault)
{
	char *at = room;

	while (size > 0) {
		size_t done;

		if (!file_read_some(descriptor, at, size, &done, fault))
			return false;
		if (done == 0)
			return fault_set(fault, FAULT_CLOSED,
			    "the other end closed the connection");
		at += done;
		size -= done;
	}
	return true;
}

bool
frame_read(int descriptor, uint32_t *out_kind, uint64_t *out_number,
    struct buf *out_body, struct fault *fault)
{
	unsigned char header[FRAME_HEADER];
	struct frame frame;
	char *room;
	bool done;

	buf_cut(out_body, 0);
	if (!read_whole(descriptor, header, sizeof(header), fault) ||
	    !read_header(header, &frame, fault))
		return false;
	room = mem_new(frame.size, 1);
	done = read_whole(descriptor, room, frame.size, fault) &&
	    buf_add(out_body, room, frame.size, fault);
	free(room);
	if (!done)
		return false;
	*out_kind = frame.kind;
	*out_number = frame.number;
	return true;
}
