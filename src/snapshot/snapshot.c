#include "config.h"

#include "snapshot/snapshot.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/uuid.h"
#include "stream/block.h"
#include "stream/digest.h"

/* The kinds of block, as doc/SNAPSHOT.md has them. */
#define PLAN BLOCK_KIND('P', 'L', 'A', 'N')
#define CONS BLOCK_KIND('C', 'O', 'N', 'S')
#define CONN BLOCK_KIND('C', 'O', 'N', 'N')
#define STRS BLOCK_KIND('S', 'T', 'R', 'S')
#define STRA BLOCK_KIND('S', 'T', 'R', 'A')
#define LINE BLOCK_KIND('L', 'I', 'N', 'E')
#define FREQ BLOCK_KIND('F', 'R', 'E', 'Q')
#define OPTS BLOCK_KIND('O', 'P', 'T', 'S')
#define COUN BLOCK_KIND('C', 'O', 'U', 'N')
#define GOOD BLOCK_KIND('G', 'O', 'O', 'D')

/* Each write_ is followed by its twin read_: the same elements, in order. */

static void
begin_container(struct sink *sink, uint32_t kind, size_t count)
{
	block_write_header(sink, kind);
	block_write_uint(sink, count);
}

static uint64_t
enter_container(struct source *source, uint32_t kind, uint64_t most)
{
	block_read_header(source, kind);
	return block_read_uint(source, 0, most);
}

/* Whatever the memory database has against it, to us it is the format. */
static void
refuse(struct source *source, uint64_t at, struct fault *cause)
{
	if (cause->kind != FAULT_LIMIT)
		cause->kind = FAULT_FORMAT;
	block_fail(source, at, cause);
}

static void
write_options(struct sink *sink, const struct memdb *memdb,
    enum option_scope scope, const char *owner)
{
	const struct option *options;
	size_t count = memdb_options(memdb, scope, owner, &options);

	begin_container(sink, OPTS, count);
	for (size_t i = 0; i < count; i++) {
		block_write_text(sink, options[i].name);
		block_write_text(sink, options[i].value);
	}
}

static void
read_options(struct source *source, struct memdb *memdb,
    enum option_scope scope, const char *owner)
{
	uint64_t count = enter_container(source, OPTS, LIMIT_OPTIONS);
	char name[LIMIT_OPTION_NAME + 1];
	char value[LIMIT_OPTION_VALUE + 1];
	struct fault fault;

	for (; count != 0 && !source_failed(source); count--) {
		uint64_t at = source->taken;
		struct option option = { .scope = scope, .owner = owner };

		option.name = block_read_some_text_into(source, name,
		    LIMIT_OPTION_NAME);
		option.value = block_read_some_text_into(source, value,
		    LIMIT_OPTION_VALUE);
		if (!source_failed(source) &&
		    !memdb_add_option(memdb, &option, &fault))
			refuse(source, at, &fault);
	}
}

static void
write_connection(struct sink *sink, const struct memdb *memdb,
    const struct connection *connection)
{
	block_write_header(sink, CONN);
	block_write_text(sink, connection->id);
	block_write_text(sink, connection->name);
	block_write_text(sink, connection->instance);
	block_write_text(sink, connection->ip);
	block_write_text(sink, connection->port);
	block_write_text(sink, connection->runner);
	block_write_bool(sink, connection->is_alive);
	write_options(sink, memdb, OPTION_CONNECTION, connection->id);
}

static void
read_connection(struct source *source, struct memdb *memdb)
{
	uint64_t at = source->taken;
	struct connection connection = { 0 };
	char id[LIMIT_ID + 1];
	char name[LIMIT_NAME + 1];
	char instance[LIMIT_NAME + 1];
	char ip[LIMIT_NAME + 1];
	char port[LIMIT_PORT + 1];
	char runner[LIMIT_NAME + 1];
	struct fault fault;

	block_read_header(source, CONN);
	connection.id = block_read_some_text_into(source, id, LIMIT_ID);
	connection.name = block_read_some_text_into(source, name, LIMIT_NAME);
	connection.instance = block_read_text_into(source, instance,
	    LIMIT_NAME);
	connection.ip = block_read_some_text_into(source, ip, LIMIT_NAME);
	connection.port = block_read_some_text_into(source, port, LIMIT_PORT);
	connection.runner = block_read_text_into(source, runner, LIMIT_NAME);
	connection.is_alive = block_read_bool(source);
	if (source_failed(source))
		return;
	if (!memdb_add_connection(memdb, &connection, &fault))
		refuse(source, at, &fault);
	read_options(source, memdb, OPTION_CONNECTION, id);
}

