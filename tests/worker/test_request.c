#include "config.h"

#include "worker/request.h"

#include <stdio.h>

#include "base/defs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "tests/unit.h"

static char **
texts_of(const char *const *texts)
{
	size_t count = 0;
	char **copy;

	while (texts[count] != NULL)
		count++;
	copy = mem_new(count + 1, sizeof(*copy));
	for (size_t i = 0; i < count; i++)
		copy[i] = mem_text(texts[i]);
	return copy;
}

static struct request
some_request(void)
{
	static const char *const arguments[] = { "target", "/", "", NULL };
	static const char *const environment[] = { "A=\xff\xfe", "B=", NULL };

	return (struct request){
		.program = mem_text("/o/bin/rman"),
		.arguments = texts_of(arguments),
		.environment = texts_of(environment),
		.feed = SCAN_STDIN,
		.script = mem_text("backup database;\n"),
		.allows_host = true,
		.user = mem_text("sys as sysdba"),
		.password_file = mem_text("/etc/pass"),
		.address = mem_text("//h:1521/S"),
		.catalog = mem_text("/@rcat"),
		.timeout_s = 86400,
		.stop_wait_s = 60,
		.log_limit = UINT64_C(4) << 30,
		.expects_pieces = true,
		.work = mem_text(""),
	};
}

START_TEST(a_request_is_read_as_it_was_written)
{
	struct request request = some_request(), back;
	struct fault fault;
	struct buf bytes;

	buf_init(&bytes, 0);
	ck_assert(request_write(&request, &bytes, &fault));
	ck_assert(request_read(bytes.bytes, bytes.size, &back, &fault));
	ck_assert_str_eq(back.program, "/o/bin/rman");
	ck_assert_str_eq(back.arguments[0], "target");
	ck_assert_str_eq(back.arguments[1], "/");
	ck_assert_str_eq(back.arguments[2], "");
	ck_assert_ptr_null(back.arguments[3]);
	ck_assert_str_eq(back.environment[0], "A=\xff\xfe");
	ck_assert_str_eq(back.environment[1], "B=");
	ck_assert_ptr_null(back.environment[2]);
	ck_assert_int_eq(back.feed, SCAN_STDIN);
	ck_assert_str_eq(back.script, "backup database;\n");
	ck_assert(back.allows_host);
	ck_assert_str_eq(back.user, "sys as sysdba");
	ck_assert_str_eq(back.password_file, "/etc/pass");
	ck_assert_str_eq(back.address, "//h:1521/S");
	ck_assert_str_eq(back.catalog, "/@rcat");
	ck_assert_int_eq(back.timeout_s, 86400);
	ck_assert_int_eq(back.stop_wait_s, 60);
	ck_assert_uint_eq(back.log_limit, UINT64_C(4) << 30);
	ck_assert(back.expects_pieces);
	ck_assert_str_eq(back.work, "");
	request_clear(&back);
	request_clear(&request);
	buf_clear(&bytes);
}
END_TEST

START_TEST(a_cut_request_is_refused_whole)
{
	struct request request = some_request();
	struct fault fault;
	struct buf bytes;

	buf_init(&bytes, 0);
	ck_assert(request_write(&request, &bytes, &fault));
	for (size_t size = 0; size < bytes.size; size++) {
		struct request back = { .timeout_s = 17 };

		ck_assert(!request_read(bytes.bytes, size, &back, &fault));
		ck_assert_int_eq(back.timeout_s, 17);
	}
	request_clear(&request);
	buf_clear(&bytes);
}
END_TEST

START_TEST(nothing_may_follow_a_request)
{
	struct request request = some_request(), back;
	struct fault fault;
	struct buf bytes;

	buf_init(&bytes, 0);
	ck_assert(request_write(&request, &bytes, &fault));
	ck_assert(buf_add(&bytes, "", 1, &fault));
	ck_assert(!request_read(bytes.bytes, bytes.size, &back, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	request_clear(&request);
	buf_clear(&bytes);
}
END_TEST

START_TEST(values_out_of_range_are_refused)
{
	for (int i = 0; i < 3; i++) {
		struct request request = some_request(), back;
		struct fault fault;
		struct buf bytes;

		if (i == 0)
			request.timeout_s = LIMIT_TIMEOUT_S + 1;
		else if (i == 1)
			request.stop_wait_s = LIMIT_TIMEOUT_S + 1;
		else
			request.feed = SCAN_FEEDS;
		buf_init(&bytes, 0);
		ck_assert(request_write(&request, &bytes, &fault));
		ck_assert(
		    !request_read(bytes.bytes, bytes.size, &back, &fault));
		request_clear(&request);
		buf_clear(&bytes);
	}
}
END_TEST

START_TEST(a_request_beyond_its_limit_is_refused)
{
	struct request request = some_request();
	struct fault fault;
	struct buf bytes;

	free(request.script);
	request.script = mem_new(LIMIT_REQUEST + 1, 1);
	memset(request.script, 'x', LIMIT_REQUEST);
	buf_init(&bytes, 0);
	ck_assert(!request_write(&request, &bytes, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	request_clear(&request);
	buf_clear(&bytes);
}
END_TEST

START_TEST(more_words_than_allowed_are_refused)
{
	for (size_t more = 0; more < 2; more++) {
		struct request request = some_request(), back;
		size_t count = LIMIT_REQUEST_WORDS + more;
		struct fault fault;
		struct buf bytes;

		request.environment = mem_grow(request.environment, count + 1,
		    sizeof(char *));
		for (size_t i = 2; i < count; i++)
			request.environment[i] = mem_text("A=1");
		request.environment[count] = NULL;
		buf_init(&bytes, 0);
		ck_assert(request_write(&request, &bytes, &fault));
		ck_assert_int_eq(request_read(bytes.bytes, bytes.size, &back,
				     &fault),
		    more == 0);
		if (more == 0)
			request_clear(&back);
		request_clear(&request);
		buf_clear(&bytes);
	}
}
END_TEST

UNIT_MAIN("worker/request", a_request_is_read_as_it_was_written,
    a_cut_request_is_refused_whole, nothing_may_follow_a_request,
    values_out_of_range_are_refused, a_request_beyond_its_limit_is_refused,
    more_words_than_allowed_are_refused)
