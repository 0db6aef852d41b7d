#include "config.h"

#include "model/command.h"

#include <stdio.h>

#include "base/defs.h"
#include "base/mem.h"
#include "tests/unit.h"

struct command_case {
	const char *script;
	const char *commands; /* each with its lines; | between them */
	enum command_flaw flaw;
	size_t flaw_line;
};

static void
check_commands(const struct command_case *one)
{
	char *copy = mem_text(one->script), room[1024] = "";
	size_t count, used = 0, flaw_line = 0;
	const char **lines = command_lines(copy, &count);
	enum command_flaw flaw = COMMAND_WHOLE;
	struct command command;
	struct lexer lexer;

	lexer_init(&lexer, lines, count);
	while (command_next(&lexer, &command)) {
		char *text = command_text(&lexer, &command);

		used += (size_t)snprintf(room + used, sizeof(room) - used,
		    "%s%s", used == 0 ? "" : "|", text);
		if (command.flaw != COMMAND_WHOLE) {
			flaw = command.flaw;
			flaw_line = command.flaw_line;
		}
		free(text);
	}
	ck_assert_msg(strcmp(room, one->commands) == 0, "%s:\n%s\nnot\n%s",
	    one->script, room, one->commands);
	ck_assert_msg(flaw == one->flaw, "%s: flaw %d", one->script, (int)flaw);
	ck_assert_uint_eq(flaw_line, one->flaw_line);
	free(lines);
	free(copy);
}

START_TEST(a_script_is_cut_where_rman_asks_for_more)
{
	static const struct command_case cases[] = {
		{ "", "", COMMAND_WHOLE, 0 },
		{ "# nothing\n", "", COMMAND_WHOLE, 0 },
		{ "backup database; delete noprompt obsolete;\n",
		    "backup database;\n|delete noprompt obsolete;\n",
		    COMMAND_WHOLE, 0 },
		{ "backup\n  database # all\n;\nlist backup;",
		    "backup\n  database # all\n;\n|list backup;\n",
		    COMMAND_WHOLE, 0 },
		{ "run {\nbackup spfile; list backup;\n} list backup;",
		    "run {\nbackup spfile; list backup;\n}\n|list backup;\n",
		    COMMAND_WHOLE, 0 },
		{ "replace script a { backup spfile; { x; } } b;",
		    "replace script a { backup spfile; { x; } }\n|b;\n",
		    COMMAND_WHOLE, 0 },
		{ "sql 'a; b';\nsql \"c\n;} d\"; e;",
		    "sql 'a; b';\n|sql \"c\n;} d\";\n|e;\n", COMMAND_WHOLE, 0 },
		{ "connect target /\nbackup spfile; exit",
		    "connect target /\n|backup spfile;\n|exit\n", COMMAND_WHOLE,
		    0 },
		{ "run { connect target /\n backup spfile; }",
		    "run { connect target /\n backup spfile; }\n",
		    COMMAND_WHOLE, 0 },
		{ "/* a; */ backup /* b;\n} */ spfile;",
		    "backup /* b;\n} */ spfile;\n", COMMAND_WHOLE, 0 },
		{ ";;a;", ";\n|;\n|a;\n", COMMAND_WHOLE, 0 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		check_commands(&cases[i]);
}
END_TEST

START_TEST(what_is_not_whole_is_told)
{
	static const struct command_case cases[] = {
		{ "a;\nbackup\ndatabase\n", "a;\n|backup\ndatabase\n",
		    COMMAND_NO_END, 1 },
		{ "a;\nrun {\nb {\nc;\n", "a;\n|run {\nb {\nc;\n",
		    COMMAND_BRACE, 1 },
		{ "a;\nb\n} c;", "a;\n|b\n}\n|c;\n", COMMAND_BRACE, 2 },
		{ "a;\nsql 'b;\nc;", "a;\n|sql 'b;\nc;\n", COMMAND_OPEN_STRING,
		    1 },
		{ "a;\n/* b;\nc;", "a;\n|/* b;\nc;\n", COMMAND_OPEN_COMMENT,
		    1 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		check_commands(&cases[i]);
}
END_TEST

START_TEST(host_is_found_where_it_is_a_command)
{
	static const struct {
		const char *script;
		size_t line;
	} cases[] = {
		{ "host 'ls';", 1 },
		{ "backup spfile;\nrun {\n HOST\n'ls'; }", 3 },
		{ "backup spfile;\nhost'ls';", 2 },
		{ "list backup;\n! ls", 2 },
		{ "!ls", 1 },
		{ "backup tag host;", 0 },
		{ "# host 'ls';\nsql 'host';", 0 },
		{ "backup tablespace\nhost;", 0 },
		{ "connect target /\nhost 'ls';", 2 },
		{ "rem a\nhost;", 2 },
		{ "sql 'a\n'; host;", 2 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char *copy = mem_text(cases[i].script);
		size_t count;
		const char **lines = command_lines(copy, &count);

		ck_assert_msg(command_find_host(lines, count) == cases[i].line,
		    "%s", cases[i].script);
		free(lines);
		free(copy);
	}
}
END_TEST

START_TEST(a_verb_is_in_lower_case_and_cut)
{
	static const char *const lines[] = { "BackUp x;",
		"a_very_long_word_indeed;", ";" };
	static const char *const verbs[] = { "backup", "a_very_long_wor", "" };
	struct command command;
	struct lexer lexer;

	lexer_init(&lexer, lines, COUNT_OF(lines));
	for (size_t i = 0; i < COUNT_OF(verbs); i++) {
		ck_assert(command_next(&lexer, &command));
		ck_assert_str_eq(command.verb, verbs[i]);
	}
	ck_assert(!command_next(&lexer, &command));
}
END_TEST

UNIT_MAIN("model/command", a_script_is_cut_where_rman_asks_for_more,
    what_is_not_whole_is_told, host_is_found_where_it_is_a_command,
    a_verb_is_in_lower_case_and_cut)
