#include "plans.h"

#include "kinds.h"
#include "limits.h"
#include "restoring.h"

static int
compare(const void *a, const void *b)
{
	uint64_t left = ((const struct plan *)a)->number;
	uint64_t right = ((const struct plan *)b)->number;

	return (left > right) - (left < right);
}

void
plans_init(struct plans *plans)
{
	*plans = (struct plans){ 0 };
	sorted_init(&plans->by_number, compare);
}

void
plans_clear(struct plans *plans)
{
	for (size_t i = 0; i < plans->by_number.count; i++)
		plan_free(plans->by_number.items[i]);
	sorted_clear(&plans->by_number);
	plans->last_number = 0;
}

struct plan *
plans_add(struct plans *plans, struct bus *bus, const struct city *from,
    const struct city *to, const struct moment *departure, struct fault *fault)
{
	struct plan *plan;

	if (plans->by_number.count == LIMIT_PLANS) {
		fault_fill(fault, "there are %d plans already", LIMIT_PLANS);
		return NULL;
	}
	if (plans->last_number == LIMIT_NUMBER) {
		fault_fill(fault, "no number of a plan is left");
		return NULL;
	}
	plan = plan_new(++plans->last_number, bus, from, to, departure);
	sorted_put(&plans->by_number, plan);
	return plan;
}

struct plan *
plans_find(const struct plans *plans, uint64_t number)
{
	const struct plan key = { .number = number };

	return sorted_find(&plans->by_number, &key);
}

void
plans_save(const struct plans *plans, struct bx_sink *sink)
{
	const struct sorted *all = &plans->by_number;

	bx_write_header(sink, KIND_PLANS);
	bx_write_uint(sink, plans->last_number);
	bx_write_uint(sink, all->count);
	for (size_t i = 0; i < all->count; i++)
		plan_save(all->items[i], sink);
}

void
plans_restore(struct plans *plans, const struct database *database,
    struct bx_source *source)
{
	uint64_t count, before = 0;

	bx_read_header(source, KIND_PLANS);
	plans->last_number = bx_read_uint(source, 0, LIMIT_NUMBER);
	count = bx_read_uint(source, 0, LIMIT_PLANS);
	for (; count != 0 && !bx_source_failed(source); count--) {
		uint64_t at = bx_source_at(source);
		struct plan *plan = plan_restore(database, source);

		if (plan == NULL)
			break;
		sorted_put(&plans->by_number, plan);
		restoring_number(source, at, &before, plan->number,
		    plans->last_number);
	}
}
