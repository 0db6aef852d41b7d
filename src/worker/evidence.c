#include "config.h"

#include "worker/evidence.h"

#include <string.h>

#include "base/defs.h"
#include "base/text.h"
#include "worker/front.h"
#include "worker/phrase.h"
#include "worker/table.h"

enum {
	STEP_TEXTS = 4, /* without a code, in the error of a step */
	END_MAX = 100   /* bytes of the line that ends a session */
};

void
evidence_init(struct evidence *evidence, bool has_echo)
{
	memset(evidence, 0, sizeof(*evidence));
	evidence->has_echo = has_echo;
	lexicon_init(&evidence->lexicon);
}

static void
keep_sign(struct evidence_sign *sign, const char *code, const char *line,
    size_t size)
{
	if (sign->code[0] != '\0')
		return;
	(void)text_copy(sign->code, sizeof(sign->code), code);
	if (size > sizeof(sign->line))
		size = sizeof(sign->line);
	memcpy(sign->line, line, size);
	sign->size = size;
}

static void
leave(struct evidence *evidence)
{
	evidence->place = EVIDENCE_OUTSIDE;
	evidence->after_blank = evidence->is_recording = false;
	evidence->is_spaced = false;
	evidence->texts = 0;
}

/* Begin a place; the first stack is kept, a true one rather than a step's. */
static void
enter(struct evidence *evidence, bool is_true, uint64_t begin, uint64_t end)
{
	struct stack *stack = &evidence->stack;
	const bool is_moved = !evidence->has_failed &&
	    evidence->moved_steps == evidence->failed_steps;
	const bool is_first = stack->end == 0 || (is_true && !stack->is_true) ||
	    (!stack->is_true && is_moved);

	leave(evidence);
	evidence->place = is_true ? EVIDENCE_STACK : EVIDENCE_STEP;
	evidence->is_recording = is_first;
	if (is_first)
		stack_begin(stack, begin, end, is_true);
}

/* The session's own names for itself: "Recovery Manager", or of its banner. */
static size_t
name_length(const struct evidence *evidence, const struct phrase *view)
{
	static const char *const names[] = { "Recovery Manager",
		"\xe6\x81\xa2\xe5\xa4\x8d\xe7\xae\xa1\xe7\x90\x86\xe5\x99\xa8",
		"\xbb\xd6\xb8\xb4\xb9\xdc\xc0\xed\xc6\xf7", /* the same, GBK */
		"Gestionnaire de r", "Administrador de recup",
		"Gerenciador de Recup" };

	if (evidence->name_size != 0 && view->size >= evidence->name_size &&
	    memcmp(view->text, evidence->name, evidence->name_size) == 0)
		return evidence->name_size;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (phrase_begins(view, names[i]))
			return strlen(names[i]);
	}
	return 0;
}

/* "Recovery Manager: Release 19.0", in other languages by its shape. */
static bool
is_banner(struct evidence *evidence, const struct phrase *view)
{
	size_t at = name_length(evidence, view);
	const char *colon = memchr(view->text, ':', view->size);
	size_t length;

	while (at != 0 && at < view->size && view->text[at] == ' ')
		at++;
	if (at != 0 && at < view->size && view->text[at] == ':')
		return true;
	if (colon == NULL || !phrase_has(view, " Release "))
		return false;
	length = (size_t)(colon - view->text);
	while (length != 0 && view->text[length - 1] == ' ')
		length--;
	/* Other programs of Oracle have plain names. */
	if (length == 0 || length > EVIDENCE_NAME ||
	    (unsigned char)view->text[0] < 0x80)
		return false;
	memcpy(evidence->name, view->text, length);
	evidence->name_size = length;
	return true;
}

/*
 * "Recovery Manager complete.", in any language: a short line of its name, or
 * of some manager that is said to be complete.
 */
