#include "config.h"

#include "catalog/record.h"

#include <stdio.h>

#include "tests/support/catalogs.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

enum { SLOT = 29500000 };

/* Of the sample's first strategy. */
static struct execution
ended(int id, int attempt, enum outcome outcome)
{
	struct execution execution = {
		.slot = SLOT,
		.last_slot = SLOT,
		.slots = 1,
		.attempt = attempt,
		.state = EXECUTION_ENDED,
		.outcome = outcome,
		.kinds = KIND_TABLESPACE | KIND_MAINTENANCE,
		.claimed_ms = INT64_C(1770000000000),
		.started_ms = attempt == 0 ? 0 : INT64_C(1770000000500),
		.finished_ms = INT64_C(1770000060250),
		.pieces = 3,
	};

	(void)snprintf(execution.id, sizeof(execution.id),
	    "00000000-0000-4000-8000-%012d", id);
	(void)snprintf(execution.strategy, sizeof(execution.strategy),
	    "EST_1509986176");
	if (attempt > 0)
		(void)snprintf(execution.script_digest,
		    sizeof(execution.script_digest),
		    "0123456789abcdef0123456789abcdef");
	return execution;
}

static void
record(struct catalogs *it, const struct execution *execution,
    const char *output)
{
	const struct catalog_record record = {
		.execution = execution,
		.detail = "RMAN-00571\nRMAN-03009: failure",
		.script = "backup tablespace users;\n",
		.output = output,
		.max_log = 1 << 20,
		.zone_offset_s = 3600,
	};
	struct fault fault;

	ck_assert_msg(record_write(it->catalog, &record, &fault), "%s",
	    fault.text);
}

static void
expect(struct catalogs *it, const char *statement, const char *rows)
{
	char *found = catalogs_rows(it, statement);

	ck_assert_str_eq(found, rows);
	free(found);
}

START_TEST(a_success_is_an_execution_a_script_and_a_log)
{
	struct catalogs it = catalogs_new();
	struct execution execution = ended(1, 1, OUTCOME_SUCCESS);
	char *output = scratch_file(it.folder, "output", "all is well\n");

	catalogs_sample(&it);
	execution.log_bytes = 12;
	record(&it, &execution, output);
	expect(&it,
	    "select claim_key, strategy_id, slot, slots, last_slot, attempt, "
	    "asked_by, runner, started_at, finished_at, outcome, code, reason "
	    "from execution",
	    "EST_1509986176/29500000/1|EST_1509986176|29500000|1|29500000|1||"
	    "db01|2026-02-02 02:40:00.500|2026-02-02 02:41:00.250|success||");
	expect(&it,
	    "select kind, pieces, log_bytes, script_digest from execution",
	    "tablespace maintenance|3|12|0123456789abcdef0123456789abcdef");
	expect(&it, "select digest, script_text from script",
	    "0123456789abcdef0123456789abcdef|backup tablespace users;\n");
	expect(&it,
	    "select strategy_id, moment, moment_utc, execution_id, part, "
	    "log_bytes, log from log",
	    "EST_1509986176|2026-02-02 03:41:00.250|2026-02-02 02:41:00.250|"
	    "00000000-0000-4000-8000-000000000001|1|12|all is well\n");
	ck_assert_int_eq(catalogs_number(&it, "select count(*) from error"), 0);
	free(output);
	catalogs_free(&it);
}
END_TEST

START_TEST(repeating_it_changes_nothing)
{
	struct catalogs it = catalogs_new();
	struct execution execution = ended(1, 1, OUTCOME_FAILURE);
	char *output = scratch_file(it.folder, "output", "all is lost\n");

	catalogs_sample(&it);
	execution.log_bytes = 12;
	for (int i = 0; i < 3; i++) {
		record(&it, &execution, output);
		expect(&it,
		    "select (select count(*) from execution), (select "
		    "count(*) from log), (select count(*) from error), "
		    "(select count(*) from script)",
		    "1|1|1|1");
		if (i == 1)
			catalogs_again(&it);
	}
	free(output);
	catalogs_free(&it);
}
END_TEST

