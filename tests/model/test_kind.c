#include "config.h"

#include "model/kind.h"

#include "base/defs.h"
#include "base/mem.h"
#include "tests/unit.h"

static unsigned
kinds_of_text(const char *text)
{
	const char *lines[8];
	char *copy = mem_text(text);
	size_t count = 0;
	unsigned kinds;

	for (char *at = copy; at != NULL; count++) {
		char *end = strchr(at, '\n');

		lines[count] = at;
		if (end != NULL)
			*end++ = '\0';
		at = end;
	}
	kinds = kind_of_lines(lines, count);
	free(copy);
	return kinds;
}

static void
check_kinds(const char *text, const char *kinds)
{
	char room[KIND_TEXT_MAX];

	kind_format(room, kinds_of_text(text));
	ck_assert_msg(strcmp(room, kinds) == 0, "%s: %s, not %s", text, room,
	    kinds);
}

START_TEST(a_script_says_what_it_backs_up)
{
	const struct {
		const char *text, *kinds;
	} cases[] = {
		{ "backup database;", "full" },
		{ "BACKUP DATABASE", "full" },
		{ "backup as compressed backupset database plus archivelog "
		  "delete input;",
		    "full archivelog" },
		{ "backup incremental level 0 database;", "full" },
		{ "backup incremental level=0 (database);", "full" },
		{ "backup incremental level 1 cumulative database;",
		    "incremental" },
		{ "backup incremental from scn 4711 database;", "incremental" },
		{ "backup\nincremental\nlevel\n2\ndatabase\n;", "incremental" },
		{ "run { allocate channel c1 device type disk;\n"
		  "backup incremental level 1 for recover of copy with tag\n"
		  "'daily' database; recover copy of database with tag "
		  "'daily'; }",
		    "incremental" },
		{ "backup database include current controlfile;",
		    "full controlfile" },
		{ "backup archivelog all delete all input;", "archivelog" },
		{ "backup archivelog from time 'sysdate-1';", "archivelog" },
		{ "backup current controlfile; backup spfile;", "controlfile" },
		{ "backup device type sbt controlfilecopy 'x';",
		    "controlfile" },
		{ "backup tablespace users, tools;", "tablespace" },
		{ "backup incremental level 1 tablespace users;",
		    "tablespace" },
		{ "backup datafile 1,2,3;", "tablespace" },
		{ "backup datafilecopy all;", "tablespace" },
		{ "backup pluggable database sales;", "tablespace" },
		{ "backup database root;", "tablespace" },
		{ "copy datafile 1 to '/u01/x.dbf';", "tablespace" },
		{ "backup recovery area;", "other" },
		{ "backup backupset all;", "other" },
		{ "backup validate check logical database archivelog all;",
		    "validate" },
		{ "backup validate database;", "validate" },
		{ "validate database;", "validate" },
		{ "restore database validate;", "validate" },
		{ "restore validate database;", "validate" },
		{ "restore database preview; backup spfile;", "controlfile" },
		{ "delete noprompt obsolete;", "maintenance" },
		{ "crosscheck backup; report obsolete;", "maintenance" },
		{ "change archivelog all crosscheck;", "maintenance" },
		{ "configure controlfile autobackup on;", "maintenance" },
		{ "catalog start with '/u01/';", "maintenance" },
		{ "restore database;", "other" },
		{ "backup archivelog all; recover database;",
		    "archivelog other" },
		{ "recover copy of database;", "other" },
		{ "shutdown immediate; startup mount; backup database; "
		  "alter database open;",
		    "full other" },
		{ "run { execute script nightly; }", "other" },
		{ "@nightly.rcv", "other" },
		{ "@arch.rcv\nbackup archivelog all;", "archivelog other" },
		{ "list backup;", "other" },
		{ "sql 'alter system archive log current';", "other" },
		{ "", "other" },
		/* The original's samples, the second one mistyped. */
		{ "crosscheck archivelog all;\nrun{\n"
		  "SQL \"alter system switch logfile\";\n"
		  "backup tablespace users;\n}",
		    "tablespace maintenance" },
		{ "crosscheck archivelog all;\nrun{;\n"
		  "SQL \"alter system switch logfile\";\n"
		  "backup tablespace users;\n}",
		    "tablespace maintenance" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		check_kinds(cases[i].text, cases[i].kinds);
	ck_assert_uint_eq(kind_of_lines(NULL, 0), KIND_OTHER);
}
END_TEST

START_TEST(comments_and_quoted_strings_say_nothing)
{
	const struct {
		const char *text, *kinds;
	} cases[] = {
		{ "# backup database;\nbackup spfile;", "controlfile" },
		{ "-- backup database;\nbackup spfile;", "controlfile" },
		{ "backup spfile;# backup database;", "controlfile" },
		{ "backup spfile tag 'database'", "controlfile" },
		{ "backup spfile tag \"my 'database'\"", "controlfile" },
		{ "host 'echo; backup database;'; backup spfile;",
		    "controlfile" },
		{ "host 'it is open\nbackup database;", "other" },
		{ "host 'it is open;\n; backup database;", "other" },
		{ "backup archivelog all; host 'open\nbackup database;",
		    "archivelog other" },
		{ "backup spfile; /* backup database;\nof which */ "
		  "backup archivelog all;",
		    "archivelog controlfile" },
		{ "backup spfile; /* and\nbackup database;",
		    "controlfile other" },
		{ "rem backup database;\nbackup spfile;\n"
		  "run { REM it\nbackup archivelog all; }",
		    "archivelog controlfile" },
		{ "connect target /\nbackup spfile;", "controlfile" },
		{ "backup spfile # and\ndatabase;", "full controlfile" },
		{ "backup tablespace c##users;", "tablespace" },
		{ "backup tag database_of_a_very_long_name_indeed spfile;",
		    "controlfile" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		check_kinds(cases[i].text, cases[i].kinds);
}
END_TEST

START_TEST(every_set_is_read_as_it_is_written)
{
	char room[KIND_TEXT_MAX];
	struct fault fault;

	for (unsigned kinds = 1; kinds < 2 * KIND_OTHER; kinds++) {
		unsigned again = 0;

		kind_format(room, kinds);
		ck_assert(kind_read(room, &again, &fault));
		ck_assert_uint_eq(again, kinds);
	}
	ck_assert_str_eq(room,
	    "full incremental archivelog controlfile tablespace validate "
	    "maintenance other");
	kind_format(room, 0);
	ck_assert_str_eq(room, "");
}
END_TEST

START_TEST(a_person_may_write_sets_in_some_ways)
{
	static const char *const refused[] = { "", " ", ",", "ful", "fullish",
		"full;archivelog", "full nonsense",
		"a_word_that_is_longer_than_any_kind" };
	unsigned kinds = 0;
	struct fault fault;

	ck_assert(kind_read(" Full,\tARCHIVELOG ,", &kinds, &fault));
	ck_assert_uint_eq(kinds, KIND_FULL | KIND_ARCHIVELOG);
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		ck_assert_msg(!kind_read(refused[i], &kinds, &fault), "%s",
		    refused[i]);
		ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	}
	ck_assert_uint_eq(kinds, KIND_FULL | KIND_ARCHIVELOG);
	ck_assert(!kind_read("ful", &kinds, &fault));
	ck_assert_str_eq(fault.text,
	    "kind 'ful' is not a set of full, incremental, archivelog, "
	    "controlfile, tablespace, validate, maintenance and other");
}
END_TEST

START_TEST(only_what_touches_no_data_file_may_stand_beside)
{
	const struct {
		const char *text;
		bool is_archivelog_only;
	} cases[] = {
		{ "backup archivelog all;", true },
		{ "crosscheck archivelog all; backup archivelog all;", true },
		{ "backup archivelog all; backup current controlfile; "
		  "delete noprompt obsolete;",
		    true },
		{ "backup database plus archivelog;", false },
		{ "backup archivelog all; backup tablespace users;", false },
		{ "backup archivelog all; validate database;", false },
		{ "backup archivelog all; restore database;", false },
		{ "backup archivelog all; @more", false },
		{ "delete noprompt obsolete;", false },
		{ "backup spfile;", false },
		{ "", false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		ck_assert_msg(kind_is_archivelog_only(
				  kinds_of_text(cases[i].text)) ==
			cases[i].is_archivelog_only,
		    "%s", cases[i].text);
}
END_TEST

UNIT_MAIN("model/kind", a_script_says_what_it_backs_up,
    comments_and_quoted_strings_say_nothing, every_set_is_read_as_it_is_written,
    a_person_may_write_sets_in_some_ways,
    only_what_touches_no_data_file_may_stand_beside)
