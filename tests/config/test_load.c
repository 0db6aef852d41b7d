#include "config.h"

#include "config/load.h"

#include <inttypes.h>

#include "base/defs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "config/max_age.h"
#include "config/setting.h"
#include "tests/support/memory_files.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

enum { TEXT_LIMIT = 1 << 20 };

static struct config *
load_bytes(const char *text, size_t size, struct mistakes *mistakes)
{
	const struct memory_file file = { "f", text, size };
	struct memory_files files = { &file, 1 };

	return config_load_with("f", memory_files_read, &files, mistakes);
}

static struct config *
load(const char *text)
{
	struct mistakes mistakes = { 0 };
	struct config *config = load_bytes(text, 0, &mistakes);

	ck_assert_msg(config != NULL, "%s: %s", text,
	    mistakes.count == 0 ? "" : mistakes.list[0].text);
	return config;
}

/* One mistake and this; NULL: whichever. */
static void
one_mistake(const char *text, size_t size, const char *expected)
{
	struct mistakes mistakes = { 0 };

	ck_assert_msg(load_bytes(text, size, &mistakes) == NULL, "%s", text);
	ck_assert_msg(mistakes.count == 1, "%zu mistakes: %s", mistakes.count,
	    text);
	ck_assert_msg(text_begins(mistakes.list[0].text, "f:"), "%s",
	    mistakes.list[0].text);
	if (expected != NULL)
		ck_assert_str_eq(mistakes.list[0].text, expected);
	mistakes_clear(&mistakes);
}

/* `pattern` with $S, $K and $V filled in; free it. */
static char *
fill(const char *pattern, const struct setting *row, const char *value)
{
	struct buf built;
	struct fault fault;

	buf_init(&built, TEXT_LIMIT);
	for (const char *at = pattern; *at != '\0'; at++) {
		const char *part = NULL;

		if (text_begins(at, "$S"))
			part = row->section;
		else if (text_begins(at, "$K"))
			part = row->key;
		else if (text_begins(at, "$V"))
			part = value;
		ck_assert(part == NULL ? buf_add(&built, at, 1, &fault) :
					 buf_add_text(&built, part, &fault));
		at += part != NULL;
	}
	return buf_take(&built);
}

/* A value of the row's kind; free it. */
static char *
good_value(const struct setting *row)
{
	char room[TEXT_AMOUNT_MAX];

	switch (row->kind) {
	case SETTING_TEXT:
		if (row->check == check_timezone)
			return mem_text("UTC0");
		if (row->check == max_age_check)
			return mem_text("full 1d, other 2d");
		return mem_text(row->check == check_language ? "A_B.C" : "x");
	case SETTING_PATH:
		return mem_text("/x");
	case SETTING_BOOLEAN:
		return mem_text("No");
	case SETTING_CHOICE:
		return mem_text(row->choices[0]);
	case SETTING_NUMBER:
		return mem_format("%" PRId64, row->highest);
	case SETTING_DURATION:
		text_format_duration(room, row->highest);
		return mem_text(room);
	case SETTING_SIZE:
		text_format_size(room, row->lowest);
		return mem_text(room);
	case SETTING_WORDS:
		break;
	}
	if (row->check == check_ship)
		return mem_text("/x tcp://h:1");
	return mem_text(row->check == check_code ? "ORA-00001" : "A=1 B=2");
}

/* A value of no such kind. */
static const char *
wrong_value(const struct setting *row)
{
	if (row->check == check_connection)
		return "DSN=x;PWD=y";
	if (row->check == check_connect)
		return "sys/y";
	return row->kind == SETTING_TEXT ? "../x!" : "perhaps";
}

/* One below or above what is allowed; free it. NULL: there is no such. */
static char *
far_value(const struct setting *row, bool is_above)
{
	int64_t amount = is_above ? row->highest + 1 : row->lowest - 1;
	char *text;

	switch (row->kind) {
	case SETTING_NUMBER:
		return mem_format("%" PRId64, amount);
	case SETTING_DURATION:
		return mem_format("%" PRId64 "s", amount);
	case SETTING_SIZE:
		return mem_format("%" PRId64, amount);
	case SETTING_TEXT:
	case SETTING_PATH:
	case SETTING_WORDS:
		if (!is_above)
			return NULL;
		text = mem_new((size_t)amount + 1, 1);
		memset(text, 'x', (size_t)amount);
		if (row->kind == SETTING_PATH)
			text[0] = '/';
		if (row->kind == SETTING_WORDS)
			text[1] = '=';
		return text;
	case SETTING_BOOLEAN:
	case SETTING_CHOICE:
		break;
	}
	return NULL;
}