START_TEST(what_went_wrong_has_an_error_row_and_the_rest_has_none)
{
	struct catalogs it = catalogs_new();
	catalogs_sample(&it);
	for (int i = OUTCOME_SUCCESS; i < OUTCOMES; i++) {
		struct execution execution = ended(i, i, (enum outcome)i);

		record(&it, &execution, NULL);
	}
	expect(&it,
	    "select x.outcome, e.message, e.slot from error e, execution x "
	    "where x.execution_id = e.execution_id order by x.attempt",
	    "failure|failure|29500000\ntimeout|timeout|29500000\n"
	    "interrupted|interrupted|29500000\nmissed|missed|29500000");
	catalogs_free(&it);
}
END_TEST

START_TEST(an_error_row_says_what_where_and_when)
{
	struct catalogs it = catalogs_new();
	struct execution execution = ended(1, 1, OUTCOME_FAILURE);

	catalogs_sample(&it);
	(void)snprintf(execution.code, sizeof(execution.code), "ORA-19809");
	(void)snprintf(execution.reason, sizeof(execution.reason),
	    "limit exceeded for recovery files");
	record(&it, &execution, NULL);
	expect(&it,
	    "select strategy_id, moment, moment_utc, message, execution_id, "
	    "slot, code, detail from error",
	    "EST_1509986176|2026-02-02 03:41:00.250|2026-02-02 02:41:00.250|"
	    "ORA-19809: limit exceeded for recovery files|"
	    "00000000-0000-4000-8000-000000000001|29500000|ORA-19809|"
	    "RMAN-00571\nRMAN-03009: failure");
	catalogs_free(&it);
}
END_TEST

START_TEST(a_message_is_cut_between_characters)
{
	struct catalogs it = catalogs_new();
	struct execution execution = ended(1, 1, OUTCOME_FAILURE);
	char *message;

	catalogs_sample(&it);
	(void)snprintf(execution.code, sizeof(execution.code), "ORA-1");
	/* 127 characters of two bytes, and one byte. */
	for (size_t i = 0; i < 254; i += 2)
		memcpy(execution.reason + i, "\xc5\xbe", 2);
	execution.reason[254] = 'x';
	record(&it, &execution, NULL);
	message = catalogs_rows(&it, "select message from error");
	ck_assert_uint_le(strlen(message), 255);
	ck_assert_uint_ge(strlen(message), 254);
	ck_assert_str_eq(message + strlen(message) - 2, "\xc5\xbe");
	ck_assert(strncmp(message, "ORA-1: \xc5\xbe", 9) == 0);
	free(message);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_run_by_hand_has_no_slot_and_its_id_for_a_claim)
{
	struct catalogs it = catalogs_new();
	struct execution execution = ended(1, 1, OUTCOME_SUCCESS);

	catalogs_sample(&it);
	execution.slot = execution.last_slot = EXECUTION_BY_HAND;
	(void)snprintf(execution.asked_by, sizeof(execution.asked_by), "ana");
	record(&it, &execution, NULL);
	expect(&it,
	    "select claim_key, slot, last_slot, asked_by from execution",
	    "00000000-0000-4000-8000-000000000001|||ana");
	catalogs_free(&it);
}
END_TEST

START_TEST(a_late_record_heals_a_miss)
{
	struct catalogs it = catalogs_new();
	struct execution missed = ended(1, 0, OUTCOME_MISSED);
	struct execution late = ended(2, 1, OUTCOME_SUCCESS);

	catalogs_sample(&it);
	record(&it, &missed, NULL);
	expect(&it, "select attempt, outcome from execution", "0|missed");
	ck_assert_int_eq(catalogs_number(&it, "select count(*) from error"), 1);
	ck_assert_int_eq(catalogs_number(&it, "select count(*) from log"), 0);
	record(&it, &late, NULL);
	expect(&it, "select attempt, outcome from execution", "1|success");
	ck_assert_int_eq(catalogs_number(&it, "select count(*) from error"), 0);
	/* And in the other order: the miss comes too late. */
	record(&it, &missed, NULL);
	expect(&it, "select attempt, outcome from execution", "1|success");
	ck_assert_int_eq(catalogs_number(&it, "select count(*) from error"), 0);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_miss_of_many_minutes_stays)
{
	struct catalogs it = catalogs_new();
	struct execution missed = ended(1, 0, OUTCOME_MISSED);
	struct execution late = ended(2, 1, OUTCOME_SUCCESS);

	catalogs_sample(&it);
	missed.slots = 100;
	missed.last_slot = SLOT + 99;
	record(&it, &missed, NULL);
	record(&it, &late, NULL);
	expect(&it,
	    "select attempt, slots, last_slot from execution order by attempt",
	    "0|100|29500099\n1|1|29500000");
	catalogs_free(&it);
}
END_TEST

