/*
 * client - a server, as the commands ask it.
 *
 * Thread: maker.
 */
#ifndef RESERVATION_CLIENT_H
#define RESERVATION_CLIENT_H

#include <stdio.h>

#include "channel.h"
#include "fault.h"

struct client {
	struct channel channel;
};

MUST_CHECK bool
client_open(struct client *client, const char *path, struct fault *fault);
void client_close(struct client *client);

/* Send `words`, NULL behind the last, as one request; *out_size bytes come. */
MUST_CHECK bool client_ask(struct client *client, const char *const *words,
    uint64_t *out_size, struct fault *fault);

/* Likewise a line as somebody wrote it. */
MUST_CHECK bool client_ask_line(struct client *client, const char *line,
    uint64_t *out_size, struct fault *fault);

/* Copy what comes to `out`; NULL: nowhere. */
MUST_CHECK bool client_copy(struct client *client, uint64_t size, FILE *out,
    struct fault *fault);

#endif
