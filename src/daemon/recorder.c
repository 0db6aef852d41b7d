#include "config.h"

#include "daemon/recorder.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "log/log.h"
#include "platform/file.h"

enum { FACTS_AT_ONCE = 256, AGAIN_MS = 5000 };

#define READER "catalog"

/* The next that ended, as the journal has it. */
struct entry {
	struct daemon *daemon;
	int64_t after, position; /* of the facts */
	int64_t ends;            /* among those that are passed */
	bool has_ended;
	struct execution execution;
	char *detail, *script;
};

static void
free_entry(struct entry *entry)
{
	free(entry->detail);
	free(entry->script);
	free(entry);
}

/* Take what belongs to one that ended. */
static bool
read_ended(struct store *store, const struct store_fact *fact,
    struct entry *entry, struct fault *fault)
{
	/* Somebody deleted its row: that must not hold up the others. */
	if (!store_execution(store, fact->execution, &entry->execution, fault))
		return fault->kind == FAULT_ABSENT;
	if (!store_detail(store, fact->execution, &entry->detail, fault))
		return false;
	entry->has_ended = true;
	if (entry->execution.script_digest[0] == '\0')
		return true;
	return store_script(store, entry->execution.script_digest,
	    &entry->script, fault);
}

/* The first fact behind `after` that says "ended"; the rest is passed over. */
static bool
entry_run(struct store *store, void *arg, struct fault *fault)
{
	struct entry *entry = arg;
	struct store_fact *facts;
	size_t count;
	bool done = true;

	entry->position = entry->after;
	if (!store_facts(store, entry->after, FACTS_AT_ONCE, &facts, &count,
		fault))
		return false;
	for (size_t i = 0; i < count && done && !entry->has_ended; i++) {
		entry->position = facts[i].sequence;
		if (facts[i].state != EXECUTION_ENDED)
			continue;
		entry->ends++;
		done = read_ended(store, &facts[i], entry, fault);
	}
	free(facts);
	return done;
}

static void
wait_again(struct daemon *daemon)
{
	daemon->recorder.is_busy = false;
	if (daemon->recorder.again != NULL)
		loop_timer_set(daemon->recorder.again, AGAIN_MS);
}

static bool
move_run(struct store *store, void *arg, struct fault *fault)
{
	const struct entry *entry = arg;

	return store_set_position(store, READER, entry->position, fault);
}

static void
move_done(void *arg, const struct fault *fault)
{
	struct entry *entry = arg;
	struct daemon *daemon = entry->daemon;

	daemon->recorder.is_busy = false;
	if (fault == NULL) {
		daemon->recorder.position = entry->position;
		daemon->recorder.waiting -= entry->ends;
		recorder_look(daemon);
	}
	free_entry(entry);
}

static void
move(struct entry *entry)
{
	journal_submit(entry->daemon->journal, NULL, move_run, move_done,
	    entry);
}

/* Nobody knows better tomorrow: the row breaks a rule of the catalog. */
static bool
is_hopeless(const struct fault *fault)
{
	return fault->kind == FAULT_FORMAT || fault->kind == FAULT_LIMIT;
}

/*
 * A catalog that answers but does not take it: once for each reason. That it
 * is away was said by who found out.
 */
static void
say_refusal(const struct entry *entry, const struct fault *fault)
{
	struct recorder *recorder = &entry->daemon->recorder;

	if (fault->kind == FAULT_CLOSED ||
	    strcmp(recorder->refusal, fault->text) == 0)
		return;
	(void)text_copy(recorder->refusal, sizeof(recorder->refusal),
	    fault->text);
	log_warning("the catalog does not take an execution, what follows "
		    "waits: execution=%s strategy=%s reason=%s retry_in_s=%d",
	    entry->execution.id, log_quoted(entry->execution.strategy),
	    log_quoted(fault->text), AGAIN_MS / 1000);
}

static void
on_recorded(void *arg, const struct fault *fault)
{
	struct entry *entry = arg;

	if (fault != NULL && !is_hopeless(fault)) {
		say_refusal(entry, fault);
		wait_again(entry->daemon);
		free_entry(entry);
		return;
	}
	if (fault != NULL)
		log_error("an execution is set aside, the catalog refuses "
			  "it: execution=%s strategy=%s reason=%s",
		    entry->execution.id, log_quoted(entry->execution.strategy),
		    log_quoted(fault->text));
	entry->daemon->recorder.refusal[0] = '\0';
	move(entry);
}

static void
record(struct entry *entry)
{
	struct daemon *daemon = entry->daemon;
	struct catalog_record record = {
		.execution = &entry->execution,
		.detail = entry->detail,
		.script = entry->script,
		.stack_begin = entry->execution.stack_begin,
		.stack_end = entry->execution.stack_end,
		.max_log = (uint64_t)daemon->config->catalog.max_log_bytes,
		.zone_offset_s = zone_offset(&daemon->zones.machine,
		    entry->execution.finished_ms / 1000),
	};
	char *folder = daemon_folder(daemon, entry->execution.id);
	char *output = file_join(folder, "output");

	if (file_kind(output) == FILE_REGULAR)
		record.output = output;
	catalog_client_record(daemon->catalog, &record, on_recorded, entry);
	free(output);
	free(folder);
}

static void
entry_done(void *arg, const struct fault *fault)
{
	struct entry *entry = arg;
	struct daemon *daemon = entry->daemon;

	if (fault != NULL) {
		log_error("the journal could not be read: reason=%s",
		    log_quoted(fault->text));
		wait_again(daemon);
		free_entry(entry);
		return;
	}
	if (daemon->recorder.again == NULL) {
		free_entry(entry); /* stopped meanwhile */
	} else if (entry->has_ended) {
		record(entry);
	} else if (entry->position != entry->after) {
		move(entry);
	} else {
		daemon->recorder.is_busy = false;
		free_entry(entry);
	}
}

void
recorder_look(struct daemon *daemon)
{
	struct entry *entry;

	if (daemon->recorder.is_busy || daemon->recorder.again == NULL ||
	    catalog_client_state(daemon->catalog) != NULL)
		return;
	entry = mem_new(1, sizeof(*entry));
	entry->daemon = daemon;
	entry->after = daemon->recorder.position;
	daemon->recorder.is_busy = true;
	journal_submit(daemon->journal, NULL, entry_run, entry_done, entry);
}

void
recorder_ended(struct daemon *daemon)
{
	daemon->recorder.waiting++;
	recorder_look(daemon);
}

static void
on_again(void *arg)
{
	recorder_look(arg);
}

void
recorder_start(struct daemon *daemon, int64_t position, int64_t waiting)
{
	daemon->recorder.position = position;
	daemon->recorder.waiting = waiting;
	daemon->recorder.again = loop_timer_new(daemon->loop, on_again, daemon);
}

void
recorder_stop(struct daemon *daemon)
{
	loop_timer_free(daemon->recorder.again);
	daemon->recorder.again = NULL;
}
