#include "config.h"

#include "cli/rows.h"

#include "api/json.h"
#include "memdb/kinds.h"
#include "memdb/pauses.h"

static void
count_one(void *arg, const struct strategy *strategy)
{
	size_t *count = arg;

	(void)strategy;
	(*count)++;
}

json_t *
rows_connections(const struct memdb *memdb, int64_t now_s)
{
	const struct connection *connections;
	size_t count = memdb_connections(memdb, &connections);
	json_t *rows = json_array();

	for (size_t i = 0; i < count; i++) {
		struct api_connection row = { .connection = &connections[i],
			.next_slot = -1 };
		struct pauses pauses;

		pauses_of(memdb, connections[i].id, NULL, &pauses);
		row.pause = pauses_at(&pauses, now_s);
		row.option_count = memdb_options(memdb, OPTION_CONNECTION,
		    connections[i].id, &row.options);
		memdb_strategies_of(memdb, connections[i].id, count_one,
		    &row.strategy_count);
		(void)json_array_append_new(rows, json_of_connection(&row));
	}
	return rows;
}

json_t *
rows_strategy(const struct memdb *memdb, int64_t now_s,
    const struct strategy *strategy, bool has_lines)
{
	struct api_strategy row = { .strategy = strategy, .next_slot = -1 };
	struct pauses pauses;

	pauses_of(memdb, strategy->connection, strategy->id, &pauses);
	row.pause = pauses_at(&pauses, now_s);
	row.is_pause_own = row.pause == &pauses.list[OPTION_STRATEGY];
	row.connection = memdb_connection(memdb, strategy->connection);
	row.kinds = kinds_of(memdb, strategy);
	row.option_count = memdb_options(memdb, OPTION_STRATEGY, strategy->id,
	    &row.options);
	return json_of_strategy(&row, has_lines);
}

json_t *
rows_strategies(const struct memdb *memdb, int64_t now_s, bool has_lines)
{
	const struct strategy *strategies;
	size_t count = memdb_strategies(memdb, &strategies);
	json_t *rows = json_array();

	for (size_t i = 0; i < count; i++)
		(void)json_array_append_new(rows,
		    rows_strategy(memdb, now_s, &strategies[i], has_lines));
	return rows;
}

/* Of each row those values alone. */
static json_t *
cut(json_t *take_rows, const char *const *names)
{
	json_t *rows = json_array();
	const json_t *row;
	size_t at;

	json_array_foreach(take_rows, at, row)
	{
		json_t *kept = json_object();

		for (const char *const *name = names; *name != NULL; name++)
			(void)json_object_set(kept, *name,
			    json_object_get(row, *name));
		(void)json_array_append_new(rows, kept);
	}
	json_decref(take_rows);
	return rows;
}

static json_t *
counters_of(const struct facts *facts)
{
	const struct facts_counter *counters;
	size_t count = facts_counters(facts, &counters);
	json_t *json = json_object();

	for (size_t i = 0; i < count; i++)
		(void)json_object_set_new(json, counters[i].name,
		    json_integer((json_int_t)counters[i].value));
	return json;
}

static json_t *
goods_of(const struct facts *facts)
{
	const struct facts_good *goods;
	size_t count = facts_goods(facts, &goods);
	json_t *json = json_array();

	for (size_t i = 0; i < count; i++)
		(void)json_array_append_new(json,
		    json_pack("{s:s, s:s, s:s, s:o}", "connection_id",
			goods[i].connection, "kind", kind_name(goods[i].kind),
			"execution", goods[i].execution, "last_good_at",
			json_of_time(goods[i].finished_ms)));
	return json;
}

json_t *
rows_plan(const struct memdb *memdb, const struct facts *facts)
{
	static const char *const of_connection[] = { "connection",
		"connection_id", "instance", "ip", "port", "runner", "alive",
		"options", NULL };
	static const char *const of_strategy[] = { "strategy", "connection",
		"connection_id", "priority", "alive", "kind", "frequencies",
		"options", "lines", NULL };
	const struct memdb_info *info = memdb_info(memdb);
	json_t *json = json_object();

	(void)json_object_set_new(json, "catalog", json_of_text(info->catalog));
	(void)json_object_set_new(json, "owner", json_of_text(info->owner));
	(void)json_object_set_new(json, "plan_version",
	    json_integer((json_int_t)info->plan_version));
	(void)json_object_set_new(json, "schema_version",
	    json_integer((json_int_t)info->schema_version));
	(void)json_object_set_new(json, "connections",
	    cut(rows_connections(memdb, 0), of_connection));
	(void)json_object_set_new(json, "strategies",
	    cut(rows_strategies(memdb, 0, true), of_strategy));
	(void)json_object_set_new(json, "counters", counters_of(facts));
	(void)json_object_set_new(json, "goods", goods_of(facts));
	return json;
}
