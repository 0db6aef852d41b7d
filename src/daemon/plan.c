#include "config.h"

#include "daemon/plan.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "daemon/planner.h"
#include "daemon/recorder.h"
#include "daemon/remarks.h"
#include "daemon/ship.h"
#include "daemon/starter.h"
#include "log/log.h"
#include "platform/file.h"
#include "platform/host.h"
#include "platform/now.h"
#include "snapshot/shelf.h"

enum { HOST_MS = 10000 /* as long as an answer of the host holds */ };

struct plan_wait {
	struct plan_wait *next;
	bool has_begun; /* the load that counts is under way */
	catalog_done_fn done;
	void *arg;
};

/*
 * Those who waited for this load, or all; who came while it ran waits on. What
 * they ask for when they are told is not among them.
 */
static struct plan_wait *
take_waits(struct daemon *daemon, bool are_all)
{
	struct plan_wait **place = &daemon->plan.waits;
	struct plan_wait *taken = NULL, **last = &taken;

	while (*place != NULL) {
		struct plan_wait *wait = *place;

		if (!are_all && !wait->has_begun) {
			place = &wait->next;
			continue;
		}
		*place = wait->next;
		wait->next = NULL;
		*last = wait;
		last = &wait->next;
	}
	return taken;
}

static void
tell(struct plan_wait *take_list, const struct fault *fault)
{
	while (take_list != NULL) {
		struct plan_wait *wait = take_list;

		take_list = wait->next;
		wait->done(wait->arg, fault);
		free(wait);
	}
}

/* A plan on its way to the disk, on the journal's thread. */
struct keep {
	struct daemon *daemon;
	char *state_dir;
	struct memdb *memdb; /* for what it says of itself */
	void *bytes;
	size_t size, most;
	struct plan_wait *waits; /* told when it is there */
};

static bool
keep_run(struct store *store, void *arg, struct fault *fault)
{
	struct keep *keep = arg;

	(void)store;
	return shelf_put(keep->state_dir, keep->bytes, keep->size,
	    memdb_info(keep->memdb), keep->most, fault);
}

static void
keep_done(void *arg, const struct fault *fault)
{
	struct keep *keep = arg;
	struct plan *plan = &keep->daemon->plan;

	/* The next probe loads it again, to keep it then. */
	if (fault != NULL && !plan->is_unkept)
		log_error("the plan could not be kept on disk, tried again "
			  "each minute: reason=%s",
		    log_quoted(fault->text));
	if (fault == NULL && plan->is_unkept)
		log_info("the plan is kept on disk again");
	plan->is_unkept = fault != NULL;
	/* It is in force and in the catalog, so it is no fault of theirs. */
	tell(keep->waits, NULL);
	free(keep->state_dir);
	memdb_release(keep->memdb);
	free(keep->bytes);
	free(keep);
}

static void
keep_on_disk(struct daemon *daemon, const void *bytes, size_t size)
{
	struct keep *keep = mem_new(1, sizeof(*keep));

	keep->daemon = daemon;
	keep->state_dir = mem_text(daemon->config->daemon.state_dir);
	keep->memdb = memdb_hold(daemon->plan.memdb);
	keep->most = (size_t)daemon->config->snapshot.keep;
	keep->bytes = mem_copy(bytes, size);
	keep->size = size;
	keep->waits = take_waits(daemon, false);
	journal_submit(daemon->journal, NULL, keep_run, keep_done, keep);
}

static void
log_plan(const struct daemon *daemon, const char *from)
{
	const struct connection *connections;
	const struct strategy *strategies;
	const struct memdb_remark *remarks;
	const struct memdb *memdb = daemon->plan.memdb;
	size_t count = memdb_remarks(memdb, &remarks);
	const char *file = daemon->plan.file;

	log_info("plan loaded: from=%s%s%s version=%" PRId64
		 " connections=%zu strategies=%zu",
	    from, file == NULL ? "" : " file=", file == NULL ? "" : file,
	    memdb_info(memdb)->plan_version,
	    memdb_connections(memdb, &connections),
	    memdb_strategies(memdb, &strategies));
	for (size_t i = 0; i < count; i++)
		log_warning("a row of the plan is left out: row=%s",
		    log_quoted(remarks[i].text));
}

void
plan_changed(struct daemon *daemon)
{
	zones_make(&daemon->zones, daemon->plan.memdb,
	    daemon->config->schedule.timezone);
	daemon->plan.generation++;
	daemon->board.is_stale = true;
	remarks_look(daemon);
}

/* Is it the plan that we have, loaded again? */
static bool
is_same(const struct memdb *a, const struct memdb *b)
{
	const struct memdb_info *left, *right;

	if (a == NULL)
		return false;
	left = memdb_info(a);
	right = memdb_info(b);
	return left->plan_version == right->plan_version &&
	    left->catalog != NULL && right->catalog != NULL &&
	    strcmp(left->catalog, right->catalog) == 0;
}

static void
replace(struct daemon *daemon, struct memdb *take_memdb, enum plan_from from,
    char *take_file)
{
	bool is_news = !is_same(daemon->plan.memdb, take_memdb);

	free(daemon->plan.file);
	daemon->plan.file = take_file;
	memdb_release(daemon->plan.memdb);
	daemon->plan.memdb = take_memdb;
	daemon->plan.from = from;
	daemon->plan.loaded_ms = now_wall_ms();
	log_plan(daemon, from == PLAN_DISK ? "disk" : "catalog");
	plan_changed(daemon);
	if (is_news)
		ship_changed(daemon);
}

