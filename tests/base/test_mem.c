#include "config.h"

#include "base/mem.h"

#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit.h"

START_TEST(new_memory_is_zero_even_of_no_size)
{
	char *none = mem_new(0, 0);
	char *some = mem_new(3, 2);

	ck_assert_ptr_nonnull(none);
	ck_assert_mem_eq(some, "\0\0\0\0\0\0", 6);
	free(none);
	free(some);
}
END_TEST

START_TEST(copies_hold_what_was_given)
{
	char *text = mem_text_n("backup", 4);
	char *made = mem_format("%s-%d", text, 7);

	made = mem_grow(made, 100, 1);
	ck_assert_str_eq(text, "back");
	ck_assert_str_eq(made, "back-7");
	free(text);
	free(made);
}
END_TEST

START_TEST(without_memory_the_process_ends_with_a_word)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		(void)close(2);
		(void)mem_grow(NULL, SIZE_MAX / 2, 1);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status),
	    UNIT_IS_SANITIZED ? WEXITSTATUS(status) : EXIT_FAILURE);
}
END_TEST

UNIT_MAIN("base/mem", new_memory_is_zero_even_of_no_size,
    copies_hold_what_was_given, without_memory_the_process_ends_with_a_word)
