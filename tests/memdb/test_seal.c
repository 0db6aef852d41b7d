#include "config.h"

#include "memdb/seal.h"

#include "base/defs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "tests/unit.h"

static void
add_connection(struct memdb *memdb, const char *id)
{
	const struct connection connection = {
		.id = id,
		.name = "sales",
		.instance = "XE",
		.ip = "127.0.0.1",
		.port = "1521",
		.is_alive = true,
	};
	struct fault fault;

	ck_assert(memdb_add_connection(memdb, &connection, &fault));
}

static void
add_strategy(struct memdb *memdb, const char *id, const char *connection)
{
	const struct strategy strategy = {
		.id = id,
		.connection = connection,
		.is_alive = true,
	};
	struct fault fault;

	ck_assert(memdb_add_strategy(memdb, &strategy, &fault));
}

static void
add_frequency(struct memdb *memdb, const char *strategy, int day, int hour,
    int minute)
{
	struct frequency frequency;
	struct fault fault;

	ck_assert(frequency_read(day, hour, minute, &frequency, &fault));
	ck_assert(memdb_add_frequency(memdb, strategy, &frequency, &fault));
}

static void
add_option(struct memdb *memdb, enum option_scope scope, const char *owner,
    const char *name)
{
	const struct option option = { scope, owner, name, "1" };
	struct fault fault;

	ck_assert(memdb_add_option(memdb, &option, &fault));
}

START_TEST(rows_whose_owner_is_absent_are_named)
{
	static const char *const sentences[] = {
		"connection C1 is there twice",
		"strategy s1 is there twice",
		"strategy s2: its connection C2 is not there",
		"a line belongs to strategy s2, which is not there",
		"a frequency belongs to strategy s2, which is not there",
		"option feed belongs to connection s1, which is not there",
		"option feed belongs to strategy C1, which is not there",
		"option feed of strategy s1 is there twice",
	};

	for (size_t i = 0; i < COUNT_OF(sentences); i++) {
		struct memdb *memdb = memdb_new();
		bool is_duplicate = strstr(sentences[i], "twice") != NULL;
		struct fault fault;

		add_connection(memdb, "C1");
		add_strategy(memdb, "s1", "C1");
		add_option(memdb, OPTION_STRATEGY, "s1", "feed");
		add_option(memdb, OPTION_CONNECTION, "C1", "feed");
		if (i == 0)
			add_connection(memdb, "C1");
		if (i == 1)
			add_strategy(memdb, "s1", "C1");
		if (i == 2)
			add_strategy(memdb, "s2", "C2");
		if (i == 3)
			ck_assert(memdb_add_line(memdb, "s2", "exit", &fault));
		if (i == 4)
			add_frequency(memdb, "s2", 1, 2, 3);
		if (i == 5)
			add_option(memdb, OPTION_CONNECTION, "s1", "feed");
		if (i == 6)
			add_option(memdb, OPTION_STRATEGY, "C1", "feed");
		if (i == 7)
			add_option(memdb, OPTION_STRATEGY, "s1", "feed");
		ck_assert(!seal(memdb, &fault));
		ck_assert_str_eq(fault.text, sentences[i]);
		ck_assert_int_eq(fault.kind,
		    is_duplicate ? FAULT_DUPLICATE : FAULT_ABSENT);
		memdb_release(memdb);
	}
}
END_TEST

