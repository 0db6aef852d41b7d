#include "config.h"

#include "base/secret.h"

#include "base/defs.h"
#include "tests/unit.h"

START_TEST(a_file_holds_one_line)
{
	static const struct {
		const char *text, *secret; /* NULL: refused */
	} cases[] = {
		{ "tiger\n", "tiger" },
		{ "tiger\r\n", "tiger" },
		{ " ti ger", " ti ger" },
		{ "", NULL },
		{ "\r\n", NULL },
		{ "tiger\nlion\n", NULL },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct secret secret = { { 0 } };
		struct fault fault;

		ck_assert_int_eq(secret_take_line("f", cases[i].text,
				     strlen(cases[i].text), &secret, &fault),
		    cases[i].secret != NULL);
		if (cases[i].secret != NULL)
			ck_assert_str_eq(secret.text, cases[i].secret);
		else
			ck_assert_ptr_null(strstr(fault.text, "tiger"));
	}
}
END_TEST

START_TEST(a_password_of_one_byte_too_many_is_refused)
{
	char bytes[LIMIT_PASSWORD + 1];
	struct secret secret;
	struct fault fault;

	memset(bytes, 'x', sizeof(bytes));
	ck_assert(
	    secret_take_line("f", bytes, LIMIT_PASSWORD, &secret, &fault));
	ck_assert_uint_eq(strlen(secret.text), LIMIT_PASSWORD);
	ck_assert(
	    !secret_take_line("f", bytes, LIMIT_PASSWORD + 1, &secret, &fault));
	ck_assert_str_eq(fault.text, "f: a password has at most 255 bytes");
	ck_assert(!secret_take_line("f", "a\0b", 3, &secret, &fault));
}
END_TEST

START_TEST(what_is_wiped_is_gone)
{
	struct secret secret = { "tiger" };

	secret_wipe(&secret, sizeof(secret));
	for (size_t i = 0; i < sizeof(secret); i++)
		ck_assert_int_eq(secret.text[i], 0);
}
END_TEST

UNIT_MAIN("base/secret", a_file_holds_one_line,
    a_password_of_one_byte_too_many_is_refused, what_is_wiped_is_gone)