static void
write_lines(struct sink *sink, const struct strategy *strategy)
{
	begin_container(sink, LINE, strategy->line_count);
	for (size_t i = 0; i < strategy->line_count; i++)
		block_write_text(sink, strategy->lines[i]);
}

static void
read_lines(struct source *source, struct memdb *memdb, const char *strategy)
{
	uint64_t count = enter_container(source, LINE, LIMIT_LINES);
	char room[LIMIT_LINE + 1];
	struct fault fault;

	for (; count != 0 && !source_failed(source); count--) {
		uint64_t at = source->taken;
		const char *line = block_read_some_text_into(source, room,
		    LIMIT_LINE);

		if (line != NULL &&
		    !memdb_add_line(memdb, strategy, line, &fault))
			refuse(source, at, &fault);
	}
}

static void
write_frequencies(struct sink *sink, const struct strategy *strategy)
{
	begin_container(sink, FREQ, strategy->frequency_count);
	for (size_t i = 0; i < strategy->frequency_count; i++) {
		block_write_int(sink, strategy->frequencies[i].day);
		block_write_int(sink, strategy->frequencies[i].hour);
		block_write_int(sink, strategy->frequencies[i].minute);
	}
}

static void
read_frequencies(struct source *source, struct memdb *memdb,
    const char *strategy)
{
	uint64_t count = enter_container(source, FREQ, LIMIT_FREQUENCIES);
	struct fault fault;

	for (; count != 0 && !source_failed(source); count--) {
		uint64_t at = source->taken;
		struct frequency row;

		row.day = (int8_t)block_read_int(source, FREQUENCY_EVERY_DAY,
		    6);
		row.hour = (int8_t)block_read_int(source, FREQUENCY_EVERY_HOUR,
		    23);
		row.minute = (int8_t)block_read_int(source, 0, 59);
		if (!source_failed(source) &&
		    !memdb_add_frequency(memdb, strategy, &row, &fault))
			refuse(source, at, &fault);
	}
}

static void
write_strategy(struct sink *sink, const struct memdb *memdb,
    const struct strategy *strategy)
{
	block_write_header(sink, STRA);
	block_write_text(sink, strategy->id);
	block_write_text(sink, strategy->connection);
	block_write_uint(sink, strategy->priority);
	block_write_bool(sink, strategy->is_alive);
	write_lines(sink, strategy);
	write_frequencies(sink, strategy);
	write_options(sink, memdb, OPTION_STRATEGY, strategy->id);
}

static void
read_strategy(struct source *source, struct memdb *memdb)
{
	uint64_t at = source->taken;
	struct strategy strategy = { 0 };
	char id[LIMIT_ID + 1];
	char connection[LIMIT_ID + 1];
	struct fault fault;

	block_read_header(source, STRA);
	strategy.id = block_read_some_text_into(source, id, LIMIT_ID);
	strategy.connection = block_read_some_text_into(source, connection,
	    LIMIT_ID);
	strategy.priority = (enum priority)block_read_uint(source, 0,
	    PRIORITIES - 1);
	strategy.is_alive = block_read_bool(source);
	if (source_failed(source))
		return;
	if (!memdb_add_strategy(memdb, &strategy, &fault))
		refuse(source, at, &fault);
	read_lines(source, memdb, id);
	read_frequencies(source, memdb, id);
	read_options(source, memdb, OPTION_STRATEGY, id);
}

static void
write_info(struct sink *sink, const struct memdb_info *info)
{
	struct fault fault;

	if (info->catalog == NULL) {
		(void)fault_set(&fault, FAULT_USAGE,
		    "a plan that does not know its catalog cannot be saved");
		sink_fail(sink, &fault);
	}
	block_write_text(sink, info->catalog);
	block_write_text(sink, info->owner);
	block_write_int(sink, info->plan_version);
	block_write_int(sink, info->schema_version);
}

