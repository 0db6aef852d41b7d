#include "config.h"

#include "tests/support/backend.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "base/text.h"
#include "platform/file.h"
#include "tests/support/scratch.h"

static const struct connection local = { .id = "C_1",
	.name = "local",
	.instance = "XE",
	.ip = "127.0.0.1",
	.port = "1521",
	.is_alive = true };
static const struct connection far = { .id = "C_2",
	.name = "far",
	.instance = "ORCL",
	.ip = "10.0.0.9",
	.port = "1521",
	.runner = "db09",
	.is_alive = true };
static const char *const lines[] = { "run {", "backup database;", "}" };
static const struct frequency weekly[] = { { 0, 2, 30 }, { -1, -1, 15 } };
static const struct strategy nightly = { .id = "nightly",
	.connection = "C_1",
	.priority = PRIORITY_HIGH,
	.is_alive = true,
	.line_count = 3,
	.lines = lines,
	.frequency_count = 2,
	.frequencies = weekly };
static const struct strategy logs = { .id = "logs \xc3\xa4/\xff",
	.connection = "C_2",
	.priority = PRIORITY_LOW };
static const struct option options[] = { { OPTION_STRATEGY, "nightly",
    "timeout", "2h" } };

static void
must(bool held, const char *what)
{
	if (held)
		return;
	(void)fprintf(stderr, "backend: %s\n", what);
	abort();
}

static const struct api_status *
status(void *arg)
{
	static struct api_connection connections[2];
	static struct api_strategy strategies[2];
	static struct api_status status;
	static const char *const remarks[] = { "nobody runs far" };
	struct backend *backend = arg;

	connections[0] = (struct api_connection){ .connection = &local,
		.strategy_count = 1,
		.running = 1,
		.bad = outcome_is_bad(backend->executions[2].outcome) ? 1 : 0,
		.last_good_ms = 1000,
		.next_slot = 60,
		.made = KIND_FULL,
		.protection = "protected",
		.worst = 0 };
	connections[0].kinds[0] = (struct api_kind){ .protection = "protected",
		.max_age_s = 691200,
		.last_good_ms = 1000,
		.next_slot = 60 };
	connections[1] = (struct api_connection){ .connection = &far,
		.not_ours = "it runs on db09",
		.strategy_count = 1,
		.next_slot = -1 };
	strategies[0] = (struct api_strategy){ .strategy = &nightly,
		.connection = &local,
		.living = &backend->executions[1],
		.last = &backend->executions[2],
		.last_good_ms = 1000,
		.next_slot = 60,
		.is_ours = true,
		.kinds = KIND_FULL,
		.options = options,
		.option_count = 1 };
	strategies[1] = (struct api_strategy){ .strategy = &logs,
		.connection = &far,
		.next_slot = -1,
		.not_ours = "it runs on db09" };
	status = (struct api_status){ .name = "db01",
		.mode = "master",
		.version = "0.1.0",
		.state = "running",
		.pid = 42,
		.started_ms = 1000,
		.now_ms = 2000,
		.cursor = -1,
		.plan_from = "catalog",
		.plan_loaded_ms = 1500,
		.plan_version = 7,
		.running = 1,
		.remark_count = 1,
		.remarks = remarks,
		.connection_count = 2,
		.connections = connections,
		.strategy_count = 2,
		.strategies = strategies };
	return &status;
}

static bool
next(void *arg, int64_t from_s, int64_t hours,
    const struct api_slot **out_slots, size_t *out_count, struct fault *fault)
{
	static struct api_slot slots[1];

	(void)arg;
	if (hours > 1000)
		return fault_set(fault, FAULT_USAGE, "that is too long");
	slots[0] = (struct api_slot){ .slot = from_s / 60,
		.due_local = "2026-10-25T02:30:00+01:00",
		.strategy = &nightly,
		.connection = &local };
	*out_slots = slots;
	*out_count = hours > 0 ? 1 : 0;
	return true;
}

static void
forecast(void *arg, int64_t from_s, int64_t hours, api_forecast_fn done,
    void *done_arg)
{
	const struct api_usual usual = { .strategy = "nightly",
		.usual_ms = 60000,
		.kinds = KIND_FULL,
		.start_within = 360 };
	struct backend *backend = arg;
	static const char *const remarks[] = { "it cannot work" };
	const struct api_forecast told = { .now_ms = 1000,
		.remarks = remarks,
		.remark_count = 1,
		.max_running = 4,
		.executions = backend->executions,
		.execution_count = 1,
		.living = &backend->executions[1],
		.living_count = 1,
		.usuals = &usual,
		.usual_count = 1 };

	(void)from_s;
	(void)hours;
	done(done_arg, &told, NULL);
}

