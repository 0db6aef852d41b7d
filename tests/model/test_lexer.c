#include "config.h"

#include "model/lexer.h"

#include <stdio.h>

#include "base/defs.h"
#include "base/mem.h"
#include "model/command.h"
#include "tests/unit.h"

static const char *
sign_of(const struct token *token)
{
	switch (token->kind) {
	case TOKEN_LINE_END:
		return "<line>";
	case TOKEN_OPEN_STRING:
	case TOKEN_OPEN_COMMENT:
		return "<open>";
	case TOKEN_END:
	case TOKEN_WORD:
	case TOKEN_STRING:
	case TOKEN_MARK:
		break;
	}
	return "";
}

/* Tokens as they are, a * before a word that is first, a sign behind. */
static void
check_tokens(const char *text, const char *expected)
{
	char *copy = mem_text(text), room[512] = "";
	size_t count, used = 0;
	const char **lines = command_lines(copy, &count);
	struct lexer lexer;
	struct token token;

	lexer_init(&lexer, lines, count);
	while (lexer_next(&lexer, &token) != TOKEN_END) {
		bool is_verb = token.is_first && token.kind == TOKEN_WORD;

		used += (size_t)snprintf(room + used, sizeof(room) - used,
		    "%s%s%.*s%s", used == 0 ? "" : " ", is_verb ? "*" : "",
		    (int)token.length, token.text == NULL ? "" : token.text,
		    sign_of(&token));
	}
	ck_assert_int_eq(lexer_next(&lexer, &token), TOKEN_END);
	ck_assert_msg(strcmp(room, expected) == 0, "%s:\n%s\nnot\n%s", text,
	    room, expected);
	free(lines);
	free(copy);
}

START_TEST(a_script_is_words_strings_and_marks)
{
	check_tokens("", "");
	check_tokens(" \t\n\n", "");
	check_tokens("backup database;", "*backup database ;");
	check_tokens("run{;\nbackup level=0\n;}",
	    "*run { ; *backup level = 0 ; }");
	check_tokens("sql\"alter x\";", "*sql \"alter x\" ;");
	check_tokens("a 'b;c' \"d'e\" f", "*a 'b;c' \"d'e\" f");
	check_tokens("tablespace c##users;", "*tablespace c##users ;");
	check_tokens("backup database;\r\nlist backup;\r",
	    "*backup database ; *list backup ;");
}
END_TEST

START_TEST(comments_are_left_out)
{
	check_tokens("a # b;\nc", "*a c");
	check_tokens("a -- b;\nc", "*a c");
	check_tokens("a;#b\nc", "*a ; *c");
	check_tokens("rem all;\nREM\nremark a; rem b", "*remark a ;");
	check_tokens("a rem b", "*a rem b");
	check_tokens("a /* b; */ c", "*a c");
	check_tokens("a /* b */c;d", "*a c ; *d");
	check_tokens("a /* b;\n'c\n*/ d", "*a d");
	check_tokens("a '# b' \"/* c\"", "*a '# b' \"/* c\"");
	check_tokens("a /u01/* b", "*a /u01/* b");
}
END_TEST

START_TEST(what_has_no_end_is_told)
{
	check_tokens("a 'b;\nc", "*a 'b;<open>");
	check_tokens("a 'b;\nc' d", "*a 'b; d");
	check_tokens("a \"b'", "*a \"b'<open>");
	check_tokens("a /* b\nc", "*a /*<open>");
	check_tokens("a /*/ b", "*a /*<open>");
}
END_TEST

START_TEST(some_commands_end_with_their_line)
{
	check_tokens("connect target /\nbackup",
	    "*connect target / <line> *backup");
	check_tokens("connect target /;\nbackup",
	    "*connect target / ; *backup");
	check_tokens("exit # now\nbackup", "*exit <line> *backup");
	check_tokens("quit", "*quit <line>");
	check_tokens("@arch.rcv\nbackup", "*@arch.rcv <line> *backup");
	check_tokens("backup exit\nconnect", "*backup exit connect");
}
END_TEST

START_TEST(a_token_says_where_it_stands)
{
	static const char *const lines[] = { "a", "  'b", "c' d" };
	struct lexer lexer;
	struct token token;

	lexer_init(&lexer, lines, COUNT_OF(lines));
	ck_assert_int_eq(lexer_next(&lexer, &token), TOKEN_WORD);
	ck_assert(token_is(&token, "a"));
	ck_assert(!token_is(&token, "ab"));
	ck_assert(!token_is(&token, ""));
	ck_assert_int_eq(lexer_next(&lexer, &token), TOKEN_STRING);
	ck_assert_uint_eq(token.line, 1);
	ck_assert_uint_eq(token.at, 2);
	ck_assert_uint_eq(token.end_line, 2);
	ck_assert_uint_eq(token.end_at, 2);
	ck_assert_int_eq(lexer_next(&lexer, &token), TOKEN_WORD);
	ck_assert_uint_eq(token.line, 2);
	ck_assert_uint_eq(token.at, 3);
	ck_assert(!token_is_mark(&token, 'd'));
}
END_TEST

UNIT_MAIN("model/lexer", a_script_is_words_strings_and_marks,
    comments_are_left_out, what_has_no_end_is_told,
    some_commands_end_with_their_line, a_token_says_where_it_stands)
