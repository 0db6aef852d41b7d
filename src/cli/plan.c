#include "config.h"

#include "cli/plan.h"

#include <stdlib.h>
#include <string.h>

#include "api/json.h"
#include "base/mem.h"
#include "cli/local.h"
#include "cli/pick.h"

struct plan {
	struct client *client; /* the console's; NULL: no daemon */
	struct local *local;
};

struct plan *
plan_open(struct console *console, struct fault *fault)
{
	struct plan *plan;
	struct local *local = NULL;

	if (!console_connect(console, fault)) {
		if (fault->kind != FAULT_CLOSED)
			return NULL;
		local = local_open(console, false, fault);
		if (local == NULL)
			return NULL;
	}
	plan = mem_new(1, sizeof(*plan));
	plan->client = console->client;
	plan->local = local;
	return plan;
}

void
plan_close(struct plan *plan)
{
	if (plan == NULL)
		return;
	local_close(plan->local);
	free(plan);
}

/* By name, or else by id. */
static json_t *
only_connection(json_t *take_rows, const char *name, struct fault *fault)
{
	static const char *const keys[] = { "connection", "connection_id" };
	json_t *row, *found = NULL;
	size_t at;

	for (size_t key = 0; key < COUNT_OF(keys) && found == NULL; key++) {
		json_array_foreach(take_rows, at, row)
		{
			if (strcmp(pick_text(row, keys[key]), name) != 0)
				continue;
			if (found == NULL)
				found = json_array();
			(void)json_array_append(found, row);
		}
	}
	json_decref(take_rows);
	if (found == NULL)
		(void)fault_set(fault, FAULT_ABSENT,
		    "there is no connection '%s'", name);
	return found;
}

json_t *
plan_connections(struct plan *plan, const char *name, struct fault *fault)
{
	json_t *rows = plan->local != NULL ?
	    local_connections(plan->local, fault) :
	    client_get(plan->client, "/v1/connections", fault);

	if (rows == NULL || name == NULL)
		return rows;
	return only_connection(rows, name, fault);
}

json_t *
plan_strategies(struct plan *plan, const char *name, struct fault *fault)
{
	char *target;
	json_t *rows;

	if (plan->local != NULL)
		return local_strategies(plan->local, name, fault);
	if (name == NULL)
		return client_get(plan->client, "/v1/strategies", fault);
	target = client_target("/v1/strategies?strategy=", name, "");
	rows = client_get(plan->client, target, fault);
	free(target);
	return rows;
}

bool
plan_edit(struct plan *plan, const struct edit *edit, struct fault *fault)
{
	json_t *body, *answer;

	if (plan->local != NULL)
		return local_edit(plan->local, edit, fault);
	body = json_of_edit(edit);
	answer = client_post(plan->client, "/v1/edit", body, fault);
	json_decref(body);
	json_decref(answer);
	return answer != NULL;
}
