#include "config.h"

#include "examples/reservation/request.h"

#include <stdio.h>

#include "tests/examples/reservation/world.h"
#include "tests/unit.h"

static struct database database;

/* What a request is answered, up to a NUL; static. */
static const char *
ask(const char *request, bool is_admin, bool is_fine)
{
	static char text[4096];
	struct answer answer;
	char line[256];
	bool done;

	(void)snprintf(line, sizeof(line), "%s", request);
	done = request_serve(&database, line, is_admin, &answer);
	ck_assert_uint_lt(answer.size, sizeof(text));
	memset(text, 0, sizeof(text));
	memcpy(text, answer.bytes == NULL ? "" : answer.bytes, answer.size);
	answer_clear(&answer);
	ck_assert_msg(done == is_fine, "%s: %s", request, text);
	return text;
}

START_TEST(requests_are_taken_apart)
{
	database_init(&database);
	world_fill(&database);
	ck_assert_str_eq(ask("book;Praha;Brno;2026-12-24;;Jan;1", false, true),
	    "1-4  2026-12-24 08:30  Praha - Brno  bus 1AB 2345  seats 3\n");
	ck_assert_str_eq(ask(" cancel ;\t1-4 \r", false, true),
	    "1-4 is cancelled\n");
	ck_assert_str_eq(ask("", false, false), "there is no request ''");
	ck_assert_str_eq(ask("sell;1", true, false),
	    "there is no request 'sell'");
	ck_assert_str_eq(ask("cancel", false, false), "it is cancel;TICKET");
	ck_assert_str_eq(ask("cancel;1-1;", false, false),
	    "it is cancel;TICKET");
	ck_assert_str_eq(ask("status;1;2;3;4;5;6;7;8;9;10", false, false),
	    "it is status");
	database_clear(&database);
}
END_TEST

START_TEST(some_are_the_administrators)
{
	static const char *const requests[] = { "city;Most", "alias;Most;Brüx",
		"bus;x;4", "backup", "plan;x;Most;Praha;2026-12-24;10:00" };

	database_init(&database);
	world_fill(&database);
	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
		ck_assert_ptr_nonnull(strstr(ask(requests[i], false, false),
		    "only the administrator, who runs the server, may '"));
		(void)ask(requests[i], true, true);
	}
	ck_assert_uint_eq(database.cities.by_number.count, 4);
	database_clear(&database);
}
END_TEST

UNIT_MAIN("examples/reservation/request", requests_are_taken_apart,
    some_are_the_administrators)