static void
log_damaged(void *arg, const char *path, const struct fault *fault)
{
	(void)arg;
	log_warning("a snapshot is damaged and not used: path=%s reason=%s",
	    log_quoted(path), log_quoted(fault->text));
}

void
plan_start(struct daemon *daemon)
{
	struct fault fault;
	char *file;
	struct memdb *memdb = shelf_take(daemon->config->daemon.state_dir,
	    log_damaged, NULL, &file, &fault);

	if (memdb != NULL)
		replace(daemon, memdb, PLAN_DISK, file);
	else if (fault.kind != FAULT_ABSENT)
		log_warning("no plan from disk: reason=%s",
		    log_quoted(fault.text));
}

void
plan_clear(struct daemon *daemon)
{
	struct fault fault;

	remarks_clear(daemon);
	memdb_release(daemon->plan.memdb);
	daemon->plan.memdb = NULL;
	free(daemon->plan.file);
	daemon->plan.file = NULL;
	host_self_free(daemon->plan.host);
	daemon->plan.host = NULL;
	(void)fault_set(&fault, FAULT_CLOSED, "the daemon stops");
	tell(take_waits(daemon, true), &fault);
}

static void
on_loaded(void *arg, struct memdb *memdb, const void *bytes, size_t size,
    const struct fault *fault)
{
	struct daemon *daemon = arg;

	daemon->plan.is_loading = false;
	if (fault == NULL) {
		replace(daemon, memdb, PLAN_CATALOG, NULL);
		keep_on_disk(daemon, bytes, size);
	} else if (daemon->phase != DAEMON_STOPPING) {
		log_warning("the plan could not be loaded: reason=%s",
		    log_quoted(fault->text));
	}
	if (fault != NULL)
		tell(take_waits(daemon, false), fault);
	if (daemon->phase == DAEMON_STOPPING)
		return;
	if (daemon->plan.wants_load)
		plan_load(daemon);
	planner_tick(daemon);
	starter_look(daemon);
}

void
plan_load(struct daemon *daemon)
{
	if (daemon->plan.is_loading) {
		daemon->plan.wants_load = true;
		return;
	}
	daemon->plan.is_loading = true;
	daemon->plan.wants_load = false;
	for (struct plan_wait *wait = daemon->plan.waits; wait != NULL;
	     wait = wait->next)
		wait->has_begun = true;
	catalog_client_load(daemon->catalog, on_loaded, daemon);
}

static void
on_version(void *arg, int64_t version, const struct fault *fault)
{
	struct daemon *daemon = arg;

	if (fault != NULL)
		return; /* plan_on_catalog says it */
	if (daemon->plan.from != PLAN_CATALOG || daemon->plan.is_unkept ||
	    memdb_info(daemon->plan.memdb)->plan_version != version)
		plan_load(daemon);
}

void
plan_probe(struct daemon *daemon)
{
	if (!daemon->plan.is_loading)
		catalog_client_probe(daemon->catalog, on_version, daemon);
}

void
plan_on_catalog(struct daemon *daemon, const struct fault *fault)
{
	if (fault == NULL) {
		if (daemon->plan.away_ms != 0)
			log_info("the catalog is back: away_s=%" PRId64,
			    (now_wall_ms() - daemon->plan.away_ms) / 1000);
		daemon->plan.away_ms = 0;
		if (!daemon->plan.is_loading)
			plan_load(daemon);
		recorder_look(daemon);
		return;
	}
	if (daemon->plan.away_ms == 0) {
		daemon->plan.away_ms = now_wall_ms();
		log_warning("the catalog is away, the last plan goes on: "
			    "reason=%s",
		    log_quoted(fault->text));
	}
	daemon->plan.away = *fault;
}

void
plan_after_load(struct daemon *daemon, catalog_done_fn done, void *arg)
{
	struct plan_wait *wait = mem_new(1, sizeof(*wait));
	struct plan_wait **last = &daemon->plan.waits;

	wait->done = done;
	wait->arg = arg;
	while (*last != NULL)
		last = &(*last)->next;
	*last = wait;
	plan_load(daemon);
}

/* An address may come and go, with a cluster's service, say. */
static const struct host_self *
ask_host(struct plan *plan)
{
	int64_t now_ms = now_mono().ms;

	if (plan->host == NULL || now_ms - plan->host_ms >= HOST_MS) {
		host_self_free(plan->host);
		plan->host = host_self_new();
		plan->host_ms = now_ms;
	}
	return plan->host;
}

enum whose
plan_whose(struct daemon *daemon, const struct connection *connection,
    char room[LIMIT_REASON + 1])
{
	return whose_is(connection, memdb_info(daemon->plan.memdb)->owner,
	    daemon->name, host_is_here(ask_host(&daemon->plan), connection->ip),
	    room);
}

bool
plan_runs_here(struct daemon *daemon, const struct strategy *strategy)
{
	const struct connection *connection =
	    memdb_connection(daemon->plan.memdb, strategy->connection);
	char room[LIMIT_REASON + 1];

	return strategy->is_alive && connection != NULL &&
	    connection->is_alive &&
	    plan_whose(daemon, connection, room) == WHOSE_OURS;
}
