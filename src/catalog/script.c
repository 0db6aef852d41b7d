#include "config.h"

#include "catalog/script.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* Where we are in the file, and the statement gathered so far. */
struct walk {
	const char *at;
	int line;
	char *statement; /* room for the whole file */
	size_t size;
	int first_line; /* of the statement; 0 while it is empty */
};

static void
keep(struct walk *walk, char c)
{
	if (walk->size == 0 && text_is_space(c))
		return;
	if (walk->size == 0)
		walk->first_line = walk->line;
	walk->statement[walk->size++] = c;
}

static char
step(struct walk *walk)
{
	char c = *walk->at++;

	if (c == '\n')
		walk->line++;
	return c;
}

/* Is this the begin of a line that holds only a slash? */
static bool
at_slash(const struct walk *walk, const char *text)
{
	const char *at = walk->at;

	if (at[0] != '/' || (at != text && at[-1] != '\n'))
		return false;
	at++;
	while (at[0] == ' ' || at[0] == '\t' || at[0] == '\r')
		at++;
	return at[0] == '\n' || at[0] == '\0';
}

static void
skip_line(struct walk *walk)
{
	while (walk->at[0] != '\0' && walk->at[0] != '\n')
		walk->at++;
}

static bool
skip_comment(struct walk *walk, struct fault *fault)
{
	int begun = walk->line;

	walk->at += 2;
	while (walk->at[0] != '\0' && !text_begins(walk->at, "*/"))
		(void)step(walk);
	if (walk->at[0] == '\0')
		return fault_set(fault, FAULT_FORMAT,
		    "line %d: the comment is not closed", begun);
	walk->at += 2;
	keep(walk, ' ');
	return true;
}

/* A doubled quote is the end of one text and the begin of the next. */
static bool
take_quoted(struct walk *walk, struct fault *fault)
{
	int begun = walk->line;
	char quote = walk->at[0];

	do {
		keep(walk, step(walk));
	} while (walk->at[0] != '\0' && walk->at[0] != quote);
	if (walk->at[0] == '\0')
		return fault_set(fault, FAULT_FORMAT,
		    "line %d: the quote is not closed", begun);
	keep(walk, step(walk));
	return true;
}

static bool
hand_over(struct walk *walk, script_fn each, void *arg, struct fault *fault)
{
	while (walk->size > 0 && text_is_space(walk->statement[walk->size - 1]))
		walk->size--;
	walk->statement[walk->size] = '\0';
	if (walk->size == 0)
		return true;
	walk->size = 0;
	if (!each(arg, walk->statement, fault))
		return fault_wrap(fault, "line %d", walk->first_line);
	return true;
}

bool
script_each(const char *text, script_fn each, void *arg, struct fault *fault)
{
	struct walk walk = { .at = text, .line = 1 };
	bool is_good = true;

	walk.statement = mem_new(strlen(text) + 1, 1);
	while (is_good && walk.at[0] != '\0') {
		if (at_slash(&walk, text)) {
			skip_line(&walk);
			is_good = hand_over(&walk, each, arg, fault);
		} else if (text_begins(walk.at, "--")) {
			skip_line(&walk);
		} else if (text_begins(walk.at, "/*")) {
			is_good = skip_comment(&walk, fault);
		} else if (walk.at[0] == '\'' || walk.at[0] == '"') {
			is_good = take_quoted(&walk, fault);
		} else {
			keep(&walk, step(&walk));
		}
	}
	while (walk.size > 0 && text_is_space(walk.statement[walk.size - 1]))
		walk.size--;
	if (is_good && walk.size > 0)
		is_good = fault_set(fault, FAULT_FORMAT,
		    "line %d: no line with a slash ends the statement",
		    walk.first_line);
	free(walk.statement);
	return is_good;
}
