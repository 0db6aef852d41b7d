#include "config.h"

#include "catalog/password.h"

#include <stdio.h>

#include "platform/file.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(a_file_is_one_line)
{
	char longest[LIMIT_PASSWORD + 2];
	const struct {
		const char *text;
		const char *password; /* NULL: refused */
	} cases[] = {
		{ "tiger\n", "tiger" },
		{ "tiger", "tiger" },
		{ "tiger\r\n", "tiger" },
		{ " ti ger \n", " ti ger " },
		{ "", NULL },
		{ "\n", NULL },
		{ "tiger\nlion\n", NULL },
		{ longest, NULL },
		{ longest + 1, longest + 1 },
	};
	char *folder = scratch_new();

	memset(longest, 'x', sizeof(longest));
	longest[LIMIT_PASSWORD + 1] = '\0';
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *path = scratch_file(folder, "pass", cases[i].text);
		struct secret password = { { 0 } };
		struct fault fault;

		ck_assert_msg(password_read(path, &password, &fault) ==
			(cases[i].password != NULL),
		    "case %zu", i);
		if (cases[i].password != NULL)
			ck_assert_str_eq(password.text, cases[i].password);
		else
			ck_assert(strstr(fault.text, "tiger") == NULL);
		free(path);
	}
	scratch_free(folder);
}
END_TEST

START_TEST(a_password_is_appended_so_that_no_character_of_it_is_a_driver_s)
{
	static const struct {
		const char *connection, *password, *joined;
	} cases[] = {
		{ "DSN=x", NULL, "DSN=x" },
		{ "DSN=x", "tiger", "DSN=x;PWD=tiger" },
		{ "DSN=x;", "tiger", "DSN=x;PWD=tiger" },
		{ "DSN=x; ", "tiger", "DSN=x;PWD=tiger" },
		{ "DSN=x", "ti;ger", "DSN=x;PWD={ti;ger}" },
		{ "DSN=x", "ti}ger", "DSN=x;PWD={ti}}ger}" },
		{ "DSN=x", "{t}", "DSN=x;PWD={{t}}}" },
		{ "DSN=x", " t", "DSN=x;PWD={ t}" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct secret password = { { 0 } };
		struct password_string joined;
		struct fault fault;

		if (cases[i].password != NULL)
			(void)snprintf(password.text, sizeof(password.text),
			    "%s", cases[i].password);
		ck_assert(password_join(cases[i].connection,
		    cases[i].password == NULL ? NULL : &password, &joined,
		    &fault));
		ck_assert_str_eq(joined.text, cases[i].joined);
	}
}
END_TEST

START_TEST(the_longest_of_everything_fits_and_one_more_does_not)
{
	static char connection[LIMIT_CONNECTION_STRING + 2];
	struct secret password = { { 0 } };
	struct password_string joined;
	struct fault fault;

	memset(connection, 'c', LIMIT_CONNECTION_STRING);
	memset(password.text, '}', LIMIT_PASSWORD);
	ck_assert(password_join(connection, &password, &joined, &fault));
	ck_assert_uint_eq(strlen(joined.text),
	    LIMIT_CONNECTION_STRING + 2 * LIMIT_PASSWORD + strlen(";PWD={}"));
	connection[LIMIT_CONNECTION_STRING] = 'c';
	ck_assert(!password_join(connection, NULL, &joined, &fault));
	ck_assert_str_eq(fault.text,
	    "a connection string has at most 4096 characters, not 4097");
}
END_TEST

START_TEST(a_connection_string_with_a_password_is_refused)
{
	static const struct {
		const char *connection;
		bool is_good;
	} cases[] = {
		{ "DSN=x;PWD=tiger", false },
		{ "pwd=tiger", false },
		{ "DSN=x; Password = tiger", false },
		{ "DSN=x;UID=pwd", true },
		{ "DSN={a;PWD=b};UID=u", true },
		{ "DSN={a};PWD=", false },
		{ "DSN=x;PWDX=1", true },
		{ "", true },
		{ ";;=;", true },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct password_string joined;
		struct fault fault = { FAULT_USAGE, "" };

		ck_assert_msg(password_join(cases[i].connection, NULL, &joined,
				  &fault) == cases[i].is_good,
		    "%s", cases[i].connection);
		ck_assert(strstr(fault.text, "tiger") == NULL);
	}
}
END_TEST

START_TEST(wiping_leaves_zeros)
{
	struct secret password = { "tiger" };

	secret_wipe(&password, sizeof(password));
	for (size_t i = 0; i < sizeof(password.text); i++)
		ck_assert_int_eq(password.text[i], 0);
}
END_TEST

UNIT_MAIN("catalog/password", a_file_is_one_line,
    a_password_is_appended_so_that_no_character_of_it_is_a_driver_s,
    the_longest_of_everything_fits_and_one_more_does_not,
    a_connection_string_with_a_password_is_refused, wiping_leaves_zeros)