static bool
is_end(const struct evidence *evidence, const struct phrase *view)
{
	size_t at = name_length(evidence, view);

	if (view->size > END_MAX || at == view->size ||
	    (at == 0 &&
		((view->words & WORD_MANAGER) == 0 ||
		    !lexicon_says_finished(view->text, view->size))))
		return false;
	for (; at < view->size; at++) {
		if (strchr(":=/,;", view->text[at]) != NULL ||
		    text_is_digit(view->text[at]))
			return false;
	}
	return true;
}

static void
note_row(struct evidence *evidence, const struct phrase *view)
{
	switch (table_row(view->text, view->size, evidence->is_validate)) {
	case TABLE_FAILED:
		evidence->has_corrupt = true;
		break;
	case TABLE_MARKED:
		evidence->has_marked = true;
		break;
	case TABLE_CRITICAL:
		evidence->has_critical = true;
		break;
	case TABLE_OTHER:
		break;
	}
}

/* Of a session that goes on, whatever ended before was another's. */
static void
note_progress(struct evidence *evidence, const struct phrase *view)
{
	const uint32_t signs = WORD_CODE | WORD_DBID | WORD_CHANNEL |
	    WORD_RECORD | WORD_HOST;

	if ((view->words & (WORD_DBID | WORD_CHANNEL | WORD_RECORD)) != 0 ||
	    phrase_is_connection(view))
		evidence->has_connected = true;
	if (phrase_is_piece(view)) {
		evidence->pieces++;
		evidence->has_connected = true;
		evidence->has_ended = false;
	}
	if ((view->words & signs) != 0)
		evidence->has_ended = false;
	if ((view->words & WORD_KIND) != 0)
		evidence->kinds |= phrase_kinds(view);
}

static void
note_doubts(struct evidence *evidence, const struct phrase *view)
{
	const uint32_t words = view->words;

	if ((words & WORD_CANCELLED) != 0 &&
	    lexicon_says_no_files(view->text, view->size))
		evidence->no_files = true;
	if (((words & WORD_EXPIRED) != 0 && phrase_is_expired(view)) ||
	    ((words & WORD_VALIDATED) != 0 &&
		lexicon_says_failed(view->text, view->size)))
		evidence->has_expired = true;
	if ((words & WORD_PACKAGE) != 0 && phrase_is_not_current(view))
		evidence->is_not_current = true;
	if ((words & WORD_SPOOL) != 0 && phrase_has(view, "pooling") &&
	    phrase_has(view, " log") && !phrase_has(view, "turned off"))
		evidence->is_spooled = true;
	if ((words & WORD_MARK) != 0 && phrase_begins(view, "[backupexec: ") &&
	    phrase_has(view, " bytes of output are not shown here"))
		evidence->is_cut = true;
}

/* What failed on one channel is done by another. */
static void
on_moved(struct evidence *evidence)
{
	const struct stack *stack = &evidence->stack;

	leave(evidence);
	if (evidence->moved_steps == evidence->failed_steps)
		return;
	evidence->moved_steps++;
	if (!stack->is_true)
		keep_sign(&evidence->rman, stack_code(stack), stack->cause,
		    stack->cause_size);
}

/* A line of output without a code. */
static void
on_text(struct evidence *evidence, const struct phrase *view)
{
	const uint32_t words = view->words;

	if ((words & WORD_INVALID) != 0)
		evidence->has_swallowed = true;
	if ((words & WORD_CORRUPT) != 0)
		evidence->has_corrupt = true;
	if ((words & WORD_SYNTAX) != 0)
		evidence->is_checked = true;
	if ((words & WORD_RULER) != 0 &&
	    table_is_validate(view->text, view->size))
		evidence->is_validate = true;
	if (evidence->is_validate ||
	    (words & (WORD_STATUS_FAILED | WORD_STATUS_OK | WORD_CRITICAL)) !=
		0)
		note_row(evidence, view);
	if ((words & WORD_ELSEWHERE) != 0)
		on_moved(evidence);
	note_progress(evidence, view);
	note_doubts(evidence, view);
}

