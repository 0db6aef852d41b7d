#include "config.h"

#include "daemon/protect.h"

#include <string.h>

#include "config/max_age.h"
#include "schedule/protection.h"

_Static_assert((int)MAX_AGE_KINDS == (int)KINDS, "the settings know all kinds");

static bool
is_watched(const struct api_connection *connection)
{
	return connection->connection->is_alive &&
	    (connection->not_ours == NULL || connection->is_nobodys);
}

/* Its own where it can be read, else the configuration's; schedule/mistake
 * says what is wrong. */
static struct max_age
max_age_of(const struct daemon *daemon, const struct connection *connection)
{
	const char *own = memdb_option(daemon->plan.memdb, OPTION_CONNECTION,
	    connection->id, "max_age");
	struct max_age max_age = { 0 };
	struct fault fault;

	if (own != NULL && max_age_read(own, &max_age, &fault))
		return max_age;
	if (!max_age_read(daemon->config->protect.max_age, &max_age, &fault))
		return (struct max_age){ 0 }; /* the reader checked it */
	return max_age;
}

void
protect_fill(const struct daemon *daemon, int64_t now_ms,
    struct api_connection *connection)
{
	const struct goods *goods = board_goods(&daemon->board,
	    connection->connection->id);
	struct protection_question question = { .made = connection->made,
		.now_ms = now_ms };
	struct protection_answer answer;
	struct max_age max_age;

	connection->worst = -1;
	if (!is_watched(connection))
		return;
	max_age = max_age_of(daemon, connection->connection);
	memcpy(question.max_age_s, max_age.seconds, sizeof(max_age.seconds));
	if (goods != NULL)
		memcpy(question.last_good_ms, goods->last_ms,
		    sizeof(goods->last_ms));
	answer = protection_of(&question);
	if (answer.protection != PROTECTION_IGNORED)
		connection->protection = protection_name(answer.protection);
	connection->worst = answer.worst;
	for (unsigned i = 0; i < KINDS; i++) {
		const struct protection_kind *kind = &answer.kinds[i];

		if (kind->protection == PROTECTION_IGNORED)
			continue;
		connection->kinds[i].protection = protection_name(
		    kind->protection);
		connection->kinds[i].max_age_s = kind->max_age_s;
		connection->kinds[i].last_good_ms = kind->last_good_ms;
	}
}
