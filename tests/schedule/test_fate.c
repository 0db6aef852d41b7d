#include "config.h"

#include "schedule/fate.h"

#include "base/defs.h"
#include "tests/unit.h"

enum { NOW = 29881530 /* 2026-10-25T01:30:00Z */ };

START_TEST(a_slot_waits_until_it_is_too_late)
{
	const struct {
		const char *what;
		int64_t late, catch_up, start_within;
		int64_t newer; /* minutes from the slot to the latest */
		bool is_new, is_dead;
		enum fate fate;
		const char *reason;
	} cases[] = {
		{ "on time", 0, 120, 360, 0, true, false, FATE_WAIT, "" },
		{ "no patience, on time", 0, 0, 0, 0, true, false, FATE_WAIT,
		    "" },
		{ "late by catch_up", 120, 120, 360, 0, true, false, FATE_WAIT,
		    "" },
		{ "later than catch_up", 121, 120, 360, 0, true, false,
		    FATE_MISSED,
		    "nobody was there to start it until 121m later, catch_up "
		    "is 2h" },
		{ "claimed in time, waits", 121, 120, 360, 0, false, false,
		    FATE_WAIT, "" },
		{ "waits for start_within", 360, 120, 360, 0, false, false,
		    FATE_WAIT, "" },
		{ "waits longer", 361, 120, 360, 0, false, false, FATE_MISSED,
		    "it could not start within 6h (start_within)" },
		{ "catch_up beyond start_within", 361, 1440, 360, 0, true,
		    false, FATE_MISSED,
		    "it could not start within 6h (start_within)" },
		{ "a later one waits", 60, 120, 360, 60, true, false,
		    FATE_SUPERSEDED, "superseded by 2026-10-25T01:30:00Z" },
		{ "a later one waits, claimed", 60, 120, 360, 15, false, false,
		    FATE_SUPERSEDED, "superseded by 2026-10-25T00:45:00Z" },
		{ "an earlier one waits", 0, 120, 360, -60, true, false,
		    FATE_WAIT, "" },
		{ "missed and superseded", 180, 120, 360, 60, true, false,
		    FATE_MISSED,
		    "nobody was there to start it until 3h later, catch_up "
		    "is 2h" },
		{ "no longer alive", 0, 120, 360, 0, false, true, FATE_DEAD,
		    "its strategy or connection is no longer alive" },
		{ "dead and late", 9999, 120, 360, 60, true, true, FATE_DEAD,
		    "its strategy or connection is no longer alive" },
		{ "the clock stepped back", -10, 120, 360, 0, false, false,
		    FATE_WAIT, "" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct fate_question question = {
			.slot = NOW - cases[i].late,
			.now = NOW,
			.is_new = cases[i].is_new,
			.catch_up = cases[i].catch_up,
			.start_within = cases[i].start_within,
			.latest = NOW - cases[i].late + cases[i].newer,
			.is_alive = !cases[i].is_dead,
		};
		char room[LIMIT_REASON + 1] = "?";

		ck_assert_msg(fate_of(&question, room) == cases[i].fate, "%s",
		    cases[i].what);
		ck_assert_str_eq(room, cases[i].reason);
	}
}
END_TEST

START_TEST(a_pause_ends_what_falls_into_it_and_what_waits)
{
	const struct pause pause = { .until_s = 1793000000, .by = "ana" };
	const struct {
		const char *what;
		int64_t late, newer;
		bool is_new, is_dead, fell, holds;
		enum fate fate;
	} cases[] = {
		{ "due in it", 0, 0, true, false, true, true, FATE_PAUSED },
		{ "due in one that is over", 30, 0, true, false, true, false,
		    FATE_PAUSED },
		{ "due in it, nobody was there", 9999, 0, true, false, true,
		    false, FATE_PAUSED },
		{ "due before it, waits", 30, 0, false, false, false, true,
		    FATE_PAUSED },
		{ "due before it, found late", 121, 0, true, false, false, true,
		    FATE_MISSED },
		{ "due before it, waited too long", 361, 0, false, false, false,
		    true, FATE_MISSED },
		{ "a later one waits too", 30, 15, false, false, false, true,
		    FATE_PAUSED },
		{ "dead", 0, 0, true, true, true, true, FATE_DEAD },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct fate_question question = {
			.slot = NOW - cases[i].late,
			.now = NOW,
			.is_new = cases[i].is_new,
			.catch_up = 120,
			.start_within = 360,
			.latest = NOW - cases[i].late + cases[i].newer,
			.is_alive = !cases[i].is_dead,
			.slot_pause = cases[i].fell ? &pause : NULL,
			.now_pause = cases[i].holds ? &pause : NULL,
		};
		char room[LIMIT_REASON + 1] = "?";

		ck_assert_msg(fate_of(&question, room) == cases[i].fate, "%s",
		    cases[i].what);
		if (cases[i].fate == FATE_PAUSED)
			ck_assert_str_eq(room,
			    "paused until 2026-10-26T07:33:20Z by ana");
	}
}
END_TEST

UNIT_MAIN("schedule/fate", a_slot_waits_until_it_is_too_late,
    a_pause_ends_what_falls_into_it_and_what_waits)
