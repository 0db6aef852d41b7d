#include "config.h"

#include "base/buf.h"

#include "tests/unit.h"

START_TEST(holds_its_limit_and_not_a_byte_more)
{
	struct buf buf;
	struct fault fault;

	buf_init(&buf, 5);
	ck_assert_str_eq(buf_text(&buf), "");
	ck_assert(buf_add_text(&buf, "abc", &fault));
	ck_assert(!buf_add_text(&buf, "def", &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	ck_assert_str_eq(fault.text, "more than 5 bytes");
	ck_assert(buf_format(&buf, &fault, "%d", 42));
	ck_assert(!buf_format(&buf, &fault, "%d", 1));
	ck_assert_str_eq(buf_text(&buf), "abc42");
	buf_clear(&buf);
}
END_TEST

START_TEST(bytes_leave_from_the_front_and_from_the_end)
{
	struct buf buf;
	struct fault fault;
	char *taken;

	buf_init(&buf, 100000);
	for (int i = 0; i < 10000; i++)
		ck_assert(buf_add(&buf, "0123456789", 10, &fault));
	buf_drop(&buf, 99995);
	ck_assert_str_eq(buf_text(&buf), "56789");
	buf_cut(&buf, 2);
	taken = buf_take(&buf);
	ck_assert_str_eq(taken, "56");
	ck_assert_uint_eq(buf.size, 0);
	free(taken);
	taken = buf_take(&buf);
	ck_assert_str_eq(taken, "");
	free(taken);
}
END_TEST

UNIT_MAIN("base/buf", holds_its_limit_and_not_a_byte_more,
    bytes_leave_from_the_front_and_from_the_end)
