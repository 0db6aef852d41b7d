/* A verdict does not depend on how the output was cut and stays in bounds; a
 * record that is read can be written. */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "tests/fuzz/fuzz.h"
#include "worker/record.h"
#include "worker/scan.h"

/* The first bytes choose the cuts: of every size, and never the same. */
static size_t
next_step(const char *bytes, size_t size, size_t at, size_t step)
{
	if (step != 0)
		return step;
	return 1 + (size_t)(unsigned char)bytes[at * 7 % size] % 61;
}

static void
judge(const struct scan_policy *policy, const char *bytes, size_t size,
    size_t step, struct scan_verdict *out_verdict)
{
	const struct scan_end end = { 0 };
	struct scan *scan = mem_new(1, sizeof(*scan));
	size_t at = 0;

	scan_init(scan, policy);
	while (at < size) {
		size_t part = next_step(bytes, size, at, step);

		if (part > size - at)
			part = size - at;
		scan_bytes(scan, bytes + at, part);
		at += part;
	}
	assert(scan->bytes == size);
	scan_finish(scan, &end, out_verdict);
	free(scan);
}

static void
hold_the_laws(const struct scan_verdict *verdict, size_t size)
{
	assert(verdict->stack_begin <= verdict->stack_end);
	assert(verdict->stack_end <= size);
	assert(text_utf8_whole(verdict->reason, strlen(verdict->reason)) ==
	    strlen(verdict->reason));
	/* A success says nothing, all else says why. */
	assert((verdict->outcome == OUTCOME_SUCCESS) ==
	    (verdict->reason_count == 0));
	assert(verdict->reason_count == 0 ||
	    strcmp(verdict->reason, verdict->reasons[0]) == 0);
	assert(verdict->outcome == OUTCOME_FAILURE ||
	    verdict->retry == RETRY_NONE);
	assert(verdict->outcome != OUTCOME_FAILURE || !verdict->is_good);
	assert(verdict->outcome != OUTCOME_SUCCESS ||
	    (verdict->is_good && verdict->code[0] == '\0'));
}

static void
any_pieces_are_the_same(const struct scan_policy *policy, const char *bytes,
    size_t size)
{
	struct scan_verdict *whole = mem_new(1, sizeof(*whole));
	struct scan_verdict *other = mem_new(1, sizeof(*other));

	judge(policy, bytes, size, size + 1, whole);
	hold_the_laws(whole, size);
	for (size_t step = 0; step < 1000; step = step * 3 + 1) {
		judge(policy, bytes, size, step, other);
		assert(memcmp(other, whole, sizeof(*whole)) == 0);
	}
	free(other);
	free(whole);
}

static void
a_record_comes_back(const char *text)
{
	char line[RECORD_MAX];
	struct record_start start = { 0 };
	struct record_end end = { 0 };

	if (record_read_begun(text, &start)) {
		(void)record_write_begun(line, &start);
		assert(record_read_begun(line, &start));
	}
	if (record_read_end(text, &end)) {
		(void)record_write_end(line, &end);
		assert(record_read_end(line, &end));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct scan_policy cmdfile = { .feed = SCAN_CMDFILE };
	struct scan_policy standard_input = { .feed = SCAN_STDIN,
		.expects_pieces = true };
	char *text = mem_new(size + 1, 1);
	struct fault fault;

	if (!code_list_read("RMAN-08137 RMAN-06207", &standard_input.ignore,
		&fault) ||
	    !code_list_read("ORA-28002", &standard_input.escalate, &fault))
		abort();
	if (size != 0)
		memcpy(text, data, size);
	any_pieces_are_the_same(&cmdfile, text, size);
	any_pieces_are_the_same(&standard_input, text, size);
	a_record_comes_back(text);
	free(text);
	return 0;
}
