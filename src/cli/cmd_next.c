#include "config.h"

#include "cli/cmd.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "cli/exit.h"
#include "cli/pick.h"

enum { HOURS_DEFAULT = 24 };

static void
print_slots(const struct console *console, const json_t *slots)
{
	static const char *const titles[] = { "DUE", "PRIORITY", "STRATEGY",
		"CONNECTION", NULL };
	struct table *table = table_new(titles);
	const json_t *slot;
	size_t at;

	json_array_foreach(slots, at, slot)
	{
		table_add(table, pick_text(slot, "due_local"));
		table_add(table, pick_text(slot, "priority"));
		table_add(table, pick_text(slot, "strategy"));
		table_add(table, pick_text(slot, "connection"));
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

static json_t *
ask(struct console *console, const struct args *args, int64_t *out_hours,
    struct fault *fault)
{
	const char *from = args_value(args, "--from", 0);
	char *target, *before;
	json_t *slots;

	if (!read_hours(args, out_hours, fault) ||
	    !console_connect(console, fault))
		return NULL;
	before = mem_format("/v1/next?hours=%" PRId64 "%s", *out_hours,
	    from == NULL ? "" : "&from=");
	target = client_target(before, from == NULL ? "" : from, "");
	slots = client_get(console->client, target, fault);
	free(target);
	free(before);
	if (slots == NULL && from != NULL && fault->kind == FAULT_FORMAT) {
		fault->kind = FAULT_USAGE;
		(void)fault_wrap(fault, "--from");
	}
	return slots;
}

static int
run(struct console *console, const struct args *args)
{
	struct fault fault;
	int64_t hours;
	json_t *slots = ask(console, args, &hours, &fault);

	if (slots == NULL)
		return console_fail(console, &fault);
	if (args_has(args, "--json"))
		console_print_json(console, slots);
	else if (json_array_size(slots) > 0)
		print_slots(console, slots);
	else
		(void)fprintf(console->err,
		    "nothing is due in these %" PRId64 " hours\n", hours);
	json_decref(slots);
	return EXIT_DONE;
}

static const struct args_option options[] = {
	{ "--hours", "N", false, "how far to look, 1 to 8784; default: 24" },
	{ "--from", "T", false, "from when on; default: now" },
	CMD_JSON,
	CMD_END,
};

const struct command cmd_next = {
	.name = "next",
	.operands = "",
	.options = options,
	.summary = "The slots to come, or that were",
	.help =
	    "Times are local, with their offset from UTC. T is a time such as "
	    "2026-10-25,\n"
	    "\"2026-10-25 02:30\" or 2026-10-25T02:30:00+01:00.",
	.run = run,
};
