/*
 * http - a small blocking HTTP client over a local socket, for tests: it sends
 * whatever it is told, right or wrong.
 */
#ifndef TESTS_SUPPORT_HTTP_H
#define TESTS_SUPPORT_HTTP_H

#include <stddef.h>

struct http_answer {
	int status;    /* 0: closed without an answer */
	char *headers; /* all of them, with the status line */
	char *body;    /* decoded, with an end mark */
	size_t size;
};

/* A whole request, and its answer up to the end of the connection. */
struct http_answer http_ask(const char *path, const char *method,
    const char *target, const char *body);

/* These very bytes, and what comes back. */
struct http_answer http_raw(const char *path, const char *bytes);
void http_clear(struct http_answer *answer);

/* In pieces: a connection that has sent these bytes. */
int http_open(const char *path, const char *bytes);

/* The next bytes that come, at least one; 0 at the end. */
size_t http_read(int connection, char *room, size_t size);
void http_close(int connection);

#endif
