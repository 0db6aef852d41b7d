#include "config.h"

#include "catalog/client.h"

#include <signal.h>
#include <stdio.h>

#include "base/mem.h"
#include "platform/file.h"
#include "platform/now.h"
#include "platform/process.h"
#include "tests/support/catalogs.h"
#include "tests/support/edits.h"
#include "tests/unit.h"

/* A client of the real helper, and what it was told. */
struct world {
	struct catalogs it;
	struct loop *loop;
	struct catalog_client *client;
	struct catalog_client_config config;
	char *program;
	int states, dones, expected;
	struct fault fault; /* kind FAULT_KINDS: none */
	struct fault state;
	int64_t version;
	struct memdb *memdb;
	size_t plan_size;
	bool free_in_callback;
};

static void
on_state(void *arg, const struct fault *fault)
{
	struct world *world = arg;

	world->states++;
	world->state.kind = FAULT_KINDS;
	if (fault != NULL)
		world->state = *fault;
	if (world->expected == 0)
		loop_stop(world->loop);
}

static const struct catalog_client_events events = { on_state };

static void
on_done(void *arg, const struct fault *fault)
{
	struct world *world = arg;

	world->dones++;
	world->fault.kind = FAULT_KINDS;
	if (fault != NULL)
		world->fault = *fault;
	if (world->free_in_callback && world->client != NULL) {
		struct catalog_client *client = world->client;

		world->client = NULL;
		catalog_client_free(client);
	}
	if (world->dones >= world->expected)
		loop_stop(world->loop);
}

static void
on_version(void *arg, int64_t version, const struct fault *fault)
{
	struct world *world = arg;

	world->version = version;
	on_done(arg, fault);
}

static void
on_plan(void *arg, struct memdb *memdb, const void *bytes, size_t size,
    const struct fault *fault)
{
	struct world *world = arg;

	ck_assert((memdb == NULL) == (fault != NULL));
	ck_assert((bytes == NULL) == (fault != NULL));
	memdb_release(world->memdb);
	world->memdb = memdb;
	world->plan_size = size;
	on_done(arg, fault);
}

static void
make(struct world *world)
{
	const char *builds = getenv("top_builddir");

	/* As process_harden has it in the daemon. */
	(void)signal(SIGPIPE, SIG_IGN);
	*world = (struct world){ .it = catalogs_new(),
		.program = file_join(builds == NULL ? "." : builds,
		    "backupexec-catalog") };
	catalogs_sample(&world->it);
	world->loop = loop_new();
	world->config = (struct catalog_client_config){
		.runner = "db01",
		.embedded = world->it.path,
		.sql_folder = world->it.sql,
		.program = world->program,
	};
}

static void
start(struct world *world)
{
	world->client = catalog_client_new(world->loop, &world->config, &events,
	    world);
}

static void
clear(struct world *world)
{
	catalog_client_free(world->client);
	memdb_release(world->memdb);
	loop_free(world->loop);
	free(world->program);
	catalogs_free(&world->it);
}

/* Until `count` more were done. */
static void
wait_for(struct world *world, int count)
{
	world->dones = 0;
	world->expected = count;
	loop_run(world->loop);
	world->expected = 0;
}

/* Until the state has changed `count` times in all. */
static void
wait_for_state(struct world *world, int count)
{
	while (world->states < count)
		loop_run(world->loop);
}

static void
expect_good(const struct world *world)
{
	ck_assert_msg(world->fault.kind == FAULT_KINDS, "%s",
	    world->fault.text);
}

static struct execution
make_execution(void)
{
	struct execution execution = {
		.id = "00000000-0000-4000-8000-000000000001",
		.strategy = "EST_1509986176",
		.slot = 1,
		.slots = 1,
		.last_slot = 1,
		.attempt = 1,
		.outcome = OUTCOME_SUCCESS,
		.started_ms = 1000,
		.finished_ms = 2000,
	};

	return execution;
}

