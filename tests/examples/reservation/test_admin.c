#include "config.h"

#include "examples/reservation/admin.h"

#include <stdio.h>

#include "examples/reservation/backup.h"
#include "examples/reservation/request.h"
#include "tests/examples/reservation/world.h"
#include "tests/unit.h"

static const struct {
	const char *request;
	bool is_fine;
	const char *answer;
} cases[] = {
	{ "city;Most", true, "Most is there\n" },
	{ "city;Most", false, "there is a city 'Most' already" },
	{ "alias;most;Brüx", true, "Brüx is there\n" },
	{ "bus;3CD 4567;200", true, "3CD 4567 is there\n" },
	{ "bus;4DE 5678;201", false, "'201' is not 1 to 200 seats" },
	{ "plan;3CD 4567;Most;Praha;2026-12-31;23:59", true,
	    "3CD 4567 is there\n" },
	{ "plan;3CD 4567;Most;Praha;2026-12-32;23:59", false,
	    "'2026-12-32' is no day like 2026-12-24" },
	{ "plan;3CD 4567;Most;Praha;2026-12-31;24:00", false,
	    "'24:00' is no time like 08:30" },
	{ "plan;5EF 6789;Most;Praha;2026-12-31;23:59", false,
	    "there is no bus '5EF 6789'" },
};

START_TEST(the_administrator_adds)
{
	struct database database;

	database_init(&database);
	world_fill(&database);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct answer answer;
		char line[256];
		bool done;

		(void)snprintf(line, sizeof(line), "%s", cases[i].request);
		done = request_serve(&database, line, true, &answer);
		answer_format(&answer, "%c", '\0');
		ck_assert_str_eq(answer.text, cases[i].answer);
		ck_assert_msg(done == cases[i].is_fine, "%s", cases[i].request);
		answer_clear(&answer);
	}
	database_clear(&database);
}
END_TEST

START_TEST(a_backup_is_an_answer)
{
	char *const no_words[] = { NULL };
	struct answer answer = { 0 };
	struct database database, other;
	struct bx_fault why;
	struct fault fault;

	database_init(&database);
	database_init(&other);
	world_fill(&database);
	ck_assert(admin_backup(&database, no_words, &answer, &fault));
	ck_assert(backup_restore(&other,
	    bx_source_new_memory(answer.bytes, answer.size), &why));
	world_equal(&database, &other);
	answer_clear(&answer);
	database_clear(&database);
	database_clear(&other);
}
END_TEST

START_TEST(status_tells_counts_counters_and_waits)
{
	char *const no_words[] = { NULL };
	struct answer answer = { 0 };
	struct database database;
	struct fault fault;

	database_init(&database);
	world_fill(&database);
	database.longest_wait_ns = 1234567;
	ck_assert(admin_status(&database, no_words, &answer, &fault));
	answer_format(&answer, "%c", '\0');
	ck_assert_str_eq(answer.text,
	    "cities: 3 (3 ever), aliases: 3\n"
	    "buses: 2 (2 ever)\n"
	    "plans: 3 (3 ever)\n"
	    "customers: 3 ever, seats sold: 5\n"
	    "since the start: 3 booked, 1 cancelled\n"
	    "longest wait of a booking: 1.235 ms\n"
	    "longest standstill: 0.000 ms\n");
	answer_clear(&answer);
	database_clear(&database);
}
END_TEST

UNIT_MAIN("examples/reservation/admin", the_administrator_adds,
    a_backup_is_an_answer, status_tells_counts_counters_and_waits)