static void
on_session(struct evidence *evidence, bool is_begin)
{
	leave(evidence);
	if (is_begin)
		evidence->sessions++;
	else
		evidence->ends++;
	evidence->has_ended = !is_begin;
}

/* In a stack or a step: what belongs to it. True when the line does. */
static bool
continues(struct evidence *evidence, const struct phrase *view)
{
	if ((evidence->after_blank && !evidence->is_spaced) ||
	    phrase_resumes(view) ||
	    (view->words & (WORD_ELSEWHERE | WORD_INVALID | WORD_MARK)) != 0 ||
	    (evidence->place == EVIDENCE_STEP &&
		++evidence->texts > STEP_TEXTS)) {
		leave(evidence);
		return false;
	}
	if (evidence->is_recording)
		stack_add_text(&evidence->stack, view->text, view->size,
		    view->end);
	return true;
}

static void
on_plain_line(struct evidence *evidence, const struct phrase *view)
{
	const uint32_t names = WORD_BANNER | WORD_MANAGER;

	evidence->in_ignored_block = false;
	if (((view->words & names) != 0 || evidence->name_size != 0)) {
		if (is_banner(evidence, view)) {
			on_session(evidence, true);
			return;
		}
		if (is_end(evidence, view)) {
			on_session(evidence, false);
			return;
		}
	}
	if (evidence->place == EVIDENCE_OUTSIDE || !continues(evidence, view))
		on_text(evidence, view);
}

static void
on_header(struct evidence *evidence, const struct phrase *view, bool after_rule)
{
	evidence->has_failed = true;
	evidence->has_lone_rule = false;
	enter(evidence, true, after_rule ? evidence->rule_begin : view->begin,
	    view->end);
}

static void
on_rule(struct evidence *evidence, const struct phrase *view)
{
	if (evidence->place == EVIDENCE_STACK) {
		evidence->is_spaced = evidence->after_blank;
		evidence->after_blank = false;
		if (evidence->is_recording)
			evidence->stack.end = view->end;
		return;
	}
	leave(evidence);
	evidence->rule_begin = view->begin;
	evidence->after_rule = true;
	if (!evidence->stack.is_true)
		evidence->has_lone_rule = true;
}

static void
count_failure(struct evidence *evidence, const struct code *code)
{
	if (code_is(code, true, 3009))
		evidence->failed_steps++;
	else
		evidence->has_failed = true;
}

/* A code that fails the run where no stack is. */
static void
on_failure(struct evidence *evidence, const struct code *code,
    const struct phrase *view)
{
	enter(evidence, false, view->begin, view->end);
	count_failure(evidence, code);
	if (evidence->is_recording)
		stack_add_code(&evidence->stack, code, view->text, view->size,
		    view->end);
}

/* The text behind the code of a message that informs. */
static struct phrase
behind_code(const struct phrase *view)
{
	struct phrase text = *view;
	const char *colon = memchr(view->text, ':', view->size);
	size_t at = (size_t)(colon - view->text) + 1;

	while (at < view->size && view->text[at] == ' ')
		at++;
	text.text += at;
	text.size -= at;
	text.words &= ~(uint32_t)WORD_CODE;
	return text;
}

static void
on_warning(struct evidence *evidence, const struct code *code,
    const struct phrase *view, bool is_certain)
{
	struct evidence_sign *sign = is_certain ? &evidence->rman :
						  &evidence->doubtful;
	struct code inner = *code;
	size_t at = 0;

	if (!code->is_rman) {
		keep_sign(&evidence->ora, code->text, view->text, view->size);
		return;
	}
	if (code_is_wrapper(code))
		(void)code_find(view->text, view->size, &at, &inner);
	keep_sign(sign, inner.text, view->text + at, view->size - at);
}