static void
executions(void *arg, const struct api_query *query, api_executions_fn done,
    void *done_arg)
{
	struct backend *backend = arg;

	if (query->strategy != NULL && strcmp(query->strategy, "gone") == 0) {
		struct fault fault;

		(void)fault_set(&fault, FAULT_ABSENT,
		    "there is no strategy 'gone'");
		done(done_arg, NULL, 0, &fault);
	} else if (query->only_bad) {
		done(done_arg, &backend->executions[2], 1, NULL);
	} else {
		done(done_arg, backend->executions,
		    query->most < BACKEND_EXECUTIONS ? query->most :
						       BACKEND_EXECUTIONS,
		    NULL);
	}
}

static void
set_asked(struct backend *backend, char *take_text)
{
	mutex_lock(backend->mutex);
	free(backend->asked);
	backend->asked = take_text;
	condition_signal(backend->condition);
	mutex_unlock(backend->mutex);
}

static void
execution(void *arg, const char *what, api_execution_fn done, void *done_arg)
{
	struct backend *backend = arg;
	struct fault fault;

	if (backend->is_slow) {
		backend->held = done;
		backend->held_arg = done_arg;
		set_asked(backend, mem_text("held"));
		return;
	}
	for (int i = 0; i < BACKEND_EXECUTIONS; i++) {
		const struct execution *row = &backend->executions[i];

		if (text_begins(row->id, what)) {
			done(done_arg, row,
			    row->outcome == OUTCOME_FAILURE ? "RMAN-00571" :
							      NULL,
			    NULL);
			return;
		}
	}
	(void)fault_set(&fault, FAULT_ABSENT, "there is no execution '%s'",
	    what);
	done(done_arg, NULL, NULL, &fault);
}

static void
run(void *arg, const char *strategy, const char *who, api_execution_fn done,
    void *done_arg)
{
	struct backend *backend = arg;
	struct fault fault;

	if (strcmp(strategy, "busy") == 0) {
		(void)fault_set(&fault, FAULT_REFUSED, "busy runs already");
		done(done_arg, NULL, NULL, &fault);
		return;
	}
	set_asked(backend, mem_format("run %s by %s", strategy, who));
	done(done_arg, &backend->executions[1], NULL, NULL);
}

static void
cancel(void *arg, const char *what, const char *who, api_done_fn done,
    void *done_arg)
{
	set_asked(arg, mem_format("cancel %s by %s", what, who));
	done(done_arg, NULL);
}

static void
edit(void *arg, const struct edit *wanted, const char *who, api_done_fn done,
    void *done_arg)
{
	set_asked(arg,
	    mem_format("edit %d %s %zu %zu %zu by %s", (int)wanted->kind,
		wanted->id != NULL       ? wanted->id :
		    wanted->name != NULL ? wanted->name :
					   "all",
		wanted->value_count, wanted->line_count,
		wanted->frequency_count, who));
	done(done_arg, NULL);
}

static char *
output_path(void *arg, const char *id)
{
	struct backend *backend = arg;

	return file_join(backend->folder, id);
}

static bool
read_time(void *arg, const char *text, int64_t *out_utc_s, struct fault *fault)
{
	const struct zone utc = { 0 };

	(void)arg;
	return calendar_parse(text, &utc, out_utc_s, fault);
}

static const char *
connection_name(void *arg, const char *id)
{
	(void)arg;
	return strcmp(id, local.id) == 0 ? local.name : NULL;
}

/* A snapshot of no plan: bytes that count. */
struct fake {
	struct backend *backend;
	size_t at;
	bool was_idle;
};

static void *
snapshot(void *arg, struct fault *fault)
{
	struct backend *backend = arg;
	struct fake *fake;

	if (backend->snapshot_size == 0) {
		(void)fault_set(fault, FAULT_RETRY, "there is no plan yet");
		return NULL;
	}
	fake = mem_new(1, sizeof(*fake));
	fake->backend = backend;
	backend->snapshots++;
	return fake;
}

static bool
snapshot_go_on(void *arg, struct buf *piece, bool *out_is_done,
    struct fault *fault)
{
	enum { PIECE = 100000 };
	struct fake *fake = arg;
	const struct backend *backend = fake->backend;

