#include "config.h"

#include "cli/cmd.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "cli/escape.h"
#include "cli/exit.h"
#include "cli/forecast.h"
#include "cli/heatmap.h"
#include "cli/pick.h"

enum { HOURS_DEFAULT = 24, WEEK_HOURS = 7 * 24, MS_PER_S = 1000 };

static void
print_rows(const struct console *console, const json_t *rows)
{
	static const char *const titles[] = { "DUE", "STRATEGY", "CONNECTION",
		"WHAT", NULL };
	struct table *table = table_new(titles);
	const json_t *row;
	size_t at;

	json_array_foreach(rows, at, row)
	{
		char *text = forecast_text(console, row);

		table_add(table, pick_text(row, "due_local"));
		table_add(table, pick_text(row, "strategy"));
		table_add(table, pick_text(row, "connection"));
		table_add(table, text);
		free(text);
	}
	table_print(table, console->out, console->has_colours);
	table_free(table);
}

static bool
read_hours(const struct args *args, int64_t *out_hours, struct fault *fault)
{
	const char *text = args_value(args, "--hours", 0);

	*out_hours = HOURS_DEFAULT;
	if (text == NULL ||
	    text_number(text, 1, LIMIT_API_HOURS, out_hours, fault))
		return true;
	fault->kind = FAULT_USAGE;
	return fault_wrap(fault, "--hours");
}

/* An answer of the daemon about a span. */
static json_t *
ask(struct console *console, const char *path, int64_t hours, const char *from,
    struct fault *fault)
{
	char *before = mem_format("%s?hours=%" PRId64 "%s", path, hours,
	    from == NULL ? "" : "&from=");
	char *target = client_target(before, from == NULL ? "" : from, "");
	json_t *answer = client_get(console->client, target, fault);

	free(target);
	free(before);
	if (answer == NULL && from != NULL && fault->kind == FAULT_FORMAT) {
		fault->kind = FAULT_USAGE;
		(void)fault_wrap(fault, "--from");
	}
	return answer;
}

static void
print_remark(const struct console *console, const char *text)
{
	char *line = escape_line(text == NULL ? "" : text);

	(void)fprintf(console->err, "remark: %s\n", line);
	free(line);
}

/* The slots of the span, each with what became or will become of it. */
static json_t *
ask_rows(struct console *console, int64_t hours, const char *from,
    struct fault *fault)
{
	const json_t *remark;
	json_t *slots, *facts, *rows;

	slots = ask(console, "/v1/next", hours, from, fault);
	if (slots == NULL)
		return NULL;
	facts = ask(console, "/v1/forecast", hours, from, fault);
	rows = facts == NULL ? NULL : forecast_rows(slots, facts);
	for (size_t i = 0; (remark = pick_item(facts, "remarks", i)) != NULL;
	     i++)
		print_remark(console, json_string_value(remark));
	json_decref(slots);
	json_decref(facts);
	return rows;
}

/* A week from the day on that --from is in, or today. */
static int
run_heatmap(struct console *console, const struct args *args)
{
	const char *from = args_value(args, "--from", 0);
	int64_t from_s = console->now_s;
	char begin[CALENDAR_TEXT_MAX];
	struct heatmap heatmap;
	struct fault fault;
	json_t *rows;

	if (from != NULL &&
	    !calendar_parse(from, &console->zone, &from_s, &fault)) {
		fault.kind = FAULT_USAGE;
		(void)fault_wrap(&fault, "--from");
		return console_fail(console, &fault);
	}
	calendar_format_utc(begin,
	    heatmap_begin(&console->zone, from_s) * MS_PER_S);
	rows = ask_rows(console, WEEK_HOURS, begin, &fault);
	if (rows == NULL)
		return console_fail(console, &fault);
	heatmap = heatmap_of(rows, &console->zone, from_s, console->now_s);
	json_decref(rows);
	if (args_has(args, "--json")) {
		rows = heatmap_json(&heatmap);
		console_print_json(console, rows);
		json_decref(rows);
	} else {
		heatmap_print(&heatmap, console->out);
	}
	return EXIT_DONE;
}

static int
run(struct console *console, const struct args *args)
{
	struct fault fault;
	int64_t hours;
	json_t *rows = NULL;

	if (args_has(args, "--heatmap") && args_has(args, "--hours")) {
		(void)fault_set(&fault, FAULT_USAGE,
		    "a heatmap is of a week: --hours has no place there");
		return console_fail(console, &fault);
	}
	if (!read_hours(args, &hours, &fault) ||
	    !console_connect(console, &fault))
		return console_fail(console, &fault);
	if (args_has(args, "--heatmap"))
		return run_heatmap(console, args);
	rows = ask_rows(console, hours, args_value(args, "--from", 0), &fault);
	if (rows == NULL)
		return console_fail(console, &fault);
	if (args_has(args, "--json"))
		console_print_json(console, rows);
	else if (json_array_size(rows) > 0)
		print_rows(console, rows);
	else
		(void)fprintf(console->err,
		    "nothing is due in these %" PRId64 " hours\n", hours);
	json_decref(rows);
	return EXIT_DONE;
}

static const struct args_option options[] = {
	{ "--hours", "N", false, "how far to look, 1 to 8784; default: 24" },
	{ "--from", "T", false, "from when on; default: now" },
	{ "--heatmap", NULL, false, "how much runs in each hour of a week" },
	CMD_JSON,
	CMD_END,
};

const struct command cmd_next = {
	.name = "next",
	.operands = "",
	.options = options,
	.summary = "The slots to come, or that were",
	.help =
	    "Of what was due it says what became of it; of what will be, how "
	    "long it usually\n"
	    "takes and what it would wait for. Times are local, with their "
	    "offset from UTC.\n"
	    "T is a time such as 2026-10-25, \"2026-10-25 02:30\" or "
	    "2026-10-25T02:30:00+01:00.",
	.run = run,
};