/* Outside of a stack, and not a failure by itself. */
static void
on_message(struct evidence *evidence, const struct code *code,
    const struct phrase *view)
{
	enum code_meaning meaning = code_meaning(code);
	struct phrase text = behind_code(view);

	if (code_list_has(&evidence->escalate, code)) {
		on_failure(evidence, code, view);
		return;
	}
	if (!code_continues(code))
		evidence->in_ignored_block = code_list_has(&evidence->ignore,
		    code);
	if (evidence->in_ignored_block ||
	    code_list_has(&evidence->ignore, code))
		return;
	if (meaning == CODE_INFORMS) {
		evidence->is_numbered = true;
		if (code_connects(code))
			evidence->has_connected = true;
		on_plain_line(evidence, &text);
		return;
	}
	if (meaning == CODE_UNKNOWN &&
	    !lexicon_says_warning(text.text, text.size)) {
		on_warning(evidence, code, view, false);
		on_text(evidence, &text);
		return;
	}
	on_warning(evidence, code, view, true);
	note_progress(evidence, view);
}

static void
on_code(struct evidence *evidence, const struct code *code,
    const struct phrase *view, bool after_rule)
{
	const enum code_meaning meaning = code_meaning(code);
	struct stack *stack = &evidence->stack;

	evidence->has_ended = false;
	if (meaning == CODE_RULES) {
		on_rule(evidence, view);
		return;
	}
	if (code_is(code, true, 569)) {
		on_header(evidence, view, after_rule);
		return;
	}
	if (evidence->place != EVIDENCE_STACK &&
	    (code_is(code, true, 12018) || code_is(code, true, 12019))) {
		/* "channel disabled", "continuing other job steps". */
		if (code->number == 12018)
			on_moved(evidence);
		else
			leave(evidence);
		return;
	}
	/* An empty line ends it, unless every line has one. */
	if (evidence->after_blank && evidence->is_recording &&
	    (evidence->is_spaced || stack->code[0] == '\0'))
		evidence->after_blank = false;
	if (evidence->after_blank)
		leave(evidence);
	evidence->texts = 0;
	if (evidence->place == EVIDENCE_OUTSIDE) {
		if (meaning == CODE_FAILS)
			on_failure(evidence, code, view);
		else if (!code_is_nothing(code))
			on_message(evidence, code, view);
		return;
	}
	if (meaning == CODE_FAILS && evidence->place == EVIDENCE_STEP &&
	    (!evidence->is_recording || stack->code[0] != '\0')) {
		on_failure(evidence, code, view);
		return;
	}
	if (meaning == CODE_FAILS && evidence->place == EVIDENCE_STEP)
		count_failure(evidence, code);
	if (evidence->is_recording && code_is_nothing(code))
		stack_add_text(stack, view->text, view->size, view->end);
	else if (evidence->is_recording)
		stack_add_code(stack, code, view->text, view->size, view->end);
}

/* Echo proves nothing, but that the output is sent away. */
static void
on_echo(struct evidence *evidence, const struct phrase *view)
{
	char text[LINES_MAX];
	const char *at;

	leave(evidence);
	if (is_end(evidence, view)) {
		on_session(evidence, false);
		return;
	}
	evidence->has_ended = false;
	if ((view->words & WORD_SPOOL) == 0)
		return;
	for (size_t i = 0; i < view->size; i++)
		text[i] = text_lower(view->text[i]);
	at = memchr(text, '#', view->size);
	evidence->is_spooled = evidence->is_spooled ||
	    lexicon_has(text, at == NULL ? view->size : (size_t)(at - text),
		"spool log to");
}

static void
on_blank(struct evidence *evidence)
{
	if (evidence->place != EVIDENCE_OUTSIDE)
		evidence->after_blank = true;
}

