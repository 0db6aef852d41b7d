#include "config.h"

#include "config/load.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/defs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "config/line.h"
#include "platform/file.h"

/* What ini_each hands from entry to entry. */
struct loader {
	struct config *config;
	struct mistakes *mistakes;
	bool skips; /* the section is unknown, its keys were not judged */
};

/* The member of `config` that the row describes. */
static void *
member(const struct config *config, const struct setting *setting)
{
	return (char *)(uintptr_t)config + setting->offset;
}

/* The value's memory becomes the config's. */
static void
store(struct config *config, const struct setting *setting, struct value *value)
{
	void *to = member(config, setting);

	switch (setting->kind) {
	case SETTING_TEXT:
	case SETTING_PATH:
		free(*(char **)to);
		*(char **)to = value->text;
		break;
	case SETTING_BOOLEAN:
		*(bool *)to = value->number != 0;
		break;
	case SETTING_CHOICE:
		*(int *)to = (int)value->number;
		break;
	case SETTING_NUMBER:
	case SETTING_DURATION:
	case SETTING_SIZE:
		*(int64_t *)to = value->number;
		break;
	case SETTING_WORDS:
		words_clear(to);
		*(struct words *)to = value->words;
		break;
	}
}

/* Takes `value`, and copies the texts it came from. */
static void
set(struct config *config, const struct setting *setting, struct value *value,
    const char *text, const char *origin)
{
	struct config_source *source =
	    &config->sources[setting - setting_table];
	struct config_source old = *source;

	if ((setting->scope & SETTING_FILE) != 0)
		store(config, setting, value);
	else
		value_clear(value);
	source->value = mem_text(text);
	source->origin = origin == NULL ? NULL : mem_text(origin);
	free(old.value);
	free(old.origin);
}

struct config *
config_default(void)
{
	struct config *config = mem_new(1, sizeof(*config));

	config->sources = mem_new(setting_count, sizeof(*config->sources));
	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *setting = &setting_table[i];
		struct value value;
		struct fault fault;
		bool is_good;

		is_good = value_parse(setting, setting->standard, &value,
		    &fault);
		assert(is_good);
		set(config, setting, &value, setting->standard, NULL);
	}
	return config;
}

void
config_free(struct config *config)
{
	if (config == NULL)
		return;
	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *setting = &setting_table[i];
		struct value nothing = { 0 };

		if ((setting->scope & SETTING_FILE) != 0)
			store(config, setting, &nothing);
		free(config->sources[i].value);
		free(config->sources[i].origin);
	}
	free(config->sources);
	free(config);
}

/* Names already in the list are not added again. */
static size_t
add_name(const char **names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return count;
	names[count] = name;
	return count + 1;
}

/* "a, b, c"; free it. */
static char *
join(const char *const *names, size_t count)
{
	char *joined = mem_text("");

	for (size_t i = 0; i < count; i++) {
		char *longer = mem_format("%s%s%s", joined, i == 0 ? "" : ", ",
		    names[i]);

		free(joined);
		joined = longer;
	}
	return joined;
}

static void
complain_section(struct loader *loader, const struct ini_entry *entry)
{
	const char **names = mem_new(setting_count, sizeof(*names));
	const char *nearest;
	size_t count = 0;

	for (size_t i = 0; i < setting_count; i++)
		count = add_name(names, count, setting_table[i].section);
	nearest = text_nearest(entry->section, names, count);
	if (nearest != NULL) {
		mistakes_add(loader->mistakes, entry->order,
		    "%s:%u: [%s] no such section; nearest is [%s]", entry->file,
		    entry->line, entry->section, nearest);
	} else {
		char *all = join(names, count);

		mistakes_add(loader->mistakes, entry->order,
		    "%s:%u: [%s] no such section; there are: %s", entry->file,
		    entry->line, entry->section, all);
		free(all);
	}
	free(names);
}

/* Another section's setting of that name, or an option of that name. */
static const struct setting *
find_elsewhere(const char *key)
{
	for (size_t i = 0; i < setting_count; i++)
		if (strcmp(setting_table[i].key, key) == 0)
			return &setting_table[i];
	return NULL;
}

/* Why there is no such setting, as a text to free. */
static char *
explain_unknown(const char *section, const char *key)
{
	const struct setting *other = find_elsewhere(key);
	const char **names = mem_new(setting_count, sizeof(*names));
	const char *nearest;
	size_t count = 0;
	char *all;
	char *sentence;

	for (size_t i = 0; i < setting_count; i++)
		if (strcmp(setting_table[i].section, section) == 0 &&
		    (setting_table[i].scope & SETTING_FILE) != 0)
			names[count++] = setting_table[i].key;
	nearest = text_nearest(key, names, count);
	all = join(names, count);
	if (other != NULL && (other->scope & SETTING_FILE) != 0)
		sentence = mem_format("stands in the wrong section; it belongs "
				      "in [%s]",
		    other->section);
	else if (other != NULL)
		sentence = mem_format("is an option of each %s, not a setting "
				      "of this file",
		    (other->scope & SETTING_STRATEGY) != 0 ? "strategy" :
							     "connection");
	else if (nearest != NULL)
		sentence = mem_format("no such setting; nearest is '%s'",
		    nearest);
	else
		sentence = mem_format("no such setting; there are: %s", all);
	free(all);
	free(names);
	return sentence;
}

