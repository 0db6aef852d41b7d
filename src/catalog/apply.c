#include "config.h"

#include "catalog/apply.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "catalog/applying.h"

enum { SUFFIX_LAST = 99 };

bool
applying_find(struct applying *applying, struct fault *fault)
{
	const struct edit *edit = applying->edit;
	int count = 0;

	if (!edit_is_of_strategy(edit))
		return subject_find_connection(applying->catalog, edit->name,
		    &applying->old, fault);
	if (!subject_find(applying->catalog, &subject_strategy,
		STATEMENT_STRATEGY_BY_ID, edit->id, &applying->old, &count,
		fault))
		return false;
	if (count == 0)
		return fault_set(fault, FAULT_ABSENT, "there is no strategy %s",
		    edit->id);
	return true;
}

/* Is there a row with this id? */
static bool
is_taken(struct applying *applying, const char *id, bool *out_taken,
    struct fault *fault)
{
	struct subject_row ignored;
	int count = 0;

	if (!subject_find(applying->catalog, applying->subject,
		applying->subject->by_id, id, &ignored, &count, fault))
		return false;
	*out_taken = count > 0;
	return true;
}

static bool
make_id(struct applying *applying, struct fault *fault)
{
	char made[LIMIT_ID + 1];
	char *id = applying->new.id;
	bool taken = false;

	subject_id_from_name(made, applying->edit->name);
	(void)text_copy(id, LIMIT_ID + 1, made);
	for (int suffix = 2;; suffix++) {
		if (!is_taken(applying, id, &taken, fault))
			return false;
		if (!taken)
			return true;
		if (suffix > SUFFIX_LAST)
			return fault_set(fault, FAULT_DUPLICATE,
			    "no id is free for connection %s: give one",
			    applying->edit->name);
		(void)snprintf(id, LIMIT_ID + 1, "%.*s_%d", LIMIT_ID - 3, made,
		    suffix);
	}
}

static bool
choose_id(struct applying *applying, struct fault *fault)
{
	const struct edit *edit = applying->edit;
	bool taken = false;

	if (edit->id == NULL)
		return make_id(applying, fault);
	(void)text_copy(applying->new.id, sizeof(applying->new.id), edit->id);
	if (!is_taken(applying, edit->id, &taken, fault))
		return false;
	if (taken)
		return fault_set(fault, FAULT_DUPLICATE,
		    "there is a %s %s already", applying->subject->name,
		    edit->id);
	return true;
}

static bool
refuse_name(struct applying *applying, const char *name, struct fault *fault)
{
	struct subject_row ignored;
	int count = 0;

	if (!subject_find(applying->catalog, &subject_connection,
		STATEMENT_CONNECTION_BY_NAME, name, &ignored, &count, fault))
		return false;
	if (count > 0)
		return fault_set(fault, FAULT_DUPLICATE,
		    "there is a connection named %s already", name);
	return true;
}

static const struct edit_value *
given(const struct edit *edit, const char *name)
{
	for (size_t i = 0; i < edit->value_count; i++)
		if (strcmp(edit->values[i].name, name) == 0)
			return &edit->values[i];
	return NULL;
}

/* The value of one column as the edit wants it; `old` where it says nothing. */
static bool
new_value(struct applying *applying, size_t column, struct fault *fault)
{
	const struct subject_column *facts =
	    &applying->subject->columns[column];
	const struct edit_value *value = given(applying->edit, facts->name);
	char *room = applying->new.values[column];
	size_t size = sizeof(applying->new.values[column]);

	if (value == NULL)
		return true;
	if (value->value != NULL && value->value[0] != '\0') {
		(void)text_copy(room, size, value->value);
		return true;
	}
	if (facts->standard == NULL && !facts->may_be_null)
		return fault_set(fault, FAULT_FORMAT,
		    "%s of a %s cannot be empty", facts->name,
		    applying->subject->name);
	(void)text_copy(room, size,
	    facts->standard == NULL ? "" : facts->standard);
	return true;
}

