#include "config.h"

#include "daemon/daemon.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "daemon/answer.h"
#include "daemon/inspect.h"
#include "daemon/intake.h"
#include "daemon/keeping.h"
#include "daemon/plan.h"
#include "daemon/planner.h"
#include "daemon/recorder.h"
#include "daemon/retention.h"
#include "daemon/session.h"
#include "daemon/ship.h"
#include "daemon/starter.h"
#include "log/log.h"
#include "platform/file.h"
#include "platform/host.h"
#include "platform/now.h"
#include "platform/process.h"
#include "platform/service.h"

enum {
	TICK_MS = 15000,    /* the watchdog's, at most */
	PATIENCE_MS = 5000, /* for the first plan from the catalog */
	FAREWELL_MS = 200,  /* for those who wait for an outcome */
	JOURNAL_MS = 60000, /* a journal that does not come around is ill */
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_BUSY = 5
};

char *
daemon_path(const struct daemon *daemon, const char *name)
{
	return file_join(daemon->config->daemon.state_dir, name);
}

char *
daemon_folder(const struct daemon *daemon, const char *id)
{
	return keeping_folder(daemon, id);
}

/* state_dir with its lock: a second daemon ends here. */
static bool
take_state_dir(struct daemon *daemon, struct fault *fault)
{
	const char *state_dir = daemon->config->daemon.state_dir;
	char *lock = daemon_path(daemon, "lock");
	char *executions = daemon_path(daemon, "executions");
	bool done = false;

	if (!file_make_folder(state_dir, true, fault) ||
	    !file_is_ours(state_dir, fault) ||
	    !file_make_folder(executions, false, fault) ||
	    !file_is_ours(executions, fault))
		goto out;
	daemon->lock = file_open_ours(lock, fault);
	if (daemon->lock < 0)
		goto out;
	if (!file_lock(daemon->lock, fault)) {
		if (fault->kind == FAULT_REFUSED)
			(void)fault_set(fault, FAULT_REFUSED,
			    "another daemon uses %s: one state_dir, one "
			    "daemon",
			    state_dir);
		goto out;
	}
	done = true;
out:
	free(lock);
	free(executions);
	return done;
}

/* What the journal says of the last life. */
struct memory {
	struct daemon *daemon;
	int64_t cursor, position, waiting;
	struct execution *living, *newest, *good;
	size_t living_count, newest_count, good_count;
	struct store_good *goods;
	size_t goods_count;
};

static bool
memory_run(struct store *store, void *arg, struct fault *fault)
{
	const struct store_filter filter = { .want = STORE_LIVING };
	struct memory *memory = arg;

	return store_cursor(store, &memory->cursor, fault) &&
	    store_position(store, "catalog", &memory->position, fault) &&
	    store_behind(store, "catalog", &memory->waiting, fault) &&
	    store_list(store, &filter, &memory->living, &memory->living_count,
		fault) &&
	    store_goods(store, &memory->goods, &memory->goods_count, fault) &&
	    store_last(store, false, &memory->newest, &memory->newest_count,
		fault) &&
	    store_last(store, true, &memory->good, &memory->good_count, fault);
}

static void begin_to_run(struct daemon *daemon);
static void on_minute(void *arg);

static bool
open_ears(struct daemon *daemon, struct fault *fault)
{
	const struct api_config config = {
		.socket_path = daemon->socket_path,
		.read_group = daemon->config->api.group,
		.change_group = daemon->config->daemon.admin_group,
	};

	daemon->api = api_start(daemon->loop, &config, &answer_backend, daemon,
	    fault);
	if (daemon->api == NULL)
		return false;
	daemon->minute = loop_minute_new(daemon->loop, on_minute, daemon,
	    fault);
	return daemon->minute != NULL;
}

