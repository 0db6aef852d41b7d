#include "config.h"

#include "daemon/whose.h"

#include "base/defs.h"
#include "tests/unit.h"

START_TEST(every_connection_has_one_answer)
{
	const struct {
		const char *runner, *owner;
		bool is_here;
		enum whose whose;
	} cases[] = {
		{ NULL, "db01", true, WHOSE_OURS },
		{ NULL, "DB01", true, WHOSE_OURS },
		{ NULL, NULL, true, WHOSE_OURS },
		{ NULL, "db02", true, WHOSE_ANOTHERS },
		{ NULL, "db01", false, WHOSE_NOBODYS },
		{ "db01", "db02", false, WHOSE_OURS },
		{ "Db01", "db02", false, WHOSE_OURS },
		{ "db03", "db01", true, WHOSE_ANOTHERS },
		{ "any", "db01", true, WHOSE_NOBODYS },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct connection connection = { .id = "C_1",
			.name = "local",
			.ip = "192.0.2.1",
			.runner = cases[i].runner };
		char room[LIMIT_REASON + 1] = "x";
		enum whose whose = whose_is(&connection, cases[i].owner, "db01",
		    cases[i].is_here, room);

		ck_assert_msg(whose == cases[i].whose, "case %zu", i);
		ck_assert((room[0] == '\0') == (whose == WHOSE_OURS));
	}
}
END_TEST

START_TEST(what_nobody_runs_says_what_to_do)
{
	const struct connection connection = { .ip = "192.0.2.1" };
	char room[LIMIT_REASON + 1];

	(void)whose_is(&connection, "db01", "db01", false, room);
	ck_assert_str_eq(room,
	    "no daemon runs it: 192.0.2.1 is no address of this machine; set "
	    "its ip, or its runner to a [daemon] name");
	(void)whose_is(&connection, "db02", "db01", true, room);
	ck_assert_str_eq(room,
	    "left to db02, which owns the catalog: this daemon is db01");
}
END_TEST

UNIT_MAIN("daemon/whose", every_connection_has_one_answer,
    what_nobody_runs_says_what_to_do)
