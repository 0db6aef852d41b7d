/* Every log of tests/data/rman is judged as its index says, however its bytes
 * are cut and whatever rman's exit status is worth. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/defs.h"
#include "base/mem.h"
#include "platform/process.h"
#include "tests/unit.h"
#include "worker/judge.h"
#include "worker/scan.h"

enum { COLUMNS = 11, WORDS = 16, LOG_MAX = 1 << 20 };

enum column { NAME, FEED, END, OUTCOME, CODE, GOOD, RETRY, OPTIONS };

struct entry {
	char *columns[COLUMNS];
	struct judge_question question;
};

static char *
read_file(const char *name, size_t *out_size)
{
	const char *top = process_variable("top_srcdir");
	char *path = mem_format("%s/tests/data/rman/%s",
	    top == NULL ? "." : top, name);
	char *text = mem_new(LOG_MAX, 1);
	FILE *file = fopen(path, "rb");

	ck_assert_msg(file != NULL, "%s", path);
	*out_size = fread(text, 1, LOG_MAX - 1, file);
	ck_assert_msg(*out_size < LOG_MAX - 1, "%s is too long", path);
	(void)fclose(file);
	free(path);
	return text;
}

/* The words of the command line that this entry stands for. */
static void
ask(struct entry *entry)
{
	const char *words[WORDS] = { "--feed", entry->columns[FEED] };
	struct fault fault;
	char *end = mem_format("--%s%s",
	    strncmp(entry->columns[END], "exit=", 5) == 0 ? "exit-status=" :
							    "signal=",
	    strchr(entry->columns[END], '=') + 1);
	char *options = mem_text(entry->columns[OPTIONS]);
	size_t count = 2;

	words[count++] = end;
	for (char *word = options; strcmp(options, "-") != 0 && word != NULL;) {
		char *space = strchr(word, ' ');

		if (space != NULL)
			*space++ = '\0';
		words[count++] = word;
		word = space;
	}
	ck_assert_msg(judge_read(words, &entry->question, &fault), "%s",
	    fault.text);
	free(options);
	free(end);
}

static const char *
filled(const char *text)
{
	return text[0] == '\0' ? "-" : text;
}

static void
judge(const char *bytes, size_t size, size_t step,
    const struct judge_question *question, struct scan_verdict *out_verdict)
{
	struct scan *scan = mem_new(1, sizeof(*scan));

	scan_init(scan, &question->policy);
	for (size_t at = 0; at < size; at += step)
		scan_bytes(scan, bytes + at,
		    size - at < step ? size - at : step);
	scan_finish(scan, &question->end, out_verdict);
	free(scan);
}

static void
check(char **columns, const struct scan_verdict *verdict)
{
	ck_assert_msg(strcmp(outcome_name(verdict->outcome),
			  columns[OUTCOME]) == 0,
	    "%s: outcome %s, reason %s", columns[NAME],
	    outcome_name(verdict->outcome), verdict->reason);
	ck_assert_msg(strcmp(filled(verdict->code), columns[CODE]) == 0,
	    "%s: code %s", columns[NAME], verdict->code);
	ck_assert_msg(verdict->is_good == (columns[GOOD][0] == 'y'),
	    "%s: good %d", columns[NAME], verdict->is_good);
	ck_assert_msg(strcmp(filled(retry_class_name(verdict->retry)),
			  columns[RETRY]) == 0,
	    "%s: retry %s", columns[NAME], retry_class_name(verdict->retry));
}

static void
check_pieces(struct entry *entry, const char *log, size_t size,
    const struct scan_verdict *whole)
{
	static const size_t steps[] = { 1, 7, 512 };

	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		struct scan_verdict *other = mem_new(1, sizeof(*other));

		judge(log, size, steps[i], &entry->question, other);
		ck_assert_msg(memcmp(other, whole, sizeof(*other)) == 0,
		    "%s in steps of %zu: outcome %d, %s", entry->columns[NAME],
		    steps[i], (int)other->outcome, other->reason);
		free(other);
	}
}

/* A failure is one under each, with its code; nothing is good with 1. */
static void
check_policies(const struct entry *entry, const char *log, size_t size,
    const struct scan_verdict *whole)
{
	struct judge_question question = entry->question;
	struct scan_verdict *other = mem_new(1, sizeof(*other));

	if (question.end.signal == 0 && whole->outcome == OUTCOME_FAILURE &&
	    whole->code[0] != '\0') {
		question.end.exit_status = 0;
		judge(log, size, 4096, &question, other);
		ck_assert_msg(other->outcome == OUTCOME_FAILURE, "%s by 0",
		    entry->columns[NAME]);
		ck_assert_str_eq(other->code, whole->code);
	}
	question.end.exit_status = 1;
	question.end.signal = 0;
	judge(log, size, 4096, &question, other);
	ck_assert_msg(other->outcome == OUTCOME_FAILURE, "%s by 1",
	    entry->columns[NAME]);
	ck_assert(!other->is_good);
	if (whole->outcome == OUTCOME_FAILURE)
		ck_assert_str_eq(other->code, whole->code);
	else if (entry->question.policy.escalate.count == 0 &&
	    strncmp(entry->columns[NAME], "inband", 6) != 0)
		ck_assert_msg(other->code[0] == '\0', "%s by 1 has code %s",
		    entry->columns[NAME], other->code);
	free(other);
}

static void
check_line(char *line)
{
	struct entry entry = { 0 };
	struct scan_verdict *whole = mem_new(1, sizeof(*whole));
	size_t size, count = 0;
	char *name, *log;

	for (char *word = line; word != NULL && count < COLUMNS;) {
		char *tab = strchr(word, '\t');

		entry.columns[count++] = word;
		if (tab != NULL)
			*tab++ = '\0';
		word = tab;
	}
	ck_assert_msg(count == COLUMNS, "%s has %zu columns", line, count);
	ask(&entry);
	name = mem_format("%s.log", entry.columns[NAME]);
	log = read_file(name, &size);
	judge(log, size, size + 1, &entry.question, whole);
	check(entry.columns, whole);
	check_pieces(&entry, log, size, whole);
	check_policies(&entry, log, size, whole);
	free(whole);
	free(log);
	free(name);
}

START_TEST(each_log_is_judged_as_its_index_says)
{
	size_t size, count = 0;
	char *index = read_file("index", &size);
	char *next;

	for (char *line = index; line[0] != '\0'; line = next) {
		next = strchr(line, '\n');
		ck_assert_ptr_nonnull(next);
		*next++ = '\0';
		if (line[0] == '#')
			continue;
		check_line(line);
		count++;
	}
	ck_assert_uint_ge(count, 80);
	free(index);
}
END_TEST

UNIT_MAIN("worker/scan and its corpus", each_log_is_judged_as_its_index_says)
