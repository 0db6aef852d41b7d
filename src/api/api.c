#include "config.h"

#include "api/api.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "api/follow.h"
#include "api/json.h"
#include "api/json_look.h"
#include "api/json_read.h"
#include "api/pump.h"
#include "api/rights.h"
#include "api/route.h"
#include "api/server.h"
#include "base/mem.h"
#include "base/text.h"
#include "platform/account.h"
#include "platform/now.h"

/*
 * A request under way. The backend may answer after its client is gone, and
 * even after api_stop: then the exchange is NULL, and nothing else is looked
 * at.
 */
struct asking {
	struct api *api;
	struct asking *next; /* of those that wait for an end */
	struct exchange *exchange;
	struct route route;
	char id[UUID_TEXT_MAX]; /* while it waits */
	bool is_waiting;
};

struct api {
	struct server *server;
	struct followers *followers;
	struct pumps *pumps;
	struct api_backend backend;
	void *backend_arg;
	char *read_group, *change_group;
	struct asking *waiting;
};

enum { PEER_NAME_MAX = 64, MS_PER_S = 1000 };

/* The answer's status by kind; a fault that is no client's is 500. */
static const int statuses[FAULT_KINDS] = {
	[FAULT_USAGE] = 400,
	[FAULT_FORMAT] = 400,
	[FAULT_REFUSED] = 409,
	[FAULT_DUPLICATE] = 409,
	[FAULT_ABSENT] = 404,
	[FAULT_LIMIT] = 413,
	[FAULT_TIMEOUT] = 503,
	[FAULT_CLOSED] = 503,
	[FAULT_RETRY] = 503,
	[FAULT_FULL] = 503,
};

static void
reply(struct exchange *exchange, int status, json_t *take_json,
    const char *allow)
{
	char *text = json_dumps(take_json, JSON_COMPACT);

	assert(text != NULL);
	json_decref(take_json);
	exchange_reply(exchange, status, text, strlen(text), allow);
	free(text);
}

static void
reply_fault(struct exchange *exchange, const struct fault *fault)
{
	int status = statuses[fault->kind];

	reply(exchange, status == 0 ? 500 : status, json_of_fault(fault), NULL);
}

static void
on_closed(void *arg)
{
	struct asking *asking = arg;
	struct asking **at;

	asking->exchange = NULL;
	if (!asking->is_waiting)
		return; /* the backend's answer frees it */
	at = &asking->api->waiting;
	while (*at != asking)
		at = &(*at)->next;
	*at = asking->next;
	free(asking);
}

static struct asking *
asking_new(struct api *api, struct exchange *exchange,
    const struct route *route)
{
	struct asking *asking = mem_new(1, sizeof(*asking));

	asking->api = api;
	asking->exchange = exchange;
	asking->route = *route;
	exchange_on_closed(exchange, on_closed, asking);
	return asking;
}

/* The exchange of a finished asking, NULL when nobody waits for it. */
static struct exchange *
asking_end(struct asking *asking)
{
	struct exchange *exchange = asking->exchange;

	if (exchange != NULL)
		exchange_on_closed(exchange, NULL, NULL);
	free(asking);
	return exchange;
}

/* Names of the connections by their id. */
static json_t *
connection_names(const struct api *api)
{
	const struct api_status *status = api->backend.status(api->backend_arg);
	json_t *names = json_object();

	for (size_t i = 0; i < status->connection_count; i++) {
		const struct connection *row =
		    status->connections[i].connection;

		(void)json_object_set_new(names, row->id,
		    json_of_text(row->name));
	}
	return names;
}

static const char *
connection_name(const struct api *api, const struct execution *execution)
{
	return api->backend.connection_name(api->backend_arg,
	    execution->connection);
}

static void
on_executions(void *arg, const struct execution *executions, size_t count,
    const struct fault *fault)
{
	struct asking *asking = arg;
	struct api *api = asking->api;
	struct exchange *exchange = asking_end(asking);
	json_t *rows;

	if (exchange == NULL)
		return;
	if (fault != NULL) {
		reply_fault(exchange, fault);
		return;
	}
	rows = json_array();
	for (size_t i = 0; i < count; i++)
		(void)json_array_append_new(rows,
		    json_of_execution(&executions[i],
			connection_name(api, &executions[i]), NULL));
	reply(exchange, 200, rows, NULL);
}

static void
reply_execution(struct api *api, struct exchange *exchange,
    const struct execution *execution, const char *detail)
{
	json_t *json = json_of_execution(execution,
	    connection_name(api, execution), detail);

	reply(exchange, 200, json, NULL);
}

