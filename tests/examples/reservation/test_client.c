#include "config.h"

#include "examples/reservation/client.h"

#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit.h"

static struct client client;
static struct channel server;

static void
open_pair(void)
{
	int ends[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	channel_init(&client.channel, ends[0]);
	channel_init(&server, ends[1]);
}

START_TEST(words_become_one_line)
{
	static const char *const words[] = { "book", "Praha", "", "x", NULL };
	char line[LIMIT_LINE + 1];
	struct fault fault;
	uint64_t size;
	char *text = NULL;
	size_t text_size;
	FILE *out;

	open_pair();
	ck_assert(channel_write(&server, "ok 3\nabc", 8));
	ck_assert(client_ask(&client, words, &size, &fault));
	ck_assert_uint_eq(size, 3);
	ck_assert_int_eq(channel_read_line(&server, line), CHANNEL_LINE);
	ck_assert_str_eq(line, "book;Praha;;x");
	out = open_memstream(&text, &text_size);
	ck_assert(client_copy(&client, size, out, &fault));
	(void)fclose(out);
	ck_assert_str_eq(text, "abc");
	free(text);
	(void)close(server.descriptor);
	ck_assert(!client_copy(&client, 1, NULL, &fault));
	ck_assert_str_eq(fault.text, "the server went away");
	client_close(&client);
}
END_TEST

START_TEST(words_that_make_no_line_are_not_sent)
{
	const char *words[] = { "city", "a;b", NULL };
	char longest[LIMIT_LINE + 2];
	struct fault fault;
	uint64_t size;

	open_pair();
	ck_assert(!client_ask(&client, words, &size, &fault));
	words[1] = "a\nb";
	ck_assert(!client_ask(&client, words, &size, &fault));
	ck_assert_str_eq(fault.text,
	    "'a\nb' has a ; in it or an end of a line");
	memset(longest, 'x', sizeof(longest));
	longest[LIMIT_LINE + 1] = '\0';
	words[1] = longest;
	ck_assert(!client_ask(&client, words, &size, &fault));
	ck_assert_str_eq(fault.text, "a request has at most 1024 bytes");
	ck_assert(!client_ask_line(&client, longest, &size, &fault));
	client_close(&client);
	(void)close(server.descriptor);
}
END_TEST

START_TEST(where_nobody_answers_is_told)
{
	struct fault fault;

	ck_assert(!client_open(&client, "/nonexistent/socket", &fault));
	ck_assert_str_eq(fault.text,
	    "no server answers at /nonexistent/socket: No such file or "
	    "directory");
	ck_assert(!client_open(&client, "", &fault));
	open_pair();
	(void)close(server.descriptor);
	{
		uint64_t size;

		ck_assert(!client_ask_line(&client, "status", &size, &fault));
		ck_assert_str_eq(fault.text, "the server went away");
	}
	client_close(&client);
}
END_TEST

UNIT_MAIN("examples/reservation/client", words_become_one_line,
    words_that_make_no_line_are_not_sent, where_nobody_answers_is_told)
