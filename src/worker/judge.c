#include "config.h"

#include "worker/judge.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/defs.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/kind.h"
#include "platform/process.h"

enum { CHUNK = 256 << 10, EXIT_MAX = 255, SIGNAL_MAX = 64 };

typedef bool option_fn(struct judge_question *question, const char *value,
    struct fault *fault);

static bool
read_exit_status(struct judge_question *question, const char *value,
    struct fault *fault)
{
	int64_t status;

	if (!text_number(value, 0, EXIT_MAX, &status, fault))
		return false;
	question->end.exit_status = (int)status;
	return true;
}

/* A number, or a name with or without SIG. */
static bool
read_signal(struct judge_question *question, const char *value,
    struct fault *fault)
{
	const char *name = text_begins(value, "SIG") ? value + 3 : value;
	int64_t number;

	for (int i = 1; i <= SIGNAL_MAX; i++) {
		char room[16];

		process_signal_name(i, room);
		if (text_equal_fold(room, name)) {
			question->end.signal = i;
			return true;
		}
	}
	if (!text_number(value, 1, SIGNAL_MAX, &number, fault))
		return false;
	question->end.signal = (int)number;
	return true;
}

static bool
read_feed(struct judge_question *question, const char *value,
    struct fault *fault)
{
	static const char *const feeds[SCAN_FEEDS] = {
		[SCAN_CMDFILE] = "cmdfile",
		[SCAN_STDIN] = "stdin",
		[SCAN_STEP] = "step",
	};

	for (int i = 0; i < SCAN_FEEDS; i++) {
		if (strcmp(value, feeds[i]) == 0) {
			question->policy.feed = (enum scan_feed)i;
			return true;
		}
	}
	return fault_set(fault, FAULT_USAGE,
	    "'%.40s' is not cmdfile, stdin or step", value);
}

static bool
read_ignore(struct judge_question *question, const char *value,
    struct fault *fault)
{
	return code_list_read(value, &question->policy.ignore, fault);
}

static bool
read_escalate(struct judge_question *question, const char *value,
    struct fault *fault)
{
	return code_list_read(value, &question->policy.escalate, fault);
}

static bool
read_kind(struct judge_question *question, const char *value,
    struct fault *fault)
{
	return kind_read(value, &question->policy.kinds, fault);
}

static bool
read_expects_pieces(struct judge_question *question, const char *value,
    struct fault *fault)
{
	(void)value;
	(void)fault;
	question->policy.expects_pieces = true;
	return true;
}

static const struct {
	const char *name;
	bool has_value;
	option_fn *read;
} options[] = {
	{ "--exit-status", true, read_exit_status },
	{ "--signal", true, read_signal },
	{ "--feed", true, read_feed },
	{ "--ignore", true, read_ignore },
	{ "--escalate", true, read_escalate },
	{ "--kind", true, read_kind },
	{ "--expects-pieces", false, read_expects_pieces },
};

/* "--name=value", "--name value"; how many words that took, 0 with a fault. */
static size_t
read_option(struct judge_question *question, const char *const *words,
    struct fault *fault)
{
	for (size_t i = 0; i < COUNT_OF(options); i++) {
		size_t length = strlen(options[i].name);
		const char *value = words[1];
		size_t count = options[i].has_value ? 2 : 1;

		if (strncmp(words[0], options[i].name, length) != 0)
			continue;
		if (options[i].has_value && words[0][length] == '=') {
			value = words[0] + length + 1;
			count = 1;
		} else if (words[0][length] != '\0') {
			continue;
		}
		if (options[i].has_value && value == NULL) {
			(void)fault_set(fault, FAULT_USAGE, "%s needs a value",
			    options[i].name);
			return 0;
		}
		if (options[i].read(question, value, fault))
			return count;
		(void)fault_wrap(fault, "%s", options[i].name);
		return 0;
	}
	(void)fault_set(fault, FAULT_USAGE, "unknown argument '%.40s'",
	    words[0]);
	return 0;
}

bool
judge_read(const char *const *words, struct judge_question *out_question,
    struct fault *fault)
{
	struct judge_question question = { 0 };

	while (*words != NULL) {
		size_t count = read_option(&question, words, fault);

		if (count == 0)
			return false;
		words += count;
	}
	if (question.end.signal != 0) {
		if (question.end.exit_status != 0)
			return fault_set(fault, FAULT_USAGE,
			    "--exit-status and --signal exclude each other");
		question.end.exit_status = -1;
	}
	*out_question = question;
	return true;
}

static void
print(const struct scan_verdict *verdict, FILE *output)
{
	char kinds[KIND_TEXT_MAX];

	(void)fprintf(output, "%s\t%s\n", outcome_name(verdict->outcome),
	    verdict->code);
	for (size_t i = 0; i < verdict->reason_count; i++)
		(void)fprintf(output, "%s\n", verdict->reasons[i]);
	kind_format(kinds, verdict->kinds);
	(void)fprintf(output, "pieces: %d\n", verdict->pieces);
	if (kinds[0] != '\0')
		(void)fprintf(output, "kind: %s\n", kinds);
	(void)fprintf(output, "good: %s\n", verdict->is_good ? "yes" : "no");
	if (verdict->retry != RETRY_NONE)
		(void)fprintf(output, "retry: %s\n",
		    retry_class_name(verdict->retry));
	if (verdict->stack[0] != '\0')
		(void)fprintf(output, "\n%s", verdict->stack);
}

bool
judge_answer(const struct judge_question *question, FILE *input, FILE *output,
    struct fault *fault)
{
	struct scan *scan = mem_new(1, sizeof(*scan));
	struct scan_verdict *verdict = mem_new(1, sizeof(*verdict));
	char *chunk = mem_new(CHUNK, 1);
	size_t size;
	bool done;

	scan_init(scan, &question->policy);
	while ((size = fread(chunk, 1, CHUNK, input)) != 0)
		scan_bytes(scan, chunk, size);
	done = ferror(input) == 0 ||
	    fault_set(fault, FAULT_SYSTEM, "the log cannot be read: %s",
		strerror(errno));
	if (done) {
		scan_finish(scan, &question->end, verdict);
		print(verdict, output);
		done = fflush(output) == 0 ||
		    fault_set(fault, FAULT_SYSTEM,
			"the verdict cannot be written: %s", strerror(errno));
	}
	free(chunk);
	free(verdict);
	free(scan);
	return done;
}
