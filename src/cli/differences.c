#include "config.h"

#include "cli/differences.h"

#include <stdlib.h>

#include "api/json.h"
#include "cli/escape.h"

void
differences_begin(struct differences *differences,
    const struct console *console, bool is_json)
{
	*differences = (struct differences){ .console = console,
		.is_json = is_json };
	if (is_json)
		(void)fputc('[', console->out);
}

static void
print_escaped(FILE *out, const char *text)
{
	char *line = escape_line(text);

	(void)fputs(line, out);
	free(line);
}

static const char *
ending(size_t count)
{
	return count == 1 ? "" : "s";
}

static void
print_connection(FILE *out, const struct connection *connection, size_t options)
{
	(void)fputs(": ", out);
	print_escaped(out, connection->name);
	(void)fputs(", instance ", out);
	print_escaped(out, connection->instance);
	(void)fputs(", ", out);
	print_escaped(out, connection->ip);
	(void)fputc(':', out);
	print_escaped(out, connection->port);
	(void)fprintf(out, ", %zu option%s\n", options, ending(options));
}

static void
print_strategy(FILE *out, const struct strategy *strategy, size_t options)
{
	(void)fputs(" of ", out);
	print_escaped(out, strategy->connection);
	(void)fprintf(out, ", %s: %zu line%s, %zu time%s, %zu option%s\n",
	    priority_name(strategy->priority), strategy->line_count,
	    ending(strategy->line_count), strategy->frequency_count,
	    ending(strategy->frequency_count), options, ending(options));
}

/* Of one that only one side has, the sum. */
static void
print_whole(FILE *out, const struct difference *difference)
{
	bool is_new = difference->kind == DIFFERENCE_ADDED;
	const struct connection *connection = is_new ?
	    difference->new_connection :
	    difference->old_connection;
	const struct strategy *strategy = is_new ? difference->new_strategy :
						   difference->old_strategy;
	const struct option *ignored;
	size_t options = memdb_options(is_new ? difference->new_plan :
						difference->old_plan,
	    difference->scope, difference->id, &ignored);

	if (connection != NULL)
		print_connection(out, connection, options);
	else if (strategy != NULL)
		print_strategy(out, strategy, options);
	else
		(void)fputs(", whose rows cannot be used\n", out);
}

static void
print_item(void *arg, const struct difference_item *item)
{
	FILE *out = arg;

	(void)fputs("           ", out);
	print_escaped(out, item->name);
	(void)fputs(": ", out);
	print_escaped(out, item->old_value == NULL ? "-" : item->old_value);
	(void)fputs(" -> ", out);
	print_escaped(out, item->new_value == NULL ? "-" : item->new_value);
	(void)fputc('\n', out);
}

static void
add_item(void *arg, const struct difference_item *item)
{
	(void)json_array_append_new(arg,
	    json_pack("{s:o, s:o, s:o}", "name", json_of_text(item->name),
		"old", json_of_text(item->old_value), "new",
		json_of_text(item->new_value)));
}

static void
print_json(const struct differences *differences,
    const struct difference *difference, bool is_first)
{
	FILE *out = differences->console->out;
	json_t *items = json_array(), *json;

	difference_items(difference, add_item, items);
	json = json_pack("{s:s, s:o, s:o}", "change",
	    difference_name(difference->kind),
	    difference->scope == OPTION_STRATEGY ? "strategy" : "connection_id",
	    json_of_text(difference->id), "items", items);
	(void)fputs(is_first ? "\n" : ",\n", out);
	(void)json_dumpf(json, out, JSON_INDENT(2));
	json_decref(json);
}

bool
differences_print(void *arg, const struct difference *difference)
{
	struct differences *differences = arg;
	FILE *out = differences->console->out;
	bool is_first = true;

	for (size_t i = 0; i < DIFFERENCE_KINDS; i++)
		is_first = is_first && differences->counts[i] == 0;
	differences->counts[difference->kind]++;
	if (differences->is_json) {
		print_json(differences, difference, is_first);
		return true;
	}
	(void)fprintf(out, "%-8s %s ", difference_name(difference->kind),
	    difference->scope == OPTION_STRATEGY ? "strategy" : "connection");
	print_escaped(out, difference->id);
	if (difference->kind != DIFFERENCE_CHANGED) {
		print_whole(out, difference);
		return true;
	}
	(void)fputs(difference->old_connection == NULL &&
		    difference->old_strategy == NULL ?
		", whose rows cannot be used\n" :
		"\n",
	    out);
	difference_items(difference, print_item, out);
	return true;
}

void
differences_end(struct differences *differences)
{
	FILE *out = differences->console->out;
	const size_t *counts = differences->counts;

	if (differences->is_json)
		(void)fputs("\n]\n", out);
	else if (counts[0] + counts[1] + counts[2] == 0)
		(void)fputs("no differences\n", out);
	else
		(void)fprintf(out, "%zu added, %zu changed, %zu removed\n",
		    counts[DIFFERENCE_ADDED], counts[DIFFERENCE_CHANGED],
		    counts[DIFFERENCE_REMOVED]);
}
