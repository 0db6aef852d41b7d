#include "config.h"

#include "daemon/remarks.h"

#include <stdio.h>

#include "daemon/answer.h"
#include "daemon/plan.h"
#include "tests/support/daemons.h"
#include "tests/unit.h"

static struct daemon daemon_;

static bool
says(const char *sentence)
{
	const struct api_status *status = answer_backend.status(&daemon_);

	for (size_t i = 0; i < status->remark_count; i++)
		if (strcmp(status->remarks[i], sentence) == 0)
			return true;
	return false;
}

START_TEST(what_cannot_work_stands_in_the_status)
{
	static const struct frequency sunday = { 0, 2, 30 };

	daemons_open(&daemon_);
	daemons_strategy("weekly", "backup database;", &sunday);
	daemons_strategy("hand", "backup archivelog all;", NULL);
	daemons_connection_option("C_1", "max_age", "full 26h");
	daemons_plan(&daemon_, "127.0.0.1");
	ck_assert(
	    says("full of C_1 every 1w, max_age 26h: that cannot be kept"));
	ck_assert(says("strategy hand is alive and never due: give it a time, "
		       "or alive=no if it is run by hand"));
	ck_assert_uint_eq(daemon_.plan.remarks.count, 2);
	/* Once more is no more. */
	plan_changed(&daemon_);
	ck_assert_uint_eq(daemon_.plan.remarks.count, 2);
	(void)memcpy(daemon_.name, "db02", 5);
	plan_changed(&daemon_);
	ck_assert_uint_eq(daemon_.plan.remarks.count, 0);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(an_age_that_cannot_be_read_is_named)
{
	static const struct frequency sunday = { 0, 2, 30 };

	daemons_open(&daemon_);
	daemons_strategy("weekly", "backup database;", &sunday);
	daemons_connection_option("C_1", "max_age", "fulll 26h");
	daemons_plan(&daemon_, "127.0.0.1");
	ck_assert(
	    says("max_age of C_1 is not used: 'fulll' is no kind: nearest "
		 "is 'full'"));
	ck_assert_uint_eq(daemon_.plan.remarks.count, 1);
	daemons_close(&daemon_);
}
END_TEST

START_TEST(so_many_are_told_and_the_rest_counted)
{
	daemons_open(&daemon_);
	for (int i = 0; i < LIMIT_REMARKS + 1; i++) {
		char id[16];

		(void)snprintf(id, sizeof(id), "s%04d", i);
		daemons_strategy(id, "backup database;", NULL);
	}
	daemons_plan(&daemon_, "127.0.0.1");
	ck_assert_uint_eq(daemon_.plan.remarks.count, LIMIT_REMARKS);
	ck_assert_uint_eq(daemon_.plan.remarks.left_out, 1);
	daemons_close(&daemon_);
}
END_TEST

UNIT_MAIN("daemon/remarks", what_cannot_work_stands_in_the_status,
    an_age_that_cannot_be_read_is_named, so_many_are_told_and_the_rest_counted)
