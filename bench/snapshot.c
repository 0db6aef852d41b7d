/*
 * How fast snapshots are, beside what the machine can do at all, in one run:
 * objects of 69 bytes (a block of two numbers, a boolean and a text of 36
 * bytes) and whole plans, through every device and filter. What else runs on
 * the machine slows the clock; the processor's time is told, too.
 *
 *	bench/snapshot [OBJECTS [FOLDER]]
 */
#include "config.h"

#include <assert.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "memdb/arena.h"
#include "snapshot/snapshot.h"
#include "stream/block.h"
#include "stream/descriptor.h"
#include "stream/digest.h"
#include "stream/file.h"
#include "stream/filters.h"
#include "stream/memory.h"
#include "tests/support/plans.h"

enum { OBJECT_SIZE = 69, TEXT = 36, ROUNDS = 3 };
#define ROOT BLOCK_KIND('R', 'O', 'O', 'T')
#define ITEM BLOCK_KIND('I', 'T', 'E', 'M')

struct object {
	uint64_t id, value;
	const char *text;
	bool flag;
};

struct objects {
	size_t count;
	struct object *rows;
	struct arena arena;
	uint32_t *index; /* by value, open addressing; number plus one */
	size_t mask;
};

static double
seconds_of(clockid_t clock)
{
	struct timespec now;

	(void)clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double
seconds(void)
{
	return seconds_of(CLOCK_MONOTONIC);
}

static void
objects_init(struct objects *objects, size_t count)
{
	size_t buckets = 16;

	while (buckets < 2 * count)
		buckets *= 2;
	*objects = (struct objects){ .count = count };
	objects->rows = mem_new(count, sizeof(*objects->rows));
	objects->index = mem_new(buckets, sizeof(*objects->index));
	objects->mask = buckets - 1;
}

static void
objects_clear(struct objects *objects)
{
	arena_clear(&objects->arena);
	free(objects->rows);
	free(objects->index);
}

static void
add_to_index(struct objects *objects, size_t number)
{
	uint64_t hash = objects->rows[number].value * 0x9e3779b97f4a7c15;
	size_t at = (size_t)(hash >> 20) & objects->mask;

	while (objects->index[at] != 0)
		at = (at + 1) & objects->mask;
	objects->index[at] = (uint32_t)number + 1;
}

static void
make_objects(struct objects *objects, size_t count)
{
	objects_init(objects, count);
	for (size_t i = 0; i < count; i++) {
		char text[64];

		(void)snprintf(text, sizeof(text), "%016zx-%019zx", i,
		    i * 2654435761u);
		text[TEXT] = '\0';
		objects->rows[i] = (struct object){ i, i * 7919,
			arena_text(&objects->arena, text), i % 3 == 0 };
		add_to_index(objects, i);
	}
}

static void
write_objects(struct sink *sink, const struct objects *objects)
{
	block_write_header(sink, ROOT);
	block_write_uint(sink, objects->count);
	for (size_t i = 0; i < objects->count; i++) {
		const struct object *object = &objects->rows[i];

		block_write_header(sink, ITEM);
		block_write_uint(sink, object->id);
		block_write_uint(sink, object->value);
		block_write_bool(sink, object->flag);
		block_write_text(sink, object->text);
	}
}

static void
read_objects(struct source *source, struct objects *objects)
{
	uint64_t count;

	block_read_header(source, ROOT);
	count = block_read_uint(source, 0, 100000000);
	objects_init(objects, count);
	for (size_t i = 0; i < count && !source_failed(source); i++) {
		struct object *object = &objects->rows[i];
		char text[TEXT + 1];

		block_read_header(source, ITEM);
		object->id = block_read_uint(source, 0, UINT64_MAX);
		object->value = block_read_uint(source, 0, UINT64_MAX);
		object->flag = block_read_bool(source);
		object->text = arena_text(&objects->arena,
		    block_read_some_text_into(source, text, TEXT));
		add_to_index(objects, i);
	}
}

/* What is measured: a name, and how long one round took. */
typedef double round_fn(const char *path);

static struct objects all;
static struct memdb *plan;
static struct buf bytes, back;
static struct seal_key *key;

static void
report(const char *name, round_fn *round, const char *path, double count,
    double *out_best)
{
	double best = 1e9, least = 1e9;

	for (int i = 0; i < ROUNDS; i++) {
		double before = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
		double took = round(path);
		double used = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - before;

		best = took < best ? took : best;
		least = used < least ? used : least;
	}
	(void)printf("%-44s %7.1f ms  %6.1f M/s  (cpu %6.1f ms  %6.1f M/s)",
	    name, best * 1e3, count / best / 1e6, least * 1e3,
	    count / least / 1e6);
	if (*out_best > 0)
		(void)printf("  %5.2f of the line above", *out_best / best);
	(void)printf("\n");
	(void)fflush(stdout);
	*out_best = best;
}

static double
save_to(struct sink *sink)
{
	double begin = seconds();
	struct digest_sink *digest = digest_sink_new(sink);
	struct fault fault;

	write_objects(digest_sink_sink(digest), &all);
	if (!sink_finish(digest_sink_sink(digest), &fault)) {
		(void)fprintf(stderr, "%s\n", fault.text);
		exit(EXIT_FAILURE);
	}
	digest_sink_free(digest);
	return seconds() - begin;
}

static double
copy_memory(const char *path)
{
	double begin;

	(void)path;
	begin = seconds();
	memcpy(back.bytes, bytes.bytes, bytes.size);
	return seconds() - begin;
}

static double
save_memory(const char *path)
{
	struct memory_sink memory;

	(void)path;
	buf_cut(&bytes, 0);
	memory_sink_init(&memory, &bytes);
	return save_to(&memory.sink);
}

static double
save_null(const char *path)
{
	static struct descriptor_sink sink;
	int descriptor = open("/dev/null", O_WRONLY | O_CLOEXEC);
	double took;

	(void)path;
	descriptor_sink_init(&sink, descriptor);
	took = save_to(&sink.gather.sink);
	(void)close(descriptor);
	return took;
}

static double
write_plain(const char *path)
{
	double begin = seconds();
	int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
	    0600);
	size_t at = 0;

	while (at < bytes.size) {
		ssize_t done = write(descriptor, bytes.bytes + at,
		    bytes.size - at < 65536 ? bytes.size - at : 65536);

		assert(done > 0);
		at += (size_t)done;
	}
	if (fdatasync(descriptor) != 0)
		exit(EXIT_FAILURE);
	(void)close(descriptor);
	return seconds() - begin;
}

