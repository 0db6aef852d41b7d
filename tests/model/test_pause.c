#include "config.h"

#include "model/pause.h"

#include <stdio.h>

#include <stdlib.h>
#include <string.h>

#include "base/defs.h"
#include "tests/unit.h"

enum { EIGHT = 1795852800, NOON = EIGHT + 4 * 3600 }; /* of 2026-11-28 */

START_TEST(a_pause_is_one_line_that_can_be_read_back)
{
	const struct {
		struct pause pause;
		const char *text, *said;
	} cases[] = {
		{ { EIGHT, NOON, "ana", "new disks" },
		    "since=2026-11-28T08:00:00Z until=2026-11-28T12:00:00Z "
		    "by=ana reason=new disks",
		    "paused until 2026-11-28T12:00:00Z by ana: new disks" },
		{ { EIGHT, 0, "ana", "" }, "since=2026-11-28T08:00:00Z by=ana",
		    "paused by ana" },
		{ { 0, NOON, "", "" }, "until=2026-11-28T12:00:00Z",
		    "paused until 2026-11-28T12:00:00Z" },
		{ { 0, 0, "", "by=x until=y" }, "reason=by=x until=y",
		    "paused: by=x until=y" },
		{ { 0, 0, "", "" }, "yes", "paused" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char room[PAUSE_TEXT_MAX], said[LIMIT_REASON + 1];
		struct pause back;
		struct fault fault;

		pause_format(room, &cases[i].pause);
		ck_assert_str_eq(room, cases[i].text);
		ck_assert_msg(pause_read(room, &back, &fault), "%s",
		    fault.text);
		ck_assert_int_eq(back.since_s, cases[i].pause.since_s);
		ck_assert_int_eq(back.until_s, cases[i].pause.until_s);
		ck_assert_str_eq(back.by, cases[i].pause.by);
		ck_assert_str_eq(back.reason, cases[i].pause.reason);
		pause_say(said, &back);
		ck_assert_str_eq(said, cases[i].said);
	}
}
END_TEST

START_TEST(the_longest_one_fits)
{
	struct pause pause = { EIGHT, NOON, "", "" }, back;
	char room[PAUSE_TEXT_MAX], said[LIMIT_REASON + 1];
	char longer[PAUSE_TEXT_MAX + 1];
	struct fault fault;

	memset(pause.by, 'n', LIMIT_NAME);
	memset(pause.reason, 'r', LIMIT_PAUSE_REASON);
	pause_format(room, &pause);
	ck_assert(pause_read(room, &back, &fault));
	ck_assert_str_eq(back.reason, pause.reason);
	ck_assert_str_eq(back.by, pause.by);
	pause_say(said, &back);
	ck_assert(strlen(said) < LIMIT_REASON);
	ck_assert_str_eq(strstr(said, ": r") + 2, pause.reason);

	(void)snprintf(longer, sizeof(longer), "reason=%sr", pause.reason);
	ck_assert(!pause_read(longer, &back, &fault));
	ck_assert_str_eq(fault.text,
	    "reason has 141 bytes, at most 140 are allowed");
	(void)snprintf(longer, sizeof(longer), "by=%sn", pause.by);
	ck_assert(!pause_read(longer, &back, &fault));
	ck_assert_str_eq(fault.text, "by has 71 bytes, at most 70 are allowed");
}
END_TEST

START_TEST(a_name_with_a_blank_stays_one_word)
{
	const struct pause pause = { .by = "ana maria", .reason = "x" };
	char room[PAUSE_TEXT_MAX];

	pause_format(room, &pause);
	ck_assert_str_eq(room, "by=ana_maria reason=x");
}
END_TEST

START_TEST(what_says_nothing_is_refused)
{
	const struct {
		const char *text, *sentence;
	} cases[] = {
		{ "", "is empty" },
		{ "no",
		    "'no' is not since=, until=, by= and reason=, in this "
		    "order, or yes" },
		{ "by=ana since=2026-11-28T08:00:00Z",
		    "'since=2026-11-28T08:00:00Z' is not since=, until=, by= "
		    "and reason=, in this order, or yes" },
		{ "until=tomorrow", NULL },
		{ "by=", "by is missing" },
		{ "reason=", "reason is missing" },
		{ "reason=a\nb", "reason holds a control character" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct pause pause;
		struct fault fault;

		ck_assert_msg(!pause_read(cases[i].text, &pause, &fault), "%s",
		    cases[i].text);
		if (cases[i].sentence != NULL)
			ck_assert_str_eq(fault.text, cases[i].sentence);
		else
			ck_assert_ptr_eq(strstr(fault.text, "until: "),
			    fault.text);
	}
}
END_TEST

START_TEST(it_holds_from_its_begin_to_before_its_end)
{
	const struct pause whole = { EIGHT, NOON, "", "" };
	const struct pause open = { EIGHT, 0, "", "" };
	const struct pause always = { 0 };

	ck_assert(!pause_holds(&whole, EIGHT - 1));
	ck_assert(pause_holds(&whole, EIGHT));
	ck_assert(pause_holds(&whole, NOON - 1));
	ck_assert(!pause_holds(&whole, NOON));
	ck_assert(pause_holds(&open, INT64_MAX));
	ck_assert(pause_holds(&always, 0));
	ck_assert(pause_outlasts(&open, &whole));
	ck_assert(!pause_outlasts(&whole, &open));
	ck_assert(!pause_outlasts(&open, &always));
	ck_assert(!pause_outlasts(&whole, &whole));
}
END_TEST

START_TEST(its_end_is_a_time_or_a_span)
{
	const struct zone zone = { .first_offset_s = 3600 };
	const struct {
		const char *typed, *until;
	} cases[] = {
		{ "2h", "2026-11-28T10:00:00Z" },
		{ "90s", "2026-11-28T08:01:30Z" },
		{ "2026-11-28 13:00", "2026-11-28T12:00:00Z" },
		{ "2026-11-28T13:00:00Z", "2026-11-28T13:00:00Z" },
		{ NULL, NULL },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct edit *edit = edit_new(EDIT_PAUSE), *resolved;
		struct fault fault;

		edit->name = strdup("local");
		if (cases[i].typed != NULL)
			edit_add_value(edit, "until", cases[i].typed);
		edit_add_value(edit, "reason", "x");
		resolved = pause_resolve(edit, &zone, EIGHT, &fault);
		ck_assert_msg(resolved != NULL, "%s", fault.text);
		ck_assert_pstr_eq(edit_value(resolved, "until"),
		    cases[i].until);
		ck_assert_str_eq(edit_value(resolved, "reason"), "x");
		ck_assert_str_eq(resolved->name, "local");
		ck_assert_ptr_null(resolved->id);
		edit_free(resolved);
		edit_free(edit);
	}
}
END_TEST

START_TEST(an_end_that_is_past_or_none_is_refused)
{
	const struct zone zone = { 0 };
	const char *const cases[][2] = {
		{ "2026-11-28 08:00",
		    "until: '2026-11-28 08:00' is not to come any more" },
		{ "0", "until: '0' is not to come any more" },
		{ "101y", "until: '101y' is more than 100 years" },
		{ "soon", NULL },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct edit *edit = edit_new(EDIT_PAUSE);
		struct fault fault;

		edit_add_value(edit, "until", cases[i][0]);
		ck_assert_ptr_null(pause_resolve(edit, &zone, EIGHT, &fault));
		ck_assert_int_eq(fault.kind, FAULT_USAGE);
		if (cases[i][1] != NULL)
			ck_assert_str_eq(fault.text, cases[i][1]);
		edit_free(edit);
	}
}
END_TEST

UNIT_MAIN("model/pause", a_pause_is_one_line_that_can_be_read_back,
    the_longest_one_fits, a_name_with_a_blank_stays_one_word,
    what_says_nothing_is_refused, it_holds_from_its_begin_to_before_its_end,
    its_end_is_a_time_or_a_span, an_end_that_is_past_or_none_is_refused)