static void
wait_for_end(struct asking *asking, const struct execution *execution)
{
	struct api *api = asking->api;

	(void)text_copy(asking->id, sizeof(asking->id), execution->id);
	asking->is_waiting = true;
	asking->next = api->waiting;
	api->waiting = asking;
}

static void
send_output(struct api *api, struct exchange *exchange,
    const struct route *route, const struct execution *execution)
{
	char *path = api->backend.output_path(api->backend_arg, execution->id);

	followers_add(api->followers, exchange, path, execution, route->offset,
	    route->follows);
	free(path);
}

static void
on_execution(void *arg, const struct execution *execution, const char *detail,
    const struct fault *fault)
{
	struct asking *asking = arg;
	struct api *api = asking->api;
	struct route route = asking->route;
	struct exchange *exchange;

	if (asking->exchange != NULL && fault == NULL &&
	    route.kind == ROUTE_WAIT && execution->state != EXECUTION_ENDED) {
		wait_for_end(asking, execution);
		return;
	}
	exchange = asking_end(asking);
	if (exchange == NULL)
		return;
	if (fault != NULL)
		reply_fault(exchange, fault);
	else if (route.kind == ROUTE_OUTPUT)
		send_output(api, exchange, &route, execution);
	else
		reply_execution(api, exchange, execution, detail);
}

static void
on_done(void *arg, const struct fault *fault)
{
	struct exchange *exchange = asking_end(arg);

	if (exchange == NULL)
		return;
	if (fault != NULL)
		reply_fault(exchange, fault);
	else
		reply(exchange, 200, json_object(), NULL);
}

static void
answer_next(struct api *api, struct exchange *exchange,
    const struct route *route)
{
	int64_t from_s = now_wall().utc_s;
	const struct api_slot *slots;
	struct fault fault;
	size_t count;
	json_t *rows;

	if ((route->from[0] != '\0' &&
		!api->backend.read_time(api->backend_arg, route->from, &from_s,
		    &fault)) ||
	    !api->backend.next(api->backend_arg, from_s, route->hours, &slots,
		&count, &fault)) {
		reply_fault(exchange, &fault);
		return;
	}
	rows = json_array();
	for (size_t i = 0; i < count; i++)
		(void)json_array_append_new(rows, json_of_slot(&slots[i]));
	reply(exchange, 200, rows, NULL);
}

static void
on_forecast(void *arg, const struct api_forecast *forecast,
    const struct fault *fault)
{
	struct asking *asking = arg;
	struct api *api = asking->api;
	struct exchange *exchange = asking_end(asking);
	json_t *names;

	if (exchange == NULL)
		return;
	if (fault != NULL) {
		reply_fault(exchange, fault);
		return;
	}
	names = connection_names(api);
	reply(exchange, 200, json_of_forecast(forecast, names), NULL);
	json_decref(names);
}

static void
ask_forecast(struct api *api, struct exchange *exchange,
    const struct route *route)
{
	int64_t from_s = now_wall().utc_s;
	struct fault fault;

	if (route->from[0] != '\0' &&
	    !api->backend.read_time(api->backend_arg, route->from, &from_s,
		&fault)) {
		reply_fault(exchange, &fault);
		return;
	}
	api->backend.forecast(api->backend_arg, from_s, route->hours,
	    on_forecast, asking_new(api, exchange, route));
}

static void
answer_connections(struct api *api, struct exchange *exchange)
{
	const struct api_status *status = api->backend.status(api->backend_arg);
	json_t *rows = json_array();

	for (size_t i = 0; i < status->connection_count; i++)
		(void)json_array_append_new(rows,
		    json_of_connection(&status->connections[i]));
	reply(exchange, 200, rows, NULL);
}

static void
answer_strategies(struct api *api, struct exchange *exchange, const char *only)
{
	const struct api_status *status = api->backend.status(api->backend_arg);
	json_t *rows = json_array();
	struct fault fault;

	for (size_t i = 0; i < status->strategy_count; i++) {
		const struct api_strategy *row = &status->strategies[i];

		if (only[0] == '\0' || strcmp(row->strategy->id, only) == 0)
			(void)json_array_append_new(rows,
			    json_of_strategy(row, only[0] != '\0'));
	}
	if (only[0] != '\0' && json_array_size(rows) == 0) {
		json_decref(rows);
		(void)fault_set(&fault, FAULT_ABSENT,
		    "there is no strategy '%s'", only);
		reply_fault(exchange, &fault);
		return;
	}
	reply(exchange, 200, rows, NULL);
}

