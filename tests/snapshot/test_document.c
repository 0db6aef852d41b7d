/* The documents show the bytes of a small plan and of filters: still true? */
#include "config.h"

#include <stdio.h>
#include <sys/stat.h>

#include "platform/file.h"
#include "snapshot/snapshot.h"
#include "stream/memory.h"
#include "stream/seal.h"
#include "stream/zstd.h"
#include "tests/support/plans.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

enum { ROOM = 1 << 20 };

/* The small plan's elements in order, for the dump in the document. */
static const struct element {
	size_t size;
	const char *note;
} elements[] = {
	{ 4, "stream" },
	{ 4, "version" },
	{ 4, "segment" },
	{ 4, "size of its content" },
	{ 8, "block: the plan" },
	{ 8, "size of a text" },
	{ 36, "catalog" },
	{ 8, "size of a text" },
	{ 4, "owner" },
	{ 8, "version of the plan: 7" },
	{ 8, "version of the schema: 1" },
	{ 8, "block: connections" },
	{ 8, "how many" },
	{ 8, "block: a connection" },
	{ 8, "size of a text" },
	{ 4, "id" },
	{ 8, "size of a text" },
	{ 6, "name" },
	{ 8, "size of a text" },
	{ 4, "instance" },
	{ 8, "size of a text" },
	{ 9, "ip" },
	{ 8, "size of a text" },
	{ 4, "port" },
	{ 8, "runner: none" },
	{ 1, "is alive" },
	{ 8, "block: options" },
	{ 8, "how many" },
	{ 8, "block: strategies" },
	{ 8, "how many" },
	{ 8, "block: a strategy" },
	{ 8, "size of a text" },
	{ 6, "id" },
	{ 8, "size of a text" },
	{ 4, "connection" },
	{ 8, "priority: high" },
	{ 1, "is alive" },
	{ 8, "block: lines" },
	{ 8, "how many" },
	{ 8, "size of a text" },
	{ 16, "line" },
	{ 8, "size of a text" },
	{ 14, "line" },
	{ 8, "block: frequencies" },
	{ 8, "how many" },
	{ 8, "day: -1, every day" },
	{ 8, "hour: -1, every hour" },
	{ 8, "minute: 15" },
	{ 8, "day: 0, Sunday" },
	{ 8, "hour: 2" },
	{ 8, "minute: 30" },
	{ 8, "block: options" },
	{ 8, "how many" },
	{ 8, "size of a text" },
	{ 7, "name" },
	{ 8, "size of a text" },
	{ 2, "value" },
	{ 8, "block: counters" },
	{ 8, "how many" },
	{ 8, "size of a text" },
	{ 10, "name" },
	{ 8, "value: 1200" },
	{ 8, "block: last good executions" },
	{ 8, "how many" },
	{ 8, "size of a text" },
	{ 4, "connection" },
	{ 8, "kind: full" },
	{ 8, "size of a text" },
	{ 36, "execution" },
	{ 8, "finished: 1764295500000" },
	{ 8, "digest up to here, first 8 bytes" },
	{ 4, "end mark" },
	{ 8, "size of all content" },
	{ 16, "digest of all content" },
};

/* At most eight bytes: offset, hexadecimal, characters, note. */
static void
dump_row(const struct buf *bytes, size_t at, size_t size, const char *note,
    struct buf *out)
{
	char hex[3 * 8 + 1] = "";
	char shown[8 + 1] = "";
	struct fault fault;

	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)bytes->bytes[at + i];

		(void)snprintf(hex + 3 * i, 4, "%02x ", (unsigned)c);
		shown[i] = c >= ' ' && c < 0x7f && c != '\\' ? (char)c : '.';
	}
	if (note[0] == '\0')
		ck_assert(buf_format(out, &fault, "%04zx  %-24s %s\n", at, hex,
		    shown));
	else
		ck_assert(buf_format(out, &fault, "%04zx  %-24s %-8s  %s\n", at,
		    hex, shown, note));
}

/* With its facts; the plan is released. */
static void
save(struct memdb *memdb, struct sink *sink)
{
	struct facts *facts = plan_small_facts();
	struct snapshot_writer *writer = snapshot_writer_new(memdb, sink);
	bool is_done = false;
	struct fault fault;

	snapshot_writer_set_facts(writer, facts);
	while (!is_done)
		ck_assert(snapshot_writer_step(writer, &is_done, &fault));
	snapshot_writer_free(writer);
	facts_free(facts);
	memdb_release(memdb);
}

/* As many bytes as the elements have, eight a row. */
static void
dump_all(const struct buf *bytes, const struct element *all, size_t count,
    struct buf *out)
{
	size_t at = 0;