static void
read_info(struct source *source, struct memdb *memdb)
{
	uint64_t at = source->taken;
	struct memdb_info info = { 0 };
	char catalog[UUID_TEXT_MAX];
	char owner[LIMIT_NAME + 1];
	struct fault fault;

	info.catalog = block_read_some_text_into(source, catalog,
	    UUID_TEXT_MAX - 1);
	info.owner = block_read_text_into(source, owner, LIMIT_NAME);
	info.plan_version = block_read_int(source, INT64_MIN, INT64_MAX);
	info.schema_version = block_read_int(source, INT64_MIN, INT64_MAX);
	if (!source_failed(source) && !memdb_set_info(memdb, &info, &fault))
		refuse(source, at, &fault);
}

/* Where a writer is: what it writes next. */
static void
write_counters(struct sink *sink, const struct facts *facts)
{
	const struct facts_counter *counters;
	size_t count = facts_counters(facts, &counters);

	begin_container(sink, COUN, count);
	for (size_t i = 0; i < count; i++) {
		block_write_text(sink, counters[i].name);
		block_write_uint(sink, counters[i].value);
	}
}

static void
read_counters(struct source *source, struct facts *facts)
{
	uint64_t count = enter_container(source, COUN, LIMIT_COUNTERS);
	char name[LIMIT_COUNTER_NAME + 1];
	struct fault fault;

	for (; count != 0 && !source_failed(source); count--) {
		uint64_t at = source->taken;
		struct facts_counter counter;

		counter.name = block_read_some_text_into(source, name,
		    LIMIT_COUNTER_NAME);
		counter.value = block_read_uint(source, 0, UINT64_MAX);
		if (!source_failed(source) &&
		    !facts_add_counter(facts, &counter, &fault))
			refuse(source, at, &fault);
	}
}

static void
write_goods(struct sink *sink, const struct facts *facts)
{
	const struct facts_good *goods;
	size_t count = facts_goods(facts, &goods);

	begin_container(sink, GOOD, count);
	for (size_t i = 0; i < count; i++) {
		block_write_text(sink, goods[i].connection);
		block_write_uint(sink, goods[i].kind);
		block_write_text(sink, goods[i].execution);
		block_write_int(sink, goods[i].finished_ms);
	}
}

static void
read_goods(struct source *source, struct facts *facts)
{
	uint64_t count = enter_container(source, GOOD, LIMIT_GOODS);
	char connection[LIMIT_ID + 1];
	char execution[UUID_TEXT_MAX];
	struct fault fault;

	for (; count != 0 && !source_failed(source); count--) {
		uint64_t at = source->taken;
		struct facts_good good;

		good.connection = block_read_some_text_into(source, connection,
		    LIMIT_ID);
		good.kind = (unsigned)block_read_uint(source, 0,
		    FACTS_KINDS - 1);
		good.execution = block_read_some_text_into(source, execution,
		    UUID_TEXT_MAX - 1);
		good.finished_ms = block_read_int(source, INT64_MIN, INT64_MAX);
		if (!source_failed(source) &&
		    !facts_add_good(facts, &good, &fault))
			refuse(source, at, &fault);
	}
}

struct snapshot_writer {
	struct memdb *memdb;
	struct digest_sink *digest;
	const struct facts *facts; /* NULL: none */
	bool has_head, has_facts;
	const struct connection *connections;
	size_t connection, connection_count;
	const struct strategy *strategies;
	size_t strategy, strategy_count;
};

struct snapshot_writer *
snapshot_writer_new(struct memdb *memdb, struct sink *sink)
{
	struct snapshot_writer *writer = mem_new(1, sizeof(*writer));

	writer->memdb = memdb_hold(memdb);
	writer->digest = digest_sink_new(sink);
	writer->connection_count = memdb_connections(memdb,
	    &writer->connections);
	writer->strategy_count = memdb_strategies(memdb, &writer->strategies);
	return writer;
}

void
snapshot_writer_free(struct snapshot_writer *writer)
{
	if (writer == NULL)
		return;
	digest_sink_free(writer->digest);
	memdb_release(writer->memdb);
	free(writer);
}

