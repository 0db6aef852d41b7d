#include "config.h"

#include "config/ini.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <libconfig.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "config/line.h"

struct ini {
	config_t tree;
	char *files[LIMIT_CONFIG_FILES];
	size_t file_count;
	size_t entry_count;
};

/* The hook of every setting of the tree. `file` is one of ini->files. */
struct origin {
	const char *file;
	unsigned line;
	unsigned order;
};

struct reader {
	struct ini *ini;
	ini_read_fn *read_file;
	void *arg;
	struct mistakes *mistakes;
	const char *open[LIMIT_CONFIG_DEPTH + 1]; /* the files we are in */
	size_t depth;
	unsigned order;
	bool stopped; /* a limit was met; what follows is not read */
};

/* Where in one file we are. */
struct place {
	struct origin origin;
	config_setting_t *section; /* NULL: none yet, or it was a mistake */
	bool skips;                /* the section was a mistake */
};

static void
read_one(struct reader *reader, const char *path, const struct origin *from);

static void
complain(struct reader *reader, const struct place *place, const char *key,
    const char *sentence)
{
	const struct origin *at = &place->origin;
	const char *section = NULL;

	if (place->section != NULL)
		section = config_setting_name(place->section);
	if (key != NULL && section != NULL)
		mistakes_add(reader->mistakes, at->order, "%s:%u: [%s] %s: %s",
		    at->file, at->line, section, key, sentence);
	else if (section != NULL)
		mistakes_add(reader->mistakes, at->order, "%s:%u: [%s] %s",
		    at->file, at->line, section, sentence);
	else
		mistakes_add(reader->mistakes, at->order, "%s:%u: %s", at->file,
		    at->line, sentence);
}

/* NULL, after one mistake, when there are too many. */
static config_setting_t *
add_entry(struct reader *reader, const struct place *place,
    config_setting_t *parent, const char *name, int type)
{
	config_setting_t *entry;

	if (reader->ini->entry_count == LIMIT_CONFIG_SETTINGS) {
		struct fault fault;

		(void)fault_set(&fault, FAULT_LIMIT,
		    "more than %d sections and settings; the rest is not read",
		    LIMIT_CONFIG_SETTINGS);
		complain(reader, place, NULL, fault.text);
		reader->stopped = true;
		return NULL;
	}
	entry = config_setting_add(parent, name, type);
	assert(entry != NULL);
	config_setting_set_hook(entry,
	    mem_copy(&place->origin, sizeof(place->origin)));
	reader->ini->entry_count++;
	return entry;
}

static void
read_section(struct reader *reader, struct place *place, char *line)
{
	char *end = strchr(line, ']');
	config_setting_t *root = config_root_setting(&reader->ini->tree);
	char *name;

	place->section = NULL;
	place->skips = true;
	if (end == NULL || !line_ends_here(end + 1)) {
		complain(reader, place, NULL,
		    end == NULL ? "no ] behind the name of the section" :
				  "text behind the section's ]");
		return;
	}
	*end = '\0';
	name = line_cut_blanks(line_skip_blanks(line + 1));
	if (!line_is_name(name)) {
		complain(reader, place, NULL,
		    "the name of a section is letters, digits and _, a letter "
		    "first");
		return;
	}
	place->section = config_setting_get_member(root, name);
	if (place->section == NULL)
		place->section = add_entry(reader, place, root, name,
		    CONFIG_TYPE_GROUP);
	place->skips = place->section == NULL;
}

/* The file named beside the one we are in; free it. */
static char *
beside(const char *file, const char *name)
{
	const char *slash = strrchr(file, '/');
	int folder = slash == NULL ? 0 : (int)(slash - file) + 1;

	while (name[0] == '.' && name[1] == '/')
		name += 2;
	if (name[0] == '/')
		folder = 0;
	return mem_format("%.*s%s", folder, file, name);
}

static bool
is_open(const struct reader *reader, const char *path)
{
	for (size_t i = 0; i < reader->depth; i++)
		if (strcmp(reader->open[i], path) == 0)
			return true;
	return false;
}

static void
include(struct reader *reader, struct place *place, const char *name)
{
	struct fault fault;
	char *path;

	if (name[0] == '\0') {
		complain(reader, place, NULL,
		    "@include names no file: @include \"file\"");
		return;
	}
	path = beside(place->origin.file, name);
	if (is_open(reader, path)) {
		complain(reader, place, NULL,
		    "@include of a file that is being read already");
	} else if (reader->depth > LIMIT_CONFIG_DEPTH) {
		(void)fault_set(&fault, FAULT_LIMIT,
		    "@include more than %d deep", LIMIT_CONFIG_DEPTH);
		complain(reader, place, NULL, fault.text);
	} else if (reader->ini->file_count == LIMIT_CONFIG_FILES) {
		(void)fault_set(&fault, FAULT_LIMIT,
		    "more than %d files; the rest is not read",
		    LIMIT_CONFIG_FILES);
		complain(reader, place, NULL, fault.text);
		reader->stopped = true;
	} else {
		read_one(reader, path, &place->origin);
	}
	free(path);
}

static void
read_directive(struct reader *reader, struct place *place, char *line)
{
	static const char word[] = "@include";
	char *rest = line + sizeof(word) - 1;
	const char *name;
	struct fault fault;

	if (!text_begins(line, word) ||
	    (*rest != '\0' && *rest != '"' && line_skip_blanks(rest) == rest))
		complain(reader, place, NULL,
		    "the only line that begins with @ is @include \"file\"");
	else if (!line_value(rest, &name, &fault))
		complain(reader, place, NULL, fault.text);
	else
		include(reader, place, name);
}

