#include "config.h"

#include "examples/reservation/desk.h"

#include <stdio.h>

#include "examples/reservation/request.h"
#include "tests/examples/reservation/world.h"
#include "tests/unit.h"

static const struct {
	const char *request;
	bool is_fine;
	const char *answer;
} cases[] = {
	{ "list;cities", true,
	    "Praha, Prag, Prague\nBrno, Brünn\nČeské Budějovice\n" },
	{ "list;buses", true, "1AB 2345  8 seats\n2BC 3456  4 seats\n" },
	{ "list;plans", true,
	    "1  2026-12-24 08:30  Praha - Brno  bus 1AB 2345  6 of 8 free\n"
	    "2  2026-12-24 18:00  Brno - Praha  bus 1AB 2345  5 of 8 free\n"
	    "3  2026-12-27 00:00  Praha - České Budějovice  bus 2BC 3456  4 "
	    "of 4 free\n" },
	{ "list;plans;Brünn;Prag;2026-12-24", true,
	    "2  2026-12-24 18:00  Brno - Praha  bus 1AB 2345  5 of 8 free\n" },
	{ "list;plans;Brno;Praha;2026-12-25", true, "" },
	{ "list;plans;Brno;Paris;2026-12-25", false,
	    "there is no city 'Paris'" },
	{ "list;plans;Brno;Praha;Friday", false,
	    "'Friday' is no day like 2026-12-24" },
	{ "list;seats;2", true,
	    "seat 1 at a window  2-2  Eva\nseat 5 at a window  2-2  Eva\n"
	    "seat 8 at a window  2-2  Eva\n" },
	{ "list;seats;4", false, "there is no plan '4'" },
	{ "list;trains", false,
	    "what can be listed is cities, buses, plans, "
	    "plans;FROM;TO;DAY, seats;PLAN" },
	{ "list;cities;Praha", false,
	    "what can be listed is cities, buses, plans, "
	    "plans;FROM;TO;DAY, seats;PLAN" },
	{ "book;Praha;Brno;2026-12-24;08:30;Jan;2;3,8", true,
	    "1-4  2026-12-24 08:30  Praha - Brno  bus 1AB 2345  seats 3 8\n" },
	{ "book;Praha;Brno;2026-12-24;08:30;Jan;2;3,8", false,
	    "no bus from Praha to Brno has these 2 seats then" },
	{ "book;Praha;Brno;2026-12-24;08:30;Jan;2;4", false,
	    "expected the numbers of 2 seats, like 12,13" },
	{ "book;Praha;Brno;2026-12-24;08:30;Jan;2;4,5,6", false,
	    "expected the numbers of 2 seats, like 12,13" },
	{ "book;Praha;Brno;2026-12-24;08:30;Jan;2;4,x", false,
	    "expected the numbers of 2 seats, like 12,13" },
	{ "book;Praha;Brno;2026-12-24;08:30;Jan;0", false,
	    "'0' is not 1 to 200 seats" },
	{ "book;Praha;Brno;2026-12-24;8:30;Jan;1", false,
	    "'8:30' is no time like 08:30" },
	{ "book;Praha;Brno;24.12.;08:30;Jan;1", false,
	    "'24.12.' is no day like 2026-12-24" },
	{ "book;Praha;Brno;2026-12-24;09:30;Jan;1", false,
	    "no bus goes from Praha to Brno then" },
	{ "cancel;1-4", true, "1-4 is cancelled\n" },
	{ "cancel;1-4", false, "there is no ticket 1-4" },
	{ "cancel;14", false, "'14' is no ticket like 17-4211" },
	{ "cancel;1-x", false, "'1-x' is no ticket like 17-4211" },
};

START_TEST(anybody_may_ask)
{
	struct database database;

	database_init(&database);
	world_fill(&database);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct answer answer;
		char line[256];
		bool done;

		(void)snprintf(line, sizeof(line), "%s", cases[i].request);
		done = request_serve(&database, line, false, &answer);
		answer_format(&answer, "%c", '\0');
		ck_assert_str_eq(answer.text, cases[i].answer);
		ck_assert_msg(done == cases[i].is_fine, "%s", cases[i].request);
		answer_clear(&answer);
	}
	database_clear(&database);
}
END_TEST

UNIT_MAIN("examples/reservation/desk", anybody_may_ask)
