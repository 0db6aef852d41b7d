#include "config.h"

#include "daemon/order.h"

#include "memdb/kinds.h"

#include <stdio.h>

#include "base/defs.h"
#include "tests/unit.h"

static const char *const lines[] = { "run {", "backup database;", "}" };
static struct memdb *memdb;
static struct config *config;
static struct fault fault;

static void
set_option(enum option_scope scope, const char *owner, const char *name,
    const char *value)
{
	const struct option option = { scope, owner, name, value };

	ck_assert_msg(memdb_add_option(memdb, &option, &fault), "%s",
	    fault.text);
}

static void
set_up(const char *const *texts, size_t count)
{
	static const struct connection connection = { .id = "C_1",
		.name = "local",
		.instance = "XE",
		.ip = "127.0.0.1",
		.port = "1521",
		.is_alive = true };
	const struct strategy strategy = { .id = "nightly",
		.connection = "C_1",
		.is_alive = true,
		.line_count = count,
		.lines = texts };

	config = config_default();
	memdb = memdb_new();
	ck_assert(memdb_add_connection(memdb, &connection, &fault));
	ck_assert(memdb_add_strategy(memdb, &strategy, &fault));
}

static bool
make(struct order *order)
{
	ck_assert_msg(memdb_seal(memdb, &fault), "%s", fault.text);
	return order_make(config, memdb, memdb_strategy(memdb, "nightly"),
	    order, &fault);
}

static void
tear_down(void)
{
	memdb_release(memdb);
	config_free(config);
}

static bool
has_word(const char *const *words, const char *word)
{
	for (; *words != NULL; words++)
		if (strcmp(*words, word) == 0)
			return true;
	return false;
}

START_TEST(the_nearest_setting_holds)
{
	struct order order;

	set_up(lines, COUNT_OF(lines));
	set_option(OPTION_CONNECTION, "C_1", "oracle_home", "/opt/oracle");
	set_option(OPTION_CONNECTION, "C_1", "connect", "target /@PROD");
	set_option(OPTION_STRATEGY, "nightly", "timeout", "90s");
	set_option(OPTION_STRATEGY, "nightly", "feed", "stdin");
	set_option(OPTION_STRATEGY, "nightly", "escalate",
	    "RMAN-06207 ORA-28002");
	ck_assert_msg(make(&order), "%s", fault.text);
	ck_assert_str_eq(order.run.program, "/opt/oracle/bin/rman");
	ck_assert_str_eq(order.run.arguments[0], "target");
	ck_assert_str_eq(order.run.arguments[1], "/@PROD");
	ck_assert_ptr_null(order.run.arguments[2]);
	ck_assert(has_word(order.run.environment, "ORACLE_SID=XE"));
	ck_assert(has_word(order.run.environment, "ORACLE_HOME=/opt/oracle"));
	ck_assert_int_eq(order.run.timeout_s, 90);
	ck_assert_int_eq(order.run.policy.feed, SCAN_STDIN);
	ck_assert_uint_eq(order.run.policy.ignore.count, 2);
	ck_assert_str_eq(order.run.policy.ignore.codes[0], "RMAN-08120");
	ck_assert_uint_eq(order.run.policy.escalate.count, 2);
	ck_assert_str_eq(order.run.policy.escalate.codes[1], "ORA-28002");
	ck_assert_str_eq(order.run.script, "run {\nbackup database;\n}\n");
	ck_assert_uint_eq(strlen(order.script_digest), 32);
	order_clear(&order);
	tear_down();
}
END_TEST

START_TEST(the_kind_is_stated_or_read)
{
	set_up(lines, COUNT_OF(lines));
	ck_assert(memdb_seal(memdb, &fault));
	ck_assert_uint_eq(kinds_of(memdb, memdb_strategy(memdb, "nightly")),
	    KIND_FULL);
	tear_down();
	set_up(lines, COUNT_OF(lines));
	set_option(OPTION_STRATEGY, "nightly", "kind", "archivelog");
	ck_assert(memdb_seal(memdb, &fault));
	ck_assert_uint_eq(kinds_of(memdb, memdb_strategy(memdb, "nightly")),
	    KIND_ARCHIVELOG);
	tear_down();
}
END_TEST

