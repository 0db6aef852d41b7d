#include "config.h"

#include "worker/capture.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "platform/file.h"

void
capture_init(struct capture *capture, int descriptor, uint64_t limit,
    enum scan_feed feed)
{
	*capture = (struct capture){ .descriptor = descriptor,
		.limit = limit,
		.floor = LIMIT_ROOM,
		.waiting = mem_new(CAPTURE_WAITING, 1) };
	scan_init(&capture->scan, &(struct scan_policy){ .feed = feed });
}

void
capture_clear(struct capture *capture)
{
	free(capture->waiting);
	capture->waiting = NULL;
}

/* Take bytes from the front of the ring. */
static void
shift(struct capture *capture, size_t size)
{
	capture->begin = (capture->begin + size) % CAPTURE_WAITING;
	capture->size -= size;
}

static void
drop(struct capture *capture, size_t size)
{
	shift(capture, size);
	capture->dropped += size;
	capture->missing += size;
}

/* Let them wait; the oldest make room. */
static void
push(struct capture *capture, const char *bytes, size_t size)
{
	if (size > CAPTURE_WAITING) {
		size_t skipped = size - CAPTURE_WAITING;

		drop(capture, capture->size);
		capture->dropped += skipped;
		capture->missing += skipped;
		bytes += skipped;
		size -= skipped;
	}
	if (capture->size + size > CAPTURE_WAITING)
		drop(capture, capture->size + size - CAPTURE_WAITING);
	while (size != 0) {
		size_t end = (capture->begin + capture->size) % CAPTURE_WAITING;
		size_t part = CAPTURE_WAITING - end;

		if (part > size)
			part = size;
		memcpy(capture->waiting + end, bytes, part);
		capture->size += part;
		bytes += part;
		size -= part;
	}
}

/* Log bytes must not take the room that claims and outcomes need. */
static bool
is_low(struct capture *capture)
{
	if (file_room(capture->descriptor) >= capture->floor)
		return false;
	capture->is_stuck = true;
	(void)snprintf(capture->why, sizeof(capture->why),
	    "less than %" PRIu64 " MiB are free", capture->floor >> 20);
	return true;
}

/* As much as can be written; less only when it is stuck from now on. */
static size_t
store(struct capture *capture, const char *bytes, size_t size)
{
	struct fault fault;
	size_t done;

	if (file_write_some(capture->descriptor, bytes, size, &done, &fault)) {
		capture->stored += done;
		return done;
	}
	capture->stored += done;
	capture->is_stuck = true;
	(void)text_copy(capture->why, sizeof(capture->why), fault.text);
	return done;
}

/* Drop the rest of a line of which the beginning is missing. */
static void
drop_to_line(struct capture *capture)
{
	for (size_t i = 0; i < capture->size; i++) {
		size_t at = (capture->begin + i) % CAPTURE_WAITING;

		if (capture->waiting[at] == '\n') {
			drop(capture, i + 1);
			return;
		}
	}
}

static bool
store_mark(struct capture *capture)
{
	char mark[192];
	int length;

	drop_to_line(capture);
	length = snprintf(mark, sizeof(mark),
	    "\n[backupexec: %" PRIu64
	    " bytes of output are not shown here: %s]\n",
	    capture->missing,
	    capture->is_full ? "log_limit is reached" : capture->why);
	return store(capture, mark, (size_t)length) == (size_t)length;
}

/* Mark and what waits. False when it is still stuck. */
static bool
flush(struct capture *capture)
{
	capture->is_stuck = false;
	if (capture->missing != 0) {
		if (!store_mark(capture))
			return false;
		capture->missing = 0;
	}
	while (capture->size != 0 && !capture->is_stuck) {
		size_t part = CAPTURE_WAITING - capture->begin;

		if (part > capture->size)
			part = capture->size;
		shift(capture,
		    store(capture, capture->waiting + capture->begin, part));
	}
	return !capture->is_stuck;
}

/* What still goes before the limit; the rest waits for the end. */
static size_t
store_to_limit(struct capture *capture, const char *bytes, size_t size)
{
	uint64_t room = capture->stored < capture->limit ?
	    capture->limit - capture->stored :
	    0;

	if (size <= room)
		return store(capture, bytes, size);
	capture->is_full = true;
	return store(capture, bytes, (size_t)room);
}

void
capture_add(struct capture *capture, const char *bytes, size_t size,
    struct mono_time now)
{
	size_t done = 0;

	scan_bytes(&capture->scan, bytes, size);
	if (capture->is_stuck && !capture->is_full &&
	    now.ms >= capture->retry_at.ms &&
	    (is_low(capture) || !flush(capture)))
		capture->retry_at.ms = now.ms + CAPTURE_RETRY_MS;
	if (!capture->is_stuck && !capture->is_full && is_low(capture))
		capture->retry_at.ms = now.ms + CAPTURE_RETRY_MS;
	if (!capture->is_stuck && !capture->is_full) {
		done = store_to_limit(capture, bytes, size);
		if (capture->is_stuck)
			capture->retry_at.ms = now.ms + CAPTURE_RETRY_MS;
	}
	push(capture, bytes + done, size - done);
}

void
capture_finish(struct capture *capture)
{
	if (capture->is_full || capture->is_stuck)
		(void)flush(capture);
	capture->dropped += capture->size;
	capture->size = 0;
}

const char *
capture_lost(const struct capture *capture)
{
	return capture->dropped == 0 ? "" : scan_failure_code(&capture->scan);
}
