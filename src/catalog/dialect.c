#include "config.h"

#include "catalog/dialect.h"

#include <stddef.h>

#include "base/defs.h"
#include "base/text.h"

static const struct dialect dialects[] = {
	{
	    .engine = "SQLite",
	    .folder = "sqlite",
	    /*
	     * Also in the connection string that we make ourselves; here for
	     * one that somebody wrote by hand, since without them keys are not
	     * checked and a lock is waited for without end.
	     */
	    .setup = { "pragma busy_timeout = 2000", "pragma foreign_keys = on",
		"pragma journal_mode = wal", "pragma synchronous = normal" },
	    /*
	     * The lock is taken where a transaction begins: one that reads
	     * first and then writes is refused when somebody wrote between.
	     */
	    .begin_reading = "begin deferred",
	    .begin_writing = "begin immediate",
	    .commit = "commit",
	    .rollback = "rollback",
	    .time_is_text = true,
	    .probe = "select 1",
	    .objects = "select name, type from sqlite_master",
	},
};

const struct dialect *
dialect_of(const char *engine)
{
	for (size_t i = 0; i < COUNT_OF(dialects); i++)
		if (text_begins(engine, dialects[i].engine))
			return &dialects[i];
	return NULL;
}
