#include "config.h"

#include "daemon/retries.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "daemon/order.h"
#include "daemon/planner.h"
#include "schedule/retry.h"

enum { MS_PER_S = 1000 };

/* As the plan has it now, or the file for what is no longer in it. */
static struct retry_rules
rules_of(const struct daemon *daemon, const char *id)
{
	const struct memdb *memdb = daemon->plan.memdb;
	const struct strategy *strategy = memdb == NULL ?
	    NULL :
	    memdb_strategy(memdb, id);
	struct retry_rules rules = {
		.retries = daemon->config->schedule.retries,
		.delay_s = daemon->config->schedule.retry_delay_s,
		.start_within_s = daemon->config->schedule.start_within_s,
	};
	struct retry_rules own = rules;
	struct fault fault;

	if (strategy != NULL &&
	    order_number(daemon->config, memdb, strategy, "retries",
		&own.retries, &fault) &&
	    order_number(daemon->config, memdb, strategy, "retry_delay",
		&own.delay_s, &fault) &&
	    order_number(daemon->config, memdb, strategy, "start_within",
		&own.start_within_s, &fault))
		rules = own;
	return rules;
}

static void
add_to_reason(struct execution *ended, const char *words)
{
	char whole[2 * LIMIT_REASON + 4];

	if (words[0] == '\0')
		return;
	(void)snprintf(whole, sizeof(whole), "%s%s%s", ended->reason,
	    ended->reason[0] == '\0' ? "" : "; ", words);
	/* Rather the cause than a word that is cut. */
	if (strlen(whole) <= LIMIT_REASON)
		(void)text_copy(ended->reason, sizeof(ended->reason), whole);
}

bool
retries_follow(const struct daemon *daemon, struct execution *ended,
    struct execution *out_next)
{
	const struct strategy *strategy = daemon->plan.memdb == NULL ?
	    NULL :
	    memdb_strategy(daemon->plan.memdb, ended->strategy);
	const struct retry_rules rules = rules_of(daemon, ended->strategy);
	char words[LIMIT_REASON + 1];
	int64_t at_ms;

	if (strategy == NULL || !retry_follows(ended, &rules, &at_ms, words)) {
		if (strategy != NULL)
			add_to_reason(ended, words);
		return false;
	}
	add_to_reason(ended, words);
	*out_next = planner_execution(daemon, strategy, ended->slot);
	out_next->attempt = ended->attempt + 1;
	out_next->claimed_ms = ended->finished_ms;
	out_next->retry = ended->retry;
	return true;
}

int64_t
retries_due_ms(const struct daemon *daemon, const struct execution *execution)
{
	struct retry_rules rules;

	if (execution->state != EXECUTION_CLAIMED || execution->attempt < 2)
		return 0;
	rules = rules_of(daemon, execution->strategy);
	return execution->claimed_ms +
	    MS_PER_S *
	    retry_wait_s(execution->retry, execution->attempt - 1,
		rules.delay_s);
}