START_TEST(a_plan_is_loaded_and_probed)
{
	struct world world;
	const struct strategy *strategies;

	make(&world);
	start(&world);
	ck_assert_ptr_nonnull(catalog_client_state(world.client));
	catalog_client_load(world.client, on_plan, &world);
	catalog_client_probe(world.client, on_version, &world);
	wait_for(&world, 2);
	expect_good(&world);
	ck_assert_uint_eq(memdb_strategies(world.memdb, &strategies), 5);
	ck_assert_uint_gt(world.plan_size, 500);
	ck_assert_int_eq(world.version, memdb_info(world.memdb)->plan_version);
	ck_assert_str_eq(catalog_client_remarks(world.client), "");
	ck_assert_ptr_null(catalog_client_state(world.client));
	ck_assert_int_gt(catalog_client_pid(world.client), 0);
	ck_assert_int_eq(world.states, 1);
	ck_assert_int_eq(world.state.kind, FAULT_KINDS);
	clear(&world);
}
END_TEST

START_TEST(the_first_start_makes_the_embedded_catalog)
{
	struct world world;
	char *path;
	const struct strategy *strategies;

	make(&world);
	path = file_join(world.it.folder, "fresh.db");
	world.config.embedded = path;
	start(&world);
	catalog_client_load(world.client, on_plan, &world);
	wait_for(&world, 1);
	expect_good(&world);
	ck_assert_uint_eq(memdb_strategies(world.memdb, &strategies), 0);
	ck_assert_str_eq(memdb_info(world.memdb)->owner, "db01");
	free(path);
	clear(&world);
}
END_TEST

START_TEST(remarks_come_with_the_load)
{
	struct world world;

	make(&world);
	catalogs_run(&world.it,
	    "update frequency set hour = 24 "
	    "where strategy_id = 'EST_1509986176'");
	start(&world);
	catalog_client_load(world.client, on_plan, &world);
	wait_for(&world, 1);
	ck_assert_str_eq(catalog_client_remarks(world.client),
	    "left out: a frequency of strategy EST_1509986176: hour 24 is not "
	    "-1 to 23\n");
	clear(&world);
}
END_TEST

START_TEST(what_is_recorded_edited_and_noted_is_there)
{
	const struct execution execution = make_execution();
	const struct catalog_record record = { .execution = &execution };
	struct edit *edit = edits_new(EDIT_STRATEGY_SET, "EST_1509986176",
	    NULL);
	struct world world;

	make(&world);
	edit_add_value(edit, "priority", "low");
	start(&world);
	catalog_client_record(world.client, &record, on_done, &world);
	catalog_client_record(world.client, &record, on_done, &world);
	catalog_client_edit(world.client, edit, "ana", on_done, &world);
	catalog_client_note(world.client, "ana", "run", "x", on_done, &world);
	wait_for(&world, 4);
	expect_good(&world);
	ck_assert_int_eq(catalogs_number(&world.it,
			     "select count(*) from execution"),
	    1);
	ck_assert_int_eq(catalogs_number(&world.it,
			     "select count(*) from change"),
	    2);
	edit_free(edit);
	clear(&world);
}
END_TEST

START_TEST(a_record_that_never_goes_in_says_so)
{
	struct execution execution = make_execution();
	struct catalog_record record = { .execution = &execution };
	struct world world;
	char *script;

	make(&world);
	start(&world);
	(void)snprintf(execution.strategy, sizeof(execution.strategy), "GONE");
	catalog_client_record(world.client, &record, on_done, &world);
	wait_for(&world, 1);
	ck_assert_int_eq(world.fault.kind, FAULT_FORMAT);
	/* A request beyond what a frame holds never leaves. */
	script = mem_new(LIMIT_FRAME + 2, 1);
	memset(script, 'x', LIMIT_FRAME + 1);
	record.script = script;
	catalog_client_record(world.client, &record, on_done, &world);
	ck_assert_int_eq(world.dones, 1);
	wait_for(&world, 1);
	ck_assert_int_eq(world.fault.kind, FAULT_LIMIT);
	ck_assert_ptr_null(catalog_client_state(world.client));
	free(script);
	clear(&world);
}
END_TEST

