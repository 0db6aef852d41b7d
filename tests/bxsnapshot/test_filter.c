#include "config.h"

#include "bxsnapshot/bxsnapshot.h"

#include <sys/stat.h>

#include "tests/support/scratch.h"
#include "tests/unit.h"

enum { MOST = 10 << 20, COUNT = 20000 };
#define KIND BX_KIND('T', 'E', 'S', 'T')

static void
write_numbers(struct bx_sink *sink)
{
	struct bx_fault fault;

	bx_write_header(sink, KIND);
	for (uint64_t i = 0; i < COUNT; i++)
		bx_write_uint(sink, i);
	ck_assert_msg(bx_sink_finish(sink, &fault), "%s", fault.text);
}

static bool
reads_numbers(const void *bytes, size_t size, const struct bx_key *key,
    struct bx_fault *fault)
{
	struct bx_source *source = bx_source_new_memory(bytes, size);
	bool is_done;

	source = bx_source_new_digest(bx_source_new_filters(source, key));
	bx_read_header(source, KIND);
	for (uint64_t i = 0; i < COUNT; i++)
		(void)bx_read_uint(source, i, i);
	is_done = bx_source_finish(source, fault);
	bx_source_free(source);
	return is_done;
}

START_TEST(a_reader_finds_out_what_the_writer_put_between)
{
	struct bx_fault fault;
	struct bx_key *key = bx_key_new_passphrase("correct horse", &fault);

	ck_assert_ptr_nonnull(key);
	for (unsigned way = 0; way < 4; way++) {
		struct bx_sink *memory = bx_sink_new_memory(MOST);
		struct bx_sink *sink = memory;
		const void *bytes;
		size_t size;

		if (way & 2)
			sink = bx_sink_new_seal(sink, key);
		if (way & 1)
			sink = bx_sink_new_zstd(sink);
		sink = bx_sink_new_digest(sink);
		write_numbers(sink);
		bytes = bx_sink_bytes(memory, &size);
		ck_assert_msg(reads_numbers(bytes, size, way & 2 ? key : NULL,
				  &fault),
		    "%s", fault.text);
		ck_assert(
		    !reads_numbers(bytes, size, way & 2 ? NULL : key, &fault));
		ck_assert_int_eq(fault.kind, BX_REFUSED);
		ck_assert(!reads_numbers(bytes, size - 1, way & 2 ? key : NULL,
		    &fault));
		ck_assert_int_eq(fault.kind, BX_FORMAT);
		bx_sink_free(sink);
	}
	bx_key_free(key);
}
END_TEST

START_TEST(the_order_of_filters_is_checked)
{
	struct bx_sink *sink = bx_sink_new_memory(MOST);
	struct bx_fault fault;

	sink = bx_sink_new_zstd(bx_sink_new_digest(sink));
	ck_assert(bx_sink_failed(sink));
	ck_assert(!bx_sink_finish(sink, &fault));
	ck_assert_int_eq(fault.kind, BX_USAGE);
	bx_sink_free(sink);
}
END_TEST

START_TEST(keys_come_from_files_of_ours)
{
	char *folder = scratch_new();
	char *path = scratch_file(folder, "key",
	    "000102030405060708090a0b0c0d0e0f"
	    "101112131415161718191a1b1c1d1e1f\n");
	struct bx_fault fault;
	struct bx_key *key;

	(void)chmod(path, 0600);
	key = bx_key_read(path, &fault);
	ck_assert_ptr_nonnull(key);
	bx_key_free(key);
	key = bx_key_read_passphrase(path, &fault);
	ck_assert_ptr_nonnull(key);
	bx_key_free(key);
	(void)chmod(path, 0644);
	ck_assert_ptr_null(bx_key_read(path, &fault));
	ck_assert_int_eq(fault.kind, BX_REFUSED);
	ck_assert_ptr_null(bx_key_new_passphrase("short", &fault));
	ck_assert_int_eq(fault.kind, BX_FORMAT);
	bx_key_free(NULL);
	free(path);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("bxsnapshot/filter", a_reader_finds_out_what_the_writer_put_between,
    the_order_of_filters_is_checked, keys_come_from_files_of_ours)
