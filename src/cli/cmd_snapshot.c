#include "config.h"

#include "cli/cmd.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "catalog/restore.h"
#include "cli/differences.h"
#include "cli/escape.h"
#include "cli/exit.h"
#include "cli/goods.h"
#include "cli/local.h"
#include "cli/rows.h"
#include "cli/way.h"
#include "snapshot/shelf.h"
#include "snapshot/snapshot.h"
#include "snapshot/tree.h"

/* ---- save ---- */

static bool
write_piece(void *arg, const char *bytes, size_t size)
{
	struct sink *sink = arg;

	sink_write(sink, bytes, size);
	return !sink->failed;
}

/* The plan in force, as it comes; nothing is finished that is not whole. */
static bool
save_living(struct console *console, const struct args *args,
    struct fault *fault)
{
	struct way *way = way_to(console, args_operand(args, 0), args, fault);
	struct sink *sink;
	bool is_done;

	if (way == NULL)
		return false;
	sink = way_sink(way);
	is_done = client_stream(console->client, "/v1/snapshot", write_piece,
	    sink, fault);
	if (sink->failed) { /* that is why the transfer ended */
		is_done = sink_finish(sink, fault);
	} else if (is_done) {
		is_done = way_end(way, fault);
	}
	way_close(way);
	return is_done;
}

static void
tell_damaged(void *arg, const char *path, const struct fault *fault)
{
	const struct console *console = arg;
	char *line = escape_line(fault->text);

	(void)fprintf(console->err, "%s is damaged: %s\n", path, line);
	free(line);
}

/* The newest that the daemon left behind. */
static struct memdb *
take_left(struct console *console, struct fault *fault)
{
	const char *state_dir = console->config->daemon.state_dir;
	struct memdb *memdb;
	char *name;

	if (!console_become_owner(console, fault))
		return NULL;
	memdb = shelf_take(state_dir, tell_damaged, console, &name, fault);
	if (memdb == NULL)
		return NULL;
	(void)fprintf(console->err,
	    "no daemon is running: this is version %" PRId64
	    " of the plan, from %s/%s\n",
	    memdb_info(memdb)->plan_version, state_dir, name);
	free(name);
	return memdb;
}

static bool
save_left(struct console *console, const struct args *args, struct fault *fault)
{
	struct memdb *memdb;
	struct way *way;
	bool is_done;

	/* With the person's rights, before they become the daemon's. */
	way = way_to(console, args_operand(args, 0), args, fault);
	if (way == NULL)
		return false;
	memdb = take_left(console, fault);
	is_done = memdb != NULL && snapshot_save(memdb, way_sink(way), fault) &&
	    way_end(way, fault);
	memdb_release(memdb);
	way_close(way);
	return is_done;
}

static int
run_save(struct console *console, const struct args *args)
{
	struct fault fault;
	bool is_done = console_connect(console, &fault);

	if (is_done)
		is_done = save_living(console, args, &fault);
	else if (fault.kind == FAULT_CLOSED)
		is_done = save_left(console, args, &fault);
	return is_done ? EXIT_DONE : console_fail(console, &fault);
}

/* ---- what reads one ---- */

static struct memdb *
read_whole(struct console *console, const struct args *args,
    struct facts **out_facts, struct fault *fault)
{
	struct way *way = way_from(console, args_operand(args, 0), args, fault);
	struct memdb *memdb;

	if (way == NULL)
		return NULL;
	memdb = snapshot_restore_facts(way_source(way), out_facts, fault);
	if (memdb != NULL && !way_end(way, fault)) {
		facts_free(*out_facts);
		memdb_release(memdb);
		memdb = NULL;
	}
	way_close(way);
	if (memdb == NULL)
		fault_prefix(fault, "%s", args_operand(args, 0));
	return memdb;
}

struct sums {
	size_t connections, strategies, lines, times, options, goods;
};

static struct sums
add_up(const struct memdb *memdb, const struct facts *facts)
{
	const struct facts_good *goods;
	const struct connection *connections;
	const struct strategy *strategies;
	const struct option *options;
	struct sums sums = { 0 };

	sums.goods = facts_goods(facts, &goods);
	sums.connections = memdb_connections(memdb, &connections);
	sums.strategies = memdb_strategies(memdb, &strategies);
	for (size_t i = 0; i < sums.connections; i++)
		sums.options += memdb_options(memdb, OPTION_CONNECTION,
		    connections[i].id, &options);
	for (size_t i = 0; i < sums.strategies; i++) {
		sums.lines += strategies[i].line_count;
		sums.times += strategies[i].frequency_count;
		sums.options += memdb_options(memdb, OPTION_STRATEGY,
		    strategies[i].id, &options);
	}
	return sums;
}