/* A line that holds none of the words, or says again what is known. */
static bool
is_quiet(const struct evidence *evidence, const struct line *line,
    uint32_t words)
{
	const uint32_t known = evidence->has_connected && !evidence->has_ended ?
	    WORD_DBID | WORD_CHANNEL | WORD_RECORD :
	    0;

	return (words & ~known) == 0 && evidence->place == EVIDENCE_OUTSIDE &&
	    !evidence->after_rule && !evidence->is_validate &&
	    (evidence->name_size == 0 ||
		!lexicon_has(line->text, line->size, evidence->name));
}

/*
 * A front that no grammar knows is as wide on every line: its width is learnt
 * from the banner and the rules of a stack, which are what they are.
 */
static void
learn_column(struct evidence *evidence, const struct line *line, uint32_t words)
{
	static const char *const texts[] = { "RMAN-00571: ==", "RMAN-00569: ==",
		"Recovery Manager: Release " };
	const uint32_t signs = WORD_CODE | WORD_BANNER;

	for (size_t i = 0; i < COUNT_OF(texts) && (words & signs) != 0; i++) {
		size_t length = strlen(texts[i]);

		for (size_t at = 0; at + length <= line->size; at++) {
			if (memcmp(line->text + at, texts[i], length) == 0) {
				evidence->column = at;
				return;
			}
		}
	}
}

/* Where the text begins by that width; 0: it tells nothing. */
static size_t
by_column(const struct evidence *evidence, const struct line *line)
{
	size_t at = evidence->column;
	struct phrase view = { .text = line->text + at };
	struct code code;

	if (at == 0 || at >= line->size)
		return 0;
	view.size = line->size - at;
	return code_read(view.text, view.size, &code) ||
		front_prompt(view.text, view.size) != 0 ||
		name_length(evidence, &view) != 0 ?
	    at :
	    0;
}

static struct front
find_front(struct evidence *evidence, const struct line *line, uint32_t words)
{
	struct front front = front_of(line->text, line->size);
	struct front other;
	struct code code;
	size_t at;

	if (front.has_prompt ||
	    code_read(line->text + front.at, line->size - front.at, &code))
		return front;
	if (evidence->column == 0 || (words & WORD_CODE) != 0)
		learn_column(evidence, line, words);
	at = by_column(evidence, line);
	if (at == 0)
		return front;
	other = front_of(line->text + at, line->size - at);
	other.at += at;
	return other;
}

void
evidence_line(struct evidence *evidence, const struct line *line)
{
	struct phrase view = { line->text, line->size, line->begin, line->end,
		lexicon_find(&evidence->lexicon, line->text, line->size) };
	const bool after_rule = evidence->after_rule;
	struct front front;
	struct code code;

	if (is_quiet(evidence, line, view.words))
		return; /* most lines, by far */
	front = find_front(evidence, line, view.words);
	view.text += front.at;
	view.size -= front.at;
	while (view.size != 0 && (unsigned char)view.text[view.size - 1] <= ' ')
		view.size--;
	if (front.has_prompt && evidence->has_echo) {
		on_echo(evidence, &view);
		return;
	}
	if (front.has_prompt) {
		leave(evidence);
		evidence->has_ended = false;
	}
	if (view.size == 0) {
		on_blank(evidence);
		return;
	}
	evidence->after_rule = false;
	if (code_read(view.text, view.size, &code))
		on_code(evidence, &code, &view, after_rule);
	else
		on_plain_line(evidence, &view);
}

void
evidence_rest(struct evidence *evidence, const struct line *line)
{
	const uint32_t words = lexicon_find(&evidence->lexicon, line->text,
	    line->size);
	struct front front = find_front(evidence, line, words);
	struct phrase view = { .text = line->text + front.at,
		.size = line->size - front.at,
		.words = words };

	while (view.size != 0 && (unsigned char)view.text[view.size - 1] <= ' ')
		view.size--;
	if (is_end(evidence, &view) &&
	    (view.text[view.size - 1] == '.' ||
		(unsigned char)view.text[view.size - 1] >= 0x80))
		on_session(evidence, false);
}