static void
ask_executions(struct api *api, struct exchange *exchange,
    const struct route *route)
{
	struct api_query query = { .only_bad = route->only_bad,
		.most = route->most };
	struct fault fault;
	int64_t since_s = 0;

	if (route->strategy[0] != '\0')
		query.strategy = route->strategy;
	if (route->since[0] != '\0' &&
	    !api->backend.read_time(api->backend_arg, route->since, &since_s,
		&fault)) {
		reply_fault(exchange, &fault);
		return;
	}
	query.since_ms = since_s * MS_PER_S;
	api->backend.executions(api->backend_arg, &query, on_executions,
	    asking_new(api, exchange, route));
}

/* The three that carry something out; `who` goes into table change. */
static void
ask_change(struct api *api, struct exchange *exchange,
    const struct route *route, const char *who)
{
	struct edit *edit = NULL;
	char *strategy = NULL;
	struct fault fault;
	size_t size;
	const char *body = exchange_body(exchange, &size);

	switch ((int)route->kind) {
	case ROUTE_CANCEL:
		api->backend.cancel(api->backend_arg, route->what, who, on_done,
		    asking_new(api, exchange, route));
		break;
	case ROUTE_RUN:
		strategy = json_read_run(body, size, &fault);
		if (strategy == NULL)
			reply_fault(exchange, &fault);
		else
			api->backend.run(api->backend_arg, strategy, who,
			    on_execution, asking_new(api, exchange, route));
		break;
	default:
		edit = json_read_edit(body, size, &fault);
		if (edit == NULL)
			reply_fault(exchange, &fault);
		else
			api->backend.edit(api->backend_arg, edit, who, on_done,
			    asking_new(api, exchange, route));
	}
	edit_free(edit);
	free(strategy);
}

static void
on_test(void *arg, const struct api_test *test, const struct fault *fault)
{
	struct exchange *exchange = asking_end(arg);

	if (exchange == NULL)
		return;
	if (fault != NULL)
		reply_fault(exchange, fault);
	else
		reply(exchange, 200, json_of_test(test), NULL);
}

/* What starts an rman, and keeps nothing of it. */
static void
ask_session(struct api *api, struct exchange *exchange,
    const struct route *route)
{
	bool is_syntax = route->kind == ROUTE_SYNTAX;
	struct json_script read;
	struct fault fault;
	size_t size;
	const char *body = exchange_body(exchange, &size);

	if (!json_read_script(body, size, is_syntax, &read, &fault)) {
		reply_fault(exchange, &fault);
		return;
	}
	if (is_syntax)
		api->backend.syntax(api->backend_arg, &read.script, on_test,
		    asking_new(api, exchange, route));
	else
		api->backend.test(api->backend_arg, read.script.connection,
		    on_test, asking_new(api, exchange, route));
	json_script_clear(&read);
}

static void
answer_check(struct api *api, struct exchange *exchange,
    const struct route *route)
{
	const char *only = route->connection[0] == '\0' ? NULL :
							  route->connection;
	const struct api_finding *findings;
	struct fault fault;
	size_t count;
	json_t *rows;

	if (!api->backend.check(api->backend_arg, only, &findings, &count,
		&fault)) {
		reply_fault(exchange, &fault);
		return;
	}
	rows = json_array();
	for (size_t i = 0; i < count; i++)
		(void)json_array_append_new(rows,
		    json_of_finding(&findings[i]));
	reply(exchange, 200, rows, NULL);
}

static void
answer_databases(struct api *api, struct exchange *exchange)
{
	const struct api_database *databases;
	struct fault fault;
	size_t count;
	json_t *rows;

	if (!api->backend.databases(api->backend_arg, &databases, &count,
		&fault)) {
		reply_fault(exchange, &fault);
		return;
	}
	rows = json_array();
	for (size_t i = 0; i < count; i++)
		(void)json_array_append_new(rows,
		    json_of_database(&databases[i]));
	reply(exchange, 200, rows, NULL);
}

