#include "config.h"

#include "api/json.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/kind.h"
#include "model/password.h"

enum { MS_PER_S = 1000, S_PER_MINUTE = 60 };

const char *
json_edit_name(enum edit_kind kind)
{
	static const char *const names[EDIT_KINDS] = {
		[EDIT_CONNECTION_ADD] = "connection_add",
		[EDIT_CONNECTION_SET] = "connection_set",
		[EDIT_CONNECTION_REMOVE] = "connection_remove",
		[EDIT_STRATEGY_ADD] = "strategy_add",
		[EDIT_STRATEGY_SET] = "strategy_set",
		[EDIT_STRATEGY_REMOVE] = "strategy_remove",
		[EDIT_PAUSE] = "pause",
		[EDIT_RESUME] = "resume",
	};

	return names[kind];
}

static void
set(json_t *object, const char *name, json_t *take_value)
{
	int failed = json_object_set_new(object, name, take_value);

	assert(failed == 0);
	(void)failed;
}

json_t *
json_of_text(const char *text)
{
	size_t size;
	char *clean;
	json_t *json;

	if (text == NULL)
		return json_null();
	json = json_string(text);
	if (json != NULL)
		return json;
	size = strlen(text);
	clean = mem_new(3, size + 1);
	size = text_utf8_clean(clean, text, size);
	json = json_stringn(clean, size);
	free(clean);
	assert(json != NULL);
	return json;
}

/* "" is nothing, too. */
static json_t *
filled(const char *text)
{
	return json_of_text(text == NULL || text[0] == '\0' ? NULL : text);
}

json_t *
json_of_time(int64_t utc_ms)
{
	char room[CALENDAR_TEXT_MAX];

	if (utc_ms == 0)
		return json_null();
	calendar_format_utc(room, utc_ms);
	return json_of_text(room);
}

json_t *
json_of_minute(int64_t slot)
{
	char room[CALENDAR_TEXT_MAX];

	if (slot < 0)
		return json_null();
	calendar_format_utc(room, slot * S_PER_MINUTE * MS_PER_S);
	return json_of_text(room);
}

json_t *
json_of_fault(const struct fault *fault)
{
	json_t *json = json_object();

	set(json, "error", json_of_text(fault->text));
	set(json, "kind", json_of_text(fault_kind_name(fault->kind)));
	return json;
}

static json_t *
of_kinds(unsigned kinds)
{
	char room[KIND_TEXT_MAX];

	kind_format(room, kinds);
	return filled(room);
}

json_t *
json_of_execution(const struct execution *execution, const char *connection,
    const char *detail)
{
	json_t *json = json_object();

	set(json, "execution", json_of_text(execution->id));
	set(json, "strategy", json_of_text(execution->strategy));
	set(json, "connection",
	    json_of_text(
		connection == NULL ? execution->connection : connection));
	set(json, "connection_id", json_of_text(execution->connection));
	set(json, "slot", json_of_minute(execution->slot));
	set(json, "attempt", json_integer(execution->attempt));
	set(json, "state",
	    json_of_text(execution_state_name(execution->state)));
	set(json, "outcome", filled(outcome_name(execution->outcome)));
	set(json, "code", filled(execution->code));
	set(json, "reason", filled(execution->reason));
	set(json, "kind", of_kinds(execution->kinds));
	set(json, "priority", json_of_text(priority_name(execution->priority)));
	set(json, "asked_by", filled(execution->asked_by));
	set(json, "claimed_at", json_of_time(execution->claimed_ms));
	set(json, "started_at", json_of_time(execution->started_ms));
	set(json, "finished_at", json_of_time(execution->finished_ms));
	set(json, "late_s",
	    execution->started_ms == 0 ?
		json_null() :
		json_integer(execution_late_s(execution)));
	set(json, "exit_status",
	    execution->exit_status < 0 ? json_null() :
					 json_integer(execution->exit_status));
	set(json, "signal",
	    execution->signal == 0 ? json_null() :
				     json_integer(execution->signal));
	set(json, "pieces", json_integer(execution->pieces));
	set(json, "good",
	    execution->state == EXECUTION_ENDED ?
		json_boolean(execution->is_good) :
		json_null());
	set(json, "retry", filled(retry_class_name(execution->retry)));
	set(json, "log_bytes", json_integer((json_int_t)execution->log_bytes));
	set(json, "slots", json_integer(execution->slots));
	set(json, "last_slot",
	    json_of_minute(execution->slots > 1 ? execution->last_slot : -1));
	if (detail != NULL)
		set(json, "detail", json_of_text(detail));
	return json;
}

