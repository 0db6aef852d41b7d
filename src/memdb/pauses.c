#include "config.h"

#include "memdb/pauses.h"

static void
find(const struct memdb *memdb, enum option_scope scope, const char *owner,
    struct pauses *pauses)
{
	const char *text = owner == NULL ?
	    NULL :
	    memdb_option(memdb, scope, owner, PAUSE_OPTION);
	struct fault ignored; /* the loader named it */

	pauses->has[scope] = text != NULL &&
	    pause_read(text, &pauses->list[scope], &ignored);
}

void
pauses_of(const struct memdb *memdb, const char *connection,
    const char *strategy, struct pauses *out_pauses)
{
	*out_pauses = (struct pauses){ 0 };
	find(memdb, OPTION_CONNECTION, connection, out_pauses);
	find(memdb, OPTION_STRATEGY, strategy, out_pauses);
}

const struct pause *
pauses_at(const struct pauses *pauses, int64_t utc_s)
{
	const struct pause *longest = NULL;

	for (size_t i = 0; i < OPTION_SCOPES; i++) {
		const struct pause *pause = &pauses->list[i];

		if (pauses->has[i] && pause_holds(pause, utc_s) &&
		    (longest == NULL || pause_outlasts(pause, longest)))
			longest = pause;
	}
	return longest;
}

int64_t
pauses_next(const struct pauses *pauses, int64_t utc_s)
{
	int64_t next = INT64_MAX;

	for (size_t i = 0; i < OPTION_SCOPES; i++) {
		const struct pause *pause = &pauses->list[i];

		if (!pauses->has[i])
			continue;
		if (pause->since_s > utc_s && pause->since_s < next)
			next = pause->since_s;
		if (pause->until_s > utc_s && pause->until_s < next)
			next = pause->until_s;
	}
	return next;
}
