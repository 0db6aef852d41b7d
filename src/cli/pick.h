/*
 * pick - single values out of JSON that a daemon sent.
 *
 * What is missing, null or of another type is "", 0, false or an empty array:
 * an older or newer daemon still gets a line printed.
 *
 * Thread: any.
 */
#ifndef CLI_PICK_H
#define CLI_PICK_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

const char *pick_text(const json_t *json, const char *name);
int64_t pick_number(const json_t *json, const char *name);
bool pick_flag(const json_t *json, const char *name);
const json_t *pick_object(const json_t *json, const char *name);

/* "ORA-19809: limit exceeded": its code and reason, each once; free it. */
char *pick_reason(const json_t *execution);

/* The n-th of the array of that name, NULL behind its end. */
const json_t *pick_item(const json_t *json, const char *name, size_t n);

/* Of an RFC 3339 time in UTC, 0 when there is none. */
int64_t pick_time_s(const json_t *json, const char *name);

#endif