START_TEST(a_helper_that_is_killed_is_replaced)
{
	struct world world;
	struct fault fault;
	int64_t first;

	make(&world);
	start(&world);
	wait_for_state(&world, 1);
	first = catalog_client_pid(world.client);
	/* It does not come to the request before it is killed. */
	ck_assert_int_eq(kill((pid_t)first, SIGSTOP), 0);
	catalog_client_probe(world.client, on_version, &world);
	ck_assert(process_signal(first, PROCESS_KILL, &fault));
	wait_for(&world, 1);
	ck_assert(world.fault.kind == FAULT_RETRY ||
	    world.fault.kind == FAULT_CLOSED);
	ck_assert_ptr_nonnull(
	    strstr(world.fault.text, "the catalog helper was ended by signal"));
	wait_for_state(&world, 2);
	ck_assert_ptr_nonnull(catalog_client_state(world.client));
	/* While it is away nothing waits. */
	catalog_client_probe(world.client, on_version, &world);
	wait_for(&world, 1);
	ck_assert_int_eq(world.fault.kind, FAULT_CLOSED);
	wait_for_state(&world, 3);
	ck_assert_ptr_null(catalog_client_state(world.client));
	ck_assert_int_ne(catalog_client_pid(world.client), first);
	catalog_client_probe(world.client, on_version, &world);
	wait_for(&world, 1);
	expect_good(&world);
	clear(&world);
}
END_TEST

START_TEST(a_helper_that_misses_a_deadline_is_replaced)
{
	const struct execution execution = make_execution();
	const struct catalog_record record = { .execution = &execution };
	struct world world;
	int64_t first;

	make(&world);
	world.config.deadline_ms = 500;
	start(&world);
	wait_for_state(&world, 1);
	first = catalog_client_pid(world.client);
	ck_assert_int_eq(kill((pid_t)first, SIGSTOP), 0);
	catalog_client_record(world.client, &record, on_done, &world);
	wait_for(&world, 1);
	ck_assert_int_eq(world.fault.kind, FAULT_TIMEOUT);
	ck_assert_str_eq(world.fault.text,
	    "the catalog did not answer in time: record");
	wait_for_state(&world, 3);
	ck_assert_int_ne(catalog_client_pid(world.client), first);
	catalog_client_record(world.client, &record, on_done, &world);
	wait_for(&world, 1);
	expect_good(&world);
	ck_assert_int_eq(catalogs_number(&world.it,
			     "select count(*) from execution"),
	    1);
	clear(&world);
}
END_TEST

START_TEST(a_catalog_that_cannot_be_reached_is_told_once_and_tried_again)
{
	struct world world;
	char *path;
	struct fault fault;

	make(&world);
	path = file_join(world.it.folder, "folder.db");
	ck_assert(file_make_folder(path, false, &fault));
	world.config.embedded = path;
	start(&world);
	catalog_client_load(world.client, on_plan, &world);
	wait_for(&world, 1);
	ck_assert_int_eq(world.fault.kind, FAULT_CLOSED);
	ck_assert_int_eq(world.states, 1);
	ck_assert_str_eq(catalog_client_state(world.client)->text,
	    world.state.text);
	ck_assert(file_remove(path, &fault));
	wait_for_state(&world, 2);
	ck_assert_ptr_null(catalog_client_state(world.client));
	free(path);
	clear(&world);
}
END_TEST

START_TEST(a_large_plan_comes_whole)
{
	struct world world;
	const struct strategy *strategies;

	make(&world);
	catalogs_run(&world.it, "drop trigger frequency_inserted");
	catalogs_run(&world.it,
	    "insert into strategy (strategy_id, connection) "
	    "with recursive n(i) as (select 0 union all select i + 1 from n "
	    "where i < 999) select 'S' || i, 'C_1509986176' from n");
	catalogs_run(&world.it,
	    "insert into frequency (strategy_id, day, hour, minutes) "
	    "with recursive n(i) as (select 0 union all select i + 1 from n "
	    "where i < 599999) select 'S' || (i / 600), i % 7, i % 24, i % 60 "
	    "from n");
	start(&world);
	catalog_client_load(world.client, on_plan, &world);
	wait_for(&world, 1);
	expect_good(&world);
	ck_assert_uint_gt(world.plan_size, 1 << 20);
	ck_assert_uint_eq(memdb_strategies(world.memdb, &strategies), 1005);
	ck_assert_uint_eq(memdb_strategy(world.memdb, "S999")->frequency_count,
	    600);
	clear(&world);
}
END_TEST