/* A strategy's connection may be typed as a name; the row holds its id. */
static bool
resolve_connection(struct applying *applying, struct fault *fault)
{
	struct subject_row connection;

	if (applying->subject != &subject_strategy ||
	    given(applying->edit, "connection") == NULL)
		return true;
	if (!subject_find_connection(applying->catalog, applying->new.values[0],
		&connection, fault))
		return false;
	(void)text_copy(applying->new.values[0],
	    sizeof(applying->new.values[0]), connection.id);
	return true;
}

static bool
new_values(struct applying *applying, struct fault *fault)
{
	for (size_t i = 0; i < applying->subject->column_count; i++)
		if (!new_value(applying, i, fault))
			return false;
	return resolve_connection(applying, fault);
}

/* The row as it should be, by `add` or `set`: columns, then the id. */
static bool
write_row(struct applying *applying, enum statement statement,
    struct fault *fault)
{
	const struct subject *subject = applying->subject;
	struct odbc_query *query = catalog_query(applying->catalog, statement,
	    fault);
	bool is_done = query != NULL;

	for (size_t i = 0; is_done && i < subject->column_count; i++) {
		const char *value = applying->new.values[i];
		int64_t number = 0;

		if (!subject->columns[i].is_number) {
			odbc_bind_text(query, value);
			continue;
		}
		is_done = text_number(value, INT32_MIN, INT32_MAX, &number,
		    fault);
		odbc_bind_number(query, number);
	}
	if (is_done) {
		odbc_bind_text(query, applying->new.id);
		is_done = odbc_execute(query, NULL, fault);
	}
	odbc_query_free(query);
	return is_done;
}

static bool
note_columns(struct applying *applying, struct fault *fault)
{
	const struct subject *subject = applying->subject;

	for (size_t i = 0; i < subject->column_count; i++)
		if (!change_item(&applying->change, subject->columns[i].name,
			applying->old.values[i], applying->new.values[i],
			fault))
			return false;
	return true;
}

static bool
has_other_columns(const struct applying *applying)
{
	for (size_t i = 0; i < applying->subject->column_count; i++)
		if (strcmp(applying->old.values[i], applying->new.values[i]) !=
		    0)
			return true;
	return false;
}

bool
applying_run(struct applying *applying, enum statement statement,
    const char *second, const char *third, struct fault *fault)
{
	struct odbc_query *query = catalog_query(applying->catalog, statement,
	    fault);
	bool is_done;

	if (query == NULL)
		return false;
	odbc_bind_text(query, applying->change.object);
	if (second != NULL)
		odbc_bind_text(query, second);
	if (third != NULL)
		odbc_bind_text(query, third);
	is_done = odbc_execute(query, NULL, fault);
	odbc_query_free(query);
	return is_done;
}

/* What hangs on the row; the row is there. */
static bool
set_rest(struct applying *applying, struct fault *fault)
{
	return (!applying->is_restored ||
		   applying_drop_options(applying, fault)) &&
	    applying_set_options(applying, fault) &&
	    (!applying->edit->has_lines ||
		applying_set_lines(applying, fault)) &&
	    (!applying->edit->has_frequencies ||
		applying_set_frequencies(applying, fault));
}

static bool
add(struct applying *applying, struct fault *fault)
{
	const struct subject *subject = applying->subject;

	if (!choose_id(applying, fault))
		return false;
	applying->change.object = applying->new.id;
	for (size_t i = 0; i < subject->column_count; i++)
		if (subject->columns[i].standard != NULL)
			(void)text_copy(applying->new.values[i],
			    sizeof(applying->new.values[i]),
			    subject->columns[i].standard);
	if (subject == &subject_connection) {
		(void)text_copy(applying->new.values[0],
		    sizeof(applying->new.values[0]), applying->edit->name);
		if (!applying->is_restored &&
		    !refuse_name(applying, applying->edit->name, fault))
			return false;
	}
	return new_values(applying, fault) &&
	    write_row(applying, subject->add, fault) &&
	    note_columns(applying, fault) && set_rest(applying, fault);
}

static bool
set(struct applying *applying, struct fault *fault)
{
	if (!applying_find(applying, fault))
		return false;
	applying->new = applying->old;
	applying->change.object = applying->new.id;
	if (!new_values(applying, fault))
		return false;
	if (applying->subject == &subject_connection &&
	    !applying->is_restored &&
	    strcmp(applying->old.values[0], applying->new.values[0]) != 0 &&
	    !refuse_name(applying, applying->new.values[0], fault))
		return false;
	if (has_other_columns(applying) &&
	    !(write_row(applying, applying->subject->set, fault) &&
		note_columns(applying, fault)))
		return false;
	return set_rest(applying, fault);
}

