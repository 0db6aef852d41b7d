/*
 * forecast - the slots of a span with what became of each, or what will: the
 * API's list of slots joined with its forecast, and schedule/simulate.
 *
 * To a row of the list are added
 *	execution, state, outcome, reason, started_at, finished_at, late_s
 *		of what was started or written off for it, or
 *	expected, starts_at, ends_at, waits_s, waits_for
 *		of what will: runs, superseded, missed, paused or unknown,
 *	usual_s	how long it usually takes; null: it never ended well.
 *
 * Thread: maker.
 */
#ifndef CLI_FORECAST_H
#define CLI_FORECAST_H

#include <jansson.h>
#include <stdint.h>

#include "cli/console.h"

/* What has never ended well is taken to last a minute. */
enum { FORECAST_UNKNOWN_S = 60 };

/*
 * `slots` as /v1/next tells them, `facts` as /v1/forecast does. What ran for a
 * slot that the plan does not have any more has a row, too. The caller's.
 */
json_t *forecast_rows(const json_t *slots, const json_t *facts);

/* A row for a person: "waits 12 min for nightly, takes 35 min"; free it. */
char *forecast_text(const struct console *console, const json_t *row);

#endif
