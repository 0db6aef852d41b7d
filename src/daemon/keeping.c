#include "config.h"

#include "daemon/keeping.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "daemon/recorder.h"
#include "log/log.h"
#include "platform/file.h"
#include "platform/now.h"
#include "platform/process.h"

enum { TEND_MS = 2500 };

static void
on_tend(void *arg)
{
	struct daemon *daemon = arg;

	journal_tend(daemon->journal);
	loop_timer_set(daemon->keeping.timer, TEND_MS);
}

static void
say(const struct keeping *keeping)
{
	switch (keeping->state) {
	case JOURNAL_WHOLE:
		log_info("the journal is kept as always again");
		break;
	case JOURNAL_LOW:
		log_error("the disk of the journal is full, it goes on with "
			  "its reserve: reason=%s",
		    log_quoted(keeping->why.text));
		break;
	case JOURNAL_UNKEPT:
		log_error("the journal cannot be written, backups run and are "
			  "remembered until this daemon ends: reason=%s",
		    log_quoted(keeping->why.text));
		break;
	}
}

void
keeping_on_state(void *arg, enum journal_state state, const struct fault *why)
{
	struct daemon *daemon = arg;
	struct keeping *keeping = &daemon->keeping;
	bool was_unkept = false;

	if (keeping->state == JOURNAL_UNKEPT) {
		log_info("what was remembered is in the journal now");
		was_unkept = true;
	}
	keeping->state = state;
	keeping->why = *why;
	if (!was_unkept || state != JOURNAL_LOW)
		say(keeping);
	if (was_unkept)
		recorder_look(daemon);
	if (keeping->timer == NULL)
		return;
	if (state == JOURNAL_WHOLE)
		loop_timer_stop(keeping->timer);
	else
		loop_timer_set(keeping->timer, TEND_MS);
}

void
keeping_start(struct daemon *daemon)
{
	if (daemon->keeping.timer == NULL)
		daemon->keeping.timer = loop_timer_new(daemon->loop, on_tend,
		    daemon);
	journal_set_reserve(daemon->journal,
	    (uint64_t)daemon->config->journal.reserve_bytes);
}

void
keeping_stop(struct daemon *daemon)
{
	loop_timer_free(daemon->keeping.timer);
	daemon->keeping.timer = NULL;
}

const char *
keeping_state(const struct daemon *daemon)
{
	switch (daemon->keeping.state) {
	case JOURNAL_LOW:
		return "low";
	case JOURNAL_UNKEPT:
		return "unkept";
	case JOURNAL_WHOLE:
		break;
	}
	return "whole";
}

const char *
keeping_reason(const struct daemon *daemon)
{
	return daemon->keeping.state == JOURNAL_WHOLE ?
	    NULL :
	    daemon->keeping.why.text;
}

/* One state_dir, one refuge: the next life looks there, too. */
static char *
refuge_path(const struct daemon *daemon)
{
	const char *parent = process_variable("RUNTIME_DIRECTORY");
	char *path;

	if (parent != NULL && parent[0] == '/')
		return file_join(parent, "executions");
	path = mem_format("/tmp/backupexec%s",
	    daemon->config->daemon.state_dir);
	for (char *at = path + strlen("/tmp/"); *at != '\0'; at++)
		if (*at == '/')
			*at = '-';
	return path;
}

char *
keeping_folder(const struct daemon *daemon, const char *id)
{
	char *refuge = refuge_path(daemon);
	char *folder = file_join(refuge, id);
	struct fault fault;
	bool is_there = file_kind(folder) == FILE_FOLDER &&
	    file_is_ours(refuge, &fault);

	free(refuge);
	if (is_there)
		return folder;
	free(folder);
	return mem_format("%s/executions/%s", daemon->config->daemon.state_dir,
	    id);
}

char *
keeping_refuge(struct daemon *daemon, const char *id, struct fault *fault)
{
	char *refuge = refuge_path(daemon);
	char *folder = NULL;

	if (file_make_folder(refuge, false, fault) &&
	    file_is_ours(refuge, fault))
		folder = file_join(refuge, id);
	free(refuge);
	return folder;
}
