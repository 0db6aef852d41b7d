#include "config.h"

#include "worker/capture.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>

#include "base/buf.h"
#include "base/mem.h"
#include "platform/file.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

static const struct mono_time start = { .ms = 1000000 };

static char *folder;
static char *path;
static struct capture capture;

static void
begin(uint64_t limit)
{
	struct fault fault;
	int descriptor;

	folder = scratch_new();
	path = file_join(folder, "output");
	descriptor = file_open(path, FILE_APPEND, &fault);
	ck_assert_int_ge(descriptor, 0);
	capture_init(&capture, descriptor, limit, SCAN_CMDFILE);
}

/* What lies in the file. */
static void
end(struct buf *text)
{
	struct fault fault;
	uint64_t size;

	ck_assert(file_size(capture.descriptor, &size, &fault));
	ck_assert_uint_eq(size, capture.stored);
	buf_init(text, 64 << 20);
	ck_assert(file_read_whole(path, text, &fault));
	file_close(capture.descriptor);
	capture_clear(&capture);
	free(path);
	scratch_free(folder);
}

static void
add(const char *text, int64_t later_ms)
{
	const struct mono_time now = { .ms = start.ms + later_ms };

	capture_add(&capture, text, strlen(text), now);
}

/* From now on no file of this process may grow beyond `size`. */
static void
allow_size(rlim_t size)
{
	struct rlimit limit;

	(void)signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = size;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

START_TEST(what_comes_is_stored)
{
	struct buf text;

	begin(1000);
	add("one\n", 0);
	add("two", 0);
	capture_finish(&capture);
	ck_assert_uint_eq(capture.stored, 7);
	ck_assert_uint_eq(capture.dropped, 0);
	end(&text);
	ck_assert_str_eq(buf_text(&text), "one\ntwo");
	buf_clear(&text);
}
END_TEST

START_TEST(a_little_more_than_the_limit_is_kept)
{
	struct buf text;

	begin(6);
	add("one\ntwo\nthree\n", 0);
	add("four\n", 0);
	ck_assert_uint_eq(capture.stored, 6);
	capture_finish(&capture);
	ck_assert_uint_eq(capture.dropped, 0);
	end(&text);
	ck_assert_str_eq(buf_text(&text), "one\ntwo\nthree\nfour\n");
	buf_clear(&text);
}
END_TEST

START_TEST(beyond_the_limit_a_mark_and_the_tail_are_kept)
{
	static const char head[] = "head\n";
	const size_t lines = 100000;
	struct buf text;
	char line[32], mark[128];
	const char *tail;
	size_t tail_size;

	begin(sizeof(head) - 1);
	add(head, 0);
	for (size_t i = 0; i < lines; i++) {
		(void)snprintf(line, sizeof(line), "line %08zu\n", i);
		add(line, 0);
	}
	capture_finish(&capture);
	ck_assert_uint_gt(capture.dropped, 0);
	(void)snprintf(mark, sizeof(mark),
	    "head\n\n[backupexec: %zu bytes of output are not shown here: "
	    "log_limit is reached]\n",
	    (size_t)capture.dropped);
	end(&text);
	ck_assert(strncmp(buf_text(&text), mark, strlen(mark)) == 0);
	tail = buf_text(&text) + strlen(mark);
	tail_size = text.size - strlen(mark);
	ck_assert(strncmp(tail, "line ", 5) == 0);
	ck_assert_uint_le(tail_size, CAPTURE_WAITING);
	ck_assert_uint_ge(tail_size, CAPTURE_WAITING - 14);
	ck_assert_uint_eq(tail_size + capture.dropped, lines * 14);
	ck_assert_str_eq(tail + tail_size - 14, "line 00099999\n");
	buf_clear(&text);
}
END_TEST

START_TEST(a_chunk_larger_than_the_room_leaves_its_end)
{
	const size_t size = 3 * CAPTURE_WAITING + 7;
	char *chunk = mem_new(size + 1, 1);
	struct buf text;

	memset(chunk, 'x', size);
	chunk[size - 2] = '\n';
	chunk[size - 1] = 'z';
	begin(0);
	add("first\n", 0);
	add(chunk, 0);
	capture_finish(&capture);
	ck_assert_uint_eq(capture.dropped, 6 + size - 1);
	end(&text);
	ck_assert_str_eq(buf_text(&text) + text.size - 2, "\nz");
	buf_clear(&text);
	free(chunk);
}
END_TEST

START_TEST(a_failure_is_seen_in_what_is_dropped)
{
	char filler[1001];
	struct buf text;

	memset(filler, 'x', 1000);
	filler[999] = '\n';
	filler[1000] = '\0';
	begin(8);
	add("head\nRMA", 0);
	add("N-03009: failure of backup command\nORA-19502: write error\n", 0);
	ck_assert_str_eq(capture_lost(&capture), "");
	for (int i = 0; i < 100; i++)
		add(filler, 0);
	capture_finish(&capture);
	ck_assert_str_eq(capture_lost(&capture), "ORA-19502");
	end(&text);
	buf_clear(&text);
}
END_TEST

START_TEST(a_full_disk_loses_nothing_that_can_wait)
{
	struct buf text;

	begin(1 << 30);
	allow_size(10);
	add("0123456789abc\n", 0);
	add("def\n", 0);
	ck_assert_uint_eq(capture.stored, 10);
	allow_size(RLIM_INFINITY);
	add("not yet\n", CAPTURE_RETRY_MS - 1);
	ck_assert_uint_eq(capture.stored, 10);
	add("now\n", CAPTURE_RETRY_MS);
	ck_assert_uint_eq(capture.size, 0);
	capture_finish(&capture);
	ck_assert_uint_eq(capture.dropped, 0);
	end(&text);
	ck_assert_str_eq(buf_text(&text), "0123456789abc\ndef\nnot yet\nnow\n");
	buf_clear(&text);
}
END_TEST

START_TEST(where_a_full_disk_lost_bytes_stands_a_mark)
{
	char filler[1001];
	struct buf text;
	const char *mark;

	memset(filler, 'x', 1000);
	filler[999] = '\n';
	filler[1000] = '\0';
	begin(1 << 30);
	allow_size(10);
	for (int i = 0; i < 100; i++)
		add(filler, 0);
	ck_assert_uint_gt(capture.dropped, 0);
	allow_size(RLIM_INFINITY);
	add("after\n", CAPTURE_RETRY_MS);
	add("more\n", CAPTURE_RETRY_MS);
	capture_finish(&capture);
	end(&text);
	mark = strstr(buf_text(&text),
	    " bytes of output are not shown here: writing: File too large]\n"
	    "xxx");
	ck_assert_ptr_nonnull(mark);
	ck_assert_str_eq(buf_text(&text) + text.size - 12, "\nafter\nmore\n");
	buf_clear(&text);
}
END_TEST

START_TEST(a_disk_that_stays_full_is_counted)
{
	struct buf text;

	begin(1 << 30);
	allow_size(3);
	add("0123456789", 0);
	capture_finish(&capture);
	ck_assert_uint_eq(capture.stored, 3);
	ck_assert_uint_eq(capture.dropped, 7);
	allow_size(RLIM_INFINITY);
	end(&text);
	ck_assert_str_eq(buf_text(&text), "012");
	buf_clear(&text);
}
END_TEST

START_TEST(what_the_journal_needs_stays_free)
{
	static char line[CAPTURE_WAITING];
	struct buf text;

	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\n';
	begin(1 << 20);
	capture.floor = UINT64_MAX; /* no disk has that */
	add("one\n", 0);
	capture_add(&capture, line, sizeof(line), start);
	add("two\n", 2 * CAPTURE_RETRY_MS);
	ck_assert_uint_eq(capture.stored, 0);
	/* At the end what waits, a little, is stored all the same. */
	capture_finish(&capture);
	ck_assert_uint_eq(capture.dropped, 4 + sizeof(line));
	end(&text);
	ck_assert_str_eq(buf_text(&text),
	    "\n[backupexec: 65540 bytes of output are not shown here: less "
	    "than 17592186044415 MiB are free]\ntwo\n");
	buf_clear(&text);
}
END_TEST

UNIT_MAIN("worker/capture", what_comes_is_stored,
    a_little_more_than_the_limit_is_kept,
    beyond_the_limit_a_mark_and_the_tail_are_kept,
    a_chunk_larger_than_the_room_leaves_its_end,
    a_failure_is_seen_in_what_is_dropped,
    a_full_disk_loses_nothing_that_can_wait,
    where_a_full_disk_lost_bytes_stands_a_mark,
    a_disk_that_stays_full_is_counted, what_the_journal_needs_stays_free)
