#include "config.h"

#include "cli/heatmap.h"

#include "tests/unit.h"

/* 2026-10-25 in a zone where the clock goes from +2 to +1 at 01:00 UTC. */
static struct zone_change change = { 1792890000, 3600 };
static const struct zone zone = { 7200, 1, &change };
enum { SUNDAY = 1792879200 /* 2026-10-24T22:00Z, local midnight */ };

static struct heatmap
make(const char *text, int64_t now_s)
{
	json_t *rows = json_loads(text, 0, NULL);
	struct heatmap heatmap;

	ck_assert_ptr_nonnull(rows);
	heatmap = heatmap_of(rows, &zone, SUNDAY + 3600, now_s);
	json_decref(rows);
	return heatmap;
}

static char *
print(const struct heatmap *heatmap)
{
	FILE *out = tmpfile();
	char *room = calloc(4096, 1);

	heatmap_print(heatmap, out);
	rewind(out);
	ck_assert_uint_gt(fread(room, 1, 4095, out), 0);
	(void)fclose(out);
	return room;
}

START_TEST(it_begins_at_the_local_midnight)
{
	ck_assert_int_eq(heatmap_begin(&zone, SUNDAY), SUNDAY);
	ck_assert_int_eq(heatmap_begin(&zone, SUNDAY + 86400), SUNDAY);
	ck_assert_int_eq(heatmap_begin(&zone, SUNDAY + 90000), SUNDAY + 90000);
	ck_assert_int_eq(heatmap_begin(&zone, SUNDAY - 1), SUNDAY - 86400);
}
END_TEST

START_TEST(each_hour_has_the_most_that_run_at_once)
{
	struct heatmap heatmap =
	    make("[{\"slot\":\"2026-10-24T22:30:00Z\","
		 "\"starts_at\":\"2026-10-24T22:30:00Z\","
		 "\"ends_at\":\"2026-10-24T23:15:00Z\",\"waits_s\":0},"
		 "{\"slot\":\"2026-10-24T22:50:00Z\","
		 "\"starts_at\":\"2026-10-24T22:50:00Z\","
		 "\"ends_at\":\"2026-10-24T23:00:00Z\",\"waits_s\":0},"
		 "{\"slot\":\"2026-10-25T06:30:00Z\","
		 "\"starts_at\":\"2026-10-25T08:00:00Z\","
		 "\"ends_at\":\"2026-10-25T08:01:00Z\",\"waits_s\":5400},"
		 "{\"slot\":\"2026-10-31T22:00:00Z\","
		 "\"started_at\":\"2026-10-31T22:05:00Z\","
		 "\"finished_at\":null,\"execution\":\"x\"},"
		 "{\"slot\":\"2026-10-26T22:00:00Z\",\"expected\":\"missed\"}]",
		SUNDAY + 8 * 86400);
	char *text = print(&heatmap);

	ck_assert_str_eq(text,
	    "       0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 "
	    "20 21 22 23\n"
	    "sun 25 2  1  .  .  .  .  .  .+ .+ 1  .  .  .  .  .  .  .  .  .  "
	    ".  .  .  .  .\n"
	    "mon 26 .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  "
	    ".  .  .  .  .\n"
	    "tue 27 .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  "
	    ".  .  .  .  .\n"
	    "wed 28 .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  "
	    ".  .  .  .  .\n"
	    "thu 29 .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  "
	    ".  .  .  .  .\n"
	    "fri 30 .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  "
	    ".  .  .  .  .\n"
	    "sat 31 .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  "
	    ".  .  .  .  1\n");
	for (const char *line = text; line != NULL;
	     line = strchr(line + 1, '\n'))
		ck_assert_uint_le(strcspn(line + 1, "\n"), 80);
	free(text);
}
END_TEST

START_TEST(an_hour_that_comes_twice_is_one_cell)
{
	/* 00:30Z and 01:30Z are both 02:30 on the wall. */
	struct heatmap heatmap = make("[{\"slot\":\"2026-10-25T00:30:00Z\","
				      "\"starts_at\":\"2026-10-25T00:30:00Z\","
				      "\"ends_at\":\"2026-10-25T00:40:00Z\"},"
				      "{\"slot\":\"2026-10-25T01:30:00Z\","
				      "\"starts_at\":\"2026-10-25T01:30:00Z\","
				      "\"ends_at\":\"2026-10-25T01:40:00Z\"}]",
	    SUNDAY);

	ck_assert_int_eq(heatmap.most[0][2], 1);
	ck_assert_int_eq(heatmap.most[0][1], 0);
	ck_assert_int_eq(heatmap.most[0][3], 0);
}
END_TEST

START_TEST(as_json_it_has_every_hour)
{
	struct heatmap heatmap = make("[]", SUNDAY);
	json_t *rows;
	char *text;

	heatmap.most[6][23] = 12;
	heatmap.has_waiting[6][23] = true;
	rows = heatmap_json(&heatmap);
	ck_assert_uint_eq(json_array_size(rows), 168);
	text = json_dumps(json_array_get(rows, 167), JSON_COMPACT);
	ck_assert_str_eq(text,
	    "{\"date\":\"2026-10-31\",\"hour\":23,\"most_at_once\":12,"
	    "\"waiting\":true}");
	free(text);
	json_decref(rows);
}
END_TEST

UNIT_MAIN("cli/heatmap", it_begins_at_the_local_midnight,
    each_hour_has_the_most_that_run_at_once,
    an_hour_that_comes_twice_is_one_cell, as_json_it_has_every_hour)