	for (size_t i = 0; i < count; i++) {
		const char *note = all[i].note;

		for (size_t left = all[i].size; left != 0; note = "") {
			size_t size = left < 8 ? left : 8;

			ck_assert_uint_le(at + size, bytes->size);
			dump_row(bytes, at, size, note, out);
			at += size;
			left -= size;
		}
	}
	ck_assert_uint_eq(at, bytes->size);
}

/* The dump stands in the document, and in the manual page. */
static void
expect_dump(const struct buf *bytes, const struct element *all, size_t count)
{
	static const char *const names[] = { "doc/SNAPSHOT.md",
		"man/backupexec-snapshot.5" };
	const char *top = getenv("top_srcdir");
	struct buf dump;

	ck_assert_msg(top != NULL, "run me with make check");
	buf_init(&dump, ROOM);
	dump_all(bytes, all, count, &dump);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		char *path = file_join(top, names[i]);
		struct buf document;
		struct fault fault;

		buf_init(&document, ROOM);
		ck_assert_msg(file_read_whole(path, &document, &fault), "%s",
		    fault.text);
		if (strstr(buf_text(&document), buf_text(&dump)) == NULL) {
			(void)printf("%s", buf_text(&dump));
			(void)fflush(stdout);
			ck_abort_msg("%s: its dump is not this one", names[i]);
		}
		free(path);
		buf_clear(&document);
	}
	buf_clear(&dump);
}

START_TEST(the_dump_in_the_document_is_what_is_written)
{
	struct memory_sink memory;
	struct buf bytes;

	buf_init(&bytes, ROOM);
	memory_sink_init(&memory, &bytes);
	save(plan_small(), &memory.sink);
	expect_dump(&bytes, elements, COUNT_OF(elements));
	buf_clear(&bytes);
}
END_TEST

START_TEST(the_dumps_of_the_filters_are_what_is_written)
{
	static const struct element compressed[] = {
		{ 4, "compressed" },
		{ 4, "version" },
		{ 8, "at most so many bytes" },
		{ 4, "frame of Zstandard" },
		{ 2, "its header: checksum, size 5" },
		{ 3, "last block, raw, 5 bytes" },
		{ 5, "the content" },
		{ 4, "its checksum" },
		{ 4, "end mark" },
		{ 8, "size of all this" },
		{ 16, "its digest" },
	};
	static const struct element encrypted[] = {
		{ 4, "encrypted" },
		{ 4, "version" },
		{ 4, "under a key" },
		{ 4, "log2 N of scrypt: none" },
		{ 4, "r" },
		{ 4, "p" },
		{ 32, "salt" },
		{ 16, "check of the key" },
		{ 4, "last segment" },
		{ 4, "size of its content" },
		{ 62, "the content, encrypted" },
		{ 16, "tag" },
	};
	char *folder = scratch_new();
	char *path = scratch_file(folder, "key",
	    "000102030405060708090a0b0c0d0e0f"
	    "101112131415161718191a1b1c1d1e1f");
	unsigned char salt[SEAL_SALT];
	struct memory_sink memory;
	struct zstd_sink *zstd;
	struct seal_sink *seal;
	struct seal_key *key;
	struct buf inner, outer;
	struct fault fault;

	for (size_t i = 0; i < sizeof(salt); i++)
		salt[i] = (unsigned char)(0x60 + i);
	(void)chmod(path, 0600);
	key = seal_key_read(path, &fault);
	ck_assert_msg(key != NULL, "%s", fault.text);
	buf_init(&inner, ROOM);
	memory_sink_init(&memory, &inner);
	zstd = zstd_sink_new(&memory.sink);
	sink_write(zstd_sink_sink(zstd), "plan\n", 5);
	ck_assert(sink_finish(zstd_sink_sink(zstd), &fault));
	expect_dump(&inner, compressed, COUNT_OF(compressed));
	buf_init(&outer, ROOM);
	memory_sink_init(&memory, &outer);
	seal = seal_sink_new_salted(&memory.sink, key, salt);
	sink_write(seal_sink_sink(seal), inner.bytes, inner.size);
	ck_assert(sink_finish(seal_sink_sink(seal), &fault));
	expect_dump(&outer, encrypted, COUNT_OF(encrypted));
	zstd_sink_free(zstd);
	seal_sink_free(seal);
	seal_key_free(key);
	buf_clear(&inner);
	buf_clear(&outer);
	free(path);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("snapshot/document", the_dump_in_the_document_is_what_is_written,
    the_dumps_of_the_filters_are_what_is_written)