/* Table execution has no foreign key: there the history stays. */
static bool
remove_of_strategy(struct applying *applying, struct fault *fault)
{
	return applying_remove_lists(applying, fault) &&
	    applying_run(applying, STATEMENT_LOGS_REMOVE, NULL, NULL, fault) &&
	    applying_run(applying, STATEMENT_ERRORS_REMOVE, NULL, NULL, fault);
}

static bool
refuse_owner(struct applying *applying, struct fault *fault)
{
	struct odbc_query *query = catalog_query(applying->catalog,
	    STATEMENT_STRATEGIES_OF, fault);
	bool has_row = false, is_good;
	int64_t count = 0;

	if (query == NULL)
		return false;
	odbc_bind_text(query, applying->change.object);
	is_good = catalog_one_row(query, &has_row, fault) &&
	    odbc_number(query, 0, 0, INT64_MAX, &count, fault);
	odbc_query_free(query);
	if (is_good && count > 0)
		return fault_set(fault, FAULT_REFUSED,
		    "connection %s has %" PRId64 " %s: remove %s first",
		    applying->edit->name, count,
		    count == 1 ? "strategy" : "strategies",
		    count == 1 ? "it" : "them");
	return is_good;
}

static bool
remove_row(struct applying *applying, struct fault *fault)
{
	const struct subject *subject = applying->subject;

	if (!applying_find(applying, fault))
		return false;
	/* Of the new row nothing is left, so every column is noted. */
	applying->change.object = applying->old.id;
	if (subject == &subject_connection ?
		!refuse_owner(applying, fault) :
		!remove_of_strategy(applying, fault))
		return false;
	return applying_remove_options(applying, fault) &&
	    note_columns(applying, fault) &&
	    applying_run(applying, subject->remove, NULL, NULL, fault);
}

bool
applying_carry_out(struct applying *applying, const struct edit *edit,
    struct fault *fault)
{
	applying->edit = edit;
	applying->subject = edit_is_of_strategy(edit) ? &subject_strategy :
							&subject_connection;
	applying->old = applying->new = (struct subject_row){ 0 };
	switch (edit->kind) {
	case EDIT_CONNECTION_ADD:
	case EDIT_STRATEGY_ADD:
		return add(applying, fault);
	case EDIT_CONNECTION_SET:
	case EDIT_STRATEGY_SET:
		return set(applying, fault);
	case EDIT_CONNECTION_REMOVE:
	case EDIT_STRATEGY_REMOVE:
		return remove_row(applying, fault);
	case EDIT_PAUSE:
	case EDIT_RESUME:
		return applying_pause(applying, fault);
	case EDIT_KINDS:
		break;
	}
	assert(false /* an edit of a known kind */);
	return false;
}

bool
apply_edit(struct catalog *catalog, const struct edit *edit, const char *who,
    struct fault *fault)
{
	static const char *const what[EDIT_KINDS] = {
		[EDIT_CONNECTION_ADD] = "connection add",
		[EDIT_CONNECTION_SET] = "connection set",
		[EDIT_CONNECTION_REMOVE] = "connection remove",
		[EDIT_STRATEGY_ADD] = "strategy add",
		[EDIT_STRATEGY_SET] = "strategy set",
		[EDIT_STRATEGY_REMOVE] = "strategy remove",
		[EDIT_PAUSE] = "pause",
		[EDIT_RESUME] = "resume",
	};
	struct applying *applying;
	bool is_done;

	if (!edit_check(edit, fault))
		return false;
	applying = mem_new(1, sizeof(*applying));
	applying->catalog = catalog;
	is_done = change_begin(&applying->change, catalog, who,
		      what[edit->kind], fault) &&
	    odbc_begin(catalog->odbc, true, fault);
	if (is_done) {
		is_done = applying_carry_out(applying, edit, fault) &&
		    odbc_commit(catalog->odbc, fault);
		if (!is_done)
			odbc_rollback(catalog->odbc);
	}
	free(applying);
	return is_done;
}
