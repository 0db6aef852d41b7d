/*
 * request - what the daemon and the catalog helper say to each other.
 *
 * Frames (loop/frame) whose kind says what is asked or answered, and whose
 * body is made of the elements of stream/block. A writer has its twin reader.
 *
 *	asked		body			answered by
 *	REQUEST_PLACE	place			DONE
 *	REQUEST_LOAD	-			PLAN, PLAN, … REMARKS
 *	REQUEST_PROBE	-			VERSION
 *	REQUEST_RECORD	record			DONE
 *	REQUEST_EDIT	who, edit		DONE
 *	REQUEST_NOTE	who, what, object	DONE
 *
 * ANSWER_FAULT answers anything. A PLAN is a piece of the snapshot's bytes, as
 * they are. The first request is REQUEST_PLACE; its answer says whether the
 * catalog can be reached, and it is asked again until it can.
 *
 * Thread: maker.
 */
#ifndef CATALOG_REQUEST_H
#define CATALOG_REQUEST_H

#include "catalog/client.h"
#include "catalog/place.h"
#include "stream/block.h"
#include "stream/sink.h"
#include "stream/source.h"

#define REQUEST_PLACE BLOCK_KIND('P', 'L', 'A', 'C')
#define REQUEST_LOAD BLOCK_KIND('L', 'O', 'A', 'D')
#define REQUEST_PROBE BLOCK_KIND('P', 'R', 'O', 'B')
#define REQUEST_RECORD BLOCK_KIND('R', 'E', 'C', 'O')
#define REQUEST_EDIT BLOCK_KIND('E', 'D', 'I', 'T')
#define REQUEST_NOTE BLOCK_KIND('N', 'O', 'T', 'E')
#define ANSWER_DONE BLOCK_KIND('D', 'O', 'N', 'E')
#define ANSWER_FAULT BLOCK_KIND('F', 'A', 'L', 'T')
#define ANSWER_PLAN BLOCK_KIND('P', 'L', 'A', 'N')
#define ANSWER_REMARKS BLOCK_KIND('R', 'M', 'R', 'K')
#define ANSWER_VERSION BLOCK_KIND('V', 'E', 'R', 'S')

/* Readers make the source fail; what they return is NULL or zeros then. */

void request_write_place(struct sink *sink, const struct catalog_place *place);

/* Free with place_free. */
struct catalog_place *request_read_place(struct source *source);

/* Reason and detail are cleaned: they come from a foreign program. */
void
request_write_record(struct sink *sink, const struct catalog_record *record);

/* A record that owns what it points to. */
struct request_record {
	struct catalog_record record;
	struct execution execution;
	char *detail, *output;
	struct buf script;
};
void request_read_record(struct source *source, struct request_record *record);
void request_clear_record(struct request_record *record);

/* The edit's twin is edit_read, behind the text `who`. */
void
request_write_edit(struct sink *sink, const struct edit *edit, const char *who);

struct request_note {
	char *who, *what, *object; /* owned; NULL: none */
};
void request_write_note(struct sink *sink, const char *who, const char *what,
    const char *object);
void request_read_note(struct source *source, struct request_note *note);
void request_clear_note(struct request_note *note);

void request_write_fault(struct sink *sink, const struct fault *fault);
void request_read_fault(struct source *source, struct fault *out_fault);

void request_write_remarks(struct sink *sink, const struct memdb *memdb);

/* Each is handed to `each`. */
void request_read_remarks(struct source *source,
    void (*each)(void *arg, const char *text), void *arg);

#endif