START_TEST(an_old_helper_is_renewed_and_nobody_notices)
{
	struct world world;
	int64_t first;

	make(&world);
	world.config.life_ms = 1;
	start(&world);
	wait_for_state(&world, 1);
	first = catalog_client_pid(world.client);
	for (int i = 0; i < 5; i++) {
		catalog_client_probe(world.client, on_version, &world);
		wait_for(&world, 1);
		expect_good(&world);
	}
	ck_assert_int_ne(catalog_client_pid(world.client), first);
	ck_assert_int_eq(world.states, 1);
	clear(&world);
}
END_TEST

START_TEST(a_driver_that_is_not_there_is_one_clear_sentence)
{
	const char *const connections[] = {
		"DRIVER=/nonexistent/libno.so;Database=x"
	};
	struct world world;

	make(&world);
	world.config.connections = connections;
	world.config.connection_count = 1;
	start(&world);
	wait_for_state(&world, 1);
	ck_assert_int_eq(world.state.kind, FAULT_CONFIG);
	ck_assert_str_eq(world.state.text,
	    "01000/0: Can't open lib '/nonexistent/libno.so' : file not found");
	clear(&world);
}
END_TEST

START_TEST(a_helper_that_is_not_there_is_no_end)
{
	struct world world;

	make(&world);
	world.config.program = "/nonexistent/backupexec-catalog";
	start(&world);
	catalog_client_probe(world.client, on_version, &world);
	wait_for(&world, 1);
	ck_assert_int_eq(world.fault.kind, FAULT_CLOSED);
	ck_assert_ptr_nonnull(
	    strstr(world.fault.text, "starting the catalog helper: "));
	ck_assert_int_eq(catalog_client_pid(world.client), 0);
	clear(&world);
}
END_TEST

START_TEST(a_program_that_talks_nonsense_is_ended)
{
	struct world world;

	make(&world);
	world.config.program = "/bin/true";
	start(&world);
	wait_for_state(&world, 1);
	ck_assert_str_eq(world.state.text,
	    "the catalog helper ended with status 0");
	clear(&world);
}
END_TEST

START_TEST(open_requests_are_told_when_the_client_goes)
{
	struct world world;

	make(&world);
	start(&world);
	catalog_client_load(world.client, on_plan, &world);
	catalog_client_probe(world.client, on_version, &world);
	catalog_client_free(world.client);
	world.client = NULL;
	ck_assert_int_eq(world.dones, 2);
	ck_assert_int_eq(world.fault.kind, FAULT_CLOSED);
	clear(&world);
}
END_TEST

START_TEST(a_client_may_be_freed_in_a_callback)
{
	struct world world;

	make(&world);
	start(&world);
	world.free_in_callback = true;
	catalog_client_probe(world.client, on_version, &world);
	catalog_client_probe(world.client, on_version, &world);
	catalog_client_note(world.client, "ana", "run", "x", on_done, &world);
	wait_for(&world, 3);
	ck_assert_int_eq(world.dones, 3);
	ck_assert_ptr_null(world.client);
	clear(&world);
}
END_TEST

START_TEST(too_many_requests_are_told_to_come_again)
{
	struct world world;

	make(&world);
	start(&world);
	for (int i = 0; i < LIMIT_CATALOG_REQUESTS + 1; i++)
		catalog_client_probe(world.client, on_version, &world);
	wait_for(&world, LIMIT_CATALOG_REQUESTS + 1);
	ck_assert_int_eq(world.fault.kind, FAULT_RETRY);
	ck_assert_str_eq(world.fault.text,
	    "1000 requests wait for the catalog already");
	clear(&world);
}
END_TEST

UNIT_MAIN("catalog/client", a_plan_is_loaded_and_probed,
    the_first_start_makes_the_embedded_catalog, remarks_come_with_the_load,
    what_is_recorded_edited_and_noted_is_there,
    a_record_that_never_goes_in_says_so, a_helper_that_is_killed_is_replaced,
    a_helper_that_misses_a_deadline_is_replaced,
    a_catalog_that_cannot_be_reached_is_told_once_and_tried_again,
    a_large_plan_comes_whole, an_old_helper_is_renewed_and_nobody_notices,
    a_driver_that_is_not_there_is_one_clear_sentence,
    a_helper_that_is_not_there_is_no_end,
    a_program_that_talks_nonsense_is_ended,
    open_requests_are_told_when_the_client_goes,
    a_client_may_be_freed_in_a_callback,
    too_many_requests_are_told_to_come_again)
