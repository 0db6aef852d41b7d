#include "config.h"

#include "daemon/remarks.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "config/max_age.h"
#include "daemon/plan.h"
#include "log/log.h"
#include "memdb/kinds.h"
#include "schedule/mistake.h"

/* One connection after the other. */
struct looking {
	struct daemon *daemon;
	struct remarks found;
	struct mistake_strategy *strategies;
	size_t count, room;
};

static void
add(void *arg, const char *sentence)
{
	struct looking *looking = arg;
	struct remarks *found = &looking->found;

	if (found->count == LIMIT_REMARKS) {
		found->left_out++;
		return;
	}
	found->list = mem_grow(found->list, found->count + 1, sizeof(char *));
	found->list[found->count++] = mem_text(sentence);
}

static void
add_strategy(void *arg, const struct strategy *strategy)
{
	struct looking *looking = arg;

	if (!strategy->is_alive)
		return;
	if (looking->count == looking->room) {
		looking->room = looking->room == 0 ? 16 : 2 * looking->room;
		looking->strategies = mem_grow(looking->strategies,
		    looking->room, sizeof(*looking->strategies));
	}
	looking->strategies[looking->count++] = (struct mistake_strategy){
		strategy,
		kinds_of(looking->daemon->plan.memdb, strategy),
	};
}

/* Its own where that can be read. */
static void
take_max_age(struct looking *looking, const char *id,
    struct mistake_connection *connection)
{
	const struct daemon *daemon = looking->daemon;
	const char *own = memdb_option(daemon->plan.memdb, OPTION_CONNECTION,
	    id, "max_age");
	struct max_age max_age = { 0 };
	struct fault fault;

	connection->is_own = own != NULL && max_age_read(own, &max_age, &fault);
	if (own != NULL && !connection->is_own) {
		(void)fault_wrap(&fault, "max_age of %s is not used",
		    connection->name);
		add(looking, fault.text);
	}
	if (!connection->is_own &&
	    !max_age_read(daemon->config->protect.max_age, &max_age, &fault))
		return; /* the reader checked it */
	memcpy(connection->max_age_s, max_age.seconds, sizeof(max_age.seconds));
}

static void
look_at(struct looking *looking, const struct connection *connection)
{
	struct daemon *daemon = looking->daemon;
	struct mistake_connection seen = { .name = connection->name };
	char room[LIMIT_REASON + 1];

	if (!connection->is_alive ||
	    plan_whose(daemon, connection, room) == WHOSE_ANOTHERS)
		return;
	looking->count = 0;
	memdb_strategies_of(daemon->plan.memdb, connection->id, add_strategy,
	    looking);
	seen.strategies = looking->strategies;
	seen.count = looking->count;
	take_max_age(looking, connection->id, &seen);
	mistake_find(&seen, add, looking);
}

static void
clear(struct remarks *remarks)
{
	for (size_t i = 0; i < remarks->count; i++)
		free(remarks->list[i]);
	free(remarks->list);
	*remarks = (struct remarks){ 0 };
}

/* Both come in the order of the connections, so the next is near. */
static bool
was_said(const struct remarks *before, const char *sentence)
{
	for (size_t i = 0; i < before->count; i++)
		if (strcmp(before->list[i], sentence) == 0)
			return true;
	return false;
}

void
remarks_look(struct daemon *daemon)
{
	const struct connection *connections;
	struct looking looking = { .daemon = daemon };
	struct remarks *before = &daemon->plan.remarks;
	size_t count;

	if (daemon->plan.memdb == NULL)
		return;
	count = memdb_connections(daemon->plan.memdb, &connections);
	for (size_t i = 0; i < count; i++)
		look_at(&looking, &connections[i]);
	for (size_t i = 0; i < looking.found.count; i++)
		if (!was_said(before, looking.found.list[i]))
			log_warning("the plan cannot work: what=%s",
			    log_quoted(looking.found.list[i]));
	if (looking.found.left_out > before->left_out)
		log_warning("the plan cannot work, more of that: count=%zu",
		    looking.found.left_out);
	clear(before);
	*before = looking.found;
	free(looking.strategies);
}

void
remarks_clear(struct daemon *daemon)
{
	clear(&daemon->plan.remarks);
}