	*out_is_done = false;
	fake->was_idle = !fake->was_idle;
	if (fake->was_idle)
		return true;
	for (size_t i = 0; i < PIECE && fake->at < backend->snapshot_size;
	     i++) {
		const unsigned char *bytes = backend->snapshot_bytes;
		unsigned char byte = bytes == NULL ?
		    (unsigned char)(fake->at & 0xff) :
		    bytes[fake->at];

		fake->at++;

		if (backend->snapshot_fails != 0 &&
		    fake->at > backend->snapshot_fails)
			return fault_set(fault, FAULT_LIMIT, "too large");
		must(buf_add(piece, &byte, 1, fault), fault->text);
	}
	*out_is_done = fake->at == backend->snapshot_size;
	return true;
}

static void
snapshot_end(void *arg)
{
	struct fake *fake = arg;

	fake->backend->snapshots--;
	free(fake);
}

static void
test(void *backend, const char *connection, api_test_fn done, void *arg)
{
	const struct api_test good = { .connection = connection,
		.is_good = true,
		.release = "19.0.0.0.0",
		.database = "XE",
		.dbid = "7",
		.role = "PRIMARY",
		.open_mode = "READ WRITE",
		.log_mode = "ARCHIVELOG",
		.took_ms = 1200 };
	const struct api_test bad = { .connection = connection,
		.code = "ORA-12541",
		.reason = "no listener",
		.advice = "start it" };

	(void)backend;
	done(arg, strcmp(connection, "local") == 0 ? &good : &bad, NULL);
}

static void
syntax(void *backend, const struct api_script *script, api_test_fn done,
    void *arg)
{
	const struct api_test good = { .connection = "local", .is_good = true };
	const struct api_test bad = { .connection = "local",
		.code = "RMAN-01009",
		.reason = "found ;",
		.detail = "RMAN-01009: found ;\nRMAN-01007: at line 2 column 5 "
			  "file: lines.rman\n" };

	(void)backend;
	done(arg, script->strategy == NULL ? &bad : &good, NULL);
}

static bool
check(void *backend, const char *connection,
    const struct api_finding **out_findings, size_t *out_count,
    struct fault *fault)
{
	static const struct api_finding findings[] = {
		{ "local", "rman", API_GOOD, "/o/bin/rman", NULL },
		{ "OTHER", "backup", API_WARNING, "nobody backs it up",
		    "discover it" },
	};

	(void)backend;
	if (connection != NULL && strcmp(connection, "gone") == 0)
		return fault_set(fault, FAULT_ABSENT,
		    "there is no connection 'gone'");
	*out_findings = findings;
	*out_count = connection == NULL ? 2 : 1;
	return true;
}

static bool
databases(void *backend, const struct api_database **out_databases,
    size_t *out_count, struct fault *fault)
{
	static const struct api_database rows[] = {
		{ "XE", "/o/xe", "local", true },
		{ "NEW", "/o/new", NULL, false },
	};

	(void)backend;
	(void)fault;
	*out_databases = rows;
	*out_count = COUNT_OF(rows);
	return true;
}

static const struct api_backend calls = { status, next, forecast, executions,
	execution, run, cancel, edit, test, syntax, check, databases,
	output_path, read_time, connection_name, snapshot, snapshot_go_on,
	snapshot_end };

static void
run_loop(void *arg)
{
	struct backend *backend = arg;

	loop_run(backend->loop);
}

static struct backend *
start(const struct api_config *config)
{
	static const char *const ids[] = { BACKEND_GOOD, BACKEND_LIVING,
		BACKEND_BAD };
	struct backend *backend = mem_new(1, sizeof(*backend));
	struct fault fault;

	backend->folder = scratch_new();
	backend->socket = file_join(backend->folder, "control");
	backend->mutex = mutex_new();
	backend->condition = condition_new();
	for (int i = 0; i < BACKEND_EXECUTIONS; i++) {
		struct execution *row = &backend->executions[i];

		(void)text_copy(row->id, sizeof(row->id), ids[i]);
		(void)text_copy(row->strategy, sizeof(row->strategy),
		    "nightly");
		(void)text_copy(row->connection, sizeof(row->connection),
		    "C_1");
		row->slot = i == 1 ? EXECUTION_BY_HAND : 60;
		row->attempt = 1;
		row->state = i == 1 ? EXECUTION_RUNNING : EXECUTION_ENDED;
		row->kinds = KIND_FULL;
		row->claimed_ms = 1000;
		row->started_ms = 2000;
		row->finished_ms = i == 1 ? 0 : 3500;
		row->exit_status = i == 1 ? -1 : i;
		row->slots = 1;
		row->last_slot = row->slot;
	}
	backend->executions[0].outcome = OUTCOME_SUCCESS;
	backend->executions[2].outcome = OUTCOME_FAILURE;
	(void)text_copy(backend->executions[2].code, LIMIT_CODE, "ORA-19809");
	(void)text_copy(backend->executions[2].reason, LIMIT_REASON,
	    "the recovery area is full");
	backend->loop = loop_new();
	backend->config = *config;
	backend->config.socket_path = backend->socket;
	backend->api = api_start(backend->loop, &backend->config, &calls,
	    backend, &fault);
	must(backend->api != NULL, fault.text);
	backend->thread = thread_start(run_loop, backend, &fault);
	must(backend->thread != NULL, fault.text);
	return backend;
}

