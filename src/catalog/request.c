#include "config.h"

#include "catalog/request.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "catalog/edit.h"

enum {
	CONNECTIONS_MAX = 100,
	PATH_TEXT_MAX = 4096,
	SCRIPT_MAX = LIMIT_LINES * (LIMIT_LINE + 1),
	CLEAN_MAX = 3 /* bytes that one byte may become */
};

void
request_write_place(struct sink *sink, const struct catalog_place *place)
{
	block_write_header(sink, REQUEST_PLACE);
	block_write_uint(sink, place->connection_count);
	for (size_t i = 0; i < place->connection_count; i++)
		block_write_text(sink, place->connections[i]);
	block_write_text(sink, place->password_file);
	block_write_text(sink, place->runner);
	block_write_text(sink, place->embedded);
	block_write_text(sink, place->sql_folder);
}

struct catalog_place *
request_read_place(struct source *source)
{
	struct catalog_place *place = mem_new(1, sizeof(*place));
	char **connections = mem_new(CONNECTIONS_MAX, sizeof(*connections));
	uint64_t count;

	place->connections = (const char *const *)connections;
	block_read_header(source, REQUEST_PLACE);
	count = block_read_uint(source, 0, CONNECTIONS_MAX);
	for (uint64_t i = 0; i < count && !source_failed(source); i++) {
		connections[i] = block_read_some_text(source,
		    LIMIT_CONNECTION_STRING);
		place->connection_count++;
	}
	place->password_file = block_read_text(source, PATH_TEXT_MAX);
	place->runner = block_read_text(source, LIMIT_NAME);
	place->embedded = block_read_text(source, PATH_TEXT_MAX);
	place->sql_folder = block_read_text(source, PATH_TEXT_MAX);
	if (!source_failed(source))
		return place;
	place_free(place);
	return NULL;
}

/* At most `most` bytes of it, whatever bytes they are. */
static void
write_foreign(struct sink *sink, const char *text, size_t most)
{
	char *clean, *cut;
	size_t size;

	if (text == NULL) {
		block_write_text(sink, NULL);
		return;
	}
	size = strlen(text);
	clean = mem_new(CLEAN_MAX * size + 1, 1);
	cut = mem_new(most + 1, 1);
	clean[text_utf8_clean(clean, text, size)] = '\0';
	(void)text_copy(cut, most + 1, clean);
	block_write_text(sink, cut);
	free(clean);
	free(cut);
}

static void
write_execution(struct sink *sink, const struct execution *execution)
{
	block_write_text(sink, execution->id);
	block_write_text(sink, execution->strategy);
	block_write_text(sink, execution->connection);
	block_write_int(sink, execution->slot);
	block_write_int(sink, execution->attempt);
	block_write_text(sink, outcome_name(execution->outcome));
	block_write_uint(sink, execution->kinds);
	block_write_text(sink, execution->asked_by);
	write_foreign(sink, execution->reason, LIMIT_REASON);
	write_foreign(sink, execution->code, LIMIT_CODE);
	block_write_text(sink, execution->script_digest);
	block_write_int(sink, execution->started_ms);
	block_write_int(sink, execution->finished_ms);
	block_write_int(sink, execution->pieces);
	block_write_uint(sink, execution->log_bytes);
	block_write_int(sink, execution->slots);
	block_write_int(sink, execution->last_slot);
}

/* Into room that is never NULL, "" after a fault. */
static void
read_into(struct source *source, char *room, size_t room_size)
{
	if (block_read_text_into(source, room, room_size - 1) == NULL)
		room[0] = '\0';
}

static void
read_outcome(struct source *source, enum outcome *out_outcome)
{
	char name[LIMIT_CODE + 1];
	struct fault fault;

	read_into(source, name, sizeof(name));
	if (!source_failed(source) && !outcome_read(name, out_outcome, &fault))
		source_fail(source, &fault);
}

