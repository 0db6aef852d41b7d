#include "config.h"

#include "daemon/forecast.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "daemon/order.h"
#include "daemon/slots.h"
#include "memdb/kinds.h"
#include "platform/now.h"

/* Strategies asked of the journal in one of its jobs. */
enum { PIECE = 200 };

struct forecast {
	struct daemon *daemon;
	int64_t first, last; /* minutes */
	bool has_executions;
	struct execution *executions, *living;
	size_t execution_count, living_count;
	struct api_usual *usuals;
	size_t usual_count, asked; /* of them */
	struct fault fault;
	api_forecast_fn done;
	void *arg;
};

static void
free_forecast(struct forecast *forecast)
{
	free(forecast->executions);
	free(forecast->living);
	free(forecast->usuals);
	free(forecast);
}

static void
add_usual(struct forecast *forecast, const struct strategy *strategy)
{
	const struct daemon *daemon = forecast->daemon;
	const struct memdb *memdb = daemon->plan.memdb;
	const char *alone = memdb_option(memdb, OPTION_STRATEGY, strategy->id,
	    "alone");
	struct api_usual *usual = &forecast->usuals[forecast->usual_count++];
	int64_t start_within_s = daemon->config->schedule.start_within_s;
	struct fault ignored; /* what is wrong was refused before */

	if (!order_number(daemon->config, memdb, strategy, "start_within",
		&start_within_s, &ignored))
		start_within_s = daemon->config->schedule.start_within_s;
	(void)text_copy(usual->strategy, sizeof(usual->strategy), strategy->id);
	usual->usual_ms = -1;
	usual->kinds = kinds_of(memdb, strategy);
	usual->is_alone = alone != NULL && text_equal_fold(alone, "yes");
	usual->start_within = start_within_s / SECONDS_PER_MINUTE;
}

/* Those that are due in the span, or live. */
static void
gather(struct forecast *forecast)
{
	struct daemon *daemon = forecast->daemon;
	const struct strategy *strategies;
	size_t count = memdb_strategies(daemon->plan.memdb, &strategies);

	forecast->usuals = mem_new(count, sizeof(*forecast->usuals));
	for (size_t i = 0; i < count; i++)
		if (board_of_strategy(&daemon->board, strategies[i].id) !=
			NULL ||
		    (strategies[i].is_alive &&
			slots_next(&strategies[i],
			    zones_of(&daemon->zones, &strategies[i]),
			    forecast->first, forecast->last + 1) >= 0))
			add_usual(forecast, &strategies[i]);
	forecast->living_count = daemon->board.count;
	forecast->living = mem_new(forecast->living_count,
	    sizeof(*forecast->living));
	for (size_t i = 0; i < forecast->living_count; i++)
		forecast->living[i] = daemon->board.tasks[i]->execution;
}

static bool
ask_run(struct store *store, void *arg, struct fault *fault)
{
	struct forecast *forecast = arg;

	if (!forecast->has_executions) {
		forecast->has_executions = true;
		return store_of_slots(store, forecast->first, forecast->last,
		    LIMIT_API_EXECUTIONS, &forecast->executions,
		    &forecast->execution_count, fault);
	}
	for (size_t i = 0; i < PIECE && forecast->asked < forecast->usual_count;
	     i++) {
		struct api_usual *usual = &forecast->usuals[forecast->asked++];

		if (!store_usual(store, usual->strategy, &usual->usual_ms,
			fault))
			return false;
	}
	return true;
}

static void
tell(const struct forecast *forecast, const struct fault *fault)
{
	const struct config *config = forecast->daemon->config;
	const struct api_forecast told = {
		.now_ms = now_wall_ms(),
		.max_running = config->schedule.max_running,
		.archivelog_beside = config->schedule.archivelog_beside,
		.executions = forecast->executions,
		.execution_count = forecast->execution_count,
		.living = forecast->living,
		.living_count = forecast->living_count,
		.usuals = forecast->usuals,
		.usual_count = forecast->usual_count,
		.remarks =
		    (const char *const *)forecast->daemon->plan.remarks.list,
		.remark_count = forecast->daemon->plan.remarks.count,
	};

	forecast->done(forecast->arg, fault == NULL ? &told : NULL, fault);
}

/* Others get their turn between two pieces. */
static void
ask_done(void *arg, const struct fault *fault)
{
	struct forecast *forecast = arg;

	if (fault == NULL && forecast->asked < forecast->usual_count) {
		journal_submit(forecast->daemon->journal, NULL, ask_run,
		    ask_done, forecast);
		return;
	}
	tell(forecast, fault);
	free_forecast(forecast);
}

static void
refuse(void *arg)
{
	struct forecast *forecast = arg;

	tell(forecast, &forecast->fault);
	free_forecast(forecast);
}

static bool
check(const struct daemon *daemon, int64_t hours, struct fault *fault)
{
	if (hours < 1 || hours > LIMIT_API_HOURS)
		return fault_set(fault, FAULT_USAGE,
		    "hours: %" PRId64 " is not 1 to %d", hours,
		    LIMIT_API_HOURS);
	if (daemon->plan.memdb == NULL)
		return fault_set(fault, FAULT_RETRY, "there is no plan yet");
	return true;
}

void
forecast_ask(void *daemon, int64_t from_s, int64_t hours, api_forecast_fn done,
    void *arg)
{
	struct forecast *forecast = mem_new(1, sizeof(*forecast));

	forecast->daemon = daemon;
	forecast->done = done;
	forecast->arg = arg;
	if (!check(daemon, hours, &forecast->fault)) {
		loop_post(forecast->daemon->loop, refuse, forecast);
		return;
	}
	/* As the list of slots has it. */
	forecast->first = floor_div(from_s + SECONDS_PER_MINUTE - 1,
	    SECONDS_PER_MINUTE);
	forecast->last = forecast->first + hours * MINUTES_PER_HOUR - 1;
	gather(forecast);
	journal_submit(forecast->daemon->journal, NULL, ask_run, ask_done,
	    forecast);
}
