#include "config.h"

#include "daemon/protect.h"

#include "base/text.h"
#include "daemon/answer.h"
#include "platform/now.h"
#include "tests/support/daemons.h"
#include "tests/unit.h"

static struct daemon daemon_;

/* What the status says of the only connection. */
static const struct api_connection *
look(void)
{
	const struct api_status *status = answer_backend.status(&daemon_);

	ck_assert_uint_eq(status->connection_count, 1);
	return &status->connections[0];
}

static void
end(const char *strategy, unsigned kinds, bool is_good, int64_t ago_s)
{
	struct execution execution = { .connection = "C_1",
		.state = EXECUTION_ENDED,
		.outcome = is_good ? OUTCOME_SUCCESS : OUTCOME_FAILURE,
		.kinds = kinds,
		.is_good = is_good,
		.finished_ms = now_wall_ms() - ago_s * 1000 };

	(void)text_copy(execution.strategy, sizeof(execution.strategy),
	    strategy);
	board_ended(&daemon_.board, &execution);
}

START_TEST(a_connection_ages_from_never_over_protected_to_late)
{
	const struct api_connection *row;

	daemons_open(&daemon_);
	daemons_strategy("nightly", "backup incremental level 1 database;",
	    NULL);
	daemons_strategy("logs", "backup archivelog all;", NULL);
	daemons_plan(&daemon_, "127.0.0.1");
	row = look();
	ck_assert_str_eq(row->protection, "never");
	ck_assert_uint_eq(row->made, KIND_INCREMENTAL | KIND_ARCHIVELOG);
	end("nightly", KIND_FULL, true, 3600); /* it was a full one then */
	end("logs", KIND_ARCHIVELOG, false, 60);
	row = look();
	ck_assert_str_eq(row->protection, "never");
	ck_assert_str_eq(row->kinds[1].protection, "protected");
	ck_assert_str_eq(row->kinds[2].protection, "never");
	ck_assert_ptr_null(row->kinds[0].protection);
	end("logs", KIND_ARCHIVELOG, true, 3590);
	row = look();
	ck_assert_str_eq(row->protection, "protected");
	ck_assert_int_eq(row->worst, 2);
	board_set_good(&daemon_.board, "C_2", 2, "x", 1);
	board_clear(&daemon_.board);
	end("logs", KIND_ARCHIVELOG, true, 3601);
	end("nightly", KIND_INCREMENTAL, true, 3601);
	ck_assert_str_eq(look()->protection, "late");
	daemons_close(&daemon_);
}
END_TEST

START_TEST(a_connection_may_have_an_age_of_its_own_or_none)
{
	const struct {
		const char *max_age, *protection;
	} cases[] = {
		{ "full 30m", "late" }, { "full 3h", "protected" },
		{ "validate 1d", "none" }, { "none", NULL },
		{ "wrong", "protected" }, /* the configuration's */
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct api_connection *row;

		daemons_open(&daemon_);
		daemons_strategy("weekly", "backup database;", NULL);
		daemons_connection_option("C_1", "max_age", cases[i].max_age);
		daemons_plan(&daemon_, "127.0.0.1");
		end("weekly", KIND_FULL, true, 3600);
		row = look();
		ck_assert_pstr_eq(row->protection, cases[i].protection);
		daemons_close(&daemon_);
	}
}
END_TEST

START_TEST(what_another_runs_is_not_watched_but_what_nobody_runs_is)
{
	daemons_open(&daemon_);
	daemons_strategy("weekly", "backup database;", NULL);
	daemons_plan(&daemon_, "192.0.2.1");
	ck_assert(look()->is_nobodys);
	ck_assert_str_eq(look()->protection, "never");
	(void)memcpy(daemon_.name, "db02", 5);
	ck_assert(!look()->is_nobodys);
	ck_assert_ptr_null(look()->protection);
	daemons_close(&daemon_);
}
END_TEST

UNIT_MAIN("daemon/protect", a_connection_ages_from_never_over_protected_to_late,
    a_connection_may_have_an_age_of_its_own_or_none,
    what_another_runs_is_not_watched_but_what_nobody_runs_is)