START_TEST(a_claim_gets_its_end)
{
	struct catalogs it = catalogs_new();
	struct execution execution = ended(1, 1, OUTCOME_SUCCESS);

	catalogs_sample(&it);
	catalogs_run(&it,
	    "insert into execution (execution_id, claim_key, strategy_id, "
	    "slot, attempt) values ('00000000-0000-4000-8000-000000000001', "
	    "'EST_1509986176/29500000/1', 'EST_1509986176', 29500000, 1)");
	for (int i = 0; i < 2; i++) {
		record(&it, &execution, NULL);
		expect(&it, "select outcome, pieces from execution",
		    "success|3");
	}
	ck_assert_int_eq(catalogs_number(&it, "select count(*) from log"), 1);
	catalogs_free(&it);
}
END_TEST

static void
refuse(struct catalogs *it, const struct execution *execution,
    const char *sentence)
{
	const struct catalog_record record = { .execution = execution };
	struct fault fault;

	ck_assert(!record_write(it->catalog, &record, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert_msg(strstr(fault.text, sentence) != NULL, "%s", fault.text);
}

START_TEST(what_will_never_go_in_is_a_fault_of_that_kind_and_leaves_no_row)
{
	struct catalogs it = catalogs_new();
	struct execution execution = ended(1, 1, OUTCOME_SUCCESS);
	struct execution other = ended(2, 1, OUTCOME_SUCCESS);

	catalogs_sample(&it);
	record(&it, &execution, NULL);
	refuse(&it, &other,
	    "another execution holds the claim EST_1509986176/29500000/1");
	(void)snprintf(other.strategy, sizeof(other.strategy), "GONE");
	refuse(&it, &other, "FOREIGN KEY");
	other.outcome = OUTCOME_NONE;
	refuse(&it, &other, "has not ended");
	ck_assert_int_eq(catalogs_number(&it, "select count(*) from execution"),
	    1);
	ck_assert_int_eq(catalogs_number(&it, "select count(*) from log"), 1);
	catalogs_free(&it);
}
END_TEST

START_TEST(a_catalog_that_is_busy_says_try_again)
{
	struct catalogs it = catalogs_new();
	struct execution execution = ended(1, 1, OUTCOME_SUCCESS);
	const struct catalog_record order = { .execution = &execution };
	struct catalog *other;
	struct fault fault;

	catalogs_sample(&it);
	other = catalog_open(&it.place, &fault);
	ck_assert(other != NULL && odbc_begin(other->odbc, true, &fault));
	catalogs_run(&it, "pragma busy_timeout = 50");
	ck_assert(!record_write(it.catalog, &order, &fault));
	ck_assert_int_eq(fault.kind, FAULT_RETRY);
	odbc_rollback(other->odbc);
	ck_assert(record_write(it.catalog, &order, &fault));
	catalog_close(other);
	catalogs_free(&it);
}
END_TEST

UNIT_MAIN("catalog/record", a_success_is_an_execution_a_script_and_a_log,
    repeating_it_changes_nothing,
    what_went_wrong_has_an_error_row_and_the_rest_has_none,
    an_error_row_says_what_where_and_when, a_message_is_cut_between_characters,
    a_run_by_hand_has_no_slot_and_its_id_for_a_claim,
    a_late_record_heals_a_miss, a_miss_of_many_minutes_stays,
    a_claim_gets_its_end,
    what_will_never_go_in_is_a_fault_of_that_kind_and_leaves_no_row,
    a_catalog_that_is_busy_says_try_again)
