#include "config.h"

#include "catalog/record.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "catalog/output.h"

enum { MS_PER_SECOND = 1000 };

/* The local clock of the server that ran: the original's `moment`. */
static int64_t
moment_ms(const struct catalog_record *record)
{
	return record->execution->finished_ms +
	    (int64_t)record->zone_offset_s * MS_PER_SECOND;
}

static bool
is_by_hand(const struct execution *execution)
{
	return execution->slot == EXECUTION_BY_HAND;
}

static void
bind_slot(struct odbc_query *query, const struct execution *execution,
    int64_t slot)
{
	if (is_by_hand(execution))
		odbc_bind_no_number(query);
	else
		odbc_bind_number(query, slot);
}

/* What the rows of a claim and of a whole execution have in common. */
static void
bind_end(struct odbc_query *query, const struct execution *execution)
{
	odbc_bind_time(query, execution->started_ms);
	odbc_bind_time(query, execution->finished_ms);
	odbc_bind_text(query, outcome_name(execution->outcome));
	odbc_bind_text(query, execution->code);
	odbc_bind_text(query, execution->reason);
}

static void
bind_result(struct odbc_query *query, const struct execution *execution,
    const char *kinds)
{
	odbc_bind_text(query, kinds);
	odbc_bind_number(query, execution->pieces);
	odbc_bind_number(query, (int64_t)execution->log_bytes);
	odbc_bind_text(query, execution->script_digest);
}

static bool
add_execution(struct catalog *catalog, const struct execution *execution,
    struct fault *fault)
{
	char claim_key[CLAIM_KEY_MAX], kinds[KIND_TEXT_MAX] = "";
	struct odbc_query *query = catalog_query(catalog,
	    STATEMENT_EXECUTION_ADD, fault);
	bool is_done;

	if (query == NULL)
		return false;
	execution_claim_key(claim_key, execution);
	kind_format(kinds, execution->kinds);
	odbc_bind_text(query, execution->id);
	odbc_bind_text(query, claim_key);
	odbc_bind_text(query, execution->strategy);
	bind_slot(query, execution, execution->slot);
	odbc_bind_number(query, execution->slots);
	bind_slot(query, execution, execution->last_slot);
	odbc_bind_number(query, execution->attempt);
	odbc_bind_text(query, execution->asked_by);
	odbc_bind_text(query, catalog->runner);
	bind_end(query, execution);
	bind_result(query, execution, kinds);
	is_done = odbc_execute(query, NULL, fault);
	odbc_query_free(query);
	/* Its own id is not there: somebody else's execution has the claim. */
	if (!is_done && fault->kind == FAULT_DUPLICATE)
		return fault_set(fault, FAULT_FORMAT,
		    "another execution holds the claim %s", claim_key);
	return is_done;
}

static bool
end_execution(struct catalog *catalog, const struct execution *execution,
    struct fault *fault)
{
	char kinds[KIND_TEXT_MAX] = "";
	struct odbc_query *query = catalog_query(catalog,
	    STATEMENT_EXECUTION_END, fault);
	bool is_done;

	if (query == NULL)
		return false;
	kind_format(kinds, execution->kinds);
	odbc_bind_number(query, execution->slots);
	bind_slot(query, execution, execution->last_slot);
	bind_end(query, execution);
	bind_result(query, execution, kinds);
	odbc_bind_text(query, execution->id);
	is_done = odbc_execute(query, NULL, fault);
	odbc_query_free(query);
	return is_done;
}

/* A statement with one text, for which only whether it has a row counts. */
static bool
has_row(struct catalog *catalog, enum statement statement, const char *text,
    bool *out_has_row, struct fault *fault)
{
	struct odbc_query *query = catalog_query(catalog, statement, fault);
	bool is_good;

	if (query == NULL)
		return false;
	odbc_bind_text(query, text);
	is_good = catalog_one_row(query, out_has_row, fault);
	odbc_query_free(query);
	return is_good;
}