static json_t *
of_options(const struct option *options, size_t count)
{
	json_t *json = json_object();

	for (size_t i = 0; i < count; i++)
		set(json, options[i].name,
		    json_of_text(
			password_in_option(options[i].name, options[i].value) ?
			    "***" :
			    options[i].value));
	return json;
}

/* null when there is none. */
static json_t *
of_pause(const struct pause *pause, bool is_of_strategy)
{
	json_t *json;

	if (pause == NULL)
		return json_null();
	json = json_object();
	set(json, "of",
	    json_of_text(is_of_strategy ? "strategy" : "connection"));
	set(json, "since", json_of_time(pause->since_s * MS_PER_S));
	set(json, "until", json_of_time(pause->until_s * MS_PER_S));
	set(json, "by", filled(pause->by));
	set(json, "reason", filled(pause->reason));
	return json;
}

/* Those that are expected. */
static json_t *
of_protection(const struct api_connection *row)
{
	json_t *rows = json_array();

	for (unsigned i = 0; i < KINDS; i++) {
		const struct api_kind *kind = &row->kinds[i];
		json_t *json;

		if (kind->protection == NULL)
			continue;
		json = json_object();
		set(json, "kind", json_of_text(kind_name(i)));
		set(json, "protection", json_of_text(kind->protection));
		set(json, "max_age_s", json_integer(kind->max_age_s));
		set(json, "last_good_at", json_of_time(kind->last_good_ms));
		set(json, "next_due_at", json_of_minute(kind->next_slot));
		(void)json_array_append_new(rows, json);
	}
	return rows;
}

/* Of all that is expected of a connection, the kind that is worst. */
static void
set_worst(json_t *json, const struct api_connection *row)
{
	const struct api_kind *worst = row->protection == NULL ||
		row->worst < 0 ?
	    NULL :
	    &row->kinds[row->worst];

	set(json, "protection", json_of_text(row->protection));
	set(json, "kind",
	    worst == NULL ? json_null() :
			    json_of_text(kind_name((unsigned)row->worst)));
	set(json, "max_age_s",
	    worst == NULL ? json_null() : json_integer(worst->max_age_s));
	set(json, "last_good_at",
	    json_of_time(
		worst == NULL ? row->last_good_ms : worst->last_good_ms));
	set(json, "next_due_at", json_of_minute(row->next_slot));
	set(json, "kinds", of_protection(row));
}

json_t *
json_of_connection(const struct api_connection *row)
{
	const struct connection *connection = row->connection;
	json_t *json = json_object();

	set(json, "connection", json_of_text(connection->name));
	set(json, "connection_id", json_of_text(connection->id));
	set(json, "instance", json_of_text(connection->instance));
	set(json, "ip", json_of_text(connection->ip));
	set(json, "port", json_of_text(connection->port));
	set(json, "runner", json_of_text(connection->runner));
	set(json, "alive", json_boolean(connection->is_alive));
	set(json, "not_ours", json_of_text(row->not_ours));
	set(json, "nobodys", json_boolean(row->is_nobodys));
	set(json, "strategies", json_integer((json_int_t)row->strategy_count));
	set(json, "running", json_integer((json_int_t)row->running));
	set(json, "waiting", json_integer((json_int_t)row->waiting));
	set(json, "bad", json_integer((json_int_t)row->bad));
	set_worst(json, row);
	set(json, "pause", of_pause(row->pause, false));
	set(json, "options", of_options(row->options, row->option_count));
	return json;
}

