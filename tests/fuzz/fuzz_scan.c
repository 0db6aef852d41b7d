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

static void
judge(enum scan_feed feed, const char *bytes, size_t size, size_t step,
    struct scan_verdict *out_verdict)
{
	const struct scan_end end = { .policy.expects_pieces = true };
	struct scan scan;

	scan_init(&scan, feed);
	for (size_t at = 0; at < size; at += step)
		scan_bytes(&scan, bytes + at,
		    size - at < step ? size - at : step);
	assert(scan.bytes == size);
	scan_finish(&scan, &end, out_verdict);
}

static void
any_pieces_are_the_same(enum scan_feed feed, const char *bytes, size_t size)
{
	struct scan_verdict whole = { 0 }, other = { 0 };

	judge(feed, bytes, size, size + 1, &whole);
	assert(whole.stack_begin <= whole.stack_end);
	assert(whole.stack_end <= size);
	assert(text_utf8_whole(whole.reason, strlen(whole.reason)) ==
	    strlen(whole.reason));
	for (size_t step = 1; step < 1000; step = step * 3 + 1) {
		judge(feed, bytes, size, step, &other);
		assert(other.outcome == whole.outcome);
		assert(other.pieces == whole.pieces);
		assert(other.stack_begin == whole.stack_begin);
		assert(other.stack_end == whole.stack_end);
		assert(strcmp(other.code, whole.code) == 0);
		assert(strcmp(other.reason, whole.reason) == 0);
		assert(strcmp(other.stack, whole.stack) == 0);
	}
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
	char *text = mem_new(size + 1, 1);

	if (size != 0)
		memcpy(text, data, size);
	any_pieces_are_the_same(SCAN_CMDFILE, text, size);
	any_pieces_are_the_same(SCAN_STDIN, text, size);
	a_record_comes_back(text);
	free(text);
	return 0;
}