static void
memory_done(void *arg, const struct fault *fault)
{
	struct memory *memory = arg;
	struct daemon *daemon = memory->daemon;
	struct fault own;

	if (fault != NULL) {
		daemon_stop(daemon, fault);
		goto out;
	}
	if (daemon->phase == DAEMON_STOPPING)
		goto out; /* parts of the daemon are gone already */
	for (size_t i = 0; i < memory->good_count; i++)
		board_ended(&daemon->board, &memory->good[i]);
	for (size_t i = 0; i < memory->newest_count; i++)
		board_ended(&daemon->board, &memory->newest[i]);
	for (size_t i = 0; i < memory->goods_count; i++)
		board_set_good(&daemon->board, memory->goods[i].connection,
		    memory->goods[i].kind, memory->goods[i].execution,
		    memory->goods[i].finished_ms);
	session_start(daemon);
	planner_start(daemon, memory->cursor);
	retention_start(daemon);
	recorder_start(daemon, memory->position, memory->waiting);
	starter_start(daemon, memory->living, memory->living_count);
	if (!open_ears(daemon, &own)) {
		daemon_stop(daemon, &own);
		goto out;
	}
	log_info("daemon started: name=%s state_dir=%s pid=%" PRId64
		 " living=%zu",
	    log_quoted(daemon->name),
	    log_quoted(daemon->config->daemon.state_dir), process_self(),
	    memory->living_count);
	service_notify("READY=1\nSTATUS=running");
	recorder_look(daemon);
	daemon->has_memory = true;
	begin_to_run(daemon);
out:
	free(memory->living);
	free(memory->newest);
	free(memory->good);
	free(memory->goods);
	free(memory);
}

/*
 * From now on slots are evaluated; with whatever plan there is, but never
 * without the cursor and the executions of the last life.
 */
static void
begin_to_run(struct daemon *daemon)
{
	if (daemon->phase != DAEMON_STARTING || !daemon->has_memory ||
	    !daemon->has_waited)
		return;
	daemon->phase = DAEMON_RUNNING;
	loop_timer_stop(daemon->patience);
	if (daemon->plan.from != PLAN_CATALOG)
		log_warning("no plan from the catalog yet: going on with %s",
		    daemon->plan.from == PLAN_DISK ? "the last one" : "none");
	planner_tick(daemon);
	starter_look(daemon);
	inspect_start(daemon);
	ship_look(daemon);
}

static void
plan_is_late(void *arg)
{
	struct daemon *daemon = arg;

	daemon->has_waited = true;
	begin_to_run(daemon);
}

static void
plan_answered(void *arg, const struct fault *fault)
{
	(void)fault; /* plan.c has said it */
	plan_is_late(arg);
}

static void
on_minute(void *arg)
{
	struct daemon *daemon = arg;

	/* What changed holds from the first minute that is not evaluated. */
	zones_look(&daemon->zones, planner_next(daemon) * 60);
	planner_tick(daemon);
	starter_look(daemon);
	/* After that minute's claims, so that they never wait for it. */
	if (daemon->phase != DAEMON_STARTING)
		plan_probe(daemon);
}

static void
tell_manager(struct daemon *daemon)
{
	char text[128];

	(void)snprintf(text, sizeof(text),
	    "WATCHDOG=1\nSTATUS=%zu executions run or wait%s",
	    daemon->board.count,
	    daemon->plan.away_ms == 0 ? "" : ", the catalog is away");
	service_notify(text);
}

/* Fed by the loop, which is here, and by the journal's progress. */
static void
on_watchdog(void *arg)
{
	struct daemon *daemon = arg;
	uint64_t progress = journal_progress(daemon->journal);
	int64_t now_ms = now_mono().ms;
	int64_t wait_ms = service_watchdog_ms() / 2;

	if (progress != daemon->seen_progress ||
	    journal_pending(daemon->journal) == 0)
		daemon->progress_ms = now_ms;
	daemon->seen_progress = progress;
	if (now_ms - daemon->progress_ms < JOURNAL_MS) {
		daemon->is_ill = false;
		tell_manager(daemon);
	} else if (!daemon->is_ill) {
		daemon->is_ill = true;
		log_error("the journal does not come around, no state can be "
			  "kept: pending=%zu for_s=%" PRId64,
		    journal_pending(daemon->journal),
		    (now_ms - daemon->progress_ms) / 1000);
	}
	if (daemon->minute != NULL)
		loop_minute_check(daemon->minute);
	if (wait_ms <= 0 || wait_ms > TICK_MS)
		wait_ms = TICK_MS;
	loop_timer_set(daemon->watchdog, wait_ms);
}

static void
on_catalog(void *arg, const struct fault *fault)
{
	struct daemon *daemon = arg;

	if (daemon->phase != DAEMON_STOPPING)
		plan_on_catalog(daemon, fault);
}

static void
on_broken(void *arg, const struct fault *fault)
{
	/* What a failed sync left is not known: end, and read it again. */
	daemon_stop(arg, fault);
}