static void
add_setting(struct reader *reader, const struct place *place, const char *key,
    const char *value)
{
	config_setting_t *setting;
	const struct origin *first;
	struct fault fault;

	setting = config_setting_get_member(place->section, key);
	if (setting != NULL) {
		first = config_setting_get_hook(setting);
		(void)fault_set(&fault, FAULT_DUPLICATE,
		    "is set twice, first in line %u of %s", first->line,
		    first->file);
		complain(reader, place, key, fault.text);
		return;
	}
	setting = add_entry(reader, place, place->section, key,
	    CONFIG_TYPE_STRING);
	if (setting != NULL)
		(void)config_setting_set_string(setting, value);
}

static void
read_setting(struct reader *reader, struct place *place, char *line)
{
	char *equals = strchr(line, '=');
	const char *value;
	struct fault fault;

	if (equals == NULL) {
		complain(reader, place, NULL,
		    "a line is [section], key = value or @include \"file\"");
		return;
	}
	*equals = '\0';
	(void)line_cut_blanks(line);
	if (!line_is_name(line)) {
		complain(reader, place, NULL,
		    "the name of a setting is letters, digits and _, a letter "
		    "first");
	} else if (place->section == NULL && !place->skips) {
		(void)fault_set(&fault, FAULT_FORMAT,
		    "%s stands before any [section]", line);
		complain(reader, place, NULL, fault.text);
	} else if (!line_value(equals + 1, &value, &fault)) {
		complain(reader, place, line, fault.text);
	} else if (!place->skips) {
		add_setting(reader, place, line, value);
	}
}

static void
read_line(struct reader *reader, struct place *place, char *line, size_t size)
{
	struct fault fault;

	if (size > LIMIT_CONFIG_LINE) {
		(void)fault_set(&fault, FAULT_LIMIT,
		    "a line of more than %d bytes", LIMIT_CONFIG_LINE);
		complain(reader, place, NULL, fault.text);
		return;
	}
	line = line_skip_blanks(line);
	if (*line == '\0' || *line == ';' || *line == '#')
		return;
	if (*line == '[')
		read_section(reader, place, line);
	else if (*line == '@')
		read_directive(reader, place, line);
	else
		read_setting(reader, place, line);
}

static void
read_text(struct reader *reader, const char *file, char *text, size_t size)
{
	struct place place = { .origin = { .file = file } };
	char *end = text + size;
	char *nul = memchr(text, '\0', size);

	if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		text += 3;
	while (text < end && !reader->stopped) {
		char *stop = memchr(text, '\n', (size_t)(end - text));
		char *next = stop == NULL ? end : stop + 1;

		if (stop == NULL)
			stop = end;
		place.origin.line++;
		place.origin.order = ++reader->order;
		/* Typically UTF-16: more lines would only say it again. */
		if (nul != NULL && nul < stop) {
			place.section = NULL;
			complain(reader, &place, NULL,
			    "a NUL byte; the file must be UTF-8 text and is "
			    "not read from here on");
			return;
		}
		*stop = '\0';
		if (stop != text && stop[-1] == '\r')
			*--stop = '\0';
		read_line(reader, &place, text, (size_t)(stop - text));
		text = next;
	}
}

/* `from` is the line that names the file, NULL for the first. */
static void
read_one(struct reader *reader, const char *path, const struct origin *from)
{
	struct ini *ini = reader->ini;
	struct fault fault;
	struct buf bytes;
	char *file = mem_text(path);

	ini->files[ini->file_count++] = file;
	buf_init(&bytes, LIMIT_CONFIG_FILE);
	if (reader->read_file(reader->arg, file, &bytes, &fault)) {
		reader->open[reader->depth++] = file;
		if (bytes.size != 0)
			read_text(reader, file, bytes.bytes, bytes.size);
		reader->depth--;
	} else if (from != NULL) {
		mistakes_add(reader->mistakes, from->order,
		    "%s:%u: @include: %s", from->file, from->line, fault.text);
	} else {
		mistakes_add(reader->mistakes, 0, "%s", fault.text);
	}
	buf_clear(&bytes);
}

struct ini *
ini_read(const char *path, ini_read_fn *read_file, void *arg,
    struct mistakes *mistakes)
{
	struct ini *ini = mem_new(1, sizeof(*ini));
	struct reader reader = { .ini = ini,
		.read_file = read_file,
		.arg = arg,
		.mistakes = mistakes };

	config_init(&ini->tree);
	config_set_destructor(&ini->tree, free);
	read_one(&reader, path, NULL);
	return ini;
}

void
ini_free(struct ini *ini)
{
	if (ini == NULL)
		return;
	config_destroy(&ini->tree);
	for (size_t i = 0; i < ini->file_count; i++)
		free(ini->files[i]);
	free(ini);
}

static struct ini_entry
entry_of(const config_setting_t *setting)
{
	const struct origin *origin = config_setting_get_hook(setting);
	struct ini_entry entry = { .file = origin->file,
		.line = origin->line,
		.order = origin->order };

	return entry;
}

void
ini_each(const struct ini *ini, ini_entry_fn *entry_fn, void *arg)
{
	config_setting_t *root = config_root_setting(&ini->tree);
	config_setting_t *section, *setting;

	for (unsigned i = 0;
	     (section = config_setting_get_elem(root, i)) != NULL; i++) {
		struct ini_entry entry = entry_of(section);

		entry.section = config_setting_name(section);
		entry_fn(arg, &entry);
		for (unsigned j = 0;
		     (setting = config_setting_get_elem(section, j)) != NULL;
		     j++) {
			entry = entry_of(setting);
			entry.section = config_setting_name(section);
			entry.key = config_setting_name(setting);
			entry.value = config_setting_get_string(setting);
			entry_fn(arg, &entry);
		}
	}
}