START_TEST(rows_may_come_in_any_order)
{
	struct memdb *memdb = memdb_new();
	const struct connection *connections;
	const struct strategy *strategies;
	struct fault fault;

	add_option(memdb, OPTION_STRATEGY, "s2", "feed");
	ck_assert(memdb_add_line(memdb, "s2", "one", &fault));
	add_frequency(memdb, "s1", 1, 2, 3);
	ck_assert(memdb_add_line(memdb, "s1", "first", &fault));
	add_strategy(memdb, "s2", "C2");
	ck_assert(memdb_add_line(memdb, "s2", "two", &fault));
	add_strategy(memdb, "s1", "C2");
	ck_assert(memdb_add_line(memdb, "s1", "", &fault));
	ck_assert(memdb_add_line(memdb, "s2", "three", &fault));
	add_connection(memdb, "C2");
	add_connection(memdb, "C1");
	ck_assert(memdb_seal(memdb, &fault));
	ck_assert_uint_eq(memdb_connections(memdb, &connections), 2);
	ck_assert_str_eq(connections[0].id, "C1");
	ck_assert_str_eq(connections[1].id, "C2");
	ck_assert_uint_eq(memdb_strategies(memdb, &strategies), 2);
	ck_assert_str_eq(strategies[0].id, "s1");
	ck_assert_str_eq(strategies[0].connection, "C2");
	ck_assert_uint_eq(strategies[0].line_count, 2);
	ck_assert_str_eq(strategies[0].lines[0], "first");
	ck_assert_str_eq(strategies[0].lines[1], "");
	ck_assert_uint_eq(strategies[0].frequency_count, 1);
	ck_assert_str_eq(strategies[1].id, "s2");
	ck_assert_uint_eq(strategies[1].line_count, 3);
	ck_assert_str_eq(strategies[1].lines[0], "one");
	ck_assert_str_eq(strategies[1].lines[1], "two");
	ck_assert_str_eq(strategies[1].lines[2], "three");
	ck_assert_uint_eq(strategies[1].frequency_count, 0);
	memdb_release(memdb);
}
END_TEST

/* Every frequency there is, twice, from the last to the first, for `most`. */
static void
check_frequencies(int most)
{
	struct memdb *memdb = memdb_new();
	const struct strategy *strategy;
	const struct frequency *at;
	struct fault fault;
	int count = 0;

	add_connection(memdb, "C");
	add_strategy(memdb, "s", "C");
	for (int pass = 0; pass < 2; pass++) {
		count = 0;
		for (int day = 6; day >= -1; day--)
			for (int hour = 23; hour >= -1; hour--)
				for (int minute = 59; minute >= 0; minute--)
					if (count < most) {
						add_frequency(memdb, "s", day,
						    hour, minute);
						count++;
					}
	}
	ck_assert(memdb_seal(memdb, &fault));
	strategy = memdb_strategy(memdb, "s");
	ck_assert_uint_eq(strategy->frequency_count, (size_t)count);
	at = strategy->frequencies;
	for (int i = 1; i < count; i++) {
		bool is_later = at[i].day != at[i - 1].day ?
		    at[i].day > at[i - 1].day :
		    at[i].hour != at[i - 1].hour ?
		    at[i].hour > at[i - 1].hour :
		    at[i].minute > at[i - 1].minute;

		if (!is_later)
			ck_abort_msg("frequency %d of %d", i, count);
	}
	memdb_release(memdb);
}

START_TEST(the_same_frequency_twice_is_one)
{
	check_frequencies(0);
	check_frequencies(1);
	check_frequencies(31);
	check_frequencies(32);
	check_frequencies(33);
	check_frequencies(100);
	check_frequencies(8 * 25 * 60);
}
END_TEST

START_TEST(what_did_not_fit_among_the_remarks_is_counted)
{
	struct memdb *memdb = memdb_new();
	char *text = mem_new(LIMIT_REASON + 2, 1);
	const struct memdb_remark *remarks;
	struct fault fault;

	memset(text, 'x', LIMIT_REASON + 1);
	memdb_add_remark(memdb, text);
	for (int i = 1; i < LIMIT_REMARKS; i++)
		memdb_add_remark(memdb, "hour 24");
	memdb_add_remark(memdb, "one more");
	memdb_add_remark(memdb, "and another");
	ck_assert(memdb_seal(memdb, &fault));
	ck_assert_uint_eq(memdb_remarks(memdb, &remarks), LIMIT_REMARKS + 1);
	text[LIMIT_REASON] = '\0';
	ck_assert_str_eq(remarks[0].text, text);
	ck_assert_str_eq(remarks[LIMIT_REMARKS - 1].text, "hour 24");
	ck_assert_str_eq(remarks[LIMIT_REMARKS].text, "and 2 more");
	free(text);
	memdb_release(memdb);
}
END_TEST

UNIT_MAIN("memdb/seal", rows_whose_owner_is_absent_are_named,
    rows_may_come_in_any_order, the_same_frequency_twice_is_one,
    what_did_not_fit_among_the_remarks_is_counted)