static const struct catalog_client_events catalog_events = {
	.state = on_catalog,
};
static const struct journal_events journal_events = {
	.broken = on_broken,
	.state = keeping_on_state,
};

static void
start_catalog(struct daemon *daemon)
{
	const struct config *config = daemon->config;
	const char *connections[CONFIG_CONNECTIONS];
	char *embedded = daemon_path(daemon, "catalog.db");
	char *sql_folder = process_data("sql");
	struct catalog_client_config client = {
		.connections = connections,
		.password_file = config->catalog.password_file[0] == '\0' ?
		    NULL :
		    config->catalog.password_file,
		.runner = daemon->name,
		.sql_folder = sql_folder,
	};

	for (size_t i = 0; i < CONFIG_CONNECTIONS; i++)
		if (config->catalog.connection[i][0] != '\0')
			connections[client.connection_count++] =
			    config->catalog.connection[i];
	if (client.connection_count == 0)
		client.embedded = embedded;
	daemon->catalog = catalog_client_new(daemon->loop, &client,
	    &catalog_events, daemon);
	free(sql_folder);
	free(embedded);
}

static void
log_change(void *arg, const struct config_row *row)
{
	(void)arg;
	log_warning("a changed setting needs a restart: setting=[%s]%s "
		    "at=%s",
	    row->setting->section, row->setting->key, log_quoted(row->origin));
}

static bool
names_same_catalog(const struct config *a, const struct config *b)
{
	for (size_t i = 0; i < CONFIG_CONNECTIONS; i++)
		if (strcmp(a->catalog.connection[i],
			b->catalog.connection[i]) != 0)
			return false;
	return strcmp(a->catalog.password_file, b->catalog.password_file) == 0;
}

static void
take_config(struct daemon *daemon, struct config *take_loaded)
{
	bool is_same = names_same_catalog(daemon->config, take_loaded);
	struct catalog_client *old = daemon->catalog;

	(void)config_reload(take_loaded, daemon->config, log_change, NULL);
	config_free(daemon->config);
	daemon->config = take_loaded;
	plan_changed(daemon);
	keeping_start(daemon);
	ship_configure(daemon);
	if (daemon->api != NULL)
		api_set_groups(daemon->api, take_loaded->api.group,
		    take_loaded->daemon.admin_group);
	log_info("configuration loaded: path=%s",
	    log_quoted(daemon->config_path));
	if (is_same)
		return;
	/* What the old one answers at its end asks the new one. */
	start_catalog(daemon);
	catalog_client_free(old);
}

static void
on_reload(void *arg)
{
	struct daemon *daemon = arg;
	struct mistakes mistakes = { 0 };
	struct config *loaded;
	char text[64];

	(void)snprintf(text, sizeof(text),
	    "RELOADING=1\nMONOTONIC_USEC=%" PRId64, now_mono().ms * 1000);
	service_notify(text);
	loaded = config_load(daemon->config_path, &mistakes);
	for (size_t i = 0; i < mistakes.count; i++)
		log_error("the configuration is wrong, the old one stays: "
			  "%s",
		    mistakes.list[i].text);
	if (mistakes.left_out != 0)
		log_error("and more mistakes: count=%zu", mistakes.left_out);
	mistakes_clear(&mistakes);
	if (loaded != NULL)
		take_config(daemon, loaded);
	plan_load(daemon);
	service_notify("READY=1");
}

static void
cancel_all(struct daemon *daemon)
{
	struct fault fault;

	for (size_t i = 0; i < daemon->board.active_count; i++) {
		struct task *task = daemon->board.active[i];

		if (task->run != NULL && !task->wants_cancel &&
		    !starter_cancel(daemon, task, "the daemon's stop", &fault))
			log_error("a backup could not be ended: execution=%s "
				  "reason=%s",
			    task->execution.id, log_quoted(fault.text));
	}
}

static void
on_farewell(void *arg)
{
	struct daemon *daemon = arg;

	loop_stop(daemon->loop);
}

void
daemon_check_stopped(struct daemon *daemon)
{
	if (daemon->phase != DAEMON_STOPPING)
		return;
	if (daemon->config->daemon.stop == CONFIG_STOP_LEAVE ||
	    daemon->exit_status != EXIT_DONE) {
		loop_stop(daemon->loop);
		return;
	}
	if (daemon->board.active_count != 0)
		return;
	/* Who waited for the last one is being told. */
	if (daemon->farewell == NULL)
		daemon->farewell = loop_timer_new(daemon->loop, on_farewell,
		    daemon);
	loop_timer_set(daemon->farewell, FAREWELL_MS);
}

