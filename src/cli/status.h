/*
 * status - the daemon's status for a person, and for a monitor.
 *
 * What is printed comes from the API's JSON, or from the journal's likeness of
 * it (offline_status), whose state is "dead".
 *
 * Thread: maker.
 */
#ifndef CLI_STATUS_H
#define CLI_STATUS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "cli/console.h"

/* What the whole comes to. */
struct status_sum {
	size_t strategies;
	size_t bad;     /* strategies whose last run was (outcome_is_bad) */
	size_t nobodys; /* connections that nobody runs */
	size_t watched, protected, late, never; /* connections */
	size_t none;     /* of which nothing that is expected is planned */
	bool is_full;    /* the journal has no room, or cannot be written */
	bool is_damaged; /* a damaged one was set aside */
};

/* Is somebody to be told? */
bool status_is_bad(const struct status_sum *sum);

struct status_sum status_sum(const json_t *status);
bool status_is_dead(const json_t *status);

/* The screen: one line a connection, or a strategy. */
void status_print(const struct console *console, const json_t *status,
    bool has_strategies);

/* One line for a monitor: the first word says it. */
void status_print_check(const struct console *console, const json_t *status);

#endif
