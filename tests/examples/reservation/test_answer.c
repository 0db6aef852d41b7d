#include "config.h"

#include "examples/reservation/answer.h"

#include "tests/unit.h"

START_TEST(lines_follow_each_other)
{
	struct answer answer = { 0 };

	for (int i = 0; i < 1000; i++)
		answer_format(&answer, "line %03d\n", i);
	ck_assert_uint_eq(answer.size, 9000);
	ck_assert(memcmp(answer.bytes + 9 * 700, "line 700\n", 9) == 0);
	answer_clear(&answer);
	ck_assert_uint_eq(answer.size, 0);
	answer_clear(&answer);
}
END_TEST

START_TEST(a_backup_counts_until_it_is_cleared)
{
	_Atomic unsigned backups = 1;
	struct answer answer = { 0 };
	struct bx_sink *sink = bx_sink_new_memory(100);

	answer.backup = sink;
	answer.backups = &backups;
	bx_write_bool(sink, true);
	answer.bytes = bx_sink_bytes(sink, &answer.size);
	ck_assert_uint_eq(answer.size, 1);
	answer_clear(&answer);
	ck_assert_uint_eq(backups, 0);
	answer_clear(&answer);
	ck_assert_uint_eq(backups, 0);
}
END_TEST

UNIT_MAIN("examples/reservation/answer", lines_follow_each_other,
    a_backup_counts_until_it_is_cleared)
