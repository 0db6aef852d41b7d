#include "config.h"

#include "catalog/script.h"

#include <stdio.h>

#include "base/buf.h"
#include "tests/unit.h"

static bool
gather(void *arg, const char *statement, struct fault *fault)
{
	if (strcmp(statement, "fail") == 0)
		return fault_set(fault, FAULT_SYSTEM, "no");
	return buf_add_text(arg, "<", fault) &&
	    buf_add_text(arg, statement, fault) &&
	    buf_add_text(arg, ">", fault);
}

START_TEST(statements_end_at_a_line_with_a_slash)
{
	static const struct {
		const char *text;
		const char *statements; /* or the fault, after a ! */
	} cases[] = {
		{ "", "" },
		{ "\n\n", "" },
		{ "a\n/\nb\nc\n/\n", "<a><b\nc>" },
		{ "a\n/", "<a>" },
		{ "a\r\n/\r\nb\r\n/\r\n", "<a><b>" },
		{ "/\n/\na\n/ \t\n/\n", "<a>" },
		{ "a / b\n/\n", "<a / b>" },
		{ "a\n /\n/\n", "<a\n />" },
		{ "-- it's a comment?\na -- b\n, c\n/\n", "<a \n, c>" },
		{ "a '--' b\n/\n", "<a '--' b>" },
		{ "a 'x''y' \"--\"\n/\n", "<a 'x''y' \"--\">" },
		{ "a '\n/\n'\n/\n", "<a '\n/\n'>" },
		{ "/* it's\n/\n? */ a\n/\n", "<a>" },
		{ "a/**/b\n/\n", "<a b>" },
		{ "a;\nend;\n/\n", "<a;\nend;>" },
		{ "-- only a comment", "" },
		{ "a\n/\n\nb\n",
		    "!line 4: no line with a slash ends the "
		    "statement" },
		{ "a\n'b\n/\n", "!line 2: the quote is not closed" },
		{ "a\n/\n/* b", "!line 3: the comment is not closed" },
		{ "-- c\n\n  a\n/\nfail\n/\nb\n/\n", "!line 5: no" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *expected = cases[i].statements;
		struct buf found;
		struct fault fault;

		buf_init(&found, 1000);
		if (expected[0] == '!') {
			ck_assert(!script_each(cases[i].text, gather, &found,
			    &fault));
			ck_assert_str_eq(fault.text, expected + 1);
		} else {
			ck_assert_msg(script_each(cases[i].text, gather, &found,
					  &fault),
			    "%s", cases[i].text);
			ck_assert_str_eq(buf_text(&found), expected);
		}
		buf_clear(&found);
	}
}
END_TEST

UNIT_MAIN("catalog/script", statements_end_at_a_line_with_a_slash)
