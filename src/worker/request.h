/*
 * request - what a keeper is asked to do, and its form on the way.
 *
 * Elements of doc/SNAPSHOT.md under the header RUNQ, in the order that
 * doc/WORKER.md, section 3, gives. Everything is owned; request_clear frees.
 *
 * Thread: any.
 */
#ifndef WORKER_REQUEST_H
#define WORKER_REQUEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/fault.h"
#include "worker/scan.h"

/* The descriptors that go along, in this order. */
enum request_descriptor {
	REQUEST_LOCK,
	REQUEST_OUTPUT,
	REQUEST_BEGUN,
	REQUEST_END,
	REQUEST_CONTROL,
	REQUEST_DESCRIPTORS
};

struct request {
	char *program;
	char **arguments;   /* after argv[0]; NULL at the end */
	char **environment; /* NULL at the end */
	enum scan_feed feed;
	char *script;
	bool allows_host; /* may the script hold HOST? */
	/* Of a step feed that connects with a password; all "": it does not. */
	char *user, *password_file, *address;
	char *catalog;     /* to connect to where it answers; "": none */
	int64_t timeout_s; /* 0: none */
	int64_t stop_wait_s;
	uint64_t log_limit;
	bool expects_pieces; /* written into `begun`, for who judges */
	char *work;          /* rman's folder; "": the keeper makes its own */
};

void request_clear(struct request *request);

/* `out` is emptied first. Faults: FAULT_LIMIT beyond LIMIT_REQUEST. */
MUST_CHECK bool request_write(const struct request *request, struct buf *out,
    struct fault *fault);

/* Faults: FAULT_FORMAT, FAULT_LIMIT. */
MUST_CHECK bool request_read(const void *bytes, size_t size,
    struct request *out_request, struct fault *fault);

/*
 * Send the length and the descriptors, a few bytes that never wait; what is
 * still to be sent comes back in `out_rest`.
 */
MUST_CHECK bool request_send(int socket, const struct request *request,
    const int files[REQUEST_DESCRIPTORS], struct buf *out_rest,
    struct fault *fault);

/*
 * Blocking. The descriptors are the caller's, after success. Faults:
 * FAULT_CLOSED, FAULT_FORMAT, FAULT_LIMIT.
 */
MUST_CHECK bool request_receive(int socket, struct request *out_request,
    int out_files[REQUEST_DESCRIPTORS], struct fault *fault);

#endif
