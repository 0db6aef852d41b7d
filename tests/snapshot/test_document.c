/* doc/SNAPSHOT.md shows the bytes of a small plan: are they still true? */
#include "config.h"

#include <stdio.h>

#include "platform/file.h"
#include "snapshot/snapshot.h"
#include "stream/memory.h"
#include "tests/support/plans.h"
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
		shown[i] = c >= ' ' && c < 0x7f ? (char)c : '.';
	}
	if (note[0] == '\0')
		ck_assert(buf_format(out, &fault, "%04zx  %-24s %s\n", at, hex,
		    shown));
	else
		ck_assert(buf_format(out, &fault, "%04zx  %-24s %-8s  %s\n", at,
		    hex, shown, note));
}

START_TEST(the_dump_in_the_document_is_what_is_written)
{
	const char *top = getenv("top_srcdir");
	struct memdb *memdb = plan_small();
	struct memory_sink memory;
	struct buf bytes, dump, document;
	struct fault fault;
	size_t at = 0;
	char *path;

	ck_assert_msg(top != NULL, "run me with make check");
	buf_init(&bytes, ROOM);
	memory_sink_init(&memory, &bytes);
	ck_assert(snapshot_save(memdb, &memory.sink, &fault));
	memdb_release(memdb);
	buf_init(&dump, ROOM);
	for (size_t i = 0; i < COUNT_OF(elements); i++) {
		const char *note = elements[i].note;

		for (size_t left = elements[i].size; left != 0; note = "") {
			size_t size = left < 8 ? left : 8;

			ck_assert_uint_le(at + size, bytes.size);
			dump_row(&bytes, at, size, note, &dump);
			at += size;
			left -= size;
		}
	}
	ck_assert_uint_eq(at, bytes.size);
	path = file_join(top, "doc/SNAPSHOT.md");
	buf_init(&document, ROOM);
	ck_assert_msg(file_read_whole(path, &document, &fault), "%s",
	    fault.text);
	if (strstr(buf_text(&document), buf_text(&dump)) == NULL) {
		(void)printf("%s", buf_text(&dump));
		(void)fflush(stdout);
		ck_abort_msg("doc/SNAPSHOT.md: its dump is not this one");
	}
	free(path);
	buf_clear(&bytes);
	buf_clear(&dump);
	buf_clear(&document);
}
END_TEST

UNIT_MAIN("snapshot/document", the_dump_in_the_document_is_what_is_written)
