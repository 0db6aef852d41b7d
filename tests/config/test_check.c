#include "config.h"

#include "config/check.h"

#include "base/defs.h"
#include "tests/unit.h"

struct check_case {
	const char *value;
	const char *sentence; /* NULL: it is good; "": any sentence */
};

static void
check_all(check_fn *check, const struct check_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct fault fault;
		bool is_good = check(cases[i].value, &fault);

		ck_assert_msg(is_good == (cases[i].sentence == NULL), "%s",
		    cases[i].value);
		if (is_good)
			continue;
		ck_assert_int_eq(fault.kind, FAULT_FORMAT);
		if (cases[i].sentence[0] != '\0')
			ck_assert_str_eq(fault.text, cases[i].sentence);
	}
}

START_TEST(a_target_is_a_folder_or_an_address)
{
	static const struct {
		const char *value;
		bool is_good;
	} cases[] = {
		{ "/mnt/copies", true },
		{ "/", true },
		{ "tcp://db02:7484", true },
		{ "tls://[::1]:1", true },
		{ "tcp://db02", false },
		{ "tcp://:1", false },
		{ "tcp://db02:", false },
		{ "tcp://db02:x", false },
		{ "tcp://db02:123456", false },
		{ "tcp://db02:1/x", false },
		{ "ftp://db02:1", false },
		{ "copies", false },
		{ "db02", false },
	};
	struct fault fault;

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		ck_assert_msg(check_ship(cases[i].value, &fault) ==
			cases[i].is_good,
		    "%s", cases[i].value);
	ck_assert(!check_ship("db02", &fault));
	ck_assert_str_eq(fault.text,
	    "'db02' is neither the absolute path of a folder nor "
	    "tcp://HOST:PORT nor tls://HOST:PORT; servers cannot be named yet");
}
END_TEST

START_TEST(a_server_has_a_plain_name)
{
	const struct check_case cases[] = {
		{ "db01", NULL },
		{ "DB-01.example.org", NULL },
		{ "db 01",
		    "'db 01' is not made of letters, digits, dots, _ and -" },
		{ "db01;", "" },
		{ "Any", "'any' means several servers and cannot name one" },
		{ "anything", NULL },
	};

	check_all(check_name, cases, COUNT_OF(cases));
}
END_TEST

START_TEST(a_group_may_be_one_of_a_domain)
{
	const struct check_case cases[] = {
		{ "dba", NULL },
		{ "DOMAIN\\Backup Operators", NULL },
		{ "dba,oper", "'dba,oper' is not the name of a group" },
	};

	check_all(check_group, cases, COUNT_OF(cases));
}
END_TEST

START_TEST(a_command_is_bare_or_absolute)
{
	const struct check_case cases[] = {
		{ "rman", NULL },
		{ "/opt/oracle/bin/rman", NULL },
		{ "bin/rman",
		    "'bin/rman' is neither a name in ORACLE_HOME/bin nor an "
		    "absolute path" },
		{ "../rman", "" },
	};

	check_all(check_command, cases, COUNT_OF(cases));
}
END_TEST

START_TEST(a_connection_string_holds_no_password)
{
	static const char sentence[] =
	    "a password does not stand here; password_file names the file "
	    "that holds it";
	const struct check_case cases[] = {
		{ "DSN=catalog", NULL },
		{ "DRIVER={Oracle 21 ODBC driver};DBQ=//db01:1521/XE;UID=b",
		    NULL },
		{ "DRIVER={a;PWD=b};UID=c", NULL },
		{ "DSN=a;PWD=tiger", sentence },
		{ "DSN=a; pwd = tiger", sentence },
		{ "Password=tiger;DSN=a", sentence },
		{ "DRIVER={a};Passwd=", sentence },
		{ "SSLKEY_PASSPHRASE=tiger", sentence },
		{ "DSN=PWD", NULL },
		{ "PWD", NULL },
	};

	check_all(check_connection, cases, COUNT_OF(cases));
}
END_TEST

START_TEST(a_connect_string_holds_no_password)
{
	static const char sentence[] =
	    "a password does not stand here; use 'target /' or a wallet, "
	    "'target /@alias'";
	const struct check_case cases[] = {
		{ "target /", NULL },
		{ "target / as sysbackup", NULL },
		{ "target \"/ as sysdba\"", NULL },
		{ "target '/ as sysdba'", NULL },
		{ "target /@prod", NULL },
		{ "target /@//db01:1521/XE", NULL },
		{ "target sys@//db01:1521/XE", NULL },
		{ "target sys/@prod", NULL },
		{ "target", NULL },
		{ "/", NULL },
		{ "target sys/tiger", sentence },
		{ "target sys/tiger@prod", sentence },
		{ "target 'sys/tiger@prod as sysdba'", sentence },
		{ "target '\"sys\"/tiger@prod'", sentence },
		{ "sys/t", sentence },
	};

	check_all(check_connect, cases, COUNT_OF(cases));
}
END_TEST

