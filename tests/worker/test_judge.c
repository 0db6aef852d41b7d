#include "config.h"

#include "worker/judge.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/defs.h"
#include "base/mem.h"
#include "model/kind.h"
#include "tests/unit.h"

START_TEST(the_command_line_is_a_question)
{
	static const char *const words[] = { "--exit-status", "3",
		"--feed=step", "--ignore", "RMAN-08137, RMAN-08120",
		"--escalate=ORA-28002", "--kind", "validate",
		"--expects-pieces", NULL };
	static const char *const by_name[] = { "--signal=SIGKILL", NULL };
	struct judge_question question;
	struct fault fault;

	ck_assert_msg(judge_read(words, &question, &fault), "%s", fault.text);
	ck_assert_int_eq(question.end.exit_status, 3);
	ck_assert_int_eq(question.policy.feed, SCAN_STEP);
	ck_assert_uint_eq(question.policy.ignore.count, 2);
	ck_assert_str_eq(question.policy.escalate.codes[0], "ORA-28002");
	ck_assert_uint_eq(question.policy.kinds, KIND_VALIDATE);
	ck_assert(question.policy.expects_pieces);
	ck_assert(judge_read(by_name, &question, &fault));
	ck_assert_int_eq(question.end.signal, SIGKILL);
	ck_assert_int_eq(question.end.exit_status, -1);
}
END_TEST

START_TEST(what_is_no_question_is_refused)
{
	static const struct {
		const char *words[5], *text;
	} cases[] = {
		{ { "--exit" }, "unknown argument '--exit'" },
		{ { "--exit-status" }, "--exit-status needs a value" },
		{ { "--exit-status", "256" },
		    "--exit-status: '256' is not a number from 0 to 255" },
		{ { "--signal=0" },
		    "--signal: '0' is not a number from 1 to 64" },
		{ { "--feed", "pipe" },
		    "--feed: 'pipe' is not cmdfile, stdin or step" },
		{ { "--ignore=ORA-1" },
		    "--ignore: 'ORA-1' is not a code like RMAN-08137 or "
		    "ORA-19809" },
		{ { "--signal=9", "--exit-status=1" },
		    "--exit-status and --signal exclude each other" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct judge_question question;
		struct fault fault;

		ck_assert(!judge_read(cases[i].words, &question, &fault));
		ck_assert_str_eq(fault.text, cases[i].text);
	}
}
END_TEST

static char *
answer(const char *text)
{
	struct judge_question question = { 0 };
	struct fault fault;
	FILE *input = tmpfile(), *output = tmpfile();
	char *room = mem_new(4096, 1);

	ck_assert(fputs(text, input) >= 0);
	rewind(input);
	ck_assert_msg(judge_answer(&question, input, output, &fault), "%s",
	    fault.text);
	rewind(output);
	ck_assert(fread(room, 1, 4095, output) != 0);
	(void)fclose(input);
	(void)fclose(output);
	return room;
}

START_TEST(the_answer_begins_with_outcome_and_code)
{
	char *text = answer("RMAN-03009: x\nORA-19502: y\nORA-27072: z\n\n"
			    "connected to target database: X (DBID=1)\n");

	ck_assert_str_eq(text,
	    "failure\tORA-19502\n"
	    "ORA-19502: y\n"
	    "the line that ends a session is missing: it was cut off, or "
	    "crashed\n"
	    "pieces: 0\ngood: no\nretry: later\n\n"
	    "RMAN-03009: x\nORA-19502: y\nORA-27072: z\n");
	free(text);
	text = answer("");
	ck_assert_ptr_eq(strstr(text, "failure\t\nrman printed nothing\n"),
	    text);
	free(text);
}
END_TEST

UNIT_MAIN("worker/judge", the_command_line_is_a_question,
    what_is_no_question_is_refused, the_answer_begins_with_outcome_and_code)
