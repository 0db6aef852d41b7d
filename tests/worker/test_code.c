#include "config.h"

#include "worker/code.h"

#include <string.h>

#include "base/defs.h"
#include "tests/unit.h"

START_TEST(a_code_has_five_digits_and_a_colon)
{
	static const struct {
		const char *text, *code;
	} cases[] = {
		{ "RMAN-03009: failure", "RMAN-03009" },
		{ "ORA-00001:", "ORA-00001" },
		{ "RMAN-03009 failure", NULL },
		{ "RMAN-0300: x", NULL },
		{ "RMAN-030091: x", NULL },
		{ "ORA-1950: x", NULL },
		{ "ORA-19504", NULL },
		{ "XORA-19504: x", NULL },
		{ "rman-03009: x", NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct code code;
		bool is_code = code_read(cases[i].text, strlen(cases[i].text),
		    &code);

		ck_assert_msg(is_code == (cases[i].code != NULL), "%s",
		    cases[i].text);
		if (is_code)
			ck_assert_str_eq(code.text, cases[i].code);
	}
}
END_TEST

START_TEST(an_ora_code_is_no_rman_code_of_that_number)
{
	struct code code;

	ck_assert(code_read("RMAN-03002: x", 13, &code));
	ck_assert(code_is_failure(&code) && code_is_wrapper(&code));
	ck_assert(code_read("ORA-03002: x", 12, &code));
	ck_assert(!code_is_failure(&code) && !code_is_wrapper(&code));
}
END_TEST

START_TEST(an_error_says_when_to_try_again)
{
	ck_assert_int_eq(code_retry("ORA-00230"), RETRY_SOON);
	ck_assert_int_eq(code_retry("ORA-19506"), RETRY_SOON);
	ck_assert_int_eq(code_retry("ORA-19809"), RETRY_LATER);
	ck_assert_int_eq(code_retry("RMAN-01009"), RETRY_NEVER);
	ck_assert_int_eq(code_retry("RMAN-06056"), RETRY_NEVER);
	ck_assert_int_eq(code_retry("ORA-00001"), RETRY_NONE);
	ck_assert_int_eq(code_retry("ORA-0023"), RETRY_NONE);
	ck_assert_int_eq(code_retry(""), RETRY_NONE);
}
END_TEST

UNIT_MAIN("worker/code", a_code_has_five_digits_and_a_colon,
    an_ora_code_is_no_rman_code_of_that_number, an_error_says_when_to_try_again)
