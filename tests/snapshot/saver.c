/*
 * A program to be killed while it saves a snapshot to a file.
 *
 *	saver FILE VERSION     a plan of that version, 600 KB of it
 *	saver FILE             say which version is there
 */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "snapshot/snapshot.h"
#include "stream/file.h"
#include "tests/support/random_plan.h"

enum { ITEMS = 12000, VERSION_OF_SEED = -10 };

static int
fail(const struct fault *fault)
{
	(void)fprintf(stderr, "saver: %s\n", fault->text);
	return EXIT_FAILURE;
}

static int
save(const char *path, uint64_t seed)
{
	struct memdb *memdb = random_plan(seed, ITEMS);
	static struct file_sink sink;
	struct fault fault;
	bool is_done;

	if (!file_sink_open(&sink, path, &fault))
		return fail(&fault);
	is_done = snapshot_save(memdb, &sink.under.sink, &fault);
	file_sink_close(&sink);
	memdb_release(memdb);
	return is_done ? EXIT_SUCCESS : fail(&fault);
}

static int
tell(const char *path)
{
	static struct file_source source;
	struct memdb *memdb;
	struct fault fault;

	if (!file_source_open(&source, path, &fault))
		return fail(&fault);
	memdb = snapshot_restore(&source.under.source, &fault);
	file_source_close(&source);
	if (memdb == NULL)
		return fail(&fault);
	(void)printf("%" PRId64 "\n",
	    memdb_info(memdb)->plan_version - VERSION_OF_SEED);
	memdb_release(memdb);
	return EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
	if (argc == 3)
		return save(argv[1], strtoul(argv[2], NULL, 10));
	return argc == 2 ? tell(argv[1]) : EXIT_FAILURE;
}
