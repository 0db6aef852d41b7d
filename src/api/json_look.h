/*
 * json_look - what a look at the host, a connection or a script found, as
 * JSON; and the requests for such a look.
 *
 * Thread: any.
 */
#ifndef API_JSON_LOOK_H
#define API_JSON_LOOK_H

#include <jansson.h>
#include <stdbool.h>

#include "api/api.h"
#include "base/fault.h"

json_t *json_of_test(const struct api_test *test);
json_t *json_of_finding(const struct api_finding *finding);
json_t *json_of_database(const struct api_database *database);

/* "good", "unknown", "warning", "error" */
const char *json_grade_name(enum api_grade grade);

/* A request; its texts live as long as it does. */
struct json_script {
	json_t *json;
	const char **lines;
	struct api_script script;
};

/*
 * {"connection": X}; with `has_lines` also "lines", or {"strategy": X} alone.
 * Faults: FAULT_FORMAT, FAULT_LIMIT.
 */
MUST_CHECK bool json_read_script(const char *bytes, size_t size, bool has_lines,
    struct json_script *out_script, struct fault *fault);
void json_script_clear(struct json_script *script);

#endif
