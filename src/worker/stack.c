#include "config.h"

#include "worker/stack.h"

#include <string.h>

#include "base/defs.h"
#include "base/text.h"

void
stack_begin(struct stack *stack, uint64_t begin, uint64_t end, bool is_true)
{
	*stack =
	    (struct stack){ .begin = begin, .end = end, .is_true = is_true };
}

static void
keep_cause(struct stack *stack, const char *line, size_t size)
{
	if (size > sizeof(stack->cause))
		size = sizeof(stack->cause);
	memcpy(stack->cause, line, size);
	stack->cause_size = size;
}

static bool
has_fold(const char *line, size_t size, const char *text)
{
	size_t length = strlen(text);

	for (size_t at = 0; at + length <= size; at++) {
		size_t same = 0;

		while (
		    same < length && text_lower(line[at + same]) == text[same])
			same++;
		if (same == length)
			return true;
	}
	return false;
}

/* A media manager that refuses, or has such a piece, does so again. */
static void
note_text(struct stack *stack, const char *line, size_t size)
{
	static const char *const refusals[] = { "authoriz", "authoris",
		"authentic", "unauth", "permission", "denied", "not allowed",
		"already exist", "credential", "password", "privilege" };

	for (size_t i = 0; i < COUNT_OF(refusals) && !stack->is_refused; i++)
		stack->is_refused = has_fold(line, size, refusals[i]);
}

void
stack_add_text(struct stack *stack, const char *line, size_t size, uint64_t end)
{
	size_t room = sizeof(stack->text) - stack->size;

	stack->end = end;
	note_text(stack, line, size);
	if (room == 0)
		return;
	if (size >= room)
		size = room - 1;
	memcpy(stack->text + stack->size, line, size);
	stack->size += size;
	stack->text[stack->size++] = '\n';
}

/* Errors of the media manager. */
static bool
is_media(int number)
{
	return number == 19511 || number == 27023 || number == 27028 ||
	    number == 19506;
}

static void
note_code(struct stack *stack, const struct code *code)
{
	if (code->is_rman)
		return;
	if (is_media(code->number))
		stack->has_media = true;
	if (code->number == 27072 || code->number == 27063 ||
	    code->number == 27061)
		stack->has_io = true;
	if (code->number == 27040)
		stack->has_folder = true;
	if (code->number == 15041 || code->number == 19809 ||
	    code->number == 19804 || code->number == 19815 ||
	    code->number == 27054)
		stack->has_space = true;
}

void
stack_add_code(struct stack *stack, const struct code *code, const char *line,
    size_t size, uint64_t end)
{
	struct code inner = *code;
	size_t at = 0;

	stack_add_text(stack, line, size, end);
	note_code(stack, code);
	if (stack->code[0] != '\0')
		return;
	if (code_is_wrapper(code) && !code_find(line, size, &at, &inner)) {
		if (stack->wrapper[0] == '\0') {
			memcpy(stack->wrapper, code->text, sizeof(code->text));
			keep_cause(stack, line, size);
		}
		return;
	}
	memcpy(stack->code, inner.text, sizeof(inner.text));
	keep_cause(stack, line + at, size - at);
}

const char *
stack_code(const struct stack *stack)
{
	return stack->code[0] != '\0' ? stack->code : stack->wrapper;
}

static bool
is_code(const struct stack *stack, const char *code)
{
	return strcmp(stack->code, code) == 0;
}

enum retry_class
stack_retry(const struct stack *stack)
{
	/* A file that cannot be written or made: why says the rest. */
	const bool is_file = is_code(stack, "ORA-19502") ||
	    is_code(stack, "ORA-19504");
	enum retry_class retry = code_retry(stack_code(stack));

	if (is_file && stack->has_folder)
		return RETRY_NEVER;
	if (is_file && (stack->has_io || stack->has_space))
		return RETRY_LATER;
	if (is_file && stack->has_media)
		retry = RETRY_SOON;
	if (retry == RETRY_SOON && stack->has_media && stack->is_refused)
		return RETRY_NEVER;
	return retry;
}
