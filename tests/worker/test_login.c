#include "config.h"

#include "worker/login.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/defs.h"
#include "base/mem.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(the_line_says_who_connects_where)
{
	static const struct {
		const char *user, *password, *address, *line;
	} cases[] = {
		{ "sys", "Tiger_1$#", "stby",
		    "CONNECT TARGET \"sys/Tiger_1$#@stby\";\n" },
		{ "sys as sysbackup", "tiger", "//db:1521/XE",
		    "CONNECT TARGET \"sys/tiger@//db:1521/XE as "
		    "sysbackup\";\n" },
		{ "sys as sysdba", "t@ger/!;", "stby",
		    "CONNECT TARGET 'sys/\"t@ger/!;\"@stby as sysdba';\n" },
		{ "sys", "t ger", "stby",
		    "CONNECT TARGET 'sys/\"t ger\"@stby';\n" },
		{ "sys", "t\"ger", "stby", NULL },
		{ "sys", "t'ger", "stby", NULL },
		{ "sys", "t\tger", "stby", NULL },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct secret password = { { 0 } };
		struct login login;
		struct fault fault;

		memcpy(password.text, cases[i].password,
		    strlen(cases[i].password));
		ck_assert_int_eq(login_make(cases[i].user, &password,
				     cases[i].address, &login, &fault),
		    cases[i].line != NULL);
		if (cases[i].line == NULL) {
			ck_assert_ptr_null(strstr(fault.text, "ger"));
			continue;
		}
		ck_assert_str_eq(login.line, cases[i].line);
		ck_assert_uint_eq(login.size, strlen(login.line));
	}
}
END_TEST

START_TEST(the_longest_fits_and_one_beyond_all_options_does_not)
{
	struct secret password = { { 0 } };
	char *address = mem_new(LOGIN_MAX + 1, 1);
	struct login login;
	struct fault fault;

	memset(password.text, 'x', LIMIT_PASSWORD);
	memset(address, 'a', LOGIN_MAX);
	ck_assert(!login_make("sys", &password, address, &login, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	address[LIMIT_OPTION_VALUE] = '\0';
	ck_assert(
	    login_make("sys as sysbackup", &password, address, &login, &fault));
	free(address);
}
END_TEST

START_TEST(only_its_owner_may_read_the_password)
{
	char *folder = scratch_new();
	char *path = scratch_file(folder, "pass", "tiger\n");
	struct secret password;
	struct fault fault;

	ck_assert_int_eq(chmod(path, 0600), 0);
	ck_assert(login_read_password(path, &password, &fault));
	ck_assert_str_eq(password.text, "tiger");
	ck_assert_int_eq(chmod(path, 0640), 0);
	ck_assert(!login_read_password(path, &password, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert_ptr_nonnull(strstr(fault.text, "password_file: "));
	ck_assert_int_eq(chmod(path, 0604), 0);
	ck_assert(!login_read_password(path, &password, &fault));
	ck_assert(!login_read_password("/nonexistent", &password, &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	free(path);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("worker/login", the_line_says_who_connects_where,
    the_longest_fits_and_one_beyond_all_options_does_not,
    only_its_owner_may_read_the_password)
