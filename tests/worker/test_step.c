#include "config.h"

#include "worker/step.h"

#include "base/defs.h"
#include "base/mem.h"
#include "tests/unit.h"

#define STACK                                                                  \
	"RMAN-00571: ==========================================\n"             \
	"RMAN-00569: ======= ERROR MESSAGE STACK FOLLOWS =======\n"            \
	"RMAN-00571: ==========================================\n"             \
	"RMAN-03002: failure of backup command at 01/02/2026 03:04:05\n"       \
	"ORA-19809: limit exceeded for recovery files\n\n"

static void
prints(struct step *step, const char *text)
{
	/* By bytes: nothing may depend on how they come. */
	for (; *text != '\0'; text++)
		step_output(step, text, 1);
}

static void
check_sends(struct step *step, const char *expected)
{
	char *text = step_next(step);

	ck_assert_ptr_nonnull(text);
	ck_assert_str_eq(text, expected);
	free(text);
}

static void
check_waits(struct step *step)
{
	ck_assert_ptr_null(step_next(step));
	ck_assert(!step_is_done(step));
}

START_TEST(the_next_goes_in_when_the_last_is_over)
{
	struct step step;

	step_init(&step, "# all\nbackup\ndatabase;\nrun { a; b; } c;\n");
	check_sends(&step, "backup\ndatabase;\nSET ECHO OFF;\n");
	prints(&step, "Recovery Manager: Release 19\n\nRMAN> ");
	check_waits(&step);
	prints(&step, "2> \nStarting backup\npiece handle=/x\n");
	check_waits(&step);
	prints(&step, "\nRMAN> ");
	/* The prompt of the mark: the command is over, which is enough. */
	check_sends(&step, "run { a; b; }\nSET ECHO OFF;\n");
	check_waits(&step);
	prints(&step, "\necho set off\n");
	check_sends(&step, "c;\nSET ECHO OFF;\n");
	prints(&step, "RMAN> \ndone\n\nRMAN> \necho set off\r\n\nRMAN> ");
	ck_assert_ptr_null(step_next(&step));
	ck_assert(step_is_done(&step));
	ck_assert(!step_has_rest(&step));
	step_clear(&step);
}
END_TEST

START_TEST(in_another_language_the_prompts_tell)
{
	struct step step;

	step_init(&step, "a; b;");
	check_sends(&step, "a;\nSET ECHO OFF;\n");
	prints(&step, "RMAN> \nsortie\n\nRMAN> \nposition de l'echo\n");
	check_waits(&step);
	prints(&step, "\nRMAN> ");
	check_sends(&step, "b;\nSET ECHO OFF;\n");
	step_clear(&step);
}
END_TEST

START_TEST(nothing_goes_in_after_an_error)
{
	struct step step;

	step_init(&step, "backup database; delete noprompt obsolete;");
	check_sends(&step, "backup database;\nSET ECHO OFF;\n");
	prints(&step, "RMAN> \nStarting backup\n" STACK);
	prints(&step, "RMAN> \necho set off\n\nRMAN> ");
	ck_assert_ptr_null(step_next(&step));
	ck_assert(step_is_done(&step));
	ck_assert(step_has_rest(&step));
	step_clear(&step);
}
END_TEST

START_TEST(text_that_looks_like_a_prompt_or_mark_is_none)
{
	static const char *const texts[] = { "x RMAN> ", "RMAN> RMAN> x",
		"x echo set off\n", "echo set off x\n", "echo set on\n",
		"RMAN>x RMAN> ", "9> 8> 7> ", "  echo set off\n" };

	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct step step;

		step_init(&step, "a; b;");
		check_sends(&step, "a;\nSET ECHO OFF;\n");
		prints(&step, texts[i]);
		check_waits(&step);
		step_clear(&step);
	}
}
END_TEST

START_TEST(a_script_that_sets_the_echo_makes_a_mark_of_its_own)
{
	struct step step;

	step_init(&step, "set echo off; b;");
	check_sends(&step, "set echo off;\nSET ECHO OFF;\n");
	prints(&step, "\necho set off\n");
	check_waits(&step);
	prints(&step, "\necho set off\n");
	check_sends(&step, "b;\nSET ECHO OFF;\n");
	step_clear(&step);
}
END_TEST

START_TEST(a_login_comes_first)
{
	struct step step;

	step_init(&step, "a;");
	step_sent(&step);
	check_waits(&step);
	prints(&step, "RMAN> \nconnected\n\nRMAN> \necho set off\n");
	check_sends(&step, "a;\nSET ECHO OFF;\n");
	step_clear(&step);
}
END_TEST

START_TEST(nothing_stands_behind_an_exit)
{
	struct step step;

	step_init(&step, "exit\na;");
	ck_assert_ptr_null(step_next(&step));
	ck_assert(step_is_done(&step));
	step_clear(&step);
	step_init(&step, "");
	ck_assert_ptr_null(step_next(&step));
	ck_assert(step_is_done(&step));
	ck_assert(!step_has_rest(&step));
	step_clear(&step);
}
END_TEST

START_TEST(what_has_no_end_is_sent_as_it_is)
{
	struct step step;

	step_init(&step, "backup database\n");
	check_sends(&step, "backup database\nSET ECHO OFF;\n");
	step_clear(&step);
	step_init(&step, "run {\na;\n");
	check_sends(&step, "run {\na;\nSET ECHO OFF;\n");
	step_clear(&step);
}
END_TEST

UNIT_MAIN("worker/step", the_next_goes_in_when_the_last_is_over,
    in_another_language_the_prompts_tell, nothing_goes_in_after_an_error,
    text_that_looks_like_a_prompt_or_mark_is_none,
    a_script_that_sets_the_echo_makes_a_mark_of_its_own, a_login_comes_first,
    nothing_stands_behind_an_exit, what_has_no_end_is_sent_as_it_is)
