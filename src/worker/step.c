#include "config.h"

#include "worker/step.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

#define PROMPT "RMAN> "
#define MARK "echo set off"

const char step_mark[] = "SET ECHO OFF;\n";

void
step_init(struct step *step, const char *script)
{
	size_t count;

	*step = (struct step){ .copy = mem_text(script) };
	step->lines = command_lines(step->copy, &count);
	lexer_init(&step->lexer, step->lines, count);
	step->scan = mem_new(1, sizeof(*step->scan));
	scan_init(step->scan, &(struct scan_policy){ .feed = SCAN_STEP });
}

void
step_clear(struct step *step)
{
	free(step->copy);
	free(step->lines);
	free(step->scan);
	*step = (struct step){ 0 };
}

/* In the command's own text the mark would come once too early. */
static size_t
count_marks(const char *text)
{
	char *copy = mem_text(text);
	size_t count, marks = 1;
	const char **lines = command_lines(copy, &count);
	struct lexer lexer;
	struct token token;
	bool is_set = false, is_echo = false;

	lexer_init(&lexer, lines, count);
	while (lexer_next(&lexer, &token) != TOKEN_END) {
		if (is_echo && token_is(&token, "off"))
			marks++;
		is_echo = is_set && token_is(&token, "echo");
		is_set = token.is_first && token_is(&token, "set");
	}
	free(lines);
	free(copy);
	return marks;
}

static void
expect(struct step *step, size_t marks)
{
	step->marks = step->prompts = 0;
	step->is_prompt = false;
	step->expects = marks;
}

void
step_sent(struct step *step)
{
	expect(step, 1);
}

/* A whole line, as much of it as is kept. */
static void
end_line(struct step *step)
{
	const char *line = step->line;
	size_t size = step->held;

	while (size != 0 && text_is_space(line[size - 1]))
		size--;
	if (size == strlen(MARK) && memcmp(line, MARK, size) == 0)
		step->marks++;
	step->held = 0;
}

/* "2> ": more of this command is wanted. */
static bool
is_more(const char *line, size_t size)
{
	size_t digits = 0;

	while (digits < size && text_is_digit(line[digits]))
		digits++;
	return digits != 0 && size == digits + 2 && line[digits] == '>';
}

/* Prompts are taken off the line: what follows may be a mark. */
static void
take_byte(struct step *step, char byte)
{
	step->is_prompt = false;
	if (byte == '\n') {
		end_line(step);
		return;
	}
	if (step->held < STEP_LINE)
		step->line[step->held++] = byte;
	if (byte != ' ')
		return;
	if (step->held == strlen(PROMPT) &&
	    memcmp(step->line, PROMPT, strlen(PROMPT)) == 0) {
		step->prompts++;
		step->held = 0;
		step->is_prompt = true;
	} else if (is_more(step->line, step->held)) {
		step->held = 0;
	}
}

void
step_output(struct step *step, const char *bytes, size_t size)
{
	scan_bytes(step->scan, bytes, size);
	for (size_t i = 0; i < size; i++)
		take_byte(step, bytes[i]);
	if (scan_failure_code(step->scan)[0] != '\0')
		step->has_failed = true;
}

/* A prompt with nothing behind it, after the command's and the mark's. */
static bool
is_at_prompt(const struct step *step)
{
	return step->is_prompt && step->prompts >= 2;
}

static bool
is_idle(const struct step *step)
{
	return step->expects == 0 || step->marks >= step->expects ||
	    is_at_prompt(step);
}

char *
step_next(struct step *step)
{
	struct command command;
	char *text, *marked;

	if (step->has_failed || step->is_over || !is_idle(step))
		return NULL;
	if (!command_next(&step->lexer, &command) ||
	    strcmp(command.verb, "exit") == 0 ||
	    strcmp(command.verb, "quit") == 0) {
		step->is_over = true;
		return NULL;
	}
	text = command_text(&step->lexer, &command);
	expect(step, count_marks(text));
	marked = mem_format("%s%s", text, step_mark);
	free(text);
	return marked;
}

bool
step_is_done(const struct step *step)
{
	return step->has_failed || step->is_over;
}

bool
step_has_rest(const struct step *step)
{
	return !step->is_over;
}
