#include "config.h"

#include "cli/cmd.h"

#include <inttypes.h>
#include <stdlib.h>

#include "cli/escape.h"
#include "cli/exit.h"
#include "cli/local.h"

static bool
print_info(const struct console *console, struct local *local,
    struct fault *fault)
{
	struct catalog_info info;

	if (!catalog_info(local_catalog(local), &info, fault))
		return false;
	(void)fprintf(console->out,
	    "catalog %s, schema %" PRId64 ", plan version %" PRId64
	    ", owner %s\n",
	    info.uuid, info.schema_version, info.plan_version,
	    info.owner[0] == '\0' ? "-" : info.owner);
	return true;
}

static int
run_init(struct console *console, const struct args *args)
{
	struct fault fault;
	struct local *local = local_open(console, true, &fault);
	bool is_good = local != NULL &&
	    catalog_init(local_catalog(local), &fault) &&
	    print_info(console, local, &fault);

	(void)args;
	local_close(local);
	return is_good ? EXIT_DONE : console_fail(console, &fault);
}

/* What stands in the catalog, and what of it is of no use. */
static bool
check(const struct console *console, struct local *local, size_t *out_remarks,
    struct fault *fault)
{
	json_t *connections = NULL, *strategies = NULL, *remarks = NULL;
	const json_t *remark;
	bool is_good = false;
	size_t at;

	if (!print_info(console, local, fault))
		return false;
	connections = local_connections(local, fault);
	if (connections != NULL)
		strategies = local_strategies(local, NULL, fault);
	if (strategies != NULL)
		remarks = local_remarks(local, fault);
	if (remarks == NULL)
		goto out;
	(void)fprintf(console->out, "%zu connections, %zu strategies\n",
	    json_array_size(connections), json_array_size(strategies));
	json_array_foreach(remarks, at, remark)
	{
		char *line = escape_line(json_string_value(remark));

		(void)fprintf(console->out, "remark: %s\n", line);
		free(line);
	}
	*out_remarks = json_array_size(remarks);
	is_good = true;
out:
	json_decref(remarks);
	json_decref(strategies);
	json_decref(connections);
	return is_good;
}

static int
run_check(struct console *console, const struct args *args)
{
	struct fault fault;
	size_t remarks = 0;
	struct local *local = local_open(console, false, &fault);
	bool is_good = local != NULL && check(console, local, &remarks, &fault);

	(void)args;
	local_close(local);
	if (!is_good)
		return console_fail(console, &fault);
	return remarks == 0 ? EXIT_DONE : EXIT_BAD;
}

static const struct args_option options[] = { CMD_END };

const struct command cmd_catalog_init = {
	.name = "catalog init",
	.operands = "",
	.options = options,
	.summary = "Make the catalog's tables, and this daemon its owner",
	.help = "May be repeated: what is there stays. Root or the daemon's "
		"user alone.",
	.run = run_init,
};

const struct command cmd_catalog_check = {
	.name = "catalog check",
	.operands = "",
	.options = options,
	.summary = "Can the catalog be reached, and is its plan usable",
	.help = "Exits 1 when there are rows that cannot be used. Root or "
		"the daemon's user\n"
		"alone.",
	.run = run_check,
};
