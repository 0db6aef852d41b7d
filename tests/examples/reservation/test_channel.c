#include "config.h"

#include "examples/reservation/channel.h"

#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit.h"

/* Two ends that are joined; what is sent here is small. */
static struct channel here, there;

static void
open_pair(void)
{
	int ends[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	channel_init(&here, ends[0]);
	channel_init(&there, ends[1]);
}

START_TEST(lines_come_as_they_were_sent)
{
	char line[LIMIT_LINE + 1];

	open_pair();
	ck_assert(channel_write(&here, "status\n\nlast", 12));
	ck_assert_int_eq(channel_read_line(&there, line), CHANNEL_LINE);
	ck_assert_str_eq(line, "status");
	ck_assert_int_eq(channel_read_line(&there, line), CHANNEL_LINE);
	ck_assert_str_eq(line, "");
	(void)close(here.descriptor);
	ck_assert_int_eq(channel_read_line(&there, line), CHANNEL_END);
	ck_assert(there.is_gone);
	ck_assert_uint_eq(channel_read(&there, line, 1), 0);
	ck_assert(!channel_write(&there, "x", 1));
	ck_assert(there.is_gone);
	(void)close(there.descriptor);
}
END_TEST

START_TEST(a_line_has_a_longest)
{
	char line[LIMIT_LINE + 1];
	char long_line[LIMIT_LINE + 2];

	open_pair();
	memset(long_line, 'x', sizeof(long_line));
	long_line[LIMIT_LINE] = '\n';
	ck_assert(channel_write(&here, long_line, LIMIT_LINE + 1));
	ck_assert_int_eq(channel_read_line(&there, line), CHANNEL_LINE);
	ck_assert_uint_eq(strlen(line), LIMIT_LINE);
	long_line[LIMIT_LINE] = 'x';
	long_line[LIMIT_LINE + 1] = '\n';
	ck_assert(channel_write(&here, long_line, LIMIT_LINE + 2));
	ck_assert_int_eq(channel_read_line(&there, line), CHANNEL_TOO_LONG);
	ck_assert(channel_write(&here, "a\0b\n", 4));
	ck_assert_int_eq(channel_read_line(&there, line), CHANNEL_LINE);
	ck_assert_int_eq(channel_read_line(&there, line), CHANNEL_TOO_LONG);
	(void)close(here.descriptor);
	(void)close(there.descriptor);
}
END_TEST

START_TEST(answers_say_how_it_went_and_how_long_they_are)
{
	struct answer answer = { 0 };
	struct fault fault;
	uint64_t size = 0;
	char room[8];

	open_pair();
	answer_format(&answer, "done\n");
	ck_assert(channel_send_answer(&here, true, &answer));
	ck_assert(channel_send_answer(&here, false, &answer));
	answer_clear(&answer);
	ck_assert(channel_send_answer(&here, true, &answer));
	ck_assert(channel_read_answer(&there, &size, &fault));
	ck_assert_uint_eq(size, 5);
	ck_assert_uint_eq(channel_read(&there, room, 3), 3);
	ck_assert_uint_eq(channel_read(&there, room, 2), 2);
	ck_assert(!channel_read_answer(&there, &size, &fault));
	ck_assert_str_eq(fault.text, "done\n");
	ck_assert(channel_read_answer(&there, &size, &fault));
	ck_assert_uint_eq(size, 0);
	(void)close(here.descriptor);
	(void)close(there.descriptor);
}
END_TEST

START_TEST(what_is_no_answer_is_told)
{
	static const struct {
		const char *line, *sentence;
	} cases[] = {
		{ "hello\n", "this is no reservation server" },
		{ "ok\n", "this is no reservation server" },
		{ "ok x\n", "this is no reservation server" },
		{ "ok 5", "the server went away" },
		{ "no 5\nabc", "the server went away" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fault fault;
		uint64_t size;

		open_pair();
		ck_assert(
		    channel_write(&here, cases[i].line, strlen(cases[i].line)));
		(void)close(here.descriptor);
		ck_assert(!channel_read_answer(&there, &size, &fault));
		ck_assert_str_eq(fault.text, cases[i].sentence);
		(void)close(there.descriptor);
	}
}
END_TEST

UNIT_MAIN("examples/reservation/channel", lines_come_as_they_were_sent,
    a_line_has_a_longest, answers_say_how_it_went_and_how_long_they_are,
    what_is_no_answer_is_told)