START_TEST(nothing_to_run_is_told_from_what_is_wrong)
{
	static const char *const blank[] = { "", "  \t" };
	struct order order;

	set_up(NULL, 0);
	ck_assert(!make(&order));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	ck_assert_str_eq(fault.text, "it has no lines");
	tear_down();
	set_up(blank, COUNT_OF(blank));
	ck_assert(!make(&order));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	tear_down();
	set_up(lines, COUNT_OF(lines));
	set_option(OPTION_STRATEGY, "nightly", "timeout", "soon");
	set_option(OPTION_CONNECTION, "C_1", "oracle_home", "/opt/oracle");
	ck_assert(!make(&order));
	ck_assert_int_ne(fault.kind, FAULT_ABSENT);
	ck_assert_ptr_nonnull(strstr(fault.text, "nightly"));
	ck_assert_ptr_nonnull(strstr(fault.text, "timeout"));
	tear_down();
}
END_TEST

START_TEST(a_password_goes_in_step_by_step)
{
	struct order order;

	set_up(lines, COUNT_OF(lines));
	set_option(OPTION_CONNECTION, "C_1", "oracle_home", "/opt/oracle");
	set_option(OPTION_CONNECTION, "C_1", "password_file", "/etc/pass");
	ck_assert(!make(&order));
	ck_assert_int_eq(fault.kind, FAULT_CONFIG);
	ck_assert_ptr_nonnull(strstr(fault.text, "set user"));
	tear_down();
	set_up(lines, COUNT_OF(lines));
	set_option(OPTION_CONNECTION, "C_1", "oracle_home", "/opt/oracle");
	set_option(OPTION_CONNECTION, "C_1", "password_file", "/etc/pass");
	set_option(OPTION_CONNECTION, "C_1", "user", "sys as sysdba");
	set_option(OPTION_STRATEGY, "nightly", "feed", "stdin");
	ck_assert_msg(make(&order), "%s", fault.text);
	ck_assert_int_eq(order.run.policy.feed, SCAN_STEP);
	ck_assert_ptr_null(order.run.arguments[0]);
	ck_assert_str_eq(order.run.user, "sys as sysdba");
	ck_assert_str_eq(order.run.password_file, "/etc/pass");
	ck_assert_str_eq(order.run.address, "//127.0.0.1:1521/XE");
	order_clear(&order);
	tear_down();
	set_up(lines, COUNT_OF(lines));
	set_option(OPTION_CONNECTION, "C_1", "oracle_home", "/opt/oracle");
	set_option(OPTION_CONNECTION, "C_1", "password_file", "/etc/pass");
	set_option(OPTION_CONNECTION, "C_1", "user", "sys");
	set_option(OPTION_CONNECTION, "C_1", "connect", "target '/@stby'");
	ck_assert_msg(make(&order), "%s", fault.text);
	ck_assert_str_eq(order.run.address, "stby");
	order_clear(&order);
	tear_down();
}
END_TEST

START_TEST(lines_that_cannot_run_are_refused)
{
	static const char *const host[] = { "backup spfile;", "host 'ls';" };
	static const char *const question[] = { "delete obsolete;" };
	struct order order;

	set_up(host, COUNT_OF(host));
	set_option(OPTION_CONNECTION, "C_1", "oracle_home", "/opt/oracle");
	ck_assert(!make(&order));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	tear_down();
	set_up(question, COUNT_OF(question));
	set_option(OPTION_CONNECTION, "C_1", "oracle_home", "/opt/oracle");
	ck_assert(make(&order));
	order_clear(&order);
	tear_down();
	set_up(question, COUNT_OF(question));
	set_option(OPTION_CONNECTION, "C_1", "oracle_home", "/opt/oracle");
	set_option(OPTION_STRATEGY, "nightly", "feed", "step");
	ck_assert(!make(&order));
	ck_assert_ptr_nonnull(strstr(fault.text, "NOPROMPT"));
	tear_down();
}
END_TEST

UNIT_MAIN("daemon/order", a_password_goes_in_step_by_step,
    lines_that_cannot_run_are_refused, the_nearest_setting_holds,
    the_kind_is_stated_or_read, nothing_to_run_is_told_from_what_is_wrong)