static void
print_sums(const struct console *console, const struct memdb *memdb,
    const struct facts *facts)
{
	const struct memdb_info *info = memdb_info(memdb);
	struct sums sums = add_up(memdb, facts);
	char *owner = escape_line(info->owner == NULL ? "-" : info->owner);

	(void)fprintf(console->out,
	    "good: catalog %s, owner %s, plan version %" PRId64 "\n"
	    "%zu connections, %zu strategies, %zu lines, %zu times, "
	    "%zu options, %zu last good backups\n",
	    info->catalog, owner, info->plan_version, sums.connections,
	    sums.strategies, sums.lines, sums.times, sums.options, sums.goods);
	free(owner);
}

static void
print_sums_json(const struct console *console, const struct memdb *memdb,
    const struct facts *facts)
{
	const struct memdb_info *info = memdb_info(memdb);
	struct sums sums = add_up(memdb, facts);
	json_t *json =
	    json_pack("{s:s, s:s?, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}",
		"catalog", info->catalog, "owner", info->owner, "plan_version",
		(json_int_t)info->plan_version, "schema_version",
		(json_int_t)info->schema_version, "connections",
		(json_int_t)sums.connections, "strategies",
		(json_int_t)sums.strategies, "lines", (json_int_t)sums.lines,
		"frequencies", (json_int_t)sums.times, "options",
		(json_int_t)sums.options, "goods", (json_int_t)sums.goods);

	console_print_json(console, json);
	json_decref(json);
}

static int
run_verify(struct console *console, const struct args *args)
{
	struct fault fault;
	struct facts *facts;
	struct memdb *memdb = read_whole(console, args, &facts, &fault);

	if (memdb == NULL)
		return console_fail(console, &fault);
	if (args_has(args, "--json"))
		print_sums_json(console, memdb, facts);
	else
		print_sums(console, memdb, facts);
	facts_free(facts);
	memdb_release(memdb);
	return EXIT_DONE;
}

static void
print_node(void *arg, const struct tree_node *node)
{
	const struct console *console = arg;
	char *line = escape_line(node->text);

	(void)fprintf(console->out, "%08" PRIx64 " %*s%s%s%s\n", node->at,
	    2 * node->depth, "", node->kind == NULL ? "" : node->kind,
	    node->kind == NULL ? "" : " ", line);
	free(line);
}

static bool
show_tree(struct console *console, const struct args *args, struct fault *fault)
{
	struct way *way = way_from(console, args_operand(args, 0), args, fault);
	bool is_good;

	if (way == NULL)
		return false;
	is_good = tree_read(way_source(way), print_node, console, fault) &&
	    way_end(way, fault);
	way_close(way);
	return is_good || fault_wrap(fault, "%s", args_operand(args, 0));
}

static bool
show_json(struct console *console, const struct args *args, struct fault *fault)
{
	struct facts *facts;
	struct memdb *memdb = read_whole(console, args, &facts, fault);
	json_t *json;

	if (memdb == NULL)
		return false;
	json = rows_plan(memdb, facts);
	console_print_json(console, json);
	json_decref(json);
	facts_free(facts);
	memdb_release(memdb);
	return true;
}

static int
run_show(struct console *console, const struct args *args)
{
	struct fault fault;
	bool is_good = args_has(args, "--json") ?
	    show_json(console, args, &fault) :
	    show_tree(console, args, &fault);

	return is_good ? EXIT_DONE : console_fail(console, &fault);
}

/* ---- restore ---- */

/* Rows without a runner are the owner's, and the catalog keeps its own. */
static void
tell_owner(const struct console *console, const struct memdb *memdb,
    const struct catalog_info *info)
{
	const char *owner = memdb_info(memdb)->owner;
	char *then, *now;

	if (owner == NULL || info->owner[0] == '\0' ||
	    strcmp(owner, info->owner) == 0)
		return;
	then = escape_line(owner);
	now = escape_line(info->owner);
	(void)fprintf(console->err,
	    "connections without a runner were run by %s and will "
	    "be by %s, the catalog's owner\n",
	    then, now);
	free(then);
	free(now);
}

/* Behind the plan, which is committed. */
static bool
restore_goods(struct console *console, const struct facts *facts,
    struct fault *fault)
{
	const struct facts_good *goods;
	size_t count = facts_goods(facts, &goods);

