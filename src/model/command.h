/*
 * command - a script cut into what RMAN reads at one prompt: a command up to
 * its ;, a RUN block (or stored script) up to its }, or a line of CONNECT,
 * EXIT, QUIT or @file.
 *
 * Thread: any.
 */
#ifndef MODEL_COMMAND_H
#define MODEL_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "model/lexer.h"

enum { COMMAND_VERB_MAX = 16 /* with the end mark; longer ones are cut */ };

enum command_flaw {
	COMMAND_WHOLE,
	COMMAND_NO_END,       /* neither ; nor } */
	COMMAND_OPEN_STRING,  /* a string without an end */
	COMMAND_OPEN_COMMENT, /* likewise */
	COMMAND_BRACE         /* a } without its { */
};

/* Lines count from 0. */
struct command {
	char verb[COMMAND_VERB_MAX]; /* in lower case; "" of a stray ; */
	size_t line, at;             /* its first character */
	size_t end_line, end_at;     /* behind its last one */
	enum command_flaw flaw;
	size_t flaw_line;
};

/*
 * The next command; false: none is left. One with a flaw may be the last, and
 * reaches to the end of the script then.
 */
bool command_next(struct lexer *lexer, struct command *out_command);

/* Its text, lines with their ends, and a last one; free it. */
char *command_text(const struct lexer *lexer, const struct command *command);

/* The line of the first HOST or !, from 1; 0: there is none. */
size_t command_find_host(const char *const *lines, size_t count);

/* Lines of a text, which is cut in place; free the array. */
const char **command_lines(char *text, size_t *out_count);

#endif
