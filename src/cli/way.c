#include "config.h"

#include "cli/way.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stream/file.h"

/* The standard streams, which the console has as files of C. */
struct standard_sink {
	struct sink sink;
	FILE *file;
};

struct standard_source {
	struct source source;
	FILE *file;
};

struct way {
	struct standard_sink standard_sink;
	struct standard_source standard_source;
	struct file_sink file_sink;
	struct file_source file_source;
	struct sink *sink; /* the topmost; NULL: a way from */
	struct source *source;
};

static bool
standard_write(struct sink *sink, const void *bytes, size_t size,
    struct fault *fault)
{
	const struct standard_sink *own = (const struct standard_sink *)sink;

	if (fwrite(bytes, 1, size, own->file) == size)
		return true;
	return fault_set(fault, FAULT_SYSTEM, "the output cannot be written");
}

static bool
standard_finish(struct sink *sink, struct fault *fault)
{
	const struct standard_sink *own = (const struct standard_sink *)sink;

	if (fflush(own->file) == 0)
		return true;
	return fault_set(fault, FAULT_SYSTEM, "the output cannot be written");
}

static bool
standard_read(struct source *source, void *room, size_t size, size_t *out_size,
    struct fault *fault)
{
	const struct standard_source *own =
	    (const struct standard_source *)source;

	*out_size = fread(room, 1, size, own->file);
	if (*out_size == 0 && ferror(own->file))
		return fault_set(fault, FAULT_SYSTEM,
		    "the standard input cannot be read");
	return true;
}

static bool
open_output(struct way *way, const struct console *console, struct fault *fault)
{
	static const struct sink_ops ops = { standard_write, standard_finish };

	if (console->is_terminal)
		return fault_set(fault, FAULT_USAGE,
		    "a snapshot is nothing for a terminal: name a file, or "
		    "redirect the output");
	sink_init(&way->standard_sink.sink, &ops);
	way->standard_sink.file = console->out;
	way->sink = &way->standard_sink.sink;
	return true;
}

struct way *
way_to(struct console *console, const char *where, const struct args *args,
    struct fault *fault)
{
	struct way *way = mem_new(1, sizeof(*way));
	bool is_open;

	(void)args;
	if (strcmp(where, "-") == 0) {
		is_open = open_output(way, console, fault);
	} else {
		is_open = file_sink_open(&way->file_sink, where, fault);
		way->sink = &way->file_sink.under.sink;
	}
	if (is_open)
		return way;
	free(way);
	return NULL;
}

struct way *
way_from(struct console *console, const char *where, const struct args *args,
    struct fault *fault)
{
	static const struct source_ops ops = { standard_read };
	struct way *way = mem_new(1, sizeof(*way));

	(void)args;
	if (strcmp(where, "-") == 0) {
		source_init(&way->standard_source.source, &ops);
		way->standard_source.file = console->in;
		way->source = &way->standard_source.source;
		return way;
	}
	way->source = &way->file_source.under.source;
	if (file_source_open(&way->file_source, where, fault))
		return way;
	free(way);
	return NULL;
}

struct sink *
way_sink(struct way *way)
{
	return way->sink;
}

struct source *
way_source(struct way *way)
{
	return way->source;
}

void
way_close(struct way *way)
{
	if (way == NULL)
		return;
	if (way->sink == &way->file_sink.under.sink)
		file_sink_close(&way->file_sink);
	if (way->source == &way->file_source.under.source)
		file_source_close(&way->file_source);
	free(way);
}
