#include "config.h"

#include "config/setting.h"

#include "base/defs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "config/load.h"
#include "tests/unit.h"

enum { OPTION = SETTING_CONNECTION | SETTING_STRATEGY };

START_TEST(every_row_is_whole)
{
	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *row = &setting_table[i];
		bool is_choice = row->kind == SETTING_CHOICE;
		bool is_number = row->kind == SETTING_NUMBER;
		struct value value;
		struct fault fault;
		size_t end;

		ck_assert_ptr_eq(setting_find(row->section, row->key), row);
		ck_assert_msg(value_parse(row, row->standard, &value, &fault),
		    "%s: %s", row->key, fault.text);
		value_clear(&value);
		ck_assert_uint_ne(row->scope, 0);
		ck_assert(!is_choice || row->choices != NULL);
		ck_assert(!is_number || row->unit != NULL);
		ck_assert_msg(row->choices != NULL ||
			row->kind == SETTING_BOOLEAN || row->highest > 0,
		    "%s has no end", row->key);
		ck_assert(row->lowest <= row->highest);
		/* The help is printed as it is. */
		end = strlen(row->help);
		ck_assert_msg(end != 0 && row->help[end - 1] == '.', "%s",
		    row->key);
		ck_assert_ptr_null(strstr(row->help, ". "));
		ck_assert_ptr_null(strstr(row->help, "\n."));
	}
	ck_assert_ptr_null(setting_find("daemon", "group"));
	ck_assert_ptr_null(setting_find("nowhere", "mode"));
}
END_TEST

START_TEST(an_option_has_one_meaning)
{
	for (size_t i = 0; i < setting_count; i++) {
		ck_assert_uint_le(strlen(setting_table[i].key),
		    LIMIT_OPTION_NAME);
		for (size_t j = 0; j < i; j++) {
			const struct setting *a = &setting_table[i];
			const struct setting *b = &setting_table[j];

			ck_assert_msg((a->scope & OPTION) == 0 ||
				(b->scope & OPTION) == 0 ||
				strcmp(a->key, b->key) != 0,
			    "%s", a->key);
			ck_assert(strcmp(a->section, b->section) != 0 ||
			    strcmp(a->key, b->key) != 0);
		}
	}
}
END_TEST

START_TEST(rows_of_a_section_stand_together)
{
	for (size_t i = 1; i < setting_count; i++)
		for (size_t j = 0; j + 1 < i; j++)
			ck_assert(strcmp(setting_table[j].section,
				      setting_table[i].section) != 0 ||
			    strcmp(setting_table[i - 1].section,
				setting_table[i].section) == 0);
}
END_TEST

