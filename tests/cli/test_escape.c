#include "config.h"

#include "cli/escape.h"

#include "base/defs.h"
#include "tests/unit.h"

static const struct {
	const char *bytes, *shown;
} cases[] = {
	{ "", "" },
	{ "plain\ttext\n", "plain\ttext\n" },
	{ "\033[2J\r\n", "\\x1b[2J\\x0d\n" },
	{ "\x07\x7f", "\\x07\\x7f" },
	{ "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80",
	    "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80" },
	{ "\xc2\x9b"
	  "31m",
	    "\\xc2\\x9b31m" },
	{ "\xc2\xa0", "\xc2\xa0" },
	{ "a\xff\xfe"
	  "b",
	    "a\\xff\\xfeb" },
	{ "\xe2\x82", "\\xe2\\x82" },
	{ "\xe2\x82x", "\\xe2\\x82x" },
	{ "\xf0\x9f\x98", "\\xf0\\x9f\\x98" },
	{ "\xed\xa0\x80", "\\xed\\xa0\\x80" },
};

/* In pieces of `step` bytes. */
static void
check_case(const char *bytes, const char *shown, size_t step)
{
	struct escape escape = { 0 };
	char *room = NULL;
	size_t size, left = strlen(bytes);
	FILE *out = open_memstream(&room, &size);

	while (left > 0) {
		size_t piece = left < step ? left : step;

		ck_assert(escape_write(&escape, out, bytes, piece));
		bytes += piece;
		left -= piece;
	}
	ck_assert(escape_end(&escape, out));
	(void)fclose(out);
	ck_assert_str_eq(room, shown);
	free(room);
}

START_TEST(what_could_move_the_cursor_is_shown_in_hexadecimal)
{
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		check_case(cases[i].bytes, cases[i].shown, 100);
}
END_TEST

START_TEST(it_is_the_same_wherever_the_bytes_are_cut)
{
	for (size_t step = 1; step < 6; step++) {
		for (size_t i = 0; i < COUNT_OF(cases); i++)
			check_case(cases[i].bytes, cases[i].shown, step);
	}
}
END_TEST

START_TEST(a_line_is_one_line)
{
	char *line = escape_line("a\tb\nc\xff\xc3\xa4");

	ck_assert_str_eq(line, "a\\x09b\\x0ac\\xff\xc3\xa4");
	free(line);
}
END_TEST

START_TEST(a_sink_that_is_full_is_noticed)
{
	struct escape escape = { 0 };
	FILE *out = fopen("/dev/full", "w");

	ck_assert_ptr_nonnull(out);
	(void)setvbuf(out, NULL, _IONBF, 0);
	ck_assert(!escape_write(&escape, out, "text", 4));
	ck_assert(!escape_write(&escape, out, "\033", 1));
	(void)fclose(out);
}
END_TEST

UNIT_MAIN("cli/escape", what_could_move_the_cursor_is_shown_in_hexadecimal,
    it_is_the_same_wherever_the_bytes_are_cut, a_line_is_one_line,
    a_sink_that_is_full_is_noticed)