static json_t *
of_frequencies(const struct strategy *strategy)
{
	json_t *json = json_array();

	for (size_t i = 0; i < strategy->frequency_count; i++) {
		char room[FREQUENCY_TEXT_MAX];

		frequency_format(room, &strategy->frequencies[i]);
		(void)json_array_append_new(json, json_of_text(room));
	}
	return json;
}

static json_t *
of_texts(const char *const *texts, size_t count)
{
	json_t *json = json_array();

	for (size_t i = 0; i < count; i++)
		(void)json_array_append_new(json, json_of_text(texts[i]));
	return json;
}

json_t *
json_of_strategy(const struct api_strategy *row, bool has_lines)
{
	const struct strategy *strategy = row->strategy;
	const char *connection = row->connection == NULL ?
	    NULL :
	    row->connection->name;
	json_t *json = json_object();

	set(json, "strategy", json_of_text(strategy->id));
	set(json, "connection",
	    json_of_text(
		connection == NULL ? strategy->connection : connection));
	set(json, "connection_id", json_of_text(strategy->connection));
	set(json, "priority", json_of_text(priority_name(strategy->priority)));
	set(json, "alive", json_boolean(strategy->is_alive));
	set(json, "kind", of_kinds(row->kinds));
	set(json, "ours", json_boolean(row->is_ours));
	set(json, "not_ours", json_of_text(row->not_ours));
	set(json, "nobodys", json_boolean(row->is_nobodys));
	set(json, "living",
	    row->living == NULL ?
		json_null() :
		json_of_execution(row->living, connection, NULL));
	set(json, "waits_for", json_of_text(row->waits_for));
	set(json, "last",
	    row->last == NULL ? json_null() :
				json_of_execution(row->last, connection, NULL));
	set(json, "last_good_at", json_of_time(row->last_good_ms));
	set(json, "next_due_at", json_of_minute(row->next_slot));
	set(json, "pause", of_pause(row->pause, row->is_pause_own));
	set(json, "frequencies", of_frequencies(strategy));
	set(json, "options", of_options(row->options, row->option_count));
	if (has_lines)
		set(json, "lines",
		    of_texts(strategy->lines, strategy->line_count));
	return json;
}

json_t *
json_of_slot(const struct api_slot *slot)
{
	const struct strategy *strategy = slot->strategy;
	json_t *json = json_object();

	set(json, "slot", json_of_minute(slot->slot));
	set(json, "due_at", json_of_minute(slot->slot));
	set(json, "due_local", json_of_text(slot->due_local));
	set(json, "strategy", json_of_text(strategy->id));
	set(json, "connection",
	    json_of_text(slot->connection == NULL ? strategy->connection :
						    slot->connection->name));
	set(json, "connection_id", json_of_text(strategy->connection));
	set(json, "priority", json_of_text(priority_name(strategy->priority)));
	set(json, "pause", of_pause(slot->pause, slot->is_pause_own));
	return json;
}

static json_t *
of_executions(const struct execution *executions, size_t count,
    const json_t *names)
{
	json_t *rows = json_array();

	for (size_t i = 0; i < count; i++)
		(void)json_array_append_new(rows,
		    json_of_execution(&executions[i],
			json_string_value(
			    json_object_get(names, executions[i].connection)),
			NULL));
	return rows;
}

json_t *
json_of_forecast(const struct api_forecast *forecast,
    const json_t *connection_names)
{
	json_t *json = json_object(), *strategies = json_object();

	set(json, "now", json_of_time(forecast->now_ms));
	set(json, "max_running", json_integer(forecast->max_running));
	set(json, "archivelog_beside",
	    json_boolean(forecast->archivelog_beside));
	set(json, "executions",
	    of_executions(forecast->executions, forecast->execution_count,
		connection_names));
	set(json, "living",
	    of_executions(forecast->living, forecast->living_count,
		connection_names));
	for (size_t i = 0; i < forecast->usual_count; i++) {
		const struct api_usual *usual = &forecast->usuals[i];
		json_t *row = json_object();

		set(row, "usual_s",
		    usual->usual_ms < 0 ?
			json_null() :
			json_integer(
			    (usual->usual_ms + MS_PER_S - 1) / MS_PER_S));
		set(row, "kind", of_kinds(usual->kinds));
		set(row, "archivelog_only",
		    json_boolean(kind_is_archivelog_only(usual->kinds)));
		set(row, "alone", json_boolean(usual->is_alone));
		set(row, "start_within_s",
		    json_integer(usual->start_within * S_PER_MINUTE));
		set(strategies, usual->strategy, row);
	}
	set(json, "strategies", strategies);
	set(json, "remarks",
	    of_texts(forecast->remarks, forecast->remark_count));
	return json;
}

