#include "config.h"

#include "journal/shelter.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>

#include "base/text.h"
#include "journal/store.h"
#include "platform/file.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

static struct fault fault;

static struct execution
claimed(int number)
{
	struct execution execution = { .slot = number,
		.attempt = 1,
		.claimed_ms = number,
		.slots = 1,
		.last_slot = number };

	(void)snprintf(execution.id, sizeof(execution.id),
	    "00000000-0000-4000-8000-%012d", number);
	(void)text_copy(execution.strategy, sizeof(execution.strategy), "s");
	(void)text_copy(execution.connection, sizeof(execution.connection),
	    "c");
	return execution;
}

static void
add(struct store *store, const struct execution *execution)
{
	ck_assert(store_begin(store, &fault));
	ck_assert_msg(store_add(store, execution, &fault), "%s", fault.text);
	ck_assert_msg(store_commit(store, &fault), "%s", fault.text);
}

static void
change(struct store *store, struct execution *execution,
    enum execution_state state)
{
	execution->state = state;
	ck_assert(store_begin(store, &fault));
	ck_assert_msg(store_change(store, execution, "a stack", &fault), "%s",
	    fault.text);
	ck_assert_msg(store_commit(store, &fault), "%s", fault.text);
}

static size_t
count_facts(struct store *store)
{
	struct store_fact *facts;
	size_t count;

	ck_assert(store_facts(store, 0, 100, &facts, &count, &fault));
	for (size_t i = 0; i < count; i++)
		ck_assert_int_eq(facts[i].sequence, (int64_t)i + 1);
	free(facts);
	return count;
}

/*
 * A log that is as long as LIMIT: then a limit on the size of files stops it,
 * but not the few lines that check itself writes.
 */
enum { LIMIT = 256 << 10 };
static void
write_much(struct store *store)
{
	static char text[LIMIT + 1];

	memset(text, 'x', LIMIT);
	ck_assert(store_begin(store, &fault));
	ck_assert(store_set_note(store, "much", text, &fault));
	ck_assert(store_commit(store, &fault));
}

/* No file of this process grows beyond that. */
static void
limit_files(rlim_t most)
{
	const struct rlimit limit = { most, RLIM_INFINITY };

	(void)signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

START_TEST(what_happens_in_memory_is_on_the_disk_afterwards)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "journal.db");
	struct store *store = store_open(path, &fault);
	struct execution old = claimed(1), fresh = claimed(2), found;
	int64_t cursor;

	ck_assert_msg(store != NULL, "%s", fault.text);
	add(store, &old);
	write_much(store);
	limit_files(LIMIT);
	ck_assert(store_begin(store, &fault));
	ck_assert(store_add(store, &fresh, &fault));
	ck_assert(!store_commit(store, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FULL);
	store_rollback(store);

	ck_assert_msg(store_shelter(store, &fault), "%s", fault.text);
	add(store, &fresh);
	change(store, &old, EXECUTION_STARTING);
	change(store, &fresh, EXECUTION_ENDED);
	ck_assert(store_begin(store, &fault));
	ck_assert(!store_add(store, &old, &fault)); /* it is known there */
	ck_assert_int_eq(fault.kind, FAULT_DUPLICATE);
	ck_assert(store_set_cursor(store, 77, &fault));
	ck_assert(store_commit(store, &fault));
	/* Nobody learns of it before it is durable. */
	ck_assert_uint_eq(count_facts(store), 0);
	ck_assert(!store_return(store, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FULL);
	ck_assert(store_execution(store, fresh.id, &found, &fault));

	limit_files(RLIM_INFINITY);
	ck_assert_msg(store_return(store, &fault), "%s", fault.text);
	store_close(store);
	store = store_open_reading(path, &fault);
	ck_assert_uint_eq(count_facts(store), 4);
	ck_assert(store_execution(store, fresh.id, &found, &fault));
	ck_assert_int_eq(found.state, EXECUTION_ENDED);
	ck_assert(store_execution(store, old.id, &found, &fault));
	ck_assert_int_eq(found.state, EXECUTION_STARTING);
	ck_assert(store_cursor(store, &cursor, &fault));
	ck_assert_int_eq(cursor, 77);
	store_close(store);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_fact_of_the_disk_keeps_its_number)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "journal.db");
	struct store *store = store_open(path, &fault);
	int64_t sequence;

	for (int i = 1; i <= 5; i++) {
		struct execution execution = claimed(i);

		add(store, &execution);
	}
	for (int i = 6; i <= 8; i++) {
		struct execution execution = claimed(i);

		ck_assert(store_shelter(store, &fault));
		add(store, &execution);
		ck_assert_msg(store_return(store, &fault), "%s", fault.text);
		ck_assert(store_last_sequence(store, &sequence, &fault));
		ck_assert_int_eq(sequence, i);
	}
	ck_assert_uint_eq(count_facts(store), 8);
	store_close(store);
	free(path);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("journal/shelter", what_happens_in_memory_is_on_the_disk_afterwards,
    a_fact_of_the_disk_keeps_its_number)