static void
read_execution(struct source *source, struct execution *execution)
{
	*execution = (struct execution){ .state = EXECUTION_ENDED };
	read_into(source, execution->id, sizeof(execution->id));
	read_into(source, execution->strategy, sizeof(execution->strategy));
	read_into(source, execution->connection, sizeof(execution->connection));
	execution->slot = block_read_int(source, INT64_MIN, INT64_MAX);
	execution->attempt = (int)block_read_int(source, 0, INT32_MAX);
	read_outcome(source, &execution->outcome);
	execution->kinds = (unsigned)block_read_uint(source, 0, INT32_MAX);
	read_into(source, execution->asked_by, sizeof(execution->asked_by));
	read_into(source, execution->reason, sizeof(execution->reason));
	read_into(source, execution->code, sizeof(execution->code));
	read_into(source, execution->script_digest,
	    sizeof(execution->script_digest));
	execution->started_ms = block_read_int(source, INT64_MIN, INT64_MAX);
	execution->finished_ms = block_read_int(source, INT64_MIN, INT64_MAX);
	execution->pieces = (int)block_read_int(source, 0, INT32_MAX);
	execution->log_bytes = block_read_uint(source, 0, INT64_MAX);
	execution->slots = block_read_int(source, 1, INT64_MAX);
	execution->last_slot = block_read_int(source, INT64_MIN, INT64_MAX);
}

void
request_write_record(struct sink *sink, const struct catalog_record *record)
{
	const char *script = record->script == NULL ? "" : record->script;

	block_write_header(sink, REQUEST_RECORD);
	write_execution(sink, record->execution);
	write_foreign(sink, record->detail, LIMIT_STACK);
	block_write_data(sink, script, strlen(script));
	block_write_text(sink, record->output);
	block_write_uint(sink, record->stack_begin);
	block_write_uint(sink, record->stack_end);
	block_write_uint(sink, record->max_log);
	block_write_int(sink, record->zone_offset_s);
}

void
request_read_record(struct source *source, struct request_record *record)
{
	*record = (struct request_record){ 0 };
	buf_init(&record->script, SCRIPT_MAX);
	block_read_header(source, REQUEST_RECORD);
	read_execution(source, &record->execution);
	record->detail = block_read_text(source, LIMIT_STACK);
	block_read_data(source, SCRIPT_MAX, &record->script);
	record->output = block_read_text(source, PATH_TEXT_MAX);
	record->record = (struct catalog_record){
		.execution = &record->execution,
		.detail = record->detail,
		.script = buf_text(&record->script),
		.output = record->output,
		.stack_begin = block_read_uint(source, 0, UINT64_MAX),
	};
	record->record.stack_end = block_read_uint(source, 0, UINT64_MAX);
	record->record.max_log = block_read_uint(source, 0, UINT64_MAX);
	record->record.zone_offset_s = (int32_t)block_read_int(source,
	    INT32_MIN, INT32_MAX);
}

void
request_clear_record(struct request_record *record)
{
	free(record->detail);
	free(record->output);
	buf_clear(&record->script);
}

void
request_write_edit(struct sink *sink, const struct edit *edit, const char *who)
{
	write_foreign(sink, who, LIMIT_NAME);
	edit_write(edit, sink);
}

void
request_write_note(struct sink *sink, const char *who, const char *what,
    const char *object)
{
	write_foreign(sink, who, LIMIT_NAME);
	write_foreign(sink, what, LIMIT_NAME);
	write_foreign(sink, object, LIMIT_NAME);
}

void
request_read_note(struct source *source, struct request_note *note)
{
	note->who = block_read_some_text(source, LIMIT_NAME);
	note->what = block_read_text(source, LIMIT_NAME);
	note->object = block_read_text(source, LIMIT_NAME);
}

void
request_clear_note(struct request_note *note)
{
	free(note->who);
	free(note->what);
	free(note->object);
}

void
request_write_fault(struct sink *sink, const struct fault *fault)
{
	block_write_uint(sink, (uint64_t)fault->kind);
	write_foreign(sink, fault->text, FAULT_TEXT_MAX - 1);
}

void
request_read_fault(struct source *source, struct fault *out_fault)
{
	struct fault fault;

	fault.kind = (enum fault_kind)block_read_uint(source, 0,
	    FAULT_KINDS - 1);
	read_into(source, fault.text, sizeof(fault.text));
	*out_fault = fault;
}

void
request_write_remarks(struct sink *sink, const struct memdb *memdb)
{
	const struct memdb_remark *remarks;
	size_t count = memdb_remarks(memdb, &remarks);

	block_write_uint(sink, count);
	for (size_t i = 0; i < count; i++)
		block_write_text(sink, remarks[i].text);
}

void
request_read_remarks(struct source *source,
    void (*each)(void *arg, const char *text), void *arg)
{
	/* One more: the line that counts the others. */
	uint64_t count = block_read_uint(source, 0, LIMIT_REMARKS + 1);

	for (uint64_t i = 0; i < count && !source_failed(source); i++) {
		char *text = block_read_some_text(source, LIMIT_REMARK);

		if (text != NULL)
			each(arg, text);
		free(text);
	}
}
