#include "config.h"

#include "model/lint.h"

#include <stdio.h>

#include "base/defs.h"
#include "base/mem.h"
#include "model/command.h"
#include "tests/unit.h"

struct heard {
	char text[4096]; /* "2! sentence\n", ! for an error */
	size_t used;
};

static void
hear(void *arg, const struct lint_finding *finding)
{
	struct heard *heard = arg;

	heard->used += (size_t)snprintf(heard->text + heard->used,
	    sizeof(heard->text) - heard->used, "%zu%s %s\n", finding->line,
	    finding->is_error ? "!" : "", finding->text);
}

static void
listen(const char *script, const struct lint_rules *rules,
    struct heard *out_heard)
{
	char *copy = mem_text(script);
	size_t count;
	const char **lines = command_lines(copy, &count);

	*out_heard = (struct heard){ 0 };
	lint_lines(lines, count, rules, hear, out_heard);
	free(lines);
	free(copy);
}

static const struct lint_rules cmdfile;
static const struct lint_rules on_stdin = { .is_stdin = true };
static const struct lint_rules stepwise = { .is_step = true };
static const struct lint_rules hosts = { .allows_host = true };

START_TEST(a_good_script_gives_no_cause)
{
	static const char *const scripts[] = {
		"",
		"crosscheck archivelog all;\nrun {\n"
		"sql 'alter system switch logfile';\nbackup tablespace users;\n"
		"}\n",
		"backup database plus archivelog delete input;",
		"delete noprompt obsolete;\nbackup spfile;\nexit",
		"delete script nightly;",
		"run { backup spfile; delete noprompt obsolete; }",
		"backup spfile; # DELETE OBSOLETE; host 'x'; }",
	};
	struct heard heard;

	for (size_t i = 0; i < COUNT_OF(scripts); i++) {
		listen(scripts[i], &on_stdin, &heard);
		ck_assert_msg(heard.used == 0, "%s: %s", scripts[i],
		    heard.text);
		listen(scripts[i], &stepwise, &heard);
		ck_assert_str_eq(heard.text, "");
		listen(scripts[i], &cmdfile, &heard);
		ck_assert_str_eq(heard.text, "");
	}
}
END_TEST

START_TEST(every_rule_names_its_line_and_what_to_do)
{
	const struct {
		const struct lint_rules *rules;
		const char *script, *heard;
	} cases[] = {
		{ &cmdfile, "list backup;\ndelete obsolete;",
		    "2 delete without NOPROMPT asks a question that nobody "
		    "answers, and nothing is deleted: write NOPROMPT\n" },
		{ &on_stdin, "DELETE\nEXPIRED BACKUP;",
		    "1 DELETE without NOPROMPT asks a question, and the next "
		    "line is taken for the answer: write NOPROMPT\n" },
		{ &stepwise, "run { drop database; }",
		    "1! drop without NOPROMPT asks a question that nobody "
		    "answers, and feed = step would wait: write NOPROMPT\n" },
		{ &cmdfile, "run {\nhost 'ls';\n}",
		    "2! HOST runs any program as the owner of the Oracle "
		    "software: leave it out, or set allow_host = yes in "
		    "[rman]\n" },
		{ &cmdfile, "! ls;",
		    "1! HOST runs any program as the owner of the Oracle "
		    "software: leave it out, or set allow_host = yes in "
		    "[rman]\n" },
		{ &hosts, "host 'ls';",
		    "1 HOST: when its program fails, so does the backup\n" },
		{ &cmdfile, "connect target /\nlist backup;",
		    "1 CONNECT: leave it to the connection's settings "
		    "connect, catalog_connect, user and password_file\n" },
		{ &cmdfile, "list backup;\nset encryption identified by x;",
		    "2! holds a password: use / or /@alias with a wallet, or "
		    "the connection's user and password_file\n" },
		{ &cmdfile, "run {\nlist backup;\n",
		    "1! this brace has no partner\n" },
		{ &cmdfile, "list backup;\n}\n",
		    "2! this brace has no partner\n" },
		{ &cmdfile, "list backup;\nsql 'x;\n",
		    "2! a string begins here and does not end: a quote is "
		    "missing, or one too many\n" },
		{ &cmdfile, "/* list backup;\n",
		    "1! a comment begins here and does not end: */ is "
		    "missing\n" },
		{ &cmdfile, "list backup;\nlist backup",
		    "2! the command that begins here has no ; at its end\n" },
		{ &cmdfile, "run{;\nlist backup;\n}",
		    "1! a ; that ends no command is a syntax error: leave it "
		    "out\n" },
		{ &cmdfile, "exit;\nlist backup;",
		    "2 nothing from here on runs: line 1 ends the session\n" },
		{ &cmdfile, "@nightly.rcv",
		    "1 what is in that file is not looked at: write its lines "
		    "here\n" },
		{ &on_stdin, "backup database; delete noprompt obsolete;",
		    "1 this DELETE runs even when the BACKUP of line 1 has "
		    "failed, since feed = stdin goes on after an error: set "
		    "feed = cmdfile or step\n" },
		{ &on_stdin,
		    "run {\nbackup database;\n}\nrun {\n"
		    "delete noprompt obsolete;\n}",
		    "5 this DELETE runs even when the BACKUP of line 2 has "
		    "failed, since feed = stdin goes on after an error: set "
		    "feed = cmdfile or step\n" },
		{ &cmdfile, "backup database; delete noprompt obsolete;", "" },
		{ &stepwise, "backup database; delete noprompt obsolete;", "" },
	};
	struct heard heard;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		listen(cases[i].script, cases[i].rules, &heard);
		ck_assert_msg(strcmp(heard.text, cases[i].heard) == 0,
		    "%s:\n%s", cases[i].script, heard.text);
	}
}
END_TEST

START_TEST(a_line_of_one_byte_too_many_is_told)
{
	char line[LIMIT_LINE + 2];
	struct heard heard;

	memset(line, ' ', sizeof(line));
	line[0] = '#';
	line[LIMIT_LINE] = '\0';
	listen(line, &cmdfile, &heard);
	ck_assert_str_eq(heard.text, "");
	line[LIMIT_LINE] = ' ';
	line[LIMIT_LINE + 1] = '\0';
	listen(line, &cmdfile, &heard);
	ck_assert_str_eq(heard.text,
	    "1! 256 bytes, at most 255 are allowed: break the line\n");
}
END_TEST

START_TEST(a_question_is_found)
{
	static const char *const lines[] = { "delete noprompt obsolete;",
		"run {", " delete obsolete; }" };

	ck_assert_uint_eq(lint_find_question(lines, 1), 0);
	ck_assert_uint_eq(lint_find_question(lines, COUNT_OF(lines)), 3);
}
END_TEST

UNIT_MAIN("model/lint", a_good_script_gives_no_cause,
    every_rule_names_its_line_and_what_to_do,
    a_line_of_one_byte_too_many_is_told, a_question_is_found)
