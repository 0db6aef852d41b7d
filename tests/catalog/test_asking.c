#include "config.h"

#include "catalog/asking.h"

#include "base/mem.h"
#include "catalog/request.h"
#include "tests/support/edits.h"
#include "tests/unit.h"

/* What askers were told. */
struct told {
	int plans, versions, dones;
	struct fault fault; /* kind FAULT_KINDS: none */
	int64_t version;
	size_t size;
};

static void
note_fault(struct told *told, const struct fault *fault)
{
	told->fault.kind = FAULT_KINDS;
	if (fault != NULL)
		told->fault = *fault;
}

static void
on_plan(void *arg, struct memdb *memdb, const void *bytes, size_t size,
    const struct fault *fault)
{
	struct told *told = arg;

	told->plans++;
	told->size = size;
	ck_assert((bytes == NULL) == (fault != NULL));
	memdb_release(memdb);
	note_fault(told, fault);
}

static void
on_version(void *arg, int64_t version, const struct fault *fault)
{
	struct told *told = arg;

	told->versions++;
	told->version = version;
	note_fault(told, fault);
}

static void
on_done(void *arg, const struct fault *fault)
{
	struct told *told = arg;

	told->dones++;
	note_fault(told, fault);
}

START_TEST(first_in_is_first_out)
{
	struct asking_queue queue = { 0 };
	struct told told = { 0 };
	struct fault fault;

	(void)fault_set(&fault, FAULT_CLOSED, "gone");
	for (int round = 0; round < 2; round++) {
		struct asking *first = asking_load(on_plan, &told);
		struct asking *second = asking_probe(on_version, &told);

		asking_put(&queue, first);
		asking_put(&queue, second);
		ck_assert_uint_eq(queue.count, 2);
		ck_assert(asking_take(&queue) == first);
		ck_assert(asking_take(&queue) == second);
		ck_assert_uint_eq(queue.count, 0);
		ck_assert(queue.first == NULL && queue.last == NULL);
		asking_tell_fault(first, &fault);
		asking_tell_fault(second, &fault);
	}
	ck_assert_int_eq(told.plans, 2);
	ck_assert_int_eq(told.versions, 2);
	ck_assert_str_eq(told.fault.text, "gone");
}
END_TEST

START_TEST(each_hears_what_it_asked_for)
{
	struct edit *edit = edits_new(EDIT_STRATEGY_REMOVE, "nightly", NULL);
	struct told told = { 0 };
	struct buf bytes;
	struct fault fault;

	buf_init(&bytes, 10);
	ck_assert(buf_add_text(&bytes, "plan", &fault));
	asking_tell_plan(asking_load(on_plan, &told), NULL, &bytes);
	ck_assert_uint_eq(told.size, 4);
	asking_tell_version(asking_probe(on_version, &told), 7);
	ck_assert_int_eq(told.version, 7);
	asking_tell_done(asking_edit(edit, "ana", on_done, &told));
	asking_tell_done(asking_note("ana", "run", NULL, on_done, &told));
	ck_assert_int_eq(told.dones, 2);
	ck_assert_int_eq(told.fault.kind, FAULT_KINDS);
	buf_clear(&bytes);
	edit_free(edit);
}
END_TEST

START_TEST(what_cannot_be_written_tells_its_own_fault)
{
	const struct execution execution = { .slots = 1 };
	struct catalog_record record = { .execution = &execution };
	char *script = mem_new(LIMIT_FRAME + 1, 1);
	struct told told = { 0 };
	struct asking *asking;
	struct fault fault;

	memset(script, 'x', LIMIT_FRAME);
	record.script = script;
	asking = asking_record(&record, on_done, &told);
	ck_assert(asking->has_failed);
	(void)fault_set(&fault, FAULT_CLOSED, "gone");
	asking_tell_fault(asking, &fault);
	ck_assert_int_eq(told.fault.kind, FAULT_LIMIT);
	record.script = NULL;
	asking = asking_record(&record, on_done, &told);
	ck_assert(!asking->has_failed);
	asking_tell_done(asking);
	free(script);
}
END_TEST

START_TEST(one_beyond_the_limit_is_to_come_again)
{
	struct asking_queue queue = { 0 };
	struct told told = { 0 };

	for (int i = 0; i <= LIMIT_CATALOG_REQUESTS; i++)
		asking_put(&queue, asking_probe(on_version, &told));
	for (int i = 0; i <= LIMIT_CATALOG_REQUESTS; i++) {
		struct asking *asking = asking_take(&queue);

		ck_assert(asking->has_failed == (i == LIMIT_CATALOG_REQUESTS));
		if (asking->has_failed)
			asking_tell_fault(asking, NULL);
		else
			asking_tell_version(asking, 1);
	}
	ck_assert_int_eq(told.fault.kind, FAULT_RETRY);
	ck_assert_str_eq(told.fault.text,
	    "1000 requests wait for the catalog already");
}
END_TEST

START_TEST(each_has_a_name_a_kind_and_time)
{
	const struct execution execution = { .slots = 1 };
	const struct catalog_record record = { .execution = &execution };
	struct edit *edit = edits_new(EDIT_STRATEGY_REMOVE, "nightly", NULL);
	struct told told = { 0 };
	struct asking *const askings[] = {
		asking_load(on_plan, &told),
		asking_probe(on_version, &told),
		asking_record(&record, on_done, &told),
		asking_edit(edit, "ana", on_done, &told),
		asking_note("ana", "run", "x", on_done, &told),
	};
	static const struct {
		const char *name;
		uint32_t kind;
	} expected[] = {
		{ "load", REQUEST_LOAD },
		{ "probe", REQUEST_PROBE },
		{ "record", REQUEST_RECORD },
		{ "edit", REQUEST_EDIT },
		{ "note", REQUEST_NOTE },
	};

	for (size_t i = 0; i < COUNT_OF(askings); i++) {
		struct fault fault = { FAULT_CLOSED, "gone" };

		ck_assert_str_eq(asking_name(askings[i]), expected[i].name);
		ck_assert_uint_eq(askings[i]->kind, expected[i].kind);
		ck_assert_int_ge(askings[i]->deadline_ms, 1000);
		asking_tell_fault(askings[i], &fault);
	}
	edit_free(edit);
}
END_TEST

UNIT_MAIN("catalog/asking", first_in_is_first_out, each_hears_what_it_asked_for,
    what_cannot_be_written_tells_its_own_fault,
    one_beyond_the_limit_is_to_come_again, each_has_a_name_a_kind_and_time)
