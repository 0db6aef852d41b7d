/*
 * The same snapshot on every machine: this program is C11 and our own code
 * alone, so it is built for big-endian ones and for Windows, too, and what one
 * of them made another reads.
 *
 *	portable save FILE SEED ITEMS      make a random plan, and save it
 *	portable restore FILE AGAIN        restore it, and save that
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshot/snapshot.h"
#include "stream/memory.h"
#include "tests/support/random_plan.h"

enum { ROOM = 1 << 30 };

static int
fail(const char *reason)
{
	(void)fprintf(stderr, "portable: %s\n", reason);
	return EXIT_FAILURE;
}

static int
save(struct memdb *take_memdb, const char *path)
{
	FILE *file = fopen(path, "wb");
	struct memory_sink memory;
	struct buf buf;
	struct fault fault;
	size_t written;

	if (file == NULL)
		return fail("the file cannot be made");
	buf_init(&buf, ROOM);
	memory_sink_init(&memory, &buf);
	if (!snapshot_save(take_memdb, &memory.sink, &fault))
		return fail(fault.text);
	memdb_release(take_memdb);
	written = fwrite(buf.bytes, 1, buf.size, file);
	if (fclose(file) != 0 || written != buf.size)
		return fail("the file cannot be written");
	buf_clear(&buf);
	return EXIT_SUCCESS;
}

static int
restore(const char *path, const char *again)
{
	FILE *file = fopen(path, "rb");
	struct memory_source memory;
	struct memdb *memdb;
	struct buf buf;
	struct fault fault;
	char room[4096];
	size_t got;

	if (file == NULL)
		return fail("the file cannot be opened");
	buf_init(&buf, ROOM);
	while ((got = fread(room, 1, sizeof(room), file)) != 0)
		if (!buf_add(&buf, room, got, &fault))
			return fail(fault.text);
	(void)fclose(file);
	memory_source_init(&memory, buf.bytes, buf.size);
	memdb = snapshot_restore(&memory.source, &fault);
	buf_clear(&buf);
	return memdb == NULL ? fail(fault.text) : save(memdb, again);
}

int
main(int argc, char **argv)
{
	if (argc == 5 && strcmp(argv[1], "save") == 0)
		return save(random_plan(strtoul(argv[3], NULL, 10),
				(unsigned)strtoul(argv[4], NULL, 10)),
		    argv[2]);
	if (argc == 4 && strcmp(argv[1], "restore") == 0)
		return restore(argv[2], argv[3]);
	return fail("save FILE SEED ITEMS, or restore FILE AGAIN");
}
