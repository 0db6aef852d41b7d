#include "config.h"

#include "catalog/edit.h"

#include <stdlib.h>

#include "base/limits.h"
#include "stream/block.h"

#define EDIT_WORD BLOCK_KIND('E', 'D', 'I', 'T')

/* Of one edit, whatever else a frame would hold. */
enum { VALUES_MAX = 1000, FREQUENCIES_MAX = 100000 };

void
edit_write(const struct edit *edit, struct sink *sink)
{
	block_write_header(sink, EDIT_WORD);
	block_write_uint(sink, (uint64_t)edit->kind);
	block_write_text(sink, edit->id);
	block_write_text(sink, edit->name);
	block_write_uint(sink, edit->value_count);
	for (size_t i = 0; i < edit->value_count; i++) {
		block_write_text(sink, edit->values[i].name);
		block_write_text(sink, edit->values[i].value);
	}
	block_write_bool(sink, edit->has_lines);
	block_write_uint(sink, edit->line_count);
	for (size_t i = 0; i < edit->line_count; i++)
		block_write_text(sink, edit->lines[i]);
	block_write_bool(sink, edit->has_frequencies);
	block_write_uint(sink, edit->frequency_count);
	for (size_t i = 0; i < edit->frequency_count; i++) {
		const struct frequency *frequency = &edit->frequencies[i];

		block_write_int(sink, frequency->day);
		block_write_int(sink, frequency->hour);
		block_write_int(sink, frequency->minute);
	}
}

static void
read_values(struct edit *edit, struct source *source)
{
	uint64_t count = block_read_uint(source, 0, VALUES_MAX);

	for (uint64_t i = 0; i < count && !source_failed(source); i++) {
		char *name = block_read_some_text(source, LIMIT_OPTION_NAME);
		char *value = block_read_text(source, LIMIT_OPTION_VALUE);

		if (name != NULL)
			edit_add_value(edit, name, value);
		free(name);
		free(value);
	}
}

static void
read_lines(struct edit *edit, struct source *source)
{
	bool has_lines = block_read_bool(source);
	uint64_t count = block_read_uint(source, 0, LIMIT_LINES);

	for (uint64_t i = 0; i < count && !source_failed(source); i++) {
		char *line = block_read_some_text(source, LIMIT_LINE);

		if (line != NULL)
			edit_add_line(edit, line);
		free(line);
	}
	edit->has_lines = has_lines;
}

static void
read_frequencies(struct edit *edit, struct source *source)
{
	bool has_frequencies = block_read_bool(source);
	uint64_t count = block_read_uint(source, 0, FREQUENCIES_MAX);

	for (uint64_t i = 0; i < count && !source_failed(source); i++) {
		int64_t day = block_read_int(source, INT8_MIN, INT8_MAX);
		int64_t hour = block_read_int(source, INT8_MIN, INT8_MAX);
		int64_t minute = block_read_int(source, INT8_MIN, INT8_MAX);
		struct frequency frequency;
		struct fault fault;

		if (source_failed(source))
			return;
		if (!frequency_read(day, hour, minute, &frequency, &fault)) {
			source_fail(source, &fault);
			return;
		}
		edit_add_frequency(edit, &frequency);
	}
	edit->has_frequencies = has_frequencies;
}

struct edit *
edit_read(struct source *source, struct fault *fault)
{
	struct edit *edit;

	block_read_header(source, EDIT_WORD);
	edit = edit_new(
	    (enum edit_kind)block_read_uint(source, 0, EDIT_KINDS - 1));
	edit->id = block_read_text(source, LIMIT_ID);
	edit->name = block_read_text(source, LIMIT_NAME);
	read_values(edit, source);
	read_lines(edit, source);
	read_frequencies(edit, source);
	if (source_check(source, fault) && edit_check(edit, fault))
		return edit;
	edit_free(edit);
	return NULL;
}
