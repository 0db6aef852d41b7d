/*
 * capture - what rman prints on its way into `output`: all of it, up to a
 * limit, and as much as a full disk allows, in bounded memory.
 *
 * What cannot be stored now waits in a room of CAPTURE_WAITING bytes; what the
 * room does not hold, oldest first, is dropped and counted, and a mark with
 * the number stands in the file where it is missing. At the limit that makes
 * head, mark and tail. Everything, also what is dropped, is scanned for
 * failures.
 *
 * Thread: maker.
 */
#ifndef WORKER_CAPTURE_H
#define WORKER_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "platform/now.h"
#include "worker/scan.h"

enum {
	CAPTURE_WAITING = 64 << 10,
	CAPTURE_RETRY_MS = 1000 /* after a failed write */
};

struct capture {
	int descriptor; /* the caller's, opened to append */
	uint64_t limit;
	uint64_t floor; /* what stays free on its disk, for the journal */
	uint64_t stored, dropped;
	/* The rest is capture.c's. */
	uint64_t missing; /* dropped, and no mark says so yet */
	bool is_full;     /* the limit is reached */
	bool is_stuck;    /* a write failed */
	struct mono_time retry_at;
	char why[64];  /* it failed */
	char *waiting; /* a ring */
	size_t begin, size;
	struct scan scan;
};

void capture_init(struct capture *capture, int descriptor, uint64_t limit,
    enum scan_feed feed);
void capture_clear(struct capture *capture);

/* Never fails: what cannot be stored waits or is dropped. */
void capture_add(struct capture *capture, const char *bytes, size_t size,
    struct mono_time now);

/* Nothing more comes: store what waits, with its mark, or drop it. */
void capture_finish(struct capture *capture);

/* Code of a failure among the bytes that were dropped; "": none. */
const char *capture_lost(const struct capture *capture);

#endif
