#include "config.h"

#include "memdb/kinds.h"

unsigned
kinds_of(const struct memdb *memdb, const struct strategy *strategy)
{
	const char *stated = memdb_option(memdb, OPTION_STRATEGY, strategy->id,
	    "kind");
	struct fault fault;
	unsigned kinds;

	if (stated != NULL && kind_read(stated, &kinds, &fault))
		return kinds;
	return kind_of_lines(strategy->lines, strategy->line_count);
}

struct made {
	const struct memdb *memdb;
	unsigned kinds;
};

static void
add(void *arg, const struct strategy *strategy)
{
	struct made *made = arg;

	if (strategy->is_alive)
		made->kinds |= kinds_of(made->memdb, strategy);
}

unsigned
kinds_made(const struct memdb *memdb, const char *connection)
{
	struct made made = { .memdb = memdb };

	memdb_strategies_of(memdb, connection, add, &made);
	return made.kinds;
}