static size_t
try_good(const struct setting *row)
{
	const char *const patterns[] = { "[$S]\n$K = $V\n", "[$S]\n$K=$V",
		"\xEF\xBB\xBF[$S]\r\n$K = $V\r\n",
		"\t[$S]\t\n\t$K\t=\t$V\t; comment\n", "[$S]\n$K = \"$V\"\n",
		"[$S]\n;$K = $V\n#$K = $V\n", "[$S]\n[api]\n[$S]\n$K = $V\n" };
	char *value = good_value(row);

	for (size_t i = 0; i < COUNT_OF(patterns); i++) {
		char *text = fill(patterns[i], row, value);

		config_free(load(text));
		free(text);
	}
	free(value);
	return COUNT_OF(patterns);
}

static size_t
try_bad(const struct setting *row)
{
	const char *const patterns[] = { "[$S]\n$K = $V\n$K = $V\n",
		"[$S]\n$K = $V\n[api]\n[$S]\n$K = $V\n", "[$S]\nz$Kz = $V\n",
		"[z$S]\n$K = $V\n", "[$S\n$K = $V\n", "$K = $V\n",
		"[$S]\n$K $V\n", "[$S]\n$K = \"$V\n", "[$S]\n$K = $V\x01\n",
		"[$S]\n$K = $V\xff\n", "[$S]\n$K = \"$V\" x\n",
		"[$S]\n@include f\n$K = $V\n", "[$S]\n@include g\n$K = $V\n" };
	static const char nul[] = "[daemon]\nname = a\0b\n";
	char *value = good_value(row);
	/* Two signs of equality would hide that the first is missing. */
	const char *plain = row->kind == SETTING_WORDS ? "x" : value;
	size_t tried = 0;

	for (size_t i = 0; i < COUNT_OF(patterns); i++) {
		bool has_none = strchr(patterns[i], '=') == NULL;
		char *text = fill(patterns[i], row, has_none ? plain : value);

		one_mistake(text, 0, NULL);
		free(text);
		tried++;
	}
	one_mistake(nul, sizeof(nul) - 1, NULL);
	free(value);
	return tried;
}

/* The sentence begins with file, line, section and key. */
static size_t
try_value(const struct setting *row, const char *value)
{
	struct mistakes mistakes = { 0 };
	char *text = fill("\n[$S]\n$K = $V\n", row, value);
	char *beginning = fill("f:3: [$S] $K: ", row, value);

	ck_assert_msg(load_bytes(text, 0, &mistakes) == NULL, "%s", text);
	ck_assert_uint_eq(mistakes.count, 1);
	ck_assert_msg(text_begins(mistakes.list[0].text, beginning), "%s",
	    mistakes.list[0].text);
	mistakes_clear(&mistakes);
	free(beginning);
	free(text);
	return 1;
}

START_TEST(every_setting_meets_every_fault)
{
	size_t tried = 0;

	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *row = &setting_table[i];

		if ((row->scope & SETTING_FILE) == 0)
			continue;
		tried += try_good(row) + try_bad(row);
		tried += try_value(row, wrong_value(row));
		if (row->standard[0] != '\0')
			tried += try_value(row, "");
		for (int is_above = 0; is_above <= 1; is_above++) {
			char *far = far_value(row, is_above != 0);

			if (far != NULL)
				tried += try_value(row, far);
			free(far);
		}
	}
	ck_assert_uint_ge(tried, 300);
}
END_TEST