	if (count == 0)
		return true;
	if (goods_restore(console, facts, fault)) {
		(void)fprintf(console->err,
		    "the journal knows %zu last good backups from it\n", count);
		return true;
	}
	if (fault->kind != FAULT_REFUSED)
		return fault_wrap(fault,
		    "the catalog has the plan, the journal not its last good "
		    "backups");
	(void)fprintf(console->err,
	    "its %zu last good backups are left out: a daemon is running\n",
	    count);
	return true;
}

static bool
restore(struct console *console, const struct args *args, struct memdb *memdb,
    const struct facts *facts, struct fault *fault)
{
	bool applies = args_has(args, "--apply");
	struct local *local = local_open(console, applies, fault);
	struct restoring *restoring = local == NULL ?
	    NULL :
	    restore_begin(local_catalog(local), memdb, applies, fault);
	struct differences differences;
	bool is_done = restoring != NULL &&
	    (!applies ||
		restore_apply(restoring, args_has(args, "--replace"),
		    console->who, fault));

	if (is_done) {
		differences_begin(&differences, console,
		    args_has(args, "--json"));
		(void)restore_each(restoring, differences_print, &differences);
		differences_end(&differences);
		tell_owner(console, memdb, restore_info(restoring));
		if (!applies)
			(void)fprintf(console->err,
			    "nothing was changed: --apply does it\n");
	}
	restore_end(restoring);
	local_close(local);
	return is_done && (!applies || restore_goods(console, facts, fault));
}

static int
run_restore(struct console *console, const struct args *args)
{
	struct fault fault;
	struct facts *facts = NULL;
	struct memdb *memdb;
	bool is_done;

	if (args_has(args, "--replace") && !args_has(args, "--apply")) {
		(void)fault_set(&fault, FAULT_USAGE,
		    "--replace goes with --apply");
		return console_fail(console, &fault);
	}
	memdb = read_whole(console, args, &facts, &fault);
	is_done = memdb != NULL && restore(console, args, memdb, facts, &fault);
	if (memdb != NULL)
		facts_free(facts);
	memdb_release(memdb);
	return is_done ? EXIT_DONE : console_fail(console, &fault);
}

static const struct args_option save_options[] = {
	WAY_WRITES,
	WAY_KEYS,
	CMD_END,
};
static const struct args_option read_options[] = {
	WAY_KEYS,
	CMD_JSON,
	CMD_END,
};
static const struct args_option restore_options[] = {
	{ "--apply", NULL, false, "do it, in one transaction" },
	{ "--replace", NULL, false, "the plan that is there, too" },
	WAY_KEYS,
	CMD_JSON,
	CMD_END,
};

const struct command cmd_snapshot_save = {
	.name = "snapshot save",
	.operands = "PLACE",
	.least = 1,
	.most = 1,
	.options = save_options,
	.summary = "Save the plan in force, whole, at one instant",
	.help = "Nobody waits for it. A file appears under its name when it is "
		"whole. PLACE is\n"
		"a file, -, tcp://HOST:PORT or tls://HOST:PORT, to which it "
		"connects. Without a\n"
		"living daemon the plan that it had last is taken from "
		"state_dir.",
	.run = run_save,
};

const struct command cmd_snapshot_restore = {
	.name = "snapshot restore",
	.operands = "PLACE",
	.least = 1,
	.most = 1,
	.options = restore_options,
	.summary = "Make the catalog's plan that of a snapshot",
	.help = "Without --apply it only says what would be added, changed and "
		"removed. A catalog\n"
		"that has another plan is left alone unless --replace is "
		"given. PLACE is\n"
		"a file, -, or tcp://HOST:PORT or tls://HOST:PORT, where it "
		"waits for a snapshot.\n"
		"Root or the daemon's user alone.",
	.run = run_restore,
};

const struct command cmd_snapshot_verify = {
	.name = "snapshot verify",
	.operands = "PLACE",
	.least = 1,
	.most = 1,
	.options = read_options,
	.summary = "Is a snapshot whole, and what is in it",
	.help = "Exits 1 when it is damaged, and says where. PLACE as in "
		"snapshot restore.",
	.run = run_verify,
};

const struct command cmd_snapshot_show = {
	.name = "snapshot show",
	.operands = "PLACE",
	.least = 1,
	.most = 1,
	.options = read_options,
	.summary = "The blocks of a snapshot, or its content as JSON",
	.help = "A line a block: the byte where it begins, in hexadecimal as a "
		"hex editor counts,\n"
		"its kind, and what it holds.",
	.run = run_show,
};
