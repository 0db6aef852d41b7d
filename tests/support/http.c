#include "config.h"

#include "tests/support/http.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "platform/file.h"
#include "platform/socket.h"

enum { MOST = 512 << 20, ROOM = 64 << 10 };

static void
must(bool held, const char *what)
{
	if (held)
		return;
	(void)fprintf(stderr, "http: %s\n", what);
	abort();
}

int
http_open(const char *path, const char *bytes)
{
	struct fault fault;
	int connection = socket_connect(path, &fault);

	must(connection != -1, path);

	/* The server may hang up first: then reading shows it. */
	if (!socket_send(connection, bytes, strlen(bytes), NULL, 0, &fault))
		return connection;
	return connection;
}

size_t
http_read(int connection, char *room, size_t size)
{
	struct fault fault;
	size_t got;

	return file_read_some(connection, room, size, &got, &fault) ? got : 0;
}

void
http_close(int connection)
{
	file_close(connection);
}

/* Chunks become what they carry, in place. */
static void
join_chunks(struct http_answer *answer)
{
	char *from = answer->body, *to = answer->body;

	for (;;) {
		char *end;
		size_t size = strtoul(from, &end, 16);

		if (end == from || size == 0)
			break;
		from = end + 2;
		memmove(to, from, size);
		to += size;
		from += size + 2;
	}
	*to = '\0';
	answer->size = (size_t)(to - answer->body);
}

struct http_answer
http_raw(const char *path, const char *bytes)
{
	struct http_answer answer = { 0 };
	int connection = http_open(path, bytes);
	char *room = mem_new(ROOM, 1), *body;
	struct fault fault;
	struct buf all;
	size_t got;

	buf_init(&all, MOST);
	while ((got = http_read(connection, room, ROOM)) > 0)
		must(buf_add(&all, room, got, &fault), "too much came");
	http_close(connection);
	free(room);
	got = all.size;
	answer.headers = buf_take(&all);
	body = strstr(answer.headers, "\r\n\r\n");
	if (body == NULL)
		return answer;
	(void)sscanf(answer.headers, "HTTP/1.%*d %d", &answer.status);
	body += 4;
	answer.size = got - (size_t)(body - answer.headers);
	answer.body = mem_new(answer.size + 1, 1);
	memcpy(answer.body, body, answer.size);
	*body = '\0';
	if (strstr(answer.headers, "chunked") != NULL)
		join_chunks(&answer);
	return answer;
}

struct http_answer
http_ask(const char *path, const char *method, const char *target,
    const char *body)
{
	char *bytes = mem_format("%s %s HTTP/1.1\r\nHost: here\r\n"
				 "Content-Length: %zu\r\n\r\n%s",
	    method, target, strlen(body), body);
	struct http_answer answer = http_raw(path, bytes);

	free(bytes);
	return answer;
}

void
http_clear(struct http_answer *answer)
{
	free(answer->headers);
	free(answer->body);
}
