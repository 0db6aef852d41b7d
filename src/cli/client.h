/*
 * client - the other end of the control socket: HTTP and JSON by libcurl.
 *
 * A refusal of the daemon arrives as the fault that it was there, with its
 * kind and sentence.
 *
 * Thread: maker.
 */
#ifndef CLI_CLIENT_H
#define CLI_CLIENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

struct client;

/* Faults: FAULT_CLOSED when no daemon listens at `socket_path`. */
MUST_CHECK struct client *
client_open(const char *socket_path, struct fault *fault);
void client_close(struct client *client); /* NULL is fine */

/* NULL after a fault; the answer is the caller's. */
MUST_CHECK json_t *
client_get(struct client *client, const char *target, struct fault *fault);
MUST_CHECK json_t *client_post(struct client *client, const char *target,
    const json_t *body, struct fault *fault);

/* Like client_get, for an answer that may take days. */
MUST_CHECK json_t *
client_wait(struct client *client, const char *target, struct fault *fault);

/* Called with the bytes as they come; false ends the transfer. */
typedef bool (*client_write_fn)(void *arg, const char *bytes, size_t size);

/* Faults: also FAULT_SYSTEM when `write` returned false. */
MUST_CHECK bool client_stream(struct client *client, const char *target,
    client_write_fn write, void *arg, struct fault *fault);

/* before + percent-encoded text + after; free it. */
char *client_target(const char *before, const char *text, const char *after);

#endif
