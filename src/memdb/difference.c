#include "config.h"

#include "memdb/difference.h"

#include <assert.h>
#include <string.h>

/* Where the items of one difference go. */
struct telling {
	const struct difference *difference;
	difference_item_fn each;
	void *arg;
};

const char *
difference_name(enum difference_kind kind)
{
	static const char *const names[DIFFERENCE_KINDS] = {
		[DIFFERENCE_ADDED] = "added",
		[DIFFERENCE_CHANGED] = "changed",
		[DIFFERENCE_REMOVED] = "removed",
	};

	assert(kind < DIFFERENCE_KINDS);
	return names[kind];
}

static void
tell(const struct telling *telling, const char *name, const char *old_value,
    const char *new_value)
{
	const struct difference_item item = { name, old_value, new_value };

	if (old_value == NULL && new_value == NULL)
		return;
	if (old_value == NULL || new_value == NULL ||
	    strcmp(old_value, new_value) != 0)
		telling->each(telling->arg, &item);
}

static const char *
yes_or_no(bool is)
{
	return is ? "yes" : "no";
}

static void
tell_connection(const struct telling *telling)
{
	const struct connection *old = telling->difference->old_connection;
	const struct connection *new = telling->difference->new_connection;
	static const struct connection none = { 0 };
	bool has_old = old != NULL, has_new = new != NULL;

	old = has_old ? old : &none;
	new = has_new ? new : &none;
	tell(telling, "name", old->name, new->name);
	tell(telling, "instance", old->instance, new->instance);
	tell(telling, "ip", old->ip, new->ip);
	tell(telling, "port", old->port, new->port);
	tell(telling, "runner", old->runner, new->runner);
	tell(telling, "alive", has_old ? yes_or_no(old->is_alive) : NULL,
	    has_new ? yes_or_no(new->is_alive) : NULL);
}

static void
tell_columns(const struct telling *telling, const struct strategy *old,
    const struct strategy *new)
{
	tell(telling, "connection", old == NULL ? NULL : old->connection,
	    new == NULL ? NULL : new->connection);
	tell(telling, "priority",
	    old == NULL ? NULL : priority_name(old->priority),
	    new == NULL ? NULL : priority_name(new->priority));
	tell(telling, "alive", old == NULL ? NULL : yes_or_no(old->is_alive),
	    new == NULL ? NULL : yes_or_no(new->is_alive));
}

/* How many lines both have from the beginning. */
static size_t
same_head(const struct strategy *old, const struct strategy *new)
{
	size_t count = 0;

	while (count < old->line_count &&
	    count < new->line_count &&strcmp(old->lines[count],
			new->lines[count]) ==
		0)
		count++;
	return count;
}

/* And from the end, without those `head`. */
static size_t
same_tail(const struct strategy *old, const struct strategy *new, size_t head)
{
	size_t count = 0;

	while (head + count < old->line_count &&
	    head + count < new->line_count
			       &&strcmp(old->lines[old->line_count - 1 - count],
				   new->lines[new->line_count - 1 - count]) ==
		0)
		count++;
	return count;
}

static void
tell_lines(const struct telling *telling, const struct strategy *old,
    const struct strategy *new)
{
	size_t head = same_head(old, new);
	size_t tail = same_tail(old, new, head);

	for (size_t i = head; i < old->line_count - tail; i++)
		tell(telling, "line", old->lines[i], NULL);
	for (size_t i = head; i < new->line_count - tail; i++)
		tell(telling, "line", NULL, new->lines[i]);
}

static int
compare_frequencies(const struct frequency *a, const struct frequency *b)
{
	if (a->day != b->day)
		return a->day - b->day;
	if (a->hour != b->hour)
		return a->hour - b->hour;
	return a->minute - b->minute;
}

/* Both are in order, each row once. */
static void
tell_frequencies(const struct telling *telling, const struct strategy *old,
    const struct strategy *new)
{
	char text[FREQUENCY_TEXT_MAX];
	size_t i = 0, j = 0;

	while (i < old->frequency_count || j < new->frequency_count) {
		int order = i == old->frequency_count ?
		    1 :
		    j == new->frequency_count ?
		    -1 :
		    compare_frequencies(&old->frequencies[i],
			&new->frequencies[j]);

		if (order == 0) {
			i++;
			j++;
			continue;
		}
		frequency_format(text,
		    order < 0 ? &old->frequencies[i++] :
				&new->frequencies[j++]);
		tell(telling, "at", order < 0 ? text : NULL,
		    order < 0 ? NULL : text);
	}
}

