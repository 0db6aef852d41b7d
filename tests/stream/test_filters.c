#include "config.h"

#include "stream/filters.h"

#include "base/mem.h"
#include "stream/digest.h"
#include "stream/memory.h"
#include "tests/support/content.h"
#include "tests/unit.h"

enum { ROOM = 16 << 20, SIZE = 200000 };

static struct seal_key *
make_key(void)
{
	struct fault fault;
	struct seal_key *key = seal_key_of_passphrase("correct horse", &fault);

	ck_assert_ptr_nonnull(key);
	seal_key_set_cost(key, 1, 1);
	return key;
}

static void
save(bool compresses, const struct seal_key *key, const unsigned char *bytes,
    struct buf *out)
{
	struct memory_sink memory;
	struct filters_sink filters;
	struct fault fault;

	buf_init(out, ROOM);
	memory_sink_init(&memory, out);
	filters_sink_init(&filters, &memory.sink, compresses, key);
	content_write(filters.top, bytes, SIZE);
	ck_assert_msg(sink_finish(filters.top, &fault), "%s", fault.text);
	filters_sink_clear(&filters);
}

static bool
restores(const struct seal_key *key, const struct buf *buf,
    const unsigned char *bytes, struct fault *fault)
{
	struct memory_source memory;
	struct filters_source filters;
	bool is_same;

	memory_source_init(&memory, buf->bytes, buf->size);
	filters_source_init(&filters, &memory.source, key);
	is_same = content_is_read(filters.top, bytes, SIZE, fault);
	filters_source_clear(&filters);
	return is_same;
}

START_TEST(a_reader_finds_the_filters_of_the_writer)
{
	static const char *const begins[] = { "BXST", "BXZS", "BXAE", "BXAE" };
	struct seal_key *key = make_key();
	unsigned char *bytes = content_make(SIZE, 1);

	memcpy(bytes, "BXST", 4);
	for (unsigned way = 0; way < 4; way++) {
		const struct seal_key *its = way & 2 ? key : NULL;
		struct buf buf;
		struct fault fault;

		save(way & 1, its, bytes, &buf);
		ck_assert(memcmp(buf.bytes, begins[way], 4) == 0);
		ck_assert_msg(restores(its, &buf, bytes, &fault), "%s",
		    fault.text);
		ck_assert(
		    !restores(its == NULL ? key : NULL, &buf, bytes, &fault));
		ck_assert_int_eq(fault.kind, FAULT_REFUSED);
		ck_assert_str_eq(fault.text,
		    its == NULL ? "it is not encrypted, and a key or "
				  "passphrase was given" :
				  "it is encrypted, and neither key nor "
				  "passphrase was given");
		buf_clear(&buf);
	}
	free(bytes);
	seal_key_free(key);
}
END_TEST

/* A filter over what another made, in an order that no writer has. */
START_TEST(another_order_is_refused)
{
	struct seal_key *key = make_key();
	unsigned char *bytes = content_make(SIZE, 1);
	struct memory_source memory;
	struct filters_source filters;
	struct memory_sink under;
	struct zstd_sink *zstd;
	struct seal_sink *seal;
	struct buf sealed, buf;
	struct fault fault;

	save(false, key, bytes, &sealed);
	buf_init(&buf, ROOM);
	memory_sink_init(&under, &buf);
	zstd = zstd_sink_new(&under.sink);
	sink_write(zstd_sink_sink(zstd), sealed.bytes, sealed.size);
	ck_assert(sink_finish(zstd_sink_sink(zstd), &fault));
	memory_source_init(&memory, buf.bytes, buf.size);
	filters_source_init(&filters, &memory.source, NULL);
	ck_assert(!source_check(filters.top, &fault));
	ck_assert_str_eq(fault.text,
	    "at byte 0 of what was compressed: expected no encrypted stream");
	filters_source_clear(&filters);

	/* A writer is not let. */
	seal = seal_sink_new(zstd_sink_sink(zstd), key);
	ck_assert(!sink_finish(seal_sink_sink(seal), &fault));
	ck_assert_int_eq(fault.kind, FAULT_USAGE);
	ck_assert_str_eq(fault.text,
	    "encryption over compression: the order is digest, compression, "
	    "encryption, device");
	seal_sink_free(seal);
	zstd_sink_free(zstd);
	buf_clear(&buf);
	buf_clear(&sealed);
	free(bytes);
	seal_key_free(key);
}
END_TEST

START_TEST(a_source_that_is_empty_or_short_is_told)
{
	struct memory_source memory;
	struct filters_source filters;
	struct fault fault;

	memory_source_init(&memory, "BXA", 3);
	filters_source_init(&filters, &memory.source, NULL);
	ck_assert(!source_check(filters.top, &fault));
	ck_assert_str_eq(fault.text, "the stream ends early, at byte 3");
	filters_source_clear(&filters);
}
END_TEST

UNIT_MAIN("stream/filters", a_reader_finds_the_filters_of_the_writer,
    another_order_is_refused, a_source_that_is_empty_or_short_is_told)
