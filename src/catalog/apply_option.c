#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "catalog/applying.h"

/*
 * Calls `take` for each of the options that are there. They are few: read
 * again for each that is changed, rather than kept.
 */
typedef bool (*option_fn)(void *arg, const char *name, const char *value,
    struct fault *fault);

static bool
each_option(struct applying *applying, option_fn take, void *arg,
    struct fault *fault)
{
	struct odbc_query *query = catalog_query(applying->catalog,
	    applying->subject->options_of, fault);
	bool has_row = false, is_good;

	if (query == NULL)
		return false;
	odbc_bind_text(query, applying->change.object);
	is_good = odbc_execute(query, NULL, fault);
	while (is_good) {
		is_good = odbc_fetch(query, &has_row, fault);
		if (!is_good || !has_row)
			break;
		is_good = take(arg, odbc_text(query, 0), odbc_text(query, 1),
		    fault);
	}
	odbc_query_free(query);
	return is_good;
}

struct looking {
	const char *name;
	bool is_there;
	char value[LIMIT_OPTION_VALUE + 1];
};

static bool
look_at_option(void *arg, const char *name, const char *value,
    struct fault *fault)
{
	struct looking *looking = arg;

	(void)fault;
	if (name != NULL && strcmp(name, looking->name) == 0) {
		looking->is_there = true;
		(void)text_copy(looking->value, sizeof(looking->value),
		    value == NULL ? "" : value);
	}
	return true;
}

bool
applying_set_option(struct applying *applying, const char *name,
    const char *text, bool *out_was, struct fault *fault)
{
	const struct subject *subject = applying->subject;
	struct looking looking = { .name = name };
	bool has_new = text != NULL && text[0] != '\0';

	if (!each_option(applying, look_at_option, &looking, fault))
		return false;
	*out_was = looking.is_there;
	if (looking.is_there && has_new && strcmp(looking.value, text) == 0)
		return true;
	if (looking.is_there &&
	    !applying_run(applying, subject->option_remove, name, NULL, fault))
		return false;
	if (has_new &&
	    !applying_run(applying, subject->option_add, name, text, fault))
		return false;
	return change_item(&applying->change, name,
	    looking.is_there ? looking.value : NULL, text, fault);
}

bool
applying_set_options(struct applying *applying, struct fault *fault)
{
	const struct edit *edit = applying->edit;
	bool was;

	for (size_t i = 0; i < edit->value_count; i++)
		if (!subject_has_column(applying->subject,
			edit->values[i].name) &&
		    !applying_set_option(applying, edit->values[i].name,
			edit->values[i].value, &was, fault))
			return false;
	return true;
}

/* Names of options that are to go: a query that runs is not disturbed. */
struct dropping {
	const struct edit *edit;
	char **names;
	size_t count;
};

static bool
note_unnamed(void *arg, const char *name, const char *value,
    struct fault *fault)
{
	struct dropping *dropping = arg;

	(void)value;
	(void)fault;
	for (size_t i = 0; name != NULL && i < dropping->edit->value_count; i++)
		if (strcmp(dropping->edit->values[i].name, name) == 0)
			return true;
	if (name == NULL)
		return true;
	dropping->names = mem_grow(dropping->names, dropping->count + 1,
	    sizeof(*dropping->names));
	dropping->names[dropping->count++] = mem_text(name);
	return true;
}

bool
applying_drop_options(struct applying *applying, struct fault *fault)
{
	struct dropping dropping = { .edit = applying->edit };
	bool is_done = each_option(applying, note_unnamed, &dropping, fault);
	bool was;

	for (size_t i = 0; i < dropping.count; i++) {
		is_done = is_done &&
		    applying_set_option(applying, dropping.names[i], NULL, &was,
			fault);
		free(dropping.names[i]);
	}
	free(dropping.names);
	return is_done;
}

static bool
note_gone_option(void *arg, const char *name, const char *value,
    struct fault *fault)
{
	return change_item(arg, name, value, NULL, fault);
}

bool
applying_remove_options(struct applying *applying, struct fault *fault)
{
	return each_option(applying, note_gone_option, &applying->change,
		   fault) &&
	    applying_run(applying, applying->subject->options_remove, NULL,
		NULL, fault);
}
