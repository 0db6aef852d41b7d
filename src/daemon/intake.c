#include "config.h"

#include "daemon/intake.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "log/log.h"
#include "platform/file.h"
#include "platform/now.h"
#include "worker/folder.h"

#define NOTE "damage" /* the path, a line end, the sentence */

enum { OLD_MS = 2 * 24 * 3600 * 1000 };

struct intake {
	struct daemon *daemon;
	char *executions; /* the folder of folders */
	char *aside;      /* NULL: there was none */
	struct fault damage;
	int64_t now;
	size_t taken, old, unknown;
	bool is_worth_telling;
	char *note;
};

/* True: *out is what the journal shall say of it. */
static bool
read_folder(struct intake *intake, const char *name, struct execution *out)
{
	char *folder = file_join(intake->executions, name);
	struct record_start begun;
	struct record_end end;
	bool has_begun = folder_read_begun(folder, &begun);
	bool is_old = folder_read_end(folder, &end) &&
	    end.at_ms < now_wall_ms() - OLD_MS;
	bool is_known = folder_read_claim(folder, out);

	free(folder);
	if (is_old)
		intake->old++;
	else if (!is_known)
		intake->unknown++;
	if (is_old || !is_known)
		return false;
	(void)text_copy(out->id, sizeof(out->id), name);
	/* Nobody began it: it waits again. Else its files say the rest. */
	out->state = has_begun ? EXECUTION_RUNNING : EXECUTION_STARTING;
	if (has_begun)
		out->started_ms = begun.at_ms;
	return true;
}

static bool
take_in(struct intake *intake, struct store *store, const char *name,
    struct fault *fault)
{
	struct execution execution;

	if (!uuid_is_valid(name) || !read_folder(intake, name, &execution))
		return true;
	if (!store_add(store, &execution, fault))
		return fault->kind == FAULT_DUPLICATE;
	intake->taken++;
	return true;
}

static bool
intake_run(struct store *store, void *arg, struct fault *fault)
{
	struct intake *intake = arg;
	char **names = NULL;
	size_t count = 0;
	bool done = true;

	intake->taken = intake->old = intake->unknown = 0; /* run again? */
	free(intake->note);
	intake->note = NULL;
	if (!file_list(intake->executions, &names, &count, fault))
		return fault->kind == FAULT_ABSENT;
	for (size_t i = 0; i < count; i++) {
		done = done && take_in(intake, store, names[i], fault);
		free(names[i]);
	}
	free(names);
	intake->is_worth_telling = count != 0 || intake->aside != NULL;
	if (!done || !intake->is_worth_telling)
		return done;
	if (!store_set_cursor(store, intake->now, fault))
		return false;
	if (intake->aside == NULL)
		return true;
	intake->note = mem_format("%s\nthe journal was damaged: %s (%zu "
				  "executions were taken in, %zu old and %zu "
				  "unknown ones not)",
	    intake->aside, intake->damage.text, intake->taken, intake->old,
	    intake->unknown);
	return store_set_note(store, NOTE, intake->note, fault);
}

static void
intake_done(void *arg, const struct fault *fault)
{
	struct intake *intake = arg;

	if (fault != NULL)
		log_error("what lies on the disk could not be taken in: "
			  "reason=%s",
		    log_quoted(fault->text));
	else if (intake->is_worth_telling)
		log_error("the journal was damaged or lost, a new one begins: "
			  "reason=%s taken_in=%zu old=%zu unknown=%zu "
			  "set_aside=%s",
		    log_quoted(intake->damage.text), intake->taken, intake->old,
		    intake->unknown,
		    log_quoted(intake->aside == NULL ? "" : intake->aside));
	free(intake->note);
	free(intake->aside);
	free(intake->executions);
	free(intake);
}

/* What an earlier start had to say. */
static bool
note_run(struct store *store, void *arg, struct fault *fault)
{
	char **out_note = arg;

	return store_note(store, NOTE, out_note, fault);
}

void
intake_start(struct daemon *daemon)
{
	const char *aside;
	struct fault damage;
	struct intake *intake;

	if (journal_is_new(daemon->journal, &aside, &damage)) {
		intake = mem_new(1, sizeof(*intake));
		intake->daemon = daemon;
		intake->executions = daemon_path(daemon, "executions");
		intake->aside = aside == NULL ? NULL : mem_text(aside);
		if (aside == NULL)
			(void)fault_set(&damage, FAULT_ABSENT,
			    "there was none");
		intake->damage = damage;
		intake->now = floor_div(now_wall().utc_s, 60);
		journal_submit(daemon->journal, NULL, intake_run, intake_done,
		    intake);
	}
	journal_submit(daemon->journal, NULL, note_run, NULL,
	    &daemon->damage_note);
}

const char *
intake_damage(const struct daemon *daemon)
{
	const char *note = daemon->damage_note;
	const char *sentence = note == NULL ? NULL : strchr(note, '\n');
	char *path;
	bool is_there;

	if (sentence == NULL)
		return NULL;
	path = mem_text_n(note, (size_t)(sentence - note));
	is_there = file_kind(path) != FILE_NONE;
	free(path);
	return is_there ? sentence + 1 : NULL;
}

void
intake_clear(struct daemon *daemon)
{
	free(daemon->damage_note);
	daemon->damage_note = NULL;
}
