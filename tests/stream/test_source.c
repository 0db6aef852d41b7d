#include "config.h"

#include "stream/source.h"

#include "stream/memory.h"
#include "tests/support/streams.h"
#include "tests/unit.h"

START_TEST(numbers_are_little_endian_however_they_arrive)
{
	static const char bytes[] = "ABCDEFGHIJKL";

	for (size_t piece = 1; piece <= 12; piece++) {
		struct failing_source failing;
		struct fault fault;

		failing_source_init(&failing, bytes, 12, piece, SIZE_MAX);
		ck_assert_uint_eq(source_read_u32(&failing.source), 0x44434241);
		ck_assert_uint_eq(source_read_u64(&failing.source),
		    UINT64_C(0x4c4b4a4948474645));
		ck_assert_uint_eq(failing.source.taken, 12);
		ck_assert(source_finish(&failing.source, &fault));
		ck_assert(source_finish(&failing.source, &fault));
	}
}
END_TEST

START_TEST(an_early_end_says_where_and_the_rest_is_zero)
{
	char room[8];
	struct memory_source memory;
	struct fault fault;

	memory_source_init(&memory, "abcde", 5);
	source_read(&memory.source, room, 1);
	memset(room, '?', sizeof(room));
	source_read(&memory.source, room, sizeof(room));
	ck_assert(source_failed(&memory.source));
	ck_assert_mem_eq(room, "bcde\0\0\0\0", 8);
	ck_assert(!source_check(&memory.source, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert_str_eq(fault.text, "the stream ends early, at byte 5");
}
END_TEST

START_TEST(the_first_fault_sticks)
{
	char room[4] = "????";
	struct failing_source failing;
	struct fault why, fault;

	failing_source_init(&failing, "abcdefgh", 8, 3, 2);
	source_read(&failing.source, room, 4);
	ck_assert_mem_eq(room, "ab\0\0", 4);
	failing.fails_at = SIZE_MAX; /* works again, comes too late */
	memset(room, '?', sizeof(room));
	source_read(&failing.source, room, 4);
	ck_assert_mem_eq(room, "\0\0\0\0", 4);
	(void)fault_set(&why, FAULT_FORMAT, "comes too late");
	source_fail(&failing.source, &why);
	ck_assert(!source_finish(&failing.source, &fault));
	ck_assert_int_eq(fault.kind, FAULT_SYSTEM);
	ck_assert_str_eq(fault.text, "the device is broken");
}
END_TEST

START_TEST(a_reader_may_give_up_while_bytes_are_ready)
{
	char room[2] = "??";
	struct memory_source memory;
	struct fault why, fault;

	memory_source_init(&memory, "abcd", 4);
	ck_assert(source_check(&memory.source, &fault));
	(void)fault_set(&why, FAULT_FORMAT, "no sense in it");
	source_fail(&memory.source, &why);
	source_read(&memory.source, room, 2);
	ck_assert_mem_eq(room, "\0\0", 2);
	ck_assert(!source_check(&memory.source, &fault));
	ck_assert_str_eq(fault.text, "no sense in it");
}
END_TEST

START_TEST(what_follows_the_end_is_a_fault)
{
	struct memory_source memory;
	struct failing_source failing;
	struct fault fault;

	memory_source_init(&memory, "abcde", 5);
	(void)source_read_u32(&memory.source);
	ck_assert(!source_finish(&memory.source, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	ck_assert_str_eq(fault.text, "at byte 4: expected the end, found more");

	failing_source_init(&failing, "abcde", 5, 1, SIZE_MAX);
	(void)source_read_u32(&failing.source);
	ck_assert(!source_finish(&failing.source, &fault));
	ck_assert_str_eq(fault.text, "at byte 4: expected the end, found more");
	ck_assert(source_failed(&failing.source));
}
END_TEST

START_TEST(an_end_that_cannot_be_read_is_no_end)
{
	struct failing_source failing;
	struct fault fault;

	failing_source_init(&failing, "abcd", 4, 4, 4);
	(void)source_read_u32(&failing.source);
	ck_assert(!source_finish(&failing.source, &fault));
	ck_assert_int_eq(fault.kind, FAULT_SYSTEM);
}
END_TEST

UNIT_MAIN("stream/source", numbers_are_little_endian_however_they_arrive,
    an_early_end_says_where_and_the_rest_is_zero, the_first_fault_sticks,
    a_reader_may_give_up_while_bytes_are_ready, what_follows_the_end_is_a_fault,
    an_end_that_cannot_be_read_is_no_end)
