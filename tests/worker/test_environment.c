#include "config.h"

#include "worker/environment.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/defs.h"
#include "base/mem.h"
#include "platform/file.h"
#include "tests/unit.h"

static const char *
value_of(char *const *environment, const char *name)
{
	const char *found = NULL;
	size_t length = strlen(name);

	for (size_t i = 0; environment[i] != NULL; i++) {
		if (strncmp(environment[i], name, length) != 0 ||
		    environment[i][length] != '=')
			continue;
		ck_assert_msg(found == NULL, "%s stands there twice", name);
		found = environment[i] + length + 1;
	}
	return found;
}

START_TEST(it_is_built_from_nothing)
{
	const struct environment_order order = {
		.oracle_home = "/opt/oracle/19",
		.oracle_sid = "XE",
		.words = " NSR_SERVER=bk1  TNS_ADMIN=/etc/tns NLS_LANG=X.Y ",
	};
	struct fault fault;
	char **made;
	size_t count = 0;

	(void)setenv("CANARY", "x", 1);
	(void)setenv("TZ", "UTC", 1);
	(void)setenv("HOME", "/home/oracle", 1);
	(void)unsetenv("LOGNAME");
	made = environment_new(&order, &fault);
	ck_assert_ptr_nonnull(made);
	ck_assert_str_eq(value_of(made, "ORACLE_HOME"), "/opt/oracle/19");
	ck_assert_str_eq(value_of(made, "ORACLE_SID"), "XE");
	ck_assert_str_eq(value_of(made, "PATH"),
	    "/opt/oracle/19/bin:/usr/local/bin:/usr/bin:/bin:"
	    "/usr/sbin:/sbin");
	ck_assert_str_eq(value_of(made, "LD_LIBRARY_PATH"),
	    "/opt/oracle/19/lib");
	ck_assert_str_eq(value_of(made, "NLS_LANG"), "X.Y");
	ck_assert_str_eq(value_of(made, "NLS_DATE_FORMAT"),
	    "YYYY-MM-DD HH24:MI:SS");
	ck_assert_str_eq(value_of(made, "HOME"), "/home/oracle");
	ck_assert_str_eq(value_of(made, "TZ"), "UTC");
	ck_assert_str_eq(value_of(made, "NSR_SERVER"), "bk1");
	ck_assert_str_eq(value_of(made, "TNS_ADMIN"), "/etc/tns");
	while (made[count] != NULL)
		count++;
	ck_assert_uint_eq(count, 10); /* and nothing else */
	environment_free(made);
}
END_TEST

START_TEST(what_is_not_set_is_not_there)
{
	const struct environment_order order = { .oracle_home = "/o" };
	struct fault fault;
	char **made = environment_new(&order, &fault);

	ck_assert_ptr_nonnull(made);
	ck_assert_ptr_null(value_of(made, "ORACLE_SID"));
	ck_assert_str_eq(value_of(made, "NLS_LANG"),
	    "AMERICAN_AMERICA.AL32UTF8");
	environment_free(made);
}
END_TEST

