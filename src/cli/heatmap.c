#include "config.h"

#include "cli/heatmap.h"

#include <stdlib.h>
#include <string.h>

#include "api/json.h"
#include "base/mem.h"
#include "cli/pick.h"

enum { S_PER_HOUR = 3600, S_PER_DAY = 86400, CELL = 3 };

/* One more runs, or one less. */
struct edge {
	int64_t at_s;
	int step;
};

struct edges {
	struct edge *list;
	size_t count;
};

static int
compare_edges(const void *a, const void *b)
{
	const struct edge *one = a, *other = b;

	if (one->at_s != other->at_s)
		return one->at_s < other->at_s ? -1 : 1;
	return one->step - other->step; /* who ends makes room first */
}

static int64_t
local_of(const struct zone *zone, int64_t utc_s)
{
	return utc_s + zone_offset(zone, utc_s);
}

/* The cell of that time; NULL: none of this week. */
static int *
cell_of(struct heatmap *heatmap, const struct zone *zone, int64_t utc_s,
    bool **out_has_waiting)
{
	int64_t local_s = local_of(zone, utc_s);
	int64_t day = floor_div(local_s, S_PER_DAY) - heatmap->day;
	int64_t hour = floor_div(local_s, S_PER_HOUR) -
	    floor_div(local_s, S_PER_DAY) * HEATMAP_HOURS;

	if (day < 0 || day >= HEATMAP_DAYS)
		return NULL;
	*out_has_waiting = &heatmap->has_waiting[day][hour];
	return &heatmap->most[day][hour];
}

/* Between these something is so: every hour that it touches. */
static void
mark(struct heatmap *heatmap, const struct zone *zone, int64_t begin_s,
    int64_t end_s, int running)
{
	for (int64_t at_s = begin_s; at_s < end_s;
	     at_s = (floor_div(at_s, S_PER_HOUR / 4) + 1) * (S_PER_HOUR / 4)) {
		bool *has_waiting;
		int *most = cell_of(heatmap, zone, at_s, &has_waiting);

		if (most == NULL)
			continue;
		if (running < 0)
			*has_waiting = true;
		else if (*most < running)
			*most = running;
	}
}

static void
add(struct edges *edges, int64_t begin_s, int64_t end_s, int64_t least_s,
    int64_t most_s)
{
	begin_s = begin_s < least_s ? least_s : begin_s;
	end_s = end_s > most_s ? most_s : end_s;
	if (begin_s >= end_s)
		return;
	edges->list[edges->count++] = (struct edge){ begin_s, 1 };
	edges->list[edges->count++] = (struct edge){ end_s, -1 };
}

int64_t
heatmap_begin(const struct zone *zone, int64_t from_s)
{
	int64_t day = floor_div(local_of(zone, from_s), S_PER_DAY);
	int64_t at_s = day * S_PER_DAY - zone_offset(zone, from_s);

	/* The clock may have changed since then. */
	return at_s + day * S_PER_DAY - local_of(zone, at_s);
}

struct heatmap
heatmap_of(const json_t *rows, const struct zone *zone, int64_t from_s,
    int64_t now_s)
{
	struct heatmap heatmap = {
		.day = floor_div(local_of(zone, from_s), S_PER_DAY),
	};
	int64_t least_s = heatmap_begin(zone, from_s);
	int64_t most_s = least_s + (HEATMAP_DAYS + 1) * S_PER_DAY;
	struct edges edges = { .list = mem_new(2 * json_array_size(rows),
				   sizeof(*edges.list)) };
	const json_t *row;
	int running = 0;
	size_t at;

	json_array_foreach(rows, at, row)
	{
		int64_t begin_s = pick_time_s(row, "starts_at");
		int64_t end_s = pick_time_s(row, "ends_at");

		if (begin_s == 0) {
			begin_s = pick_time_s(row, "started_at");
			end_s = pick_time_s(row, "finished_at");
			end_s = end_s == 0 ? now_s : end_s;
		}
		if (begin_s == 0)
			continue;
		add(&edges, begin_s, end_s, least_s, most_s);
		mark(&heatmap, zone, pick_time_s(row, "slot"),
		    pick_number(row, "waits_s") > 0 ? begin_s : 0, -1);
	}
	if (edges.count > 1)
		qsort(edges.list, edges.count, sizeof(*edges.list),
		    compare_edges);
	for (size_t i = 0; i + 1 < edges.count; i++) {
		running += edges.list[i].step;
		mark(&heatmap, zone, edges.list[i].at_s, edges.list[i + 1].at_s,
		    running);
	}
	free(edges.list);
	return heatmap;
}

/* " 4+": at most two digits. */
static void
put_cell(char cell[CELL], int most, bool has_waiting)
{
	most = most > 99 ? 99 : most;
	cell[0] = most < 10 ? ' ' : (char)('0' + most / 10);
	cell[1] = most == 0 ? '.' : (char)('0' + most % 10);
	cell[2] = has_waiting ? '+' : ' ';
}

void
heatmap_print(const struct heatmap *heatmap, FILE *out)
{
	static const char *const names[] = { "sun", "mon", "tue", "wed", "thu",
		"fri", "sat" };

	(void)fprintf(out, "      ");
	for (int hour = 0; hour < HEATMAP_HOURS; hour++)
		(void)fprintf(out, "%2d%s", hour,
		    hour + 1 < HEATMAP_HOURS ? " " : "\n");
	for (int day = 0; day < HEATMAP_DAYS; day++) {
		struct civil civil = civil_from_seconds(
		    (heatmap->day + day) * S_PER_DAY);
		char line[HEATMAP_HOURS * CELL + 1];
		size_t length = sizeof(line) - 1;

		for (int hour = 0; hour < HEATMAP_HOURS; hour++)
			put_cell(&line[hour * CELL], heatmap->most[day][hour],
			    heatmap->has_waiting[day][hour]);
		while (length > 0 && line[length - 1] == ' ')
			length--;
		line[length] = '\0';
		(void)fprintf(out, "%s %2d%s\n", names[civil.week_day],
		    civil.day, line);
	}
}

json_t *
heatmap_json(const struct heatmap *heatmap)
{
	json_t *rows = json_array();

	for (int day = 0; day < HEATMAP_DAYS; day++) {
		char date[CALENDAR_TEXT_MAX];

		calendar_format_utc(date,
		    (heatmap->day + day) * S_PER_DAY * 1000);
		date[10] = '\0';
		for (int hour = 0; hour < HEATMAP_HOURS; hour++)
			(void)json_array_append_new(rows,
			    json_pack("{s:s, s:i, s:i, s:b}", "date", date,
				"hour", hour, "most_at_once",
				heatmap->most[day][hour], "waiting",
				(int)heatmap->has_waiting[day][hour]));
	}
	return rows;
}