START_TEST(an_option_stands_where_it_may)
{
	const struct {
		enum setting_scope scope;
		const char *name, *value, *sentence; /* NULL: good */
	} cases[] = {
		{ SETTING_STRATEGY, "timeout", "8h", NULL },
		{ SETTING_STRATEGY, "feed", "stdin", NULL },
		{ SETTING_STRATEGY, "alone", "yes", NULL },
		{ SETTING_STRATEGY, "expects_pieces", "yes", NULL },
		{ SETTING_STRATEGY, "kind", "full archivelog", NULL },
		{ SETTING_STRATEGY, "start_within", "1h", NULL },
		{ SETTING_STRATEGY, "catch_up", "0", NULL },
		{ SETTING_CONNECTION, "oracle_home", "/u01/db", NULL },
		{ SETTING_CONNECTION, "oracle_home", "", NULL },
		{ SETTING_CONNECTION, "oracle_sid", "XE", NULL },
		{ SETTING_CONNECTION, "connect", "target /@xe", NULL },
		{ SETTING_CONNECTION, "environment", "TNS_ADMIN=/x", NULL },
		{ SETTING_CONNECTION, "nls_lang", "A_B.C", NULL },
		{ SETTING_STRATEGY, "timeout", "8",
		    "timeout: '8' is not a duration such as 90s, 10m, 24h, 7d, "
		    "2w or 1y" },
		{ SETTING_STRATEGY, "timeout", "",
		    "timeout: is empty, not a duration from 1s to 31d" },
		{ SETTING_STRATEGY, "kind", "ful",
		    "kind: 'ful' is not full, incremental, archivelog, "
		    "controlfile, tablespace, validate, maintenance or "
		    "other" },
		{ SETTING_STRATEGY, "timeot", "8h",
		    "a strategy has no option 'timeot'; nearest is "
		    "'timeout'" },
		{ SETTING_STRATEGY, "zzzzzzzz", "8h",
		    "a strategy has no option 'zzzzzzzz'" },
		{ SETTING_STRATEGY, "oracle_home", "/u01/db",
		    "oracle_home is an option of a connection, not of a "
		    "strategy" },
		{ SETTING_CONNECTION, "timeout", "8h",
		    "timeout is an option of a strategy, not of a "
		    "connection" },
		{ SETTING_CONNECTION, "max_running", "3",
		    "max_running is a setting of the configuration file, not "
		    "an option of a connection" },
		{ SETTING_CONNECTION, "environment", "LD_PRELOAD=/x.so",
		    "environment: LD_PRELOAD is refused: a variable that "
		    "begins with LD_ changes what the program loads" },
		{ SETTING_CONNECTION, "connect", "target sys/x",
		    "connect: a password does not stand here; use 'target /' "
		    "or a wallet, 'target /@alias'" },
		{ SETTING_CONNECTION, "oracle_sid", "a\nb",
		    "oracle_sid: byte 0x0A is not plain text in UTF-8" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct fault fault;
		bool is_good = setting_option_check(cases[i].scope,
		    cases[i].name, cases[i].value, &fault);

		ck_assert_msg(is_good == (cases[i].sentence == NULL), "%s=%s",
		    cases[i].name, cases[i].value);
		if (is_good)
			continue;
		ck_assert_str_eq(fault.text, cases[i].sentence);
		ck_assert_int_eq(fault.kind, FAULT_USAGE);
	}
}
END_TEST

START_TEST(an_option_longer_than_its_column_is_refused)
{
	char *value = mem_new(LIMIT_OPTION_VALUE + 2, 1);
	struct fault fault;

	memset(value, 'x', LIMIT_OPTION_VALUE + 1);
	value[0] = '/';
	ck_assert(!setting_option_check(SETTING_CONNECTION, "oracle_home",
	    value, &fault));
	ck_assert_str_eq(fault.text, "oracle_home: longer than 1024 bytes");
	value[LIMIT_OPTION_VALUE] = '\0';
	ck_assert(setting_option_check(SETTING_CONNECTION, "oracle_home", value,
	    &fault));
	free(value);
}
END_TEST

START_TEST(the_nearest_owner_of_an_option_decides)
{
	struct config *config = config_default();
	struct value value;
	struct fault fault;

	ck_assert(
	    setting_resolve(config, "timeout", NULL, NULL, &value, &fault));
	ck_assert_int_eq(value.number, 86400);
	ck_assert_uint_eq(value.origin, 0);
	ck_assert(
	    setting_resolve(config, "timeout", NULL, "5m", &value, &fault));
	ck_assert_int_eq(value.number, 300);
	ck_assert_uint_eq(value.origin, SETTING_STRATEGY);
	ck_assert(setting_resolve(config, "oracle_home", "/u01", NULL, &value,
	    &fault));
	ck_assert_str_eq(value.text, "/u01");
	ck_assert_uint_eq(value.origin, SETTING_CONNECTION);
	value_clear(&value);
	ck_assert(setting_resolve(config, "alone", NULL, NULL, &value, &fault));
	ck_assert_int_eq(value.number, 0);
	ck_assert(
	    setting_resolve(config, "kind", NULL, "validate", &value, &fault));
	ck_assert_uint_eq(value.words.count, 1);
	value_clear(&value);

	/* What was never checked is told, not obeyed. */
	ck_assert(
	    !setting_resolve(config, "timeout", NULL, "x", &value, &fault));
	ck_assert_int_eq(fault.kind, FAULT_USAGE);
	ck_assert(
	    !setting_resolve(config, "timeout", "5m", NULL, &value, &fault));
	ck_assert_str_eq(fault.text,
	    "timeout is an option of a strategy, not of a connection");
	config_free(config);
}
END_TEST

UNIT_MAIN("config/setting", every_row_is_whole, an_option_has_one_meaning,
    rows_of_a_section_stand_together, an_option_stands_where_it_may,
    an_option_longer_than_its_column_is_refused,
    the_nearest_owner_of_an_option_decides)