START_TEST(a_sid_a_code_and_a_language_have_their_shape)
{
	const struct check_case sids[] = {
		{ "ORCL", NULL },
		{ "+ASM1", NULL },
		{ "prod_1$#", NULL },
		{ "../etc",
		    "'../etc' is not an ORACLE_SID: letters, digits and _ $ # "
		    "+ -" },
		{ "a b", "" },
	};
	const struct check_case codes[] = {
		{ "RMAN-08137", NULL },
		{ "ORA-28002", NULL },
		{ "ORA-1",
		    "'ORA-1' is not a code like RMAN-08137 or ORA-28002" },
		{ "12345", "" },
		{ "RMAN-081370", "" },
		{ "RMAN-08137,", "" },
	};
	const struct check_case languages[] = {
		{ "AMERICAN_AMERICA.AL32UTF8", NULL },
		{ "CZECH_CZECH REPUBLIC.EE8ISO8859P2", NULL },
		{ ".AL32UTF8", NULL },
		{ "AMERICAN",
		    "'AMERICAN' is not LANGUAGE_TERRITORY.CHARSET, for "
		    "example AMERICAN_AMERICA.AL32UTF8" },
		{ "a.b;c", "" },
	};

	check_all(check_sid, sids, COUNT_OF(sids));
	check_all(check_code, codes, COUNT_OF(codes));
	check_all(check_language, languages, COUNT_OF(languages));
}
END_TEST

START_TEST(a_time_zone_is_one_that_the_system_knows)
{
	const struct check_case zones[] = {
		{ "local", NULL },
		{ "UTC", NULL },
		{ "CET-1CEST,M3.5.0,M10.5.0/3", NULL },
		{ "Nowhere/Land",
		    "there is no time zone 'Nowhere/Land' in /nonexistent" },
		{ "../etc/localtime",
		    "'../etc/localtime' is not a time zone such as "
		    "Europe/Prague, local or CET-1CEST,M3.5.0,M10.5.0/3" },
		{ "/etc/localtime", "" },
	};

	ck_assert_int_eq(setenv("TZDIR", "/nonexistent", 1), 0);
	check_all(check_timezone, zones, COUNT_OF(zones));
}
END_TEST

START_TEST(a_user_has_no_password)
{
	static const char refused[] =
	    "not NAME, NAME as sysdba or NAME as sysbackup; the password "
	    "stands in password_file";
	const struct check_case cases[] = {
		{ "sys", NULL },
		{ "c##backup$1", NULL },
		{ "sys as sysdba", NULL },
		{ "sys AS SYSBACKUP", NULL },
		{ "sys/hunter2", refused },
		{ "sys as hunter2", refused },
		{ "sys@db", refused },
		{ " as sysdba", refused },
	};

	check_all(check_user, cases, COUNT_OF(cases));
}
END_TEST

START_TEST(an_environment_holds_neither_loader_nor_secret)
{
	const struct check_case cases[] = {
		{ "TNS_ADMIN=/etc/oracle", NULL },
		{ "EMPTY=", NULL },
		{ "_x1=a=b", NULL },
		{ "OLD_STYLE=1", NULL },
		{ "hunter2", "a word is not NAME=VALUE" },
		{ "=x",
		    "'' is not the name of a variable: letters, digits and "
		    "_" },
		{ "1A=x", "" },
		{ "A-B=x", "" },
		{ "LD_PRELOAD=/tmp/x.so",
		    "LD_PRELOAD is refused: a variable that begins with LD_ "
		    "changes what the program loads" },
		{ "LD_LIBRARY_PATH=/x", "" },
		{ "DB_PASSWORD=hunter2",
		    "DB_PASSWORD is refused: a name with PASS is taken for a "
		    "secret's, and secrets do not stand here" },
		{ "db_pass=x", "" },
		{ "Client_Secret=x", "" },
		{ "TOKEN=x", "" },
		{ "API_KEY=x", "" },
		{ "ORACLE_SID=x", "ORACLE_SID has a setting of its own" },
		{ "Nls_Lang=x", "NLS_LANG has a setting of its own" },
	};

	check_all(check_variable, cases, COUNT_OF(cases));
}
END_TEST

UNIT_MAIN("config/check", a_target_is_a_folder_or_an_address,
    a_server_has_a_plain_name, a_group_may_be_one_of_a_domain,
    a_command_is_bare_or_absolute, a_connection_string_holds_no_password,
    a_connect_string_holds_no_password,
    a_sid_a_code_and_a_language_have_their_shape,
    a_time_zone_is_one_that_the_system_knows, a_user_has_no_password,
    an_environment_holds_neither_loader_nor_secret)
