/*
 * why - why an execution has its outcome, or what it waits for, and what to do
 * next: a few sentences made of what the API tells of it.
 *
 * Pure.
 *
 * Thread: any.
 */
#ifndef CLI_WHY_H
#define CLI_WHY_H

#include <jansson.h>

#include "cli/console.h"

/*
 * `execution` as /v1/executions/X tells it, `strategy` as /v1/strategies does,
 * or NULL. Lines without escapes; free it.
 */
char *why_text(const struct console *console, const json_t *execution,
    const json_t *strategy);

#endif
