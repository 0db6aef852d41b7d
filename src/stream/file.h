/*
 * file - a sink that makes a file, whole or not at all, and a source of one.
 *
 * The sink writes a draft (platform/draft): the file appears under its name at
 * sink_finish, synced, and what was there before stays until then. Faults name
 * the file.
 *
 * Owns: the descriptor, until it is closed.
 * Thread: maker.
 */
#ifndef STREAM_FILE_H
#define STREAM_FILE_H

#include "platform/draft.h"
#include "stream/gather.h"

struct file_sink {
	struct gather_sink under; /* first: it is the sink */
	struct draft draft;
	char *path;
};

struct file_source {
	struct gather_source under; /* first: it is the source */
	int descriptor;
	char *path;
};

MUST_CHECK bool
file_sink_open(struct file_sink *sink, const char *path, struct fault *fault);

/* Without a finish there is no new file. */
void file_sink_close(struct file_sink *sink);

/* Regular files only. */
MUST_CHECK bool file_source_open(struct file_source *source, const char *path,
    struct fault *fault);
void file_source_close(struct file_source *source);

#endif