static bool
remove_by_id(struct catalog *catalog, enum statement statement, const char *id,
    struct fault *fault)
{
	struct odbc_query *query = catalog_query(catalog, statement, fault);
	bool is_done;

	if (query == NULL)
		return false;
	odbc_bind_text(query, id);
	is_done = odbc_execute(query, NULL, fault);
	odbc_query_free(query);
	return is_done;
}

enum known { KNOWN_NOT, KNOWN_CLAIMED, KNOWN_ENDED };

static bool
look_up(struct catalog *catalog, const struct execution *execution,
    enum known *out_known, struct fault *fault)
{
	struct odbc_query *query = catalog_query(catalog, STATEMENT_EXECUTION,
	    fault);
	bool is_there = false, is_good;

	if (query == NULL)
		return false;
	odbc_bind_text(query, execution->id);
	is_good = catalog_one_row(query, &is_there, fault);
	if (is_good && !is_there)
		*out_known = KNOWN_NOT;
	else if (is_good)
		*out_known = odbc_text(query, 1) == NULL ? KNOWN_CLAIMED :
							   KNOWN_ENDED;
	odbc_query_free(query);
	return is_good;
}

/* Did somebody run the slot that this execution says nobody came to? */
static bool
is_late(struct catalog *catalog, const struct execution *execution,
    bool *out_is_late, struct fault *fault)
{
	struct odbc_query *query;
	bool is_good;

	*out_is_late = false;
	if (execution->attempt > 0 || execution->slots > 1 ||
	    is_by_hand(execution))
		return true;
	query = catalog_query(catalog, STATEMENT_EXECUTION_OF_SLOT, fault);
	if (query == NULL)
		return false;
	odbc_bind_text(query, execution->strategy);
	odbc_bind_number(query, execution->slot);
	is_good = catalog_one_row(query, out_is_late, fault);
	odbc_query_free(query);
	return is_good;
}

/* Take back the row, and the error, that said that nobody came. */
static bool
heal(struct catalog *catalog, const struct execution *execution,
    struct fault *fault)
{
	struct execution missed = *execution;
	char claim_key[CLAIM_KEY_MAX], id[UUID_TEXT_MAX] = "";
	struct odbc_query *query;
	bool is_there = false, is_good;
	int64_t slots = 1;

	if (execution->attempt == 0 || is_by_hand(execution))
		return true;
	missed.attempt = 0;
	execution_claim_key(claim_key, &missed);
	query = catalog_query(catalog, STATEMENT_EXECUTION_BY_CLAIM, fault);
	if (query == NULL)
		return false;
	odbc_bind_text(query, claim_key);
	is_good = catalog_one_row(query, &is_there, fault) &&
	    (!is_there || odbc_number(query, 1, 1, INT64_MAX, &slots, fault));
	if (is_good && is_there && odbc_text(query, 0) != NULL)
		(void)text_copy(id, sizeof(id), odbc_text(query, 0));
	odbc_query_free(query);
	/* A row that stands for many minutes is not undone by one of them. */
	if (!is_good || !is_there || slots > 1)
		return is_good;
	return remove_by_id(catalog, STATEMENT_ERROR_REMOVE, id, fault) &&
	    remove_by_id(catalog, STATEMENT_EXECUTION_REMOVE, id, fault);
}

static bool
add_script(struct catalog *catalog, const struct catalog_record *record,
    struct fault *fault)
{
	const char *digest = record->execution->script_digest;
	struct odbc_query *query;
	bool is_there = false, is_done;

	if (digest[0] == '\0' || record->script == NULL ||
	    record->script[0] == '\0')
		return true;
	if (!has_row(catalog, STATEMENT_SCRIPT, digest, &is_there, fault))
		return false;
	if (is_there)
		return true;
	query = catalog_query(catalog, STATEMENT_SCRIPT_ADD, fault);
	if (query == NULL)
		return false;
	odbc_bind_text(query, digest);
	odbc_bind_long(query, record->script, strlen(record->script));
	is_done = odbc_execute(query, NULL, fault);
	odbc_query_free(query);
	return is_done;
}