/* Both are in the order of their names. */
static void
tell_options(const struct telling *telling)
{
	const struct difference *difference = telling->difference;
	const struct option *old = NULL, *new = NULL;
	size_t old_count = 0, new_count = 0, i = 0, j = 0;

	if (difference->kind != DIFFERENCE_ADDED)
		old_count = memdb_options(difference->old_plan,
		    difference->scope, difference->id, &old);
	if (difference->kind != DIFFERENCE_REMOVED)
		new_count = memdb_options(difference->new_plan,
		    difference->scope, difference->id, &new);
	while (i < old_count || j < new_count) {
		int order = i == old_count ? 1 :
		    j == new_count         ? -1 :
					     strcmp(old[i].name, new[j].name);

		tell(telling, order <= 0 ? old[i].name : new[j].name,
		    order <= 0 ? old[i].value : NULL,
		    order >= 0 ? new[j].value : NULL);
		i += order <= 0 ? 1 : 0;
		j += order >= 0 ? 1 : 0;
	}
}

void
difference_items(const struct difference *difference, difference_item_fn each,
    void *arg)
{
	static const struct strategy none = { 0 };
	const struct strategy *old = difference->old_strategy;
	const struct strategy *new = difference->new_strategy;
	struct telling telling = { difference, each, arg };

	if (difference->scope == OPTION_CONNECTION) {
		tell_connection(&telling);
	} else {
		tell_columns(&telling, old, new);
		old = old == NULL ? &none : old;
		new = new == NULL ? &none : new;
		tell_lines(&telling, old, new);
		tell_frequencies(&telling, old, new);
	}
	tell_options(&telling);
}

static void
notice(void *arg, const struct difference_item *item)
{
	bool *is_other = arg;

	(void)item;
	*is_other = true;
}

/* Both have it: tell if it is another. */
static bool
look(const struct difference *difference, difference_fn each, void *arg)
{
	bool is_other = difference->kind != DIFFERENCE_CHANGED;

	if (!is_other)
		difference_items(difference, notice, &is_other);
	return !is_other || each(arg, difference);
}

static enum difference_kind
kind_of(int order)
{
	return order < 0 ? DIFFERENCE_REMOVED :
	    order > 0    ? DIFFERENCE_ADDED :
			   DIFFERENCE_CHANGED;
}

static bool
each_connection(const struct memdb *old_plan, const struct memdb *new_plan,
    difference_fn each, void *arg)
{
	const struct connection *old, *new;
	size_t old_count = memdb_connections(old_plan, &old);
	size_t new_count = memdb_connections(new_plan, &new);
	size_t i = 0, j = 0;
	bool goes_on = true;

	while (goes_on && (i < old_count || j < new_count)) {
		int order = i == old_count ? 1 :
		    j == new_count         ? -1 :
					     strcmp(old[i].id, new[j].id);
		const struct difference difference = {
			.kind = kind_of(order),
			.scope = OPTION_CONNECTION,
			.id = order <= 0 ? old[i].id : new[j].id,
			.old_plan = old_plan,
			.new_plan = new_plan,
			.old_connection = order <= 0 ? &old[i] : NULL,
			.new_connection = order >= 0 ? &new[j] : NULL,
		};

		goes_on = look(&difference, each, arg);
		i += order <= 0 ? 1 : 0;
		j += order >= 0 ? 1 : 0;
	}
	return goes_on;
}

static bool
each_strategy(const struct memdb *old_plan, const struct memdb *new_plan,
    difference_fn each, void *arg)
{
	const struct strategy *old, *new;
	size_t old_count = memdb_strategies(old_plan, &old);
	size_t new_count = memdb_strategies(new_plan, &new);
	size_t i = 0, j = 0;
	bool goes_on = true;

	while (goes_on && (i < old_count || j < new_count)) {
		int order = i == old_count ? 1 :
		    j == new_count         ? -1 :
					     strcmp(old[i].id, new[j].id);
		const struct difference difference = {
			.kind = kind_of(order),
			.scope = OPTION_STRATEGY,
			.id = order <= 0 ? old[i].id : new[j].id,
			.old_plan = old_plan,
			.new_plan = new_plan,
			.old_strategy = order <= 0 ? &old[i] : NULL,
			.new_strategy = order >= 0 ? &new[j] : NULL,
		};

		goes_on = look(&difference, each, arg);
		i += order <= 0 ? 1 : 0;
		j += order >= 0 ? 1 : 0;
	}
	return goes_on;
}

bool
difference_each(const struct memdb *old_plan, const struct memdb *new_plan,
    difference_fn each, void *arg)
{
	return each_connection(old_plan, new_plan, each, arg) &&
	    each_strategy(old_plan, new_plan, each, arg);
}