static void
dispatch(struct api *api, struct exchange *exchange, const struct route *route,
    const char *who)
{
	const struct api_status *status;
	struct fault fault;

	switch (route->kind) {
	case ROUTE_STATUS:
		status = api->backend.status(api->backend_arg);
		reply(exchange, 200, json_of_status(status), NULL);
		break;
	case ROUTE_NEXT:
		answer_next(api, exchange, route);
		break;
	case ROUTE_FORECAST:
		ask_forecast(api, exchange, route);
		break;
	case ROUTE_CONNECTIONS:
		answer_connections(api, exchange);
		break;
	case ROUTE_STRATEGIES:
		answer_strategies(api, exchange, route->strategy);
		break;
	case ROUTE_EXECUTIONS:
		ask_executions(api, exchange, route);
		break;
	case ROUTE_EXECUTION:
	case ROUTE_WAIT:
	case ROUTE_OUTPUT:
		api->backend.execution(api->backend_arg, route->what,
		    on_execution, asking_new(api, exchange, route));
		break;
	case ROUTE_SNAPSHOT:
		if (!pumps_add(api->pumps, exchange, &fault))
			reply_fault(exchange, &fault);
		break;
	case ROUTE_TEST:
	case ROUTE_SYNTAX:
		ask_session(api, exchange, route);
		break;
	case ROUTE_CHECK:
		answer_check(api, exchange, route);
		break;
	case ROUTE_DATABASES:
		answer_databases(api, exchange);
		break;
	case ROUTE_RUN:
	case ROUTE_CANCEL:
	case ROUTE_EDIT:
	case ROUTES:
	default:
		ask_change(api, exchange, route, who);
	}
}

static bool
is_in(const struct socket_peer *peer, const char *group)
{
	return group != NULL && group[0] != '\0' &&
	    account_in_group(peer->user, peer->group, group);
}

static struct rights_peer
look_up(const struct api *api, const struct socket_peer *peer,
    char name[PEER_NAME_MAX])
{
	struct rights_peer known = { .name = name };

	account_name(peer->user, name);
	known.is_root = account_is_root(peer->user);
	known.is_daemon = peer->user == account_self();
	known.is_in_read_group = is_in(peer, api->read_group);
	known.is_in_change_group = is_in(peer, api->change_group);
	return known;
}

static bool
on_is_known(void *arg, const struct socket_peer *peer)
{
	char name[PEER_NAME_MAX];
	struct rights_peer known = look_up(arg, peer, name);
	struct fault fault;

	return rights_check(&known, RIGHT_READ, &fault);
}

static void
on_request(void *arg, struct exchange *exchange)
{
	struct api *api = arg;
	char name[PEER_NAME_MAX];
	struct rights_peer peer = look_up(api, exchange_peer(exchange), name);
	const char *path = exchange_path(exchange);
	struct route route;
	struct fault fault;
	int status;

	/* Who may not even read is not told what there is. */
	if (!rights_check(&peer, RIGHT_READ, &fault)) {
		reply(exchange, 403, json_of_fault(&fault), NULL);
		return;
	}
	status = route_find(exchange_method(exchange), path,
	    exchange_query(exchange), &route, &fault);
	if (status == 200 && !rights_check(&peer, route.right, &fault))
		status = 403;
	if (status != 200) {
		reply(exchange, status, json_of_fault(&fault),
		    status == 405 ? route_method(path) : NULL);
		return;
	}
	dispatch(api, exchange, &route, name);
}

struct api *
api_start(struct loop *loop, const struct api_config *config,
    const struct api_backend *backend, void *backend_arg, struct fault *fault)
{
	static const struct server_events events = { on_is_known, on_request };
	struct api *api = mem_new(1, sizeof(*api));

	api->backend = *backend;
	api->backend_arg = backend_arg;
	api_set_groups(api, config->read_group, config->change_group);
	api->followers = followers_new();
	api->pumps = pumps_new(loop, backend, backend_arg, config->stall_ms);
	api->server = server_start(loop, config->socket_path, &events, api,
	    fault);
	if (api->server == NULL) {
		api_stop(api);
		return NULL;
	}
	return api;
}

void
api_stop(struct api *api)
{
	if (api == NULL)
		return;
	server_stop(api->server);
	followers_free(api->followers);
	pumps_free(api->pumps);
	assert(api->waiting == NULL);
	free(api->read_group);
	free(api->change_group);
	free(api);
}

void
api_set_groups(struct api *api, const char *read_group,
    const char *change_group)
{
	free(api->read_group);
	free(api->change_group);
	api->read_group = read_group == NULL ? NULL : mem_text(read_group);
	api->change_group = change_group == NULL ? NULL :
						   mem_text(change_group);
}

void
api_changed(struct api *api, const struct execution *execution)
{
	struct asking *ended = NULL, **at = &api->waiting;

	followers_changed(api->followers, execution);
	if (execution->state != EXECUTION_ENDED)
		return;
	while (*at != NULL) {
		struct asking *asking = *at;

		if (strcmp(asking->id, execution->id) != 0) {
			at = &asking->next;
			continue;
		}
		*at = asking->next;
		asking->is_waiting = false;
		asking->next = ended;
		ended = asking;
	}

	/* Asked again, for the error stack. */
	while (ended != NULL) {
		struct asking *asking = ended;

		ended = asking->next;
		api->backend.execution(api->backend_arg, asking->id,
		    on_execution, asking);
	}
}