/* "RMAN-03009: why", cut at a character to what the column holds. */
static void
format_message(char room[LIMIT_REASON + 1], const struct execution *execution)
{
	const char *code = execution->code;
	const char *reason = execution->reason[0] != '\0' ?
	    execution->reason :
	    outcome_name(execution->outcome);
	char text[LIMIT_CODE + LIMIT_REASON + 4];

	if (code[0] == '\0' || strstr(reason, code) != NULL)
		(void)snprintf(text, sizeof(text), "%s", reason);
	else
		(void)snprintf(text, sizeof(text), "%s: %s", code, reason);
	(void)text_copy(room, LIMIT_REASON + 1, text);
}

static bool
add_error(struct catalog *catalog, const struct catalog_record *record,
    struct fault *fault)
{
	const struct execution *execution = record->execution;
	const char *detail = record->detail == NULL ? "" : record->detail;
	char message[LIMIT_REASON + 1];
	struct odbc_query *query;
	bool is_done;

	if (!outcome_is_bad(execution->outcome))
		return true;
	query = catalog_query(catalog, STATEMENT_ERROR_ADD, fault);
	if (query == NULL)
		return false;
	format_message(message, execution);
	odbc_bind_text(query, execution->strategy);
	odbc_bind_time(query, moment_ms(record));
	odbc_bind_time(query, execution->finished_ms);
	odbc_bind_text(query, message);
	odbc_bind_text(query, execution->id);
	bind_slot(query, execution, execution->slot);
	odbc_bind_text(query, execution->code);
	odbc_bind_long(query, detail, strlen(detail));
	is_done = odbc_execute(query, NULL, fault);
	odbc_query_free(query);
	return is_done;
}

static bool
add_output(struct catalog *catalog, const struct catalog_record *record,
    struct fault *fault)
{
	const struct output_order order = {
		.path = record->output,
		.log_bytes = record->execution->log_bytes,
		.stack_begin = record->stack_begin,
		.stack_end = record->stack_end,
		.max_log = record->max_log,
		.strategy = record->execution->strategy,
		.execution = record->execution->id,
		.moment_ms = moment_ms(record),
		.moment_utc_ms = record->execution->finished_ms,
	};

	/* The original had a row for each run, also for a silent one. */
	if (record->execution->started_ms == 0 && order.log_bytes == 0)
		return true;
	return output_add(catalog, &order, fault);
}

static bool
write_rows(struct catalog *catalog, const struct catalog_record *record,
    struct fault *fault)
{
	const struct execution *execution = record->execution;
	enum known known = KNOWN_NOT;
	bool late = false, is_done;

	if (!look_up(catalog, execution, &known, fault))
		return false;
	if (known == KNOWN_ENDED)
		return true;
	if (!is_late(catalog, execution, &late, fault))
		return false;
	if (late)
		return true;
	if (!heal(catalog, execution, fault))
		return false;
	is_done = known == KNOWN_NOT ?
	    add_execution(catalog, execution, fault) :
	    end_execution(catalog, execution, fault);
	return is_done && add_script(catalog, record, fault) &&
	    add_output(catalog, record, fault) &&
	    add_error(catalog, record, fault);
}

bool
record_write(struct catalog *catalog, const struct catalog_record *record,
    struct fault *fault)
{
	if (record->execution->outcome == OUTCOME_NONE)
		return fault_set(fault, FAULT_FORMAT,
		    "execution %s has not ended", record->execution->id);
	if (!odbc_begin(catalog->odbc, true, fault))
		return false;
	if (write_rows(catalog, record, fault) &&
	    odbc_commit(catalog->odbc, fault))
		return true;
	odbc_rollback(catalog->odbc);
	return fault_wrap(fault, "recording execution %s",
	    record->execution->id);
}
