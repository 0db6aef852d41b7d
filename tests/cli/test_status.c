#include "config.h"

#include "cli/status.h"

#include "tests/unit.h"

/* What is printed of this JSON; free it. */
static char *
print(const char *text, bool is_check, bool has_strategies)
{
	json_t *status = json_loads(text, 0, NULL);
	struct console console;
	FILE *out = tmpfile();
	char *room;
	long size;

	ck_assert_ptr_nonnull(status);
	(void)setenv("TZ", "UTC", 1);
	console_init(&console);
	console.out = out;
	console.now_s = 7200;
	if (is_check)
		status_print_check(&console, status);
	else
		status_print(&console, status, has_strategies);
	size = ftell(out);
	rewind(out);
	room = calloc((size_t)size + 1, 1);
	ck_assert_uint_eq(fread(room, 1, (size_t)size, out), (size_t)size);
	(void)fclose(out);
	console_clear(&console);
	json_decref(status);
	return room;
}

START_TEST(a_catalog_that_is_away_is_said_second)
{
	char *text = print("{\"name\":\"db01\",\"mode\":\"master\","
			   "\"state\":\"running\",\"version\":\"1\",\"pid\":7,"
			   "\"started_at\":\"1970-01-01T00:00:00Z\","
			   "\"catalog_away_since\":\"1970-01-01T01:00:00Z\","
			   "\"catalog_reason\":\"it is\\u001b down\","
			   "\"plan_from\":\"disk\",\"to_record\":3,"
			   "\"plan_file\":\"plan.snapshot\","
			   "\"plan_loaded_at\":\"1970-01-01T00:30:00Z\","
			   "\"plan_version\":7}",
	    false, false);

	ck_assert_str_eq(text,
	    "db01: master 1, running since an unknown time, pid 7\n"
	    "catalog away since 1970-01-01 01:00 (60 min ago): it is\\x1b "
	    "down\n"
	    "plan from the disk (plan.snapshot), loaded 1970-01-01 00:30, "
	    "version 7\n"
	    "3 results wait to be recorded in the catalog\n"
	    "\n"
	    "there are no connections yet: see 'backupexec help connection "
	    "add'\n");
	free(text);
}
END_TEST

START_TEST(a_journal_that_is_not_kept_is_said_first)
{
	char *text = print("{\"plan_from\":\"none\",\"journal\":\"unkept\","
			   "\"journal_reason\":\"no\\u001b room\"}",
	    false, false);

	ck_assert_ptr_nonnull(strstr(text,
	    "journal not writable: backups run, but that none is started "
	    "twice holds only\n"
	    "  until this daemon ends\n"
	    "  no\\x1b room\n"
	    "plan: none yet\n"));
	free(text);
	text = print("{\"plan_from\":\"none\",\"journal\":\"low\","
		     "\"journal_reason\":\"x\"}",
	    false, false);
	ck_assert_ptr_nonnull(strstr(text,
	    "disk full: the journal goes on with its reserve, output of RMAN "
	    "is dropped\n"
	    "  x\n"));
	free(text);
	text = print("{\"plan_from\":\"none\",\"journal\":\"whole\"}", false,
	    false);
	ck_assert_ptr_null(strstr(text, "journal"));
	free(text);
}
END_TEST

START_TEST(without_a_plan_it_says_so)
{
	char *text = print("{\"plan_from\":\"none\"}", false, true);

	ck_assert_ptr_nonnull(strstr(text, "\nplan: none yet\n"));
	free(text);
}
END_TEST

#define CONNECTION(name, protection, more)                                     \
	"{\"connection\":\"" name "\",\"alive\":true,\"strategies\":2,"        \
	"\"protection\":" protection more "}"
#define KIND(kind, protection)                                                 \
	"{\"kind\":\"" kind "\",\"protection\":\"" protection "\"}"

/* clang-format off */
static const char all[] = "{\"connections\":["
    CONNECTION("a-good", "\"protected\"", "") ","
    CONNECTION("c-running", "\"protected\"", ",\"running\":1") ","
    CONNECTION("d-off", "null", ",\"alive\":false") ","
    CONNECTION("e-never", "\"never\"",
	",\"kinds\":[" KIND("full", "never") "," KIND("incremental", "never")
	"," KIND("archivelog", "late") "]") ","
    CONNECTION("f-elsewhere", "null", ",\"not_ours\":\"it runs on db02\"") ","
    CONNECTION("g-bad", "\"protected\"", ",\"bad\":1") ","
    CONNECTION("h-waiting", "\"protected\"", ",\"waiting\":1") ","
    CONNECTION("i-nobody", "\"never\"",
	",\"nobodys\":true,\"not_ours\":\"nobody\"") ","
    CONNECTION("k-none", "\"none\"", "") ","
    CONNECTION("l-late", "\"late\"",
	",\"kinds\":[" KIND("full", "protected") "," KIND("archivelog", "late")
	"]") ","
    CONNECTION("m-paused", "\"protected\"", ",\"pause\":{}") "]}";
