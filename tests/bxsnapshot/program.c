/*
 * A program that knows libbxsnapshot by its header alone: it saves some cities
 * to a file, restores them, and prints them.
 */
#include <bxsnapshot.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CITIES BX_KIND('C', 'I', 'T', 'S')
#define CITY BX_KIND('C', 'I', 'T', 'Y')

static const char *const names[] = { "Praha", "Plzeň", "Brno" };
enum { COUNT = sizeof(names) / sizeof(names[0]) };

static int
complain(const struct bx_fault *fault)
{
	(void)fprintf(stderr, "%s (%s)\n", fault->text,
	    bx_fault_is_format(fault) ? "format" : "device");
	return EXIT_FAILURE;
}

static int
save(const char *path)
{
	struct bx_fault fault;
	struct bx_sink *sink = bx_sink_new_file(path, &fault);
	bool is_done;

	if (sink == NULL)
		return complain(&fault);
	sink = bx_sink_new_digest(sink);
	bx_write_header(sink, CITIES);
	bx_write_uint(sink, COUNT);
	for (uint64_t i = 0; i < COUNT; i++) {
		bx_write_header(sink, CITY);
		bx_write_uint(sink, i);
		bx_write_text(sink, names[i]);
	}
	is_done = bx_sink_finish(sink, &fault);
	bx_sink_free(sink);
	return is_done ? EXIT_SUCCESS : complain(&fault);
}

static int
restore(const char *path)
{
	struct bx_fault fault;
	struct bx_source *source = bx_source_new_file(path, &fault);
	uint64_t count;
	bool is_done;

	if (source == NULL)
		return complain(&fault);
	source = bx_source_new_digest(source);
	bx_read_header(source, CITIES);
	count = bx_read_uint(source, 0, 1000);
	for (; count != 0 && !bx_source_failed(source); count--) {
		char *name;

		bx_read_header(source, CITY);
		(void)bx_read_uint(source, 0, 1000);
		name = bx_read_text(source, 100);
		if (name != NULL)
			(void)printf("%s\n", name);
		free(name);
	}
	is_done = bx_source_finish(source, &fault);
	bx_source_free(source);
	return is_done ? EXIT_SUCCESS : complain(&fault);
}

int
main(int argc, char **argv)
{
	if (argc != 3)
		return EXIT_FAILURE;
	return strcmp(argv[1], "save") == 0 ? save(argv[2]) : restore(argv[2]);
}