START_TEST(dangerous_words_are_refused)
{
	const struct {
		const char *words, *text;
	} cases[] = {
		{ "X", "environment: 'X' is not NAME=VALUE" },
		{ "A=1 =2", "environment: '=2' is not NAME=VALUE" },
		{ "1A=2", "environment: '1A=2' is not NAME=VALUE" },
		{ "A-B=2", "environment: 'A-B=2' is not NAME=VALUE" },
		{ "A=\x01",
		    "environment: the value of A has a control "
		    "character" },
		{ "LD_PRELOAD=/x.so",
		    "environment: LD_PRELOAD is refused, it "
		    "changes what programs load" },
		{ "LD_AUDIT=/x.so",
		    "environment: LD_AUDIT is refused, it "
		    "changes what programs load" },
		{ "ORACLE_SID=X",
		    "environment: ORACLE_SID has a setting of its own" },
		{ "ORACLE_HOME=/x",
		    "environment: ORACLE_HOME has a setting of its own" },
		{ "DB_Password=x",
		    "environment: DB_Password is refused, a "
		    "secret belongs in password_file or a "
		    "wallet" },
		{ "API_TOKEN=x",
		    "environment: API_TOKEN is refused, a secret "
		    "belongs in password_file or a wallet" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct environment_order order = {
			.oracle_home = "/o",
			.words = cases[i].words,
		};
		struct fault fault;

		ck_assert_ptr_null(environment_new(&order, &fault));
		ck_assert_int_eq(fault.kind, FAULT_CONFIG);
		ck_assert_str_eq(fault.text, cases[i].text);
		ck_assert(!environment_check(cases[i].words, &fault));
		ck_assert_str_eq(fault.text, cases[i].text);
	}
}
END_TEST

START_TEST(words_may_be_empty)
{
	struct fault fault;

	ck_assert(environment_check("", &fault));
	ck_assert(environment_check("  A= ", &fault));
}
END_TEST

START_TEST(a_name_is_set_once)
{
	char **environment = mem_new(1, sizeof(*environment));

	environment = environment_set(environment, "HOME", "/a");
	environment = environment_set(environment, "HOMER", "/b");
	environment = environment_set(environment, "HOME", "/c");
	ck_assert_str_eq(value_of(environment, "HOME"), "/c");
	ck_assert_str_eq(value_of(environment, "HOMER"), "/b");
	environment_free(environment);
}
END_TEST

static const char oratab_text[] =
    "# comment\n"
    "\n"
    "#XE:/commented/out:N\n"
    "*:/star:N\n"
    "XEN:/not/this:Y\n"
    "BAD:relative:Y\n"
    "  XE:/opt/oracle/xe:N  # line added by Agent\n"
    "XE:/second:N\n"
    "DOS:/opt/dos:Y\r\n"
    "BARE:/opt/bare\n"
    "EMPTY::N\n"
    "LAST:/opt/last:N";

START_TEST(rman_is_found_and_path_is_never_searched)
{
	char name[] = "oratab-test";
	const struct {
		const char *command, *home, *sid;
		const char *program, *out_home; /* or, if NULL, text */
		const char *text;
	} cases[] = {
		{ "rman", "/o", "XE", "/o/bin/rman", "/o", NULL },
		{ "rman", NULL, "XE", "/opt/oracle/xe/bin/rman",
		    "/opt/oracle/xe", NULL },
		{ "rman", NULL, "DOS", "/opt/dos/bin/rman", "/opt/dos", NULL },
		{ "rman", NULL, "BARE", "/opt/bare/bin/rman", "/opt/bare",
		    NULL },
		{ "rman", NULL, "LAST", "/opt/last/bin/rman", "/opt/last",
		    NULL },
		{ "/x/bin/rman", "/o", NULL, "/x/bin/rman", "/o", NULL },
		{ "/x/bin/rman", NULL, NULL, "/x/bin/rman", "/x", NULL },
		{ "/usr/local/wrap", NULL, "XE", "/usr/local/wrap",
		    "/opt/oracle/xe", NULL },
		{ "rman", NULL, "NONE", NULL, NULL,
		    "oratab-test has no line for NONE: set oracle_home" },
		{ "rman", NULL, "EMPTY", NULL, NULL,
		    "oratab-test has no line for EMPTY: set oracle_home" },
		{ "rman", NULL, "BAD", NULL, NULL,
		    "oratab-test has no line for BAD: set oracle_home" },
		{ "rman", NULL, NULL, NULL, NULL,
		    "set oracle_home, or oracle_sid and a line of it in "
		    "oratab-test" },
		{ "bin/rman", "/o", NULL, NULL, NULL,
		    "command: 'bin/rman' is neither a name nor an absolute "
		    "path" },
		{ "", "/o", NULL, NULL, NULL,
		    "command: '' is neither a name nor an absolute path" },
		{ "rman", "o", NULL, NULL, NULL,
		    "oracle_home: 'o' is not an absolute path" },
	};
	struct fault fault;

	ck_assert(file_replace(name, oratab_text, strlen(oratab_text), &fault));
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char *program, *home;

		if (cases[i].text != NULL) {
			ck_assert(
			    !environment_find(cases[i].command, cases[i].home,
				cases[i].sid, name, &program, &home, &fault));
			ck_assert_int_eq(fault.kind, FAULT_CONFIG);
			ck_assert_str_eq(fault.text, cases[i].text);
			continue;
		}
		ck_assert(environment_find(cases[i].command, cases[i].home,
		    cases[i].sid, name, &program, &home, &fault));
		ck_assert_str_eq(program, cases[i].program);
		ck_assert_str_eq(home, cases[i].out_home);
		free(program);
		free(home);
	}
	ck_assert(file_remove(name, &fault));
}
END_TEST

START_TEST(a_missing_oratab_is_named)
{
	struct fault fault;
	char *program, *home;

	ck_assert(!environment_find("rman", NULL, "XE", "/nowhere/oratab",
	    &program, &home, &fault));
	ck_assert_int_eq(fault.kind, FAULT_CONFIG);
	ck_assert_str_eq(fault.text,
	    "no oracle_home is set for XE: opening /nowhere/oratab: "
	    "No such file or directory");
}
END_TEST

UNIT_MAIN("worker/environment", it_is_built_from_nothing,
    what_is_not_set_is_not_there, dangerous_words_are_refused,
    words_may_be_empty, a_name_is_set_once,
    rman_is_found_and_path_is_never_searched, a_missing_oratab_is_named)
