#include "config.h"

#include "catalog/subject.h"

#include <string.h>

#include "base/text.h"

const struct subject subject_connection = {
	.name = "connection",
	.column_count = 6,
	.columns = {
	    { .name = "name" },
	    { .name = "instance" },
	    { .name = "ip", .standard = "127.0.0.1" },
	    { .name = "port", .standard = "1521" },
	    { .name = "alive", .standard = "1", .is_number = true },
	    { .name = "runner", .may_be_null = true },
	},
	.by_id = STATEMENT_CONNECTION_BY_ID,
	.add = STATEMENT_CONNECTION_ADD,
	.set = STATEMENT_CONNECTION_SET,
	.remove = STATEMENT_CONNECTION_REMOVE,
	.options_of = STATEMENT_CONNECTION_OPTIONS_OF,
	.option_add = STATEMENT_CONNECTION_OPTION_ADD,
	.option_remove = STATEMENT_CONNECTION_OPTION_REMOVE,
	.options_remove = STATEMENT_CONNECTION_OPTIONS_REMOVE,
};

const struct subject subject_strategy = {
	.name = "strategy",
	.column_count = 3,
	.columns = {
	    { .name = "connection" },
	    { .name = "priority", .may_be_null = true },
	    { .name = "alive", .standard = "1", .is_number = true },
	},
	.by_id = STATEMENT_STRATEGY_BY_ID,
	.add = STATEMENT_STRATEGY_ADD,
	.set = STATEMENT_STRATEGY_SET,
	.remove = STATEMENT_STRATEGY_REMOVE,
	.options_of = STATEMENT_STRATEGY_OPTIONS_OF,
	.option_add = STATEMENT_STRATEGY_OPTION_ADD,
	.option_remove = STATEMENT_STRATEGY_OPTION_REMOVE,
	.options_remove = STATEMENT_STRATEGY_OPTIONS_REMOVE,
};

bool
subject_has_column(const struct subject *subject, const char *name)
{
	for (size_t i = 0; i < subject->column_count; i++)
		if (strcmp(subject->columns[i].name, name) == 0)
			return true;
	return false;
}

static void
take_row(struct subject_row *row, const struct subject *subject,
    const struct odbc_query *query)
{
	const char *id = odbc_text(query, 0);

	*row = (struct subject_row){ 0 };
	(void)text_copy(row->id, sizeof(row->id), id == NULL ? "" : id);
	for (size_t i = 0; i < subject->column_count; i++) {
		const char *value = odbc_text(query, i + 1);

		(void)text_copy(row->values[i], sizeof(row->values[i]),
		    value == NULL ? "" : value);
	}
}

bool
subject_find(struct catalog *catalog, const struct subject *subject,
    enum statement statement, const char *key, struct subject_row *out_row,
    int *out_count, struct fault *fault)
{
	struct odbc_query *query = catalog_query(catalog, statement, fault);
	bool has_row = false, is_good;

	if (query == NULL)
		return false;
	*out_count = 0;
	odbc_bind_text(query, key);
	is_good = odbc_execute(query, NULL, fault);
	while (is_good) {
		is_good = odbc_fetch(query, &has_row, fault);
		if (!is_good || !has_row)
			break;
		if (*out_count == 0)
			take_row(out_row, subject, query);
		*out_count += 1;
	}
	odbc_query_free(query);
	return is_good;
}

bool
subject_find_connection(struct catalog *catalog, const char *name,
    struct subject_row *out_row, struct fault *fault)
{
	int count = 0;

	if (!subject_find(catalog, &subject_connection,
		STATEMENT_CONNECTION_BY_ID, name, out_row, &count, fault))
		return false;
	if (count == 0 &&
	    !subject_find(catalog, &subject_connection,
		STATEMENT_CONNECTION_BY_NAME, name, out_row, &count, fault))
		return false;
	if (count == 0)
		return fault_set(fault, FAULT_ABSENT,
		    "there is no connection %s", name);
	if (count > 1)
		return fault_set(fault, FAULT_DUPLICATE,
		    "%d connections are named %s: say which by its id", count,
		    name);
	return true;
}

void
subject_id_from_name(char room[LIMIT_ID + 1], const char *name)
{
	size_t at = 0;

	for (; at < LIMIT_ID && name[at] != '\0'; at++) {
		char c = text_lower(name[at]);
		bool is_plain = (c >= 'a' && c <= 'z') || text_is_digit(c) ||
		    c == '.' || c == '-';

		room[at] = is_plain ? name[at] : '_';
	}
	room[at] = '\0';
}
