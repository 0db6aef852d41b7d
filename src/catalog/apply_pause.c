#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "catalog/applying.h"
#include "model/pause.h"

enum { MS_PER_MINUTE = 60000 };

/*
 * The option's value; "" takes it away. A pause begins with the minute in which
 * it was asked for, so that what waits of this minute is in it.
 */
static bool
compose(const struct applying *applying, char room[PAUSE_TEXT_MAX],
    struct fault *fault)
{
	const struct zone utc = { 0 };
	const char *until = edit_value(applying->edit, "until");
	const char *reason = edit_value(applying->edit, "reason");
	struct pause pause = {
		.since_s = applying->change.at_ms / MS_PER_MINUTE *
		    SECONDS_PER_MINUTE,
	};

	room[0] = '\0';
	if (applying->edit->kind == EDIT_RESUME)
		return true;
	if (until != NULL &&
	    !calendar_parse(until, &utc, &pause.until_s, fault))
		return fault_wrap(fault, "until");
	(void)text_copy(pause.by, sizeof(pause.by), applying->change.who);
	(void)text_copy(pause.reason, sizeof(pause.reason),
	    reason == NULL ? "" : reason);
	pause_format(room, &pause);
	return true;
}

/* The ids of all rows of the plan, each by its first column. */
struct ids {
	char **list;
	size_t count;
};

static bool
list_ids(struct catalog *catalog, enum statement statement, struct ids *ids,
    struct fault *fault)
{
	struct odbc_query *query = catalog_query(catalog, statement, fault);
	bool has_row = false;
	bool is_good = query != NULL && odbc_execute(query, NULL, fault);

	while (is_good) {
		is_good = odbc_fetch(query, &has_row, fault);
		if (!is_good || !has_row)
			break;
		if (odbc_text(query, 0) == NULL)
			continue;
		ids->list = mem_grow(ids->list, ids->count + 1,
		    sizeof(*ids->list));
		ids->list[ids->count++] = mem_text(odbc_text(query, 0));
	}
	odbc_query_free(query);
	return is_good;
}

/* Set it on each of the subject; `*count` grows by those it was on. */
static bool
set_all(struct applying *applying, const struct subject *subject,
    enum statement statement, const char *text, size_t *count,
    struct fault *fault)
{
	struct ids ids = { 0 };
	bool is_good = list_ids(applying->catalog, statement, &ids, fault);
	bool was;

	applying->subject = subject;
	for (size_t i = 0; i < ids.count; i++) {
		applying->change.object = ids.list[i];
		is_good = is_good &&
		    applying_set_option(applying, PAUSE_OPTION, text, &was,
			fault);
		*count += text[0] != '\0' || (is_good && was);
	}
	for (size_t i = 0; i < ids.count; i++)
		free(ids.list[i]);
	free(ids.list);
	return is_good;
}

/* All that is paused is resumed, also what was paused one by one. */
static bool
pause_all(struct applying *applying, const char *text, struct fault *fault)
{
	bool ends = applying->edit->kind == EDIT_RESUME;
	size_t count = 0;

	if (!set_all(applying, &subject_connection, STATEMENT_CONNECTIONS, text,
		&count, fault) ||
	    (ends &&
		!set_all(applying, &subject_strategy, STATEMENT_STRATEGIES,
		    text, &count, fault)))
		return false;
	return count > 0 ||
	    fault_set(fault, FAULT_ABSENT, "%s",
		ends ? "nothing is paused" : "there are no connections");
}

bool
applying_pause(struct applying *applying, struct fault *fault)
{
	const struct edit *edit = applying->edit;
	char text[PAUSE_TEXT_MAX];
	bool was = false;

	if (!compose(applying, text, fault))
		return false;
	if (edit->id == NULL && edit->name == NULL)
		return pause_all(applying, text, fault);
	if (!applying_find(applying, fault))
		return false;
	applying->change.object = applying->old.id;
	if (!applying_set_option(applying, PAUSE_OPTION, text, &was, fault))
		return false;
	if (edit->kind == EDIT_RESUME && !was)
		return fault_set(fault, FAULT_ABSENT,
		    "%s %s has no pause of its own", applying->subject->name,
		    edit->id != NULL ? edit->id : edit->name);
	return true;
}