START_TEST(what_is_unknown_gets_the_way_to_what_is_known)
{
	const struct {
		const char *text, *mistake;
	} cases[] = {
		{ "[shedule]\nmax_running = 0\n",
		    "f:1: [shedule] no such section; nearest is [schedule]" },
		{ "[zzzzzzzzzz]\na = 1\nb = 2\n",
		    "f:1: [zzzzzzzzzz] no such section; there are: daemon, "
		    "catalog, schedule, rman, worker, journal, snapshot, "
		    "tls, protect, api" },
		{ "[schedule]\nmax_runing = 4\n",
		    "f:2: [schedule] max_runing: no such setting; nearest is "
		    "'max_running'" },
		{ "[api]\nzzzzzzzz = 4\n",
		    "f:2: [api] zzzzzzzz: no such setting; there are: group" },
		{ "[daemon]\ntimeout = 4h\n",
		    "f:2: [daemon] timeout: stands in the wrong section; it "
		    "belongs in [rman]" },
		{ "[rman]\nalone = yes\n",
		    "f:2: [rman] alone: is an option of each strategy, not a "
		    "setting of this file" },
		{ "[rman]\noracle_sid = XE\n",
		    "f:2: [rman] oracle_sid: is an option of each connection, "
		    "not a setting of this file" },
		{ "[daemon]\nmode = slave\n",
		    "f:2: [daemon] mode: 'slave' is not master" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		one_mistake(cases[i].text, 0, cases[i].mistake);
}
END_TEST

START_TEST(mistakes_come_in_the_order_of_the_file)
{
	struct mistakes mistakes = { 0 };
	const char *const expected[] = {
		"f:2: [schedule] horizon: '1' is not a duration such as 90s, "
		"10m, 24h, 7d, 2w or 1y",
		"f:3: [schedule] a line is [section], key = value or @include "
		"\"file\"",
		"f:4: [nowhere] no such section; there are: daemon, catalog, "
		"schedule, rman, worker, journal, snapshot, tls, protect, api",
		"f:7: [schedule] max_running: 'x' is not a number of "
		"executions from 1 to 1000",
		"f:8: [schedule] horizon: is set twice, first in line 2 of f",
	};

	ck_assert_ptr_null(
	    load_bytes("[schedule]\nhorizon = 1\nwhat\n[nowhere]\n"
		       "a = 1\n[schedule]\nmax_running = x\nhorizon = 2h\n",
		0, &mistakes));
	ck_assert_uint_eq(mistakes.count, COUNT_OF(expected));
	for (size_t i = 0; i < COUNT_OF(expected); i++)
		ck_assert_str_eq(mistakes.list[i].text, expected[i]);
	mistakes_clear(&mistakes);
}
END_TEST

START_TEST(a_thousand_mistakes_are_listed_and_the_rest_counted)
{
	struct mistakes mistakes = { 0 };
	struct fault fault;
	struct buf text;

	buf_init(&text, TEXT_LIMIT);
	for (int i = 0; i < LIMIT_CONFIG_FAULTS + 3; i++)
		ck_assert(buf_add_text(&text, "nonsense\n", &fault));
	ck_assert_ptr_null(load_bytes(buf_text(&text), 0, &mistakes));
	ck_assert_uint_eq(mistakes.count, LIMIT_CONFIG_FAULTS);
	ck_assert_uint_eq(mistakes.left_out, 3);
	mistakes_clear(&mistakes);
	buf_clear(&text);
}
END_TEST

START_TEST(the_defaults_are_what_the_table_says)
{
	struct config *config = load("");

	ck_assert_int_eq(config->daemon.mode, CONFIG_MODE_MASTER);
	ck_assert_str_eq(config->daemon.name, "");
	ck_assert_str_eq(config->daemon.state_dir, "/var/lib/backupexec");
	ck_assert_int_eq(config->daemon.stop, CONFIG_STOP_LEAVE);
	ck_assert_str_eq(config->catalog.connection[3], "");
	ck_assert_int_eq(config->catalog.max_log_bytes, 16 << 20);
	ck_assert_int_eq(config->schedule.max_running, 4);
	ck_assert(config->schedule.archivelog_beside);
	ck_assert_int_eq(config->schedule.start_within_s, 6 * 3600);
	ck_assert_int_eq(config->schedule.catch_up_s, 2 * 3600);
	ck_assert_int_eq(config->schedule.horizon_s, 24 * 3600);
	ck_assert_str_eq(config->rman.command, "rman");
	ck_assert_str_eq(config->rman.connect, "target /");
	ck_assert_int_eq(config->rman.feed, CONFIG_FEED_CMDFILE);
	ck_assert_int_eq(config->rman.timeout_s, 24 * 3600);
	ck_assert_uint_eq(config->rman.environment.count, 0);
	ck_assert_str_eq(config->rman.nls_lang, "AMERICAN_AMERICA.AL32UTF8");
	ck_assert_int_eq(config->worker.log_limit_bytes, INT64_C(4) << 30);
	ck_assert_int_eq(config->worker.stop_wait_s, 30);
	ck_assert_str_eq(config->worker.socket, "");
	ck_assert_str_eq(config->protect.max_age,
	    "full 8d, incremental 26h, archivelog 1h");
	ck_assert_str_eq(config->api.group, "backupexec");
	config_free(config);
	config_free(NULL);
}
END_TEST

static const char everything[] =
    "[daemon]\nmode = MASTER\nname = db01\nstate_dir = \"/s ;d\"\nstop = end\n"
    "admin_group = dba\n"
    "[catalog]\nconnection = DSN=a\nconnection_2 = DSN=b\n"
    "connection_3 = DSN=c\nconnection_4 = DSN=d\npassword_file = /p\n"
    "max_log = 1M\n"
    "[schedule]\nmax_running = 9\narchivelog_beside = no\n"
    "start_within = 1h\ncatch_up = 0\nhorizon = 2h\n"
    "[rman]\ncommand = /r\nconnect = target /@x\nfeed = stdin\n"
    "timeout = 90s\noracle_home = /o\nenvironment = A=1 B=2\n"
    "nls_lang = A_B.C\n"
    "[worker]\nsocket = /w\nlog_limit = 1G\nstop_wait = 5s\n"
    "[protect]\nmax_age = full 9d\n"
    "[api]\ngroup = x\n";

START_TEST(every_setting_reaches_its_member)
{
	struct config *config = load(everything);

	ck_assert_str_eq(config->daemon.name, "db01");
	ck_assert_str_eq(config->daemon.state_dir, "/s ;d");
	ck_assert_int_eq(config->daemon.stop, CONFIG_STOP_END);
	ck_assert_str_eq(config->daemon.admin_group, "dba");
	for (size_t i = 0; i < CONFIG_CONNECTIONS; i++) {
		const char *const names[] = { "DSN=a", "DSN=b", "DSN=c",
			"DSN=d" };

		ck_assert_str_eq(config->catalog.connection[i], names[i]);
	}
	ck_assert_str_eq(config->catalog.password_file, "/p");
	ck_assert_int_eq(config->catalog.max_log_bytes, 1 << 20);
	ck_assert_int_eq(config->schedule.max_running, 9);
	ck_assert(!config->schedule.archivelog_beside);
	ck_assert_int_eq(config->schedule.start_within_s, 3600);
	ck_assert_int_eq(config->schedule.catch_up_s, 0);
	ck_assert_int_eq(config->schedule.horizon_s, 7200);
	ck_assert_str_eq(config->rman.command, "/r");
	ck_assert_str_eq(config->rman.connect, "target /@x");
	ck_assert_int_eq(config->rman.feed, CONFIG_FEED_STDIN);
	ck_assert_int_eq(config->rman.timeout_s, 90);
	ck_assert_str_eq(config->rman.oracle_home, "/o");
	ck_assert_uint_eq(config->rman.environment.count, 2);
	ck_assert_str_eq(config->rman.environment.items[1], "B=2");
	ck_assert_str_eq(config->rman.nls_lang, "A_B.C");
	ck_assert_str_eq(config->worker.socket, "/w");
	ck_assert_int_eq(config->worker.log_limit_bytes, 1 << 30);
	ck_assert_int_eq(config->worker.stop_wait_s, 5);
	ck_assert_str_eq(config->protect.max_age, "full 9d");
	ck_assert_str_eq(config->api.group, "x");
	config_free(config);
}
END_TEST

static void
expect_origin(void *arg, const struct config_row *row)
{
	size_t *count = arg;
	const struct setting *setting = row->setting;
	bool is_set = strcmp(setting->key, "max_running") == 0;

	ck_assert_str_eq(row->origin, is_set ? "f:2" : "default");
	ck_assert_str_eq(row->value, is_set ? "007" : setting->standard);
	(*count)++;
}

START_TEST(each_setting_tells_where_it_comes_from)
{
	struct config *config = load("[schedule]\nmax_running = 007\n");
	size_t count = 0;
	size_t in_file = 0;

	for (size_t i = 0; i < setting_count; i++)
		in_file += (setting_table[i].scope & SETTING_FILE) != 0;
	config_show(config, expect_origin, &count);
	ck_assert_uint_eq(count, in_file);
	config_free(config);
}
END_TEST

static void
note_value(void *arg, const struct config_row *row)
{
	struct fault fault;

	ck_assert(
	    buf_format(arg, &fault, "%s=%s\n", row->setting->key, row->value));
}

START_TEST(what_is_printed_loads_as_the_same)
{
	struct config *config = load(everything);
	struct config *again;
	struct fault fault;
	struct buf text, first, second;

	buf_init(&text, TEXT_LIMIT);
	buf_init(&first, TEXT_LIMIT);
	buf_init(&second, TEXT_LIMIT);
	ck_assert(config_print(config, &text, &fault));
	ck_assert(text_begins(buf_text(&text),
	    "[daemon]\n"
	    "mode = MASTER                          ; f:2\n"
	    "name = db01                            ; f:3\n"
	    "state_dir = \"/s ;d\"                    ; f:4\n"));
	again = load(buf_text(&text));
	config_show(config, note_value, &first);
	config_show(again, note_value, &second);
	ck_assert_str_eq(buf_text(&first), buf_text(&second));
	ck_assert_uint_eq(config_reload(again, config, NULL, NULL), 0);
	config_free(again);

	for (size_t limit = 0; limit < text.size; limit += 31) {
		buf_clear(&first);
		buf_init(&first, limit);
		ck_assert(!config_print(config, &first, &fault));
		ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	}
	buf_clear(&text);
	buf_clear(&first);
	buf_clear(&second);
	config_free(config);
}
END_TEST

static void
note_row(void *arg, const struct config_row *row)
{
	struct fault fault;

	ck_assert(buf_format(arg, &fault, "%s=%s @%s\n", row->setting->key,
	    row->value, row->origin));
}

START_TEST(what_needs_a_restart_keeps_the_running_value)
{
	struct config *running = load(
	    "[daemon]\nstate_dir = /a\nname = x\nstop = wait\n");
	struct config *loaded = load(
	    "[daemon]\n\nstate_dir = /b\nstop = end\n");
	struct buf noted;

	buf_init(&noted, TEXT_LIMIT);
	ck_assert_uint_eq(config_reload(loaded, running, note_row, &noted), 2);
	ck_assert_str_eq(buf_text(&noted),
	    "name= @default\nstate_dir=/b @f:3\n");
	ck_assert_str_eq(loaded->daemon.state_dir, "/a");
	ck_assert_str_eq(loaded->daemon.name, "x");
	ck_assert_int_eq(loaded->daemon.stop, CONFIG_STOP_END);
	/* Now they agree, and so do the origins. */
	buf_clear(&noted);
	ck_assert_uint_eq(config_reload(loaded, running, note_row, &noted), 0);
	config_show(loaded, note_row, &noted);
	ck_assert_ptr_nonnull(
	    strstr(buf_text(&noted), "state_dir=/a @f:2\nstop=end @f:4\n"));
	buf_clear(&noted);
	config_free(loaded);
	config_free(running);
}
END_TEST

START_TEST(an_option_wins_over_the_file_and_the_file_over_the_default)
{
	struct config *config = load(
	    "[rman]\nenvironment = A=1\ntimeout = 2h\n");
	struct value value;
	struct fault fault;

	ck_assert(
	    setting_resolve(config, "timeout", NULL, NULL, &value, &fault));
	ck_assert_int_eq(value.number, 7200);
	ck_assert_uint_eq(value.origin, SETTING_FILE);
	ck_assert(
	    setting_resolve(config, "timeout", NULL, "3h", &value, &fault));
	ck_assert_int_eq(value.number, 10800);
	ck_assert(setting_resolve(config, "environment", "B=2 C=3", NULL,
	    &value, &fault));
	ck_assert_uint_eq(value.words.count, 2);
	value_clear(&value);
	config_free(config);
}
END_TEST

START_TEST(files_of_the_disk_are_read_with_their_includes)
{
	char *folder = scratch_new();
	char *path = scratch_file(folder, "a.conf",
	    "[daemon]\nname = db01\n@include \"b.conf\"\n");
	char *other = scratch_file(folder, "b.conf", "[api]\ngroup = x\n");
	struct mistakes mistakes = { 0 };
	struct config *config = config_load(path, &mistakes);

	ck_assert_msg(config != NULL, "%s",
	    mistakes.count == 0 ? "" : mistakes.list[0].text);
	ck_assert_str_eq(config->daemon.name, "db01");
	ck_assert_str_eq(config->api.group, "x");
	config_free(config);
	free(other);

	/* A folder, and nothing at all. */
	ck_assert_ptr_null(config_load(folder, &mistakes));
	ck_assert_uint_eq(mistakes.count, 1);
	ck_assert_ptr_nonnull(strstr(mistakes.list[0].text, folder));
	mistakes_clear(&mistakes);
	other = mem_format("%s/nowhere", folder);
	ck_assert_ptr_null(config_load(other, &mistakes));
	ck_assert_uint_eq(mistakes.count, 1);
	ck_assert_ptr_nonnull(strstr(mistakes.list[0].text, other));
	mistakes_clear(&mistakes);
	free(other);
	free(path);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("config/load", every_setting_meets_every_fault,
    what_is_unknown_gets_the_way_to_what_is_known,
    mistakes_come_in_the_order_of_the_file,
    a_thousand_mistakes_are_listed_and_the_rest_counted,
    the_defaults_are_what_the_table_says, every_setting_reaches_its_member,
    each_setting_tells_where_it_comes_from, what_is_printed_loads_as_the_same,
    what_needs_a_restart_keeps_the_running_value,
    an_option_wins_over_the_file_and_the_file_over_the_default,
    files_of_the_disk_are_read_with_their_includes)