/* clang-format on */

START_TEST(the_worst_connection_is_first)
{
	char *text = print(all, false, false);
	const char *const order[] = { "i-nobody", "e-never", "l-late", "k-none",
		"g-bad", "m-paused", "h-waiting", "c-running", "a-good",
		"f-elsewhere", "d-off" };
	const char *at = text;

	for (size_t i = 0; i < COUNT_OF(order); i++) {
		at = strstr(at, order[i]);
		ck_assert_msg(at != NULL, "%s in %s", order[i], text);
	}
	ck_assert_ptr_nonnull(strstr(text,
	    "\n5 of 9 protected, 1 late, 2 never, 1 with nothing planned\n"));
	ck_assert_ptr_nonnull(strstr(text, "  never full incremental  "));
	ck_assert_ptr_nonnull(strstr(text, "  late archivelog  "));
	ck_assert_ptr_nonnull(strstr(text, "  nothing planned  "));
	ck_assert_ptr_nonnull(strstr(text, "nobody runs it"));
	ck_assert_ptr_nonnull(strstr(text, "1 of 2 bad"));
	ck_assert_ptr_nonnull(strstr(text, "it runs on db02"));
	free(text);
}
END_TEST

START_TEST(a_monitor_hears_who_is_not_protected)
{
	char *text = print(all, true, false);

	ck_assert_str_eq(text,
	    "BAD: 5 of 9 protected, 1 late, 2 never, 1 with nothing planned, "
	    "1 that nobody runs; e-never never full incremental; i-nobody "
	    "never; k-none nothing planned; l-late late archivelog\n");
	free(text);
}
END_TEST

START_TEST(what_waits_says_for_what)
{
	char *text = print("{\"strategies\":[{\"strategy\":\"nightly\","
			   "\"connection\":\"local\",\"alive\":true,"
			   "\"waits_for\":\"weekly of local\","
			   "\"living\":{\"state\":\"claimed\","
			   "\"claimed_at\":\"1970-01-01T01:00:00Z\","
			   "\"execution\":\"12345678-90\"}}]}",
	    false, true);

	ck_assert_ptr_nonnull(strstr(text,
	    "waiting: nightly of local since 1970-01-01 01:00 (60 min ago),\n"
	    "    execution 12345678\n    for weekly of local\n"));
	ck_assert_ptr_nonnull(strstr(text,
	    "STRATEGY  CONNECTION  LAST GOOD  NEXT DUE  STATE\n"
	    "nightly   local       -          -         waiting\n"));
	free(text);
}
END_TEST

START_TEST(a_long_reason_is_cut_to_the_line)
{
	char *text = print("{\"strategies\":[{\"strategy\":\"nightly\","
			   "\"connection\":\"local\",\"alive\":true,"
			   "\"last\":{\"outcome\":\"failure\","
			   "\"code\":\"RMAN-01009\",\"reason\":"
			   "\"RMAN-01009: abcdefg abcdefg abcdefg abcdefg "
			   "abcdefg abcdefg abcdefg abc\303\274efg wxyz\"}}]}",
	    false, false);

	ck_assert_ptr_nonnull(strstr(text,
	    "\n    RMAN-01009: abcdefg abcdefg abcdefg abcdefg abcdefg "
	    "abcdefg abcdefg abc\303\274efg~\n"));
	free(text);
}
END_TEST

START_TEST(a_monitor_gets_one_line)
{
	const struct {
		const char *json, *line;
	} cases[] = {
		{ "{\"strategies\":[{\"strategy\":\"a\"}]}",
		    "GOOD: 0 of 0 protected, 0 late, 0 never\n" },
		{ "{\"strategies\":[{\"strategy\":\"a\","
		  "\"last\":{\"outcome\":\"missed\"}}],"
		  "\"connections\":[{\"nobodys\":true}]}",
		    "BAD: 0 of 0 protected, 0 late, 0 never, 1 that nobody "
		    "runs; a missed\n" },
		{ "{\"strategies\":[{\"strategy\":\"a\","
		  "\"last\":{\"outcome\":\"warning\"}}]}",
		    "GOOD: 0 of 0 protected, 0 late, 0 never\n" },
		{ "{\"state\":\"dead\","
		  "\"dead_since\":\"1970-01-01T01:00:00Z\"}",
		    "DEAD: no daemon is running; the last sign of life is from "
		    "1970-01-01 01:00 (60 min ago); 0 of 0 protected, 0 late, "
		    "0 never\n" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char *text = print(cases[i].json, true, false);

		ck_assert_str_eq(text, cases[i].line);
		free(text);
	}
}
END_TEST

UNIT_MAIN("cli/status", a_catalog_that_is_away_is_said_second,
    a_journal_that_is_not_kept_is_said_first, without_a_plan_it_says_so,
    the_worst_connection_is_first, a_monitor_hears_who_is_not_protected,
    what_waits_says_for_what, a_long_reason_is_cut_to_the_line,
    a_monitor_gets_one_line)
