#include "config.h"

#include "model/field.h"

#include "base/defs.h"
#include "base/limits.h"
#include "tests/unit.h"

START_TEST(a_field_is_short_printable_utf8)
{
	const struct {
		const char *text;
		enum fault_kind kind;
		const char *sentence; /* NULL: it passes */
	} cases[] = {
		{ "x", 0, NULL },
		{ "12345", 0, NULL },
		{ "\xc5\x99\xc5\x99", 0, NULL },
		{ "a b/c", 0, NULL },
		{ NULL, FAULT_FORMAT, "ip is missing" },
		{ "", FAULT_FORMAT, "ip is missing" },
		{ "123456", FAULT_LIMIT,
		    "ip has 6 bytes, at most 5 are allowed" },
		{ "a\nb", FAULT_FORMAT, "ip holds a control character" },
		{ "a\x7f", FAULT_FORMAT, "ip holds a control character" },
		{ "\xc5", FAULT_FORMAT, "ip is not UTF-8" },
		{ "a\xff", FAULT_FORMAT, "ip is not UTF-8" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct fault fault = { .text = "" };
		bool passes = field_check("ip", cases[i].text, 5, &fault);

		ck_assert_int_eq(passes, cases[i].sentence == NULL);
		if (passes)
			continue;
		ck_assert_str_eq(fault.text, cases[i].sentence);
		ck_assert_int_eq(fault.kind, cases[i].kind);
	}
}
END_TEST

START_TEST(a_line_is_one_line_of_utf8)
{
	char longest[LIMIT_LINE + 2];
	struct fault fault;

	memset(longest, 'x', sizeof(longest));
	longest[LIMIT_LINE] = '\0';
	ck_assert(field_check_line(1, "", &fault));
	ck_assert(field_check_line(1, "\tbackup database;", &fault));
	ck_assert(field_check_line(1, longest, &fault));
	longest[LIMIT_LINE] = 'x';
	longest[LIMIT_LINE + 1] = '\0';
	ck_assert(!field_check_line(7, longest, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	ck_assert_str_eq(fault.text,
	    "line 7 has 256 bytes, at most 255 are allowed");
	ck_assert(!field_check_line(2, "exit\r", &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert_str_eq(fault.text, "line 2 holds a line end");
	ck_assert(!field_check_line(2, "a\nb", &fault));
	ck_assert(!field_check_line(3, "\xe1", &fault));
	ck_assert_str_eq(fault.text, "line 3 is not UTF-8");
}
END_TEST

UNIT_MAIN("model/field", a_field_is_short_printable_utf8,
    a_line_is_one_line_of_utf8)
