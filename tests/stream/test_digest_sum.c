#include "config.h"

#include "stream/digest_sum.h"

#include "tests/unit.h"

START_TEST(a_digest_is_written_in_hexadecimal)
{
	char room[DIGEST_HEX_MAX];

	digest_of("", 0, room);
	ck_assert_str_eq(room, "99aa06d3014798d86001c324468d497f");
	digest_of("backup database;\n", 17, room);
	ck_assert_str_eq(room, "0d5a4a0586eca582f5c3d8a9d172acfa");
}
END_TEST

START_TEST(a_digest_of_pieces_is_that_of_the_whole)
{
	struct digest_sum *sum = digest_sum_new();
	unsigned char room[DIGEST_SUM];
	char digits[DIGEST_HEX_MAX];

	digest_sum_add(sum, "back", 4);
	digest_sum_add(sum, "", 0);
	digest_sum_add(sum, "up", 2);
	ck_assert_uint_eq(digest_sum_size(sum), 6);
	digest_sum_value(sum, room);
	digest_of("backup", 6, digits);
	ck_assert_uint_eq(room[0],
	    strtoul((char[]){ digits[0], digits[1], 0 }, NULL, 16));
	ck_assert_uint_eq(room[15],
	    strtoul((char[]){ digits[30], digits[31], 0 }, NULL, 16));
	digest_sum_free(sum);
	digest_sum_free(NULL);
}
END_TEST

UNIT_MAIN("stream/digest_sum", a_digest_is_written_in_hexadecimal,
    a_digest_of_pieces_is_that_of_the_whole)
