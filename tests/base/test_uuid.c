#include "config.h"

#include "base/uuid.h"

#include "tests/unit.h"

START_TEST(says_its_version_and_variant)
{
	unsigned char random[UUID_BYTES];
	char text[UUID_TEXT_MAX];

	memset(random, 0xff, sizeof(random));
	uuid_format(text, random);
	ck_assert_str_eq(text, "ffffffff-ffff-4fff-bfff-ffffffffffff");
	ck_assert(uuid_is_valid(text));
}
END_TEST

START_TEST(what_is_not_one_is_refused)
{
	const char *const wrong[] = {
		"",
		"ffffffff-ffff-4fff-bfff-fffffffffff",
		"ffffffff-ffff-4fff-bfff-fffffffffffff",
		"FFFFFFFF-ffff-4fff-bfff-ffffffffffff",
		"ffffffff+ffff-4fff-bfff-ffffffffffff",
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ck_assert_msg(!uuid_is_valid(wrong[i]), "%s", wrong[i]);
}
END_TEST

UNIT_MAIN("base/uuid", says_its_version_and_variant, what_is_not_one_is_refused)