static double
save_file(const char *path)
{
	static struct file_sink sink;
	struct fault fault;
	double begin = seconds();

	if (!file_sink_open(&sink, path, &fault))
		exit(EXIT_FAILURE);
	(void)save_to(&sink.under.sink);
	file_sink_close(&sink);
	return seconds() - begin;
}

static double
save_filtered(bool compresses, bool encrypts)
{
	struct filters_sink filters;
	struct memory_sink memory;
	double begin = seconds();

	buf_cut(&back, 0);
	memory_sink_init(&memory, &back);
	filters_sink_init(&filters, &memory.sink, compresses,
	    encrypts ? key : NULL);
	(void)save_to(filters.top);
	filters_sink_clear(&filters);
	return seconds() - begin;
}

static double
save_zstd(const char *path)
{
	(void)path;
	return save_filtered(true, false);
}

static double
save_seal(const char *path)
{
	(void)path;
	return save_filtered(false, true);
}

static double
save_both(const char *path)
{
	(void)path;
	return save_filtered(true, true);
}

static double
restore_from(struct source *source)
{
	double begin = seconds();
	struct digest_source *digest = digest_source_new(source);
	struct objects objects;
	struct fault fault;

	read_objects(digest_source_source(digest), &objects);
	if (!source_finish(digest_source_source(digest), &fault) ||
	    !source_finish(source, &fault)) {
		(void)fprintf(stderr, "%s\n", fault.text);
		exit(EXIT_FAILURE);
	}
	begin = seconds() - begin;
	objects_clear(&objects);
	digest_source_free(digest);
	return begin;
}

