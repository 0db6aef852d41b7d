/*
 * heatmap - how much runs at once in each hour of a week: seven lines of 24
 * cells, for a terminal of 80 and no colours.
 *
 *	         0  1  2  3 ...
 *	sun 25   .  1  4+ 2
 *
 * A cell has the most that run at once in that hour of the wall's clock, and a
 * plus where something waits for its turn. An hour that the clock passes twice
 * is one cell.
 *
 * Thread: any.
 */
#ifndef CLI_HEATMAP_H
#define CLI_HEATMAP_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/calendar.h"

enum { HEATMAP_DAYS = 7, HEATMAP_HOURS = 24 };

struct heatmap {
	int64_t day; /* the first: a local day since 1970 */
	int most[HEATMAP_DAYS][HEATMAP_HOURS];
	bool has_waiting[HEATMAP_DAYS][HEATMAP_HOURS];
};

/* Of the rows of a forecast, from the local day on that `from_s` is in. */
struct heatmap heatmap_of(const json_t *rows, const struct zone *zone,
    int64_t from_s, int64_t now_s);

/* When that day begins. */
int64_t heatmap_begin(const struct zone *zone, int64_t from_s);

void heatmap_print(const struct heatmap *heatmap, FILE *out);

/* An array of hours: date, hour, most_at_once, waiting. */
json_t *heatmap_json(const struct heatmap *heatmap);

#endif