void
daemon_stop(struct daemon *daemon, const struct fault *fault)
{
	if (fault != NULL) {
		log_error("the daemon must end: reason=%s",
		    log_quoted(fault->text));
		daemon->exit_status = EXIT_FAILED;
	}
	if (daemon->phase != DAEMON_STOPPING) {
		daemon->phase = DAEMON_STOPPING;
		service_notify("STOPPING=1");
		log_info("stopping: running_or_waiting=%zu",
		    daemon->board.count);
		starter_stop(daemon);
		/* One that fails comes back, and finds its backups again. */
		if (fault == NULL &&
		    daemon->config->daemon.stop == CONFIG_STOP_END)
			cancel_all(daemon);
	}
	daemon_check_stopped(daemon);
}

static void
on_stop(void *arg)
{
	daemon_stop(arg, NULL);
}

/* Everything that can fail before the loop runs. */
static bool
start(struct daemon *daemon, struct fault *fault)
{
	struct memory *memory;

	if (!take_state_dir(daemon, fault))
		return false;
	daemon->journal = journal_start(daemon->loop,
	    daemon->config->daemon.state_dir, &journal_events, daemon, fault);
	if (daemon->journal == NULL)
		return false;
	keeping_start(daemon);
	intake_start(daemon);
	ship_start(daemon);
	plan_start(daemon);
	start_catalog(daemon);
	plan_after_load(daemon, plan_answered, daemon);
	daemon->patience = loop_timer_new(daemon->loop, plan_is_late, daemon);
	loop_timer_set(daemon->patience, PATIENCE_MS);
	daemon->watchdog = loop_timer_new(daemon->loop, on_watchdog, daemon);
	loop_timer_set(daemon->watchdog, 0);
	loop_on_signal(daemon->loop, LOOP_SIGNAL_STOP, on_stop, daemon);
	loop_on_signal(daemon->loop, LOOP_SIGNAL_RELOAD, on_reload, daemon);
	memory = mem_new(1, sizeof(*memory));
	memory->daemon = daemon;
	journal_submit(daemon->journal, NULL, memory_run, memory_done, memory);
	return true;
}

static void
clear(struct daemon *daemon)
{
	daemon->phase = DAEMON_STOPPING;
	ship_stop(daemon);
	recorder_stop(daemon);
	keeping_stop(daemon);
	retention_stop(daemon);
	loop_minute_free(daemon->minute);
	loop_timer_free(daemon->watchdog);
	loop_timer_free(daemon->patience);
	/* Both answer what is open, so those who asked must still be there. */
	catalog_client_free(daemon->catalog);
	journal_stop(daemon->journal);
	inspect_stop(daemon);
	session_stop(daemon);
	loop_drain(daemon->loop);
	loop_timer_free(daemon->farewell); /* what was answered may set it */
	api_stop(daemon->api);
	board_clear(&daemon->board);
	plan_clear(daemon);
	intake_clear(daemon);
	answer_clear(daemon);
	loop_free(daemon->loop);
	zones_clear(&daemon->zones);
	file_close(daemon->lock);
	free(daemon->socket_path);
	config_free(daemon->config);
}

int
daemon_run(struct config *take_config, const char *config_path)
{
	struct daemon daemon = { .config = take_config,
		.config_path = config_path,
		.lock = -1,
		.started_ms = now_wall_ms(),
		.progress_ms = now_mono().ms,
		.planner = { .cursor = -1 } };
	struct fault fault;

	if (take_config->daemon.name[0] != '\0')
		(void)text_copy(daemon.name, sizeof(daemon.name),
		    take_config->daemon.name);
	else
		host_name(daemon.name, sizeof(daemon.name));
	daemon.socket_path = daemon_path(&daemon, "control");
	daemon.loop = loop_new();
	if (start(&daemon, &fault)) {
		loop_run(daemon.loop);
	} else {
		log_error("the daemon cannot start: reason=%s",
		    log_quoted(fault.text));
		daemon.exit_status = fault.kind == FAULT_REFUSED ? EXIT_BUSY :
								   EXIT_FAILED;
	}
	log_info("daemon ended: exit_status=%d", daemon.exit_status);
	clear(&daemon);
	return daemon.exit_status;
}
