#include "config.h"

#include "model/password.h"

#include "base/defs.h"
#include "base/mem.h"
#include "tests/unit.h"

/* The number of the line that is found in `text`, whose lines end in \n. */
static size_t
find(const char *text)
{
	const char *lines[8];
	char *copy = mem_text(text);
	size_t count = 0;
	size_t found;

	for (char *at = copy; at != NULL; count++) {
		char *end = strchr(at, '\n');

		lines[count] = at;
		if (end != NULL)
			*end++ = '\0';
		at = end;
	}
	found = password_find(lines, count);
	free(copy);
	return found;
}

START_TEST(a_secret_is_found)
{
	const struct {
		const char *text;
		size_t line;
	} cases[] = {
		{ "connect target sys/secret@db", 1 },
		{ "connect target sys/secret", 1 },
		{ "CONNECT TARGET SYS/SECRET;", 1 },
		{ "connect target \"sys/secret@db as sysdba\";", 1 },
		{ "connect target 'sys/secret as sysbackup';", 1 },
		{ "connect target \"sys\"/\"se cret\"", 1 },
		{ "connect target=sys/secret", 1 },
		{ "connect target = sys / secret", 1 },
		{ "connect catalog rco/rco@rcat;", 1 },
		{ "connect rcvcat rco/rco;", 1 },
		{ "connect auxiliary sys/secret@aux;", 1 },
		{ "connect clone sys/secret;", 1 },
		{ "connect sys/secret", 1 },
		{ "connect target C##BACKUP/secret", 1 },
		{ "connect target &1/secret", 1 },
		{ "connect target sys/0", 1 },
		{ "crosscheck backup;\nconnect target\nsys/secret;", 3 },
		{ "connect\ntarget\nsys\n/\nsecret;", 4 },
		{ "connect target # who?\n\nsys/secret;", 3 },
		{ "# connect target sys/secret", 1 },
		{ "-- connect target sys/secret", 1 },
		{ "configure channel 1 device type disk connect "
		  "'sys/secret@i1';",
		    1 },
		{ "host 'rman target sys/secret cmdfile x';", 1 },
		{ "host 'rman target / catalog rco/secret';", 1 },
		{ "host 'expdp system/manager@orcl full=y';", 1 },
		{ "host 'sqlplus \"sys\"/\"x y\"@orcl';", 1 },
		{ "#sys/secret@db", 1 },
		{ "system/man/ager@orcl", 1 },
		{ "set encryption on identified by secret only;", 1 },
		{ "SET DECRYPTION IDENTIFIED\tBY 'x';", 1 },
		{ "backup database;\nset decryption identified\n  by 'x';", 2 },
		{ "sql \"alter user a identified by b\";", 1 },
		{ "# identified by moonlight", 1 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		ck_assert_msg(find(cases[i].text) == cases[i].line,
		    "%s: line %zu", cases[i].text, find(cases[i].text));
}
END_TEST

START_TEST(what_holds_none_is_left_alone)
{
	static const char *const texts[] = {
		"",
		"connect",
		"connect target",
		"connect target;",
		"connect target /",
		"connect target /;",
		"connect target / as sysdba",
		"connect target '/ as sysbackup';",
		"connect target \"/ as sysdba\";",
		"connect target /@alias;",
		"connect target '/@alias as sysdba';",
		"connect target\n/\nas sysdba;",
		"connect target=/",
		"connect target sys@db;",
		"connect target \"sys@//db01:1521/XE as sysdba\";",
		"connect target sys/;",
		"connect target sys/@db;",
		"connect target sys/",
		"connect rcvcat /",
		"host 'rman target / catalog /@rcat';",
		"catalog start with '/u01/backup/';",
		"catalog archivelog '/u01/arch/1_2.arc';",
		"catalog archivelog'/u01/arch/1_2.arc';",
		"catalog backuppiece '/u01/x@y/z';",
		"duplicate target database to x convert '/a/','/b/';",
		"allocate auxiliary channel a1 device type disk;",
		"backup database format '/u01/ora@prod/%d_%U';",
		"backup database format '%d/%U@x';",
		"backup database format 'C:\\backup/x@y';",
		"backup database format '+DATA/ora@x';",
		"host 'curl https://user@host/path@v2';",
		"mail dba@example.org about 1/2",
		"rate 10/25@3",
		"identified externally",
		"identified bye",
		"identified",
		"unidentified by whom",
		"sql 'alter user a account unlock';",
		"a/b",
		"a/@b",
		"a/b@ c",
		"a/\"",
	};

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		ck_assert_msg(find(texts[i]) == 0, "%s", texts[i]);
	ck_assert_uint_eq(password_find(NULL, 0), 0);
}
END_TEST

START_TEST(an_option_that_holds_one_is_known)
{
	static const struct {
		const char *name, *value;
		bool holds;
	} cases[] = {
		{ "connect", "target /", false },
		{ "connect", "target sys@ORCL", false },
		{ "connect", "target sys/secret@ORCL", true },
		{ "connect", "target /@alias", false },
		{ "oracle_home", "/u01/app/oracle", false },
		{ "environment", "NLS_LANG=x TNS_ADMIN=/etc", false },
		{ "environment", "A=1 db_password=x", true },
		{ "environment", "MY_TOKEN=x", true },
		{ "environment", "", false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		ck_assert_msg(password_in_option(cases[i].name,
				  cases[i].value) == cases[i].holds,
		    "%s", cases[i].value);
}
END_TEST

UNIT_MAIN("model/password", a_secret_is_found, what_holds_none_is_left_alone,
    an_option_that_holds_one_is_known)
