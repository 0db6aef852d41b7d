#include "config.h"

#include "worker/greeting.h"

#include "base/defs.h"
#include "tests/unit.h"

static struct greeting greeting;

static void
read_text(const char *text)
{
	greeting_read(text, strlen(text), &greeting);
}

START_TEST(a_session_says_what_it_met)
{
	read_text("\nRecovery Manager: Release 19.0.0.0.0 - Production on x\n"
		  "Version 19.3.0.0.0\n\n"
		  "connected to target database: XE (DBID=3114375768)\n\n"
		  "RMAN> \nusing target database control file\nBX\n"
		  "----------\nBX|PRIMARY|READ WRITE|ARCHIVELOG|   \n");
	ck_assert_str_eq(greeting.release, "19.0.0.0.0");
	ck_assert_str_eq(greeting.version, "19.3.0.0.0");
	ck_assert_str_eq(greeting.database, "XE");
	ck_assert_str_eq(greeting.dbid, "3114375768");
	ck_assert(greeting.is_open);
	ck_assert_str_eq(greeting.role, "PRIMARY");
	ck_assert_str_eq(greeting.open_mode, "READ WRITE");
	ck_assert_str_eq(greeting.log_mode, "ARCHIVELOG");
	ck_assert(greeting_has_query(&greeting));
}
END_TEST

START_TEST(in_any_language)
{
	read_text("Recovery Manager : Release 11.2.0.4.0 - Production\r\n"
		  "conectado a la base de datos destino: ORCL (DBID=12, no "
		  "abierta)\r\n");
	ck_assert_str_eq(greeting.release, "11.2.0.4.0");
	ck_assert_str_eq(greeting.version, "");
	ck_assert_str_eq(greeting.database, "ORCL");
	ck_assert_str_eq(greeting.dbid, "12");
	ck_assert(!greeting.is_open);
	ck_assert(!greeting_has_query(&greeting));
	read_text("RMAN> RMAN> "
		  "\xe8\xbf\x9e\xe6\x8e\xa5: CDB23:VIOLET (DBID=7)\n");
	ck_assert_str_eq(greeting.database, "CDB23:VIOLET");
}
END_TEST

START_TEST(what_says_nothing_is_nothing)
{
	static const char *const texts[] = { "", "\n", "Release x\nVersion\n",
		"BX|PRIMARY\n", "x BX|A|B|C|\n" };

	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		read_text(texts[i]);
		ck_assert_str_eq(greeting.release, "");
		ck_assert_str_eq(greeting.database, "");
		ck_assert_str_eq(greeting.log_mode, "");
	}
	read_text("a: b (DBID=");
	ck_assert_str_eq(greeting.dbid, "");
}
END_TEST

START_TEST(what_is_too_long_is_cut)
{
	char text[400] = "db: ";

	memset(text + 4, 'x', 200);
	memcpy(text + 204, " (DBID=1)\n", 11);
	read_text(text);
	ck_assert_uint_eq(strlen(greeting.database), GREETING_WORD - 1);
}
END_TEST

UNIT_MAIN("worker/greeting", a_session_says_what_it_met, in_any_language,
    what_says_nothing_is_nothing, what_is_too_long_is_cut)
