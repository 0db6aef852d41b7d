#include "config.h"

#include "tests/support/journal.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "journal/store.h"
#include "platform/file.h"

static void
must(bool held, const struct fault *fault)
{
	if (held)
		return;
	(void)fprintf(stderr, "journal: %s\n", fault->text);
	abort();
}

static void
leave(struct store *store, const char *id, const char *strategy,
    enum outcome outcome, int64_t slot)
{
	struct execution execution = { .connection = "C_1",
		.slot = slot,
		.attempt = 1,
		.state = EXECUTION_CLAIMED,
		.priority = PRIORITY_HIGH,
		.kinds = KIND_FULL,
		.claimed_ms = slot * 60000 + 1,
		.exit_status = -1,
		.slots = 1,
		.last_slot = slot };
	struct fault fault;

	(void)text_copy(execution.id, sizeof(execution.id), id);
	(void)text_copy(execution.strategy, sizeof(execution.strategy),
	    strategy);
	must(store_add(store, &execution, &fault), &fault);
	execution.state = EXECUTION_RUNNING;
	execution.started_ms = slot * 60000 + 2;
	must(store_change(store, &execution, NULL, &fault), &fault);
	if (outcome == OUTCOME_NONE)
		return;
	execution.state = EXECUTION_ENDED;
	execution.outcome = outcome;
	execution.finished_ms = slot * 60000 + 120002;
	execution.is_good = outcome == OUTCOME_SUCCESS;
	execution.exit_status = outcome == OUTCOME_SUCCESS ? 0 : 1;
	if (outcome != OUTCOME_SUCCESS) {
		(void)text_copy(execution.code, sizeof(execution.code),
		    "ORA-19809");
		execution.log_bytes = strlen(JOURNAL_OUTPUT);
	}
	must(store_change(store, &execution,
		 outcome == OUTCOME_SUCCESS ? NULL : "RMAN-00571", &fault),
	    &fault);
}

static void
leave_output(const char *state_dir)
{
	char *folder = mem_format("%s/executions/%s", state_dir, JOURNAL_BAD);
	char *path = file_join(folder, "output");
	struct fault fault;
	int descriptor;

	must(file_make_folder(folder, false, &fault), &fault);
	descriptor = file_open(path, FILE_FRESH, &fault);
	must(descriptor != -1, &fault);
	must(file_write_all(descriptor, JOURNAL_OUTPUT "not durable yet",
		 strlen(JOURNAL_OUTPUT "not durable yet"), &fault),
	    &fault);
	file_close(descriptor);
	free(path);
	free(folder);
}

void
journal_leave(const char *state_dir)
{
	char *path = file_join(state_dir, "journal.db");
	struct fault fault;
	struct store *store = store_open(path, &fault);

	must(store != NULL, &fault);
	must(store_begin(store, &fault), &fault);
	leave(store, JOURNAL_GOOD, "nightly", OUTCOME_SUCCESS, 60);
	leave(store, JOURNAL_BAD, "nightly", OUTCOME_FAILURE, 120);
	leave(store, JOURNAL_LIVING, "logs", OUTCOME_NONE, 180);
	must(store_set_cursor(store, 1440, &fault), &fault);
	must(store_commit(store, &fault), &fault);
	store_close(store);
	leave_output(state_dir);
	free(path);
}