struct backend *
backend_start_with(const char *read_group, const char *change_group)
{
	const struct api_config config = { .read_group = read_group,
		.change_group = change_group };

	return start(&config);
}

struct backend *
backend_start_impatient(void)
{
	const struct api_config config = { .stall_ms = 100 };

	return start(&config);
}

struct backend *
backend_start(void)
{
	return backend_start_with(NULL, NULL);
}

static void
stop_api(struct backend *backend)
{
	api_stop(backend->api);
	backend->api = NULL;
	if (backend->held != NULL)
		backend->held(backend->held_arg, &backend->executions[0], NULL,
		    NULL);
}

void
backend_stop(struct backend *backend)
{
	backend_do(backend, stop_api);
	loop_stop(backend->loop);
	thread_join(backend->thread);
	loop_free(backend->loop);
	condition_free(backend->condition);
	mutex_free(backend->mutex);
	scratch_free(backend->folder);
	free(backend->socket);
	free(backend->asked);
	free(backend);
}

struct job {
	struct backend *backend;
	void (*fn)(struct backend *);
	bool is_done;
};

static void
do_job(void *arg)
{
	struct job *job = arg;
	struct backend *backend = job->backend;

	job->fn(backend);
	mutex_lock(backend->mutex);
	job->is_done = true;
	condition_signal(backend->condition);
	mutex_unlock(backend->mutex);
}

void
backend_do(struct backend *backend, void (*fn)(struct backend *))
{
	struct job job = { backend, fn, false };

	loop_post(backend->loop, do_job, &job);
	mutex_lock(backend->mutex);
	while (!job.is_done)
		condition_wait(backend->condition, backend->mutex);
	mutex_unlock(backend->mutex);
}

/* Rows belong to the loop's thread once it runs. */
static void
grow(struct backend *backend)
{
	backend->executions[1].log_bytes += backend->grown;
	api_changed(backend->api, &backend->executions[1]);
}

static void
end(struct backend *backend)
{
	backend->executions[1].state = EXECUTION_ENDED;
	backend->executions[1].outcome = backend->outcome;
	api_changed(backend->api, &backend->executions[1]);
}

void
backend_grow(struct backend *backend, const char *bytes)
{
	char *path = file_join(backend->folder, BACKEND_LIVING);
	struct fault fault;
	int descriptor = file_open(path, FILE_APPEND, &fault);

	must(descriptor != -1 &&
		file_write_all(descriptor, bytes, strlen(bytes), &fault),
	    path);
	file_close(descriptor);
	free(path);
	backend->grown = strlen(bytes);
	backend_do(backend, grow);
}

void
backend_end(struct backend *backend, enum outcome outcome)
{
	backend->outcome = outcome;
	backend_do(backend, end);
}

char *
backend_asked(struct backend *backend)
{
	char *asked;

	mutex_lock(backend->mutex);
	asked = backend->asked;
	backend->asked = NULL;
	mutex_unlock(backend->mutex);
	return asked;
}

char *
backend_wait_asked(struct backend *backend)
{
	char *asked;

	mutex_lock(backend->mutex);
	while (backend->asked == NULL)
		condition_wait(backend->condition, backend->mutex);
	asked = backend->asked;
	backend->asked = NULL;
	mutex_unlock(backend->mutex);
	return asked;
}

void
backend_wait_held(struct backend *backend)
{
	mutex_lock(backend->mutex);
	while (backend->asked == NULL || strcmp(backend->asked, "held") != 0)
		condition_wait(backend->condition, backend->mutex);
	mutex_unlock(backend->mutex);
}
