#include "backup.h"

#include "limits.h"

bool
backup_make(struct database *database, struct answer *out_answer,
    struct fault *fault)
{
	struct bx_sink *memory, *sink;
	struct bx_fault why;
	bool done;

	out_answer->backups = &database->backups;
	if (atomic_fetch_add(&database->backups, 1) >= LIMIT_BACKUPS)
		return fault_set(fault, "%d backups are being sent already",
		    LIMIT_BACKUPS);
	memory = bx_sink_new_memory(LIMIT_BACKUP);
	sink = bx_sink_new_digest(memory);
	out_answer->backup = sink;
	whole_seize(&database->whole);
	database_save(database, sink);
	whole_yield(&database->whole);
	done = bx_sink_finish(sink, &why);
	if (!done)
		return fault_set(fault, "%s", why.text);
	out_answer->bytes = bx_sink_bytes(memory, &out_answer->size);
	return true;
}

bool
backup_restore(struct database *database, struct bx_source *take_source,
    struct bx_fault *fault)
{
	struct bx_source *source = bx_source_new_digest(take_source);
	bool done;

	database_restore(database, source);
	done = bx_source_finish(source, fault);
	if (!done)
		database_empty(database);
	bx_source_free(source);
	return done;
}