static json_t *
of_ships(const struct api_ship *ships, size_t count)
{
	json_t *json = json_array();

	for (size_t i = 0; i < count; i++) {
		json_t *row = json_object();

		set(row, "to", json_of_text(ships[i].where));
		set(row, "shipped_at", json_of_time(ships[i].shipped_ms));
		set(row, "failing_since", json_of_time(ships[i].failing_ms));
		set(row, "reason", json_of_text(ships[i].reason));
		(void)json_array_append_new(json, row);
	}
	return json;
}

json_t *
json_of_status(const struct api_status *status)
{
	json_t *json = json_object(), *connections = json_array();
	json_t *strategies = json_array();

	set(json, "name", json_of_text(status->name));
	set(json, "mode", json_of_text(status->mode));
	set(json, "version", json_of_text(status->version));
	set(json, "state", json_of_text(status->state));
	set(json, "pid", json_integer(status->pid));
	set(json, "started_at", json_of_time(status->started_ms));
	set(json, "now", json_of_time(status->now_ms));
	set(json, "cursor", json_of_minute(status->cursor));
	set(json, "catalog_away_since", json_of_time(status->catalog_away_ms));
	set(json, "catalog_reason", json_of_text(status->catalog_reason));
	set(json, "plan_from", json_of_text(status->plan_from));
	set(json, "plan_file", json_of_text(status->plan_file));
	set(json, "ship", of_ships(status->ships, status->ship_count));
	set(json, "plan_loaded_at", json_of_time(status->plan_loaded_ms));
	set(json, "plan_version", json_integer(status->plan_version));
	set(json, "to_record", json_integer(status->to_record));
	set(json, "journal", json_of_text(status->journal));
	set(json, "journal_reason", json_of_text(status->journal_reason));
	set(json, "journal_damage", json_of_text(status->journal_damage));
	set(json, "running", json_integer((json_int_t)status->running));
	set(json, "waiting", json_integer((json_int_t)status->waiting));
	set(json, "remarks", of_texts(status->remarks, status->remark_count));
	for (size_t i = 0; i < status->connection_count; i++)
		(void)json_array_append_new(connections,
		    json_of_connection(&status->connections[i]));
	for (size_t i = 0; i < status->strategy_count; i++)
		(void)json_array_append_new(strategies,
		    json_of_strategy(&status->strategies[i], false));
	set(json, "connections", connections);
	set(json, "strategies", strategies);
	return json;
}

json_t *
json_of_edit(const struct edit *edit)
{
	json_t *json = json_object(), *values = json_object();

	set(json, "edit", json_of_text(json_edit_name(edit->kind)));
	set(json, "id", json_of_text(edit->id));
	set(json, "name", json_of_text(edit->name));
	for (size_t i = 0; i < edit->value_count; i++)
		set(values, edit->values[i].name,
		    json_of_text(edit->values[i].value));
	set(json, "values", values);
	if (edit->has_lines)
		set(json, "lines",
		    of_texts((const char *const *)edit->lines,
			edit->line_count));
	if (edit->has_frequencies) {
		json_t *rows = json_array();

		for (size_t i = 0; i < edit->frequency_count; i++) {
			const struct frequency *row = &edit->frequencies[i];

			(void)json_array_append_new(rows,
			    json_pack("[i, i, i]", row->day, row->hour,
				row->minute));
		}
		set(json, "frequencies", rows);
	}
	return json;
}
