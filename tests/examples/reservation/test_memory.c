#include "config.h"

#include "examples/reservation/memory.h"

#include "tests/unit.h"

START_TEST(new_memory_is_zero_and_grows)
{
	unsigned char *bytes = memory_new(3, 5);

	for (size_t i = 0; i < 15; i++)
		ck_assert_uint_eq(bytes[i], 0);
	bytes[14] = 7;
	bytes = memory_grow(bytes, 300, 5);
	ck_assert_uint_eq(bytes[14], 7);
	free(bytes);
	free(memory_new(0, 5));
	free(memory_grow(NULL, 0, 5));
}
END_TEST

START_TEST(a_text_is_copied_with_its_end)
{
	char text[] = "Plzeň";
	char *copy = memory_text(text);

	text[0] = 'x';
	ck_assert_str_eq(copy, "Plzeň");
	free(copy);
}
END_TEST

START_TEST(a_size_that_no_number_holds_ends_the_program)
{
	free(memory_grow(NULL, SIZE_MAX / 2, 3));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("examples/reservation/memory");
	TCase *tcase = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, new_memory_is_zero_and_grows);
	tcase_add_test(tcase, a_text_is_copied_with_its_end);
	tcase_add_test_raise_signal(tcase,
	    a_size_that_no_number_holds_ends_the_program, 6);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
