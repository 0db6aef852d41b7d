/*
 * json - the nouns as JSON, one function each; back from it is json_read.
 *
 * Names and times are DESIGN's: snake_case, RFC 3339 in UTC, null where there
 * is nothing. Text that is not UTF-8 has U+FFFD in place of what is wrong.
 * Every result is the caller's (json_decref).
 *
 * Thread: any.
 */
#ifndef API_JSON_H
#define API_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "api/api.h"
#include "base/fault.h"

json_t *json_of_text(const char *text); /* NULL: null */
json_t *json_of_time(int64_t utc_ms);   /* 0: null */
json_t *json_of_minute(int64_t slot);   /* below 0: null */
json_t *json_of_fault(const struct fault *fault);

/*
 * `connection` is its name; NULL: its id stands in for it. `detail` is the
 * error stack, left out when NULL.
 */
json_t *json_of_execution(const struct execution *execution,
    const char *connection, const char *detail);

json_t *json_of_connection(const struct api_connection *connection);

/* With the lines only when `has_lines`. */
json_t *json_of_strategy(const struct api_strategy *strategy, bool has_lines);
json_t *json_of_forecast(const struct api_forecast *forecast,
    const json_t *connection_names);
json_t *json_of_slot(const struct api_slot *slot);
json_t *json_of_status(const struct api_status *status);
json_t *json_of_edit(const struct edit *edit);

/* "connection_add" … "strategy_remove" */
const char *json_edit_name(enum edit_kind kind);

#endif