static bool
is_section(const char *name)
{
	for (size_t i = 0; i < setting_count; i++)
		if (strcmp(setting_table[i].section, name) == 0)
			return true;
	return false;
}

static void
load_setting(struct loader *loader, const struct ini_entry *entry)
{
	const struct setting *setting = setting_find(entry->section,
	    entry->key);
	struct fault fault;
	struct value value;
	char *origin;
	char *sentence;

	if (setting == NULL || (setting->scope & SETTING_FILE) == 0) {
		sentence = explain_unknown(entry->section, entry->key);
	} else if (value_parse(setting, entry->value, &value, &fault)) {
		origin = mem_format("%s:%u", entry->file, entry->line);
		set(loader->config, setting, &value, entry->value, origin);
		free(origin);
		return;
	} else {
		sentence = mem_text(fault.text);
	}
	mistakes_add(loader->mistakes, entry->order, "%s:%u: [%s] %s: %s",
	    entry->file, entry->line, entry->section, entry->key, sentence);
	free(sentence);
}

static void
load_entry(void *arg, const struct ini_entry *entry)
{
	struct loader *loader = arg;

	if (entry->key == NULL) {
		loader->skips = !is_section(entry->section);
		if (loader->skips)
			complain_section(loader, entry);
	} else if (!loader->skips) {
		load_setting(loader, entry);
	}
}

struct config *
config_load_with(const char *path, ini_read_fn *read_file, void *arg,
    struct mistakes *mistakes)
{
	struct loader loader = { .config = config_default(),
		.mistakes = mistakes };
	struct ini *ini = ini_read(path, read_file, arg, mistakes);

	ini_each(ini, load_entry, &loader);
	ini_free(ini);
	mistakes_sort(mistakes);
	if (mistakes->count == 0)
		return loader.config;
	config_free(loader.config);
	return NULL;
}

static bool
read_disk(void *arg, const char *path, struct buf *out, struct fault *fault)
{
	(void)arg;
	return file_read_config(path, LIMIT_CONFIG_FILE, out, fault);
}

struct config *
config_load(const char *path, struct mistakes *mistakes)
{
	return config_load_with(path, read_disk, NULL, mistakes);
}

static struct config_row
row_of(const struct config *config, size_t i)
{
	const struct config_source *source = &config->sources[i];
	struct config_row row = { .setting = &setting_table[i],
		.value = source->value,
		.origin = source->origin == NULL ? "default" : source->origin };

	return row;
}

void
config_show(const struct config *config, config_row_fn *row_fn, void *arg)
{
	for (size_t i = 0; i < setting_count; i++) {
		struct config_row row = row_of(config, i);

		if ((row.setting->scope & SETTING_FILE) != 0)
			row_fn(arg, &row);
	}
}

struct printer {
	struct buf *out;
	struct fault *fault;
	const char *section;
	bool failed;
};

static void
print_row(void *arg, const struct config_row *row)
{
	struct printer *printer = arg;
	const char *section = row->setting->section;
	char *quoted = line_quote(row->value);
	char *line = mem_format("%s = %s", row->setting->key, quoted);

	free(quoted);
	if (!printer->failed && printer->section != section) {
		printer->failed = !buf_format(printer->out, printer->fault,
		    "%s[%s]\n", printer->section == NULL ? "" : "\n", section);
		printer->section = section;
	}
	if (!printer->failed)
		printer->failed = !buf_format(printer->out, printer->fault,
		    "%-38s ; %s\n", line, row->origin);
	free(line);
}

bool
config_print(const struct config *config, struct buf *out, struct fault *fault)
{
	struct printer printer = { .out = out, .fault = fault };

	config_show(config, print_row, &printer);
	return !printer.failed;
}

size_t
config_reload(struct config *loaded, const struct config *running,
    config_row_fn *row_fn, void *arg)
{
	size_t count = 0;

	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *setting = &setting_table[i];
		const struct config_source *was = &running->sources[i];
		struct config_row row = row_of(loaded, i);
		struct value old, new;
		struct fault fault;
		bool is_good;

		if (!setting->needs_restart)
			continue;
		is_good = value_parse(setting, was->value, &old, &fault) &&
		    value_parse(setting, row.value, &new, &fault);
		assert(is_good);
		if (!value_is_equal(&old, &new)) {
			count++;
			if (row_fn != NULL)
				row_fn(arg, &row);
		}
		value_clear(&new);
		set(loaded, setting, &old, was->value, was->origin);
	}
	return count;
}