static double
restore_memory(const char *path)
{
	struct memory_source memory;

	(void)path;
	memory_source_init(&memory, bytes.bytes, bytes.size);
	return restore_from(&memory.source);
}

static double
restore_file(const char *path)
{
	static struct file_source source;
	struct fault fault;
	double took;

	if (!file_source_open(&source, path, &fault))
		exit(EXIT_FAILURE);
	took = restore_from(&source.under.source);
	file_source_close(&source);
	return took;
}

static double
restore_filtered(const char *path)
{
	struct filters_source filters;
	struct memory_source memory;
	double took;

	(void)path;
	memory_source_init(&memory, back.bytes, back.size);
	filters_source_init(&filters, &memory.source, key);
	took = restore_from(filters.top);
	filters_source_clear(&filters);
	return took;
}

static double
save_plan(const char *path)
{
	struct memory_sink memory;
	struct fault fault;
	double begin = seconds();

	(void)path;
	buf_cut(&bytes, 0);
	memory_sink_init(&memory, &bytes);
	if (!snapshot_save(plan, &memory.sink, &fault))
		exit(EXIT_FAILURE);
	return seconds() - begin;
}

static double
restore_plan(const char *path)
{
	struct memory_source memory;
	struct fault fault;
	double begin = seconds();
	struct memdb *memdb;

	(void)path;
	memory_source_init(&memory, bytes.bytes, bytes.size);
	memdb = snapshot_restore(&memory.source, &fault);
	if (memdb == NULL)
		exit(EXIT_FAILURE);
	begin = seconds() - begin;
	memdb_release(memdb);
	return begin;
}

int
main(int argc, char **argv)
{
	size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
	char *path = mem_format("%s/bench.snapshot", argc > 2 ? argv[2] : ".");
	double objects = (double)count, none = 0, last;
	struct fault fault;

	buf_init(&bytes, 2000000000);
	buf_init(&back, 2000000000);
	make_objects(&all, count);
	key = seal_key_of_passphrase("correct horse", &fault);
	seal_key_set_cost(key, 1, 1); /* scrypt's 0.3 s are not the bytes' */
	(void)save_memory(path);
	if (!buf_add(&back, bytes.bytes, bytes.size, &fault))
		exit(EXIT_FAILURE);
	(void)printf("%zu objects of %d bytes, the best of %d rounds\n", count,
	    OBJECT_SIZE, ROUNDS);
	last = none;
	report("memcpy of the bytes", copy_memory, path, objects, &last);
	report("save to memory", save_memory, path, objects, &last);
	last = none;
	report("save to /dev/null", save_null, path, objects, &last);
	last = none;
	report("write and fdatasync of the bytes", write_plain, path, objects,
	    &last);
	report("save to a file, synced, renamed", save_file, path, objects,
	    &last);
	last = none;
	report("save compressed, to memory", save_zstd, path, objects, &last);
	(void)printf("%52s %.2f of the size\n", "",
	    (double)back.size / (double)bytes.size);
	last = none;
	report("save encrypted, to memory", save_seal, path, objects, &last);
	last = none;
	report("save compressed and encrypted, to memory", save_both, path,
	    objects, &last);
	last = none;
	report("restore from memory, with an index", restore_memory, path,
	    objects, &last);
	report("restore from a file, with an index", restore_file, path,
	    objects, &last);
	report("restore compressed and encrypted", restore_filtered, path,
	    objects, &last);
	objects_clear(&all);
	plan = plan_large(100, 10000, (int)(count / 20000));
	(void)printf("a plan of %zu lines and frequencies\n",
	    count / 20000 * 20000);
	last = none;
	report("save the plan to memory", save_plan, path, objects, &last);
	report("restore it, with all indexes", restore_plan, path, objects,
	    &last);
	memdb_release(plan);
	seal_key_free(key);
	buf_clear(&bytes);
	buf_clear(&back);
	(void)unlink(path);
	free(path);
	return EXIT_SUCCESS;
}
