#include "config.h"

#include "cli/goods.h"

#include "journal/store.h"
#include "platform/file.h"
#include "tests/support/person.h"
#include "tests/support/plans.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

/* When the one of the small plan was good, as the journal there says. */
static int64_t
good_ms(const char *folder)
{
	char *path = file_join(folder, "journal.db");
	struct store_good *goods;
	struct fault fault;
	struct store *store = store_open(path, &fault);
	size_t count;
	int64_t ms;

	ck_assert_msg(store != NULL, "%s", fault.text);
	ck_assert(store_goods(store, &goods, &count, &fault));
	ck_assert_uint_eq(count, 1);
	ck_assert_str_eq(goods[0].connection, "PROD");
	ck_assert_uint_eq(goods[0].kind, 0);
	ck_assert_str_eq(goods[0].execution,
	    "0b7c1f7e-52c1-4f4e-9a36-6a3f0d1c2b3a");
	ms = goods[0].finished_ms;
	free(goods);
	store_close(store);
	free(path);
	return ms;
}

START_TEST(what_was_good_is_in_the_journal_unless_a_daemon_has_it)
{
	char *folder = scratch_new();
	char *lock_path = file_join(folder, "lock");
	struct person person = person_new(folder);
	struct facts *facts = plan_small_facts();
	struct console console;
	struct fault fault;
	int lock;

	person_console(&person, &console);
	ck_assert(console_config(&console, &fault));
	ck_assert_msg(goods_restore(&console, facts, &fault), "%s", fault.text);
	ck_assert_int_eq(good_ms(folder), 1764295500000);

	/* Once more changes nothing. */
	ck_assert(goods_restore(&console, facts, &fault));
	ck_assert_int_eq(good_ms(folder), 1764295500000);
	lock = file_open(lock_path, FILE_WRITE, &fault);
	ck_assert_int_ge(lock, 0);
	ck_assert(file_lock(lock, &fault));
	ck_assert(!goods_restore(&console, facts, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	file_close(lock);
	facts_free(facts);
	console_clear(&console);
	person_clear(&person);
	free(lock_path);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("cli/goods", what_was_good_is_in_the_journal_unless_a_daemon_has_it)