void
snapshot_writer_set_facts(struct snapshot_writer *writer,
    const struct facts *facts)
{
	writer->facts = facts;
}

/* One piece of the plan; false when there is none left. */
static bool
write_next(struct snapshot_writer *writer, struct sink *sink)
{
	if (!writer->has_head) {
		block_write_header(sink, PLAN);
		write_info(sink, memdb_info(writer->memdb));
		begin_container(sink, CONS, writer->connection_count);
		writer->has_head = true;
	} else if (writer->connection < writer->connection_count) {
		write_connection(sink, writer->memdb,
		    &writer->connections[writer->connection++]);
	} else if (writer->strategy < writer->strategy_count) {
		write_strategy(sink, writer->memdb,
		    &writer->strategies[writer->strategy++]);
	} else if (!writer->has_facts) {
		write_counters(sink, writer->facts);
		write_goods(sink, writer->facts);
		writer->has_facts = true;
		return true;
	} else {
		return false;
	}
	if (writer->connection == writer->connection_count &&
	    writer->strategy == 0)
		begin_container(sink, STRS, writer->strategy_count);
	return true;
}

bool
snapshot_writer_step(struct snapshot_writer *writer, bool *out_is_done,
    struct fault *fault)
{
	struct sink *sink = digest_sink_sink(writer->digest);

	*out_is_done = !write_next(writer, sink);
	if (*out_is_done)
		return sink_finish(sink, fault);
	if (sink->failed)
		*fault = sink->fault;
	return !sink->failed;
}

static void
read_plan(struct source *source, struct memdb *memdb, struct facts *facts)
{
	uint64_t count;

	block_read_header(source, PLAN);
	read_info(source, memdb);
	count = enter_container(source, CONS, LIMIT_CONNECTIONS);
	for (; count != 0 && !source_failed(source); count--)
		read_connection(source, memdb);
	count = enter_container(source, STRS, LIMIT_STRATEGIES);
	for (; count != 0 && !source_failed(source); count--)
		read_strategy(source, memdb);
	read_counters(source, facts);
	read_goods(source, facts);
}

uint64_t
snapshot_writer_written(const struct snapshot_writer *writer)
{
	return digest_sink_sink(writer->digest)->written;
}

bool
snapshot_save(struct memdb *memdb, struct sink *sink, struct fault *fault)
{
	struct snapshot_writer *writer = snapshot_writer_new(memdb, sink);
	bool is_done = false, is_good;

	do
		is_good = snapshot_writer_step(writer, &is_done, fault);
	while (is_good && !is_done);
	snapshot_writer_free(writer);
	return is_good;
}

/* Every row was fine, but they need not fit each other. */
static bool
seal(struct memdb *memdb, struct facts *facts, struct fault *fault)
{
	if (memdb_seal(memdb, fault) && facts_seal(facts, fault))
		return true;
	if (fault->kind != FAULT_LIMIT)
		fault->kind = FAULT_FORMAT;
	return fault_wrap(fault, "the plan as a whole");
}

/* What is found wrong only now stands behind everything. */
static bool
finish(struct source *source, struct fault *fault)
{
	bool had_failed = source_failed(source);

	if (source_finish(source, fault))
		return true;
	if (had_failed ||
	    (fault->kind != FAULT_FORMAT && fault->kind != FAULT_LIMIT))
		return false;
	return fault_wrap(fault, "behind the last block");
}

struct memdb *
snapshot_restore_facts(struct source *source, struct facts **out_facts,
    struct fault *fault)
{
	struct digest_source *digest = digest_source_new(source);
	struct memdb *memdb = memdb_new();
	struct facts *facts = facts_new();

	read_plan(digest_source_source(digest), memdb, facts);
	if (finish(digest_source_source(digest), fault) &&
	    finish(source, fault) && seal(memdb, facts, fault)) {
		*out_facts = facts;
	} else {
		memdb_release(memdb);
		facts_free(facts);
		memdb = NULL;
	}
	digest_source_free(digest);
	return memdb;
}

struct memdb *
snapshot_restore(struct source *source, struct fault *fault)
{
	struct facts *facts = NULL;
	struct memdb *memdb = snapshot_restore_facts(source, &facts, fault);

	facts_free(facts);
	return memdb;
}
