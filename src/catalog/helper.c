#include "config.h"

#include "catalog/helper.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/buf.h"
#include "catalog/apply.h"
#include "catalog/change.h"
#include "catalog/edit.h"
#include "catalog/load.h"
#include "catalog/record.h"
#include "catalog/request.h"
#include "log/log.h"
#include "loop/frame.h"
#include "snapshot/snapshot.h"
#include "stream/memory.h"

enum { PLAN_PIECE = 1 << 20 };

struct helper {
	int descriptor;
	uint64_t number; /* of the request under way */
	struct catalog_place *place;
	struct catalog *catalog; /* NULL while it is not open */
	struct buf answer;
	struct memory_sink sink; /* into the answer */
	bool is_over;            /* nobody listens any more */
};

/* A sink of frames: the plan in pieces, as it is made. */
struct plan_sink {
	struct sink sink;
	struct helper *helper;
	struct buf piece;
};

static bool
send_piece(struct plan_sink *plan, struct fault *fault)
{
	bool is_sent = frame_write(plan->helper->descriptor, ANSWER_PLAN,
	    plan->helper->number, plan->piece.bytes, plan->piece.size, fault);

	buf_cut(&plan->piece, 0);
	if (!is_sent)
		plan->helper->is_over = true;
	return is_sent;
}

static bool
plan_write(struct sink *sink, const void *bytes, size_t size,
    struct fault *fault)
{
	struct plan_sink *plan = (struct plan_sink *)sink;
	const unsigned char *at = bytes;

	while (size > 0) {
		size_t left = PLAN_PIECE - plan->piece.size;
		size_t part = size < left ? size : left;

		if (!buf_add(&plan->piece, at, part, fault))
			return false;
		at += part;
		size -= part;
		if (plan->piece.size == PLAN_PIECE && !send_piece(plan, fault))
			return false;
	}
	return true;
}

static bool
plan_finish(struct sink *sink, struct fault *fault)
{
	struct plan_sink *plan = (struct plan_sink *)sink;

	return plan->piece.size == 0 || send_piece(plan, fault);
}

/*
 * Open if need be. A request that could not even be tried fails with a kind
 * that says so, whatever the reason: it is not the request's fault.
 */
static bool
ensure_open(struct helper *helper, struct fault *fault)
{
	struct catalog_info info;

	if (helper->catalog != NULL)
		return true;
	if (helper->place == NULL)
		return fault_set(fault, FAULT_CLOSED,
		    "where the catalog is was not said yet");
	helper->catalog = catalog_open(helper->place, fault);
	if (helper->catalog == NULL)
		return false;
	if (!catalog_info(helper->catalog, &info, fault)) {
		catalog_close(helper->catalog);
		helper->catalog = NULL;
		return false;
	}
	log_info("catalog opened: engine=%s schema=%" PRId64
		 " plan_version=%" PRId64,
	    log_quoted(odbc_description(helper->catalog->odbc)),
	    info.schema_version, info.plan_version);
	return true;
}

static bool
answer_place(struct helper *helper, struct source *source, struct fault *fault)
{
	struct catalog_place *place = request_read_place(source);

	if (place == NULL)
		return source_check(source, fault);
	place_free(helper->place);
	helper->place = place;
	return ensure_open(helper, fault);
}

static bool
answer_load(struct helper *helper, struct fault *fault)
{
	static const struct sink_ops ops = { plan_write, plan_finish };
	struct memdb *memdb = catalog_load(helper->catalog, fault);
	struct plan_sink plan = { .helper = helper };
	bool is_done;

	if (memdb == NULL)
		return false;
	sink_init(&plan.sink, &ops);
	buf_init(&plan.piece, PLAN_PIECE);
	is_done = snapshot_save(memdb, &plan.sink, fault);
	buf_clear(&plan.piece);
	if (is_done)
		request_write_remarks(&helper->sink.sink, memdb);
	memdb_release(memdb);
	return is_done;
}

static bool
answer_probe(struct helper *helper, struct fault *fault)
{
	int64_t version = 0;

	if (!catalog_version(helper->catalog, &version, fault))
		return false;
	block_write_int(&helper->sink.sink, version);
	return true;
}

static bool
answer_record(struct helper *helper, struct source *source, struct fault *fault)
{
	struct request_record record;
	bool is_done;

	request_read_record(source, &record);
	is_done = source_finish(source, fault) &&
	    record_write(helper->catalog, &record.record, fault);
	request_clear_record(&record);
	return is_done;
}

static bool
answer_edit(struct helper *helper, struct source *source, struct fault *fault)
{
	char *who = block_read_some_text(source, LIMIT_NAME);
	struct edit *edit = edit_read(source, fault);
	bool is_done = edit != NULL &&
	    apply_edit(helper->catalog, edit, who, fault);

	edit_free(edit);
	free(who);
	return is_done;
}

static bool
answer_note(struct helper *helper, struct source *source, struct fault *fault)
{
	struct request_note note;
	bool is_done;

	request_read_note(source, &note);
	is_done = source_finish(source, fault) &&
	    change_note(helper->catalog, note.who, note.what, note.object,
		fault);
	request_clear_note(&note);
	return is_done;
}

/* Fills the answer, and says of what kind it is. */
static bool
perform(struct helper *helper, uint32_t kind, struct source *source,
    uint32_t *out_answer, struct fault *fault)
{
	*out_answer = ANSWER_DONE;
	if (kind == REQUEST_PLACE)
		return answer_place(helper, source, fault);
	if (!ensure_open(helper, fault)) {
		fault->kind = FAULT_CLOSED;
		return false;
	}
	switch (kind) {
	case REQUEST_LOAD:
		*out_answer = ANSWER_REMARKS;
		return answer_load(helper, fault);
	case REQUEST_PROBE:
		*out_answer = ANSWER_VERSION;
		return answer_probe(helper, fault);
	case REQUEST_RECORD:
		return answer_record(helper, source, fault);
	case REQUEST_EDIT:
		return answer_edit(helper, source, fault);
	case REQUEST_NOTE:
		return answer_note(helper, source, fault);
	default:
		return fault_set(fault, FAULT_USAGE,
		    "a request of an unknown kind");
	}
}

static bool
answer(struct helper *helper, uint32_t kind, const struct buf *body,
    struct fault *fault)
{
	struct memory_source source;
	uint32_t answer_kind;
	bool is_done;

	memory_source_init(&source, buf_text(body), body->size);
	buf_cut(&helper->answer, 0);
	memory_sink_init(&helper->sink, &helper->answer);
	is_done = perform(helper, kind, &source.source, &answer_kind, fault) &&
	    sink_finish(&helper->sink.sink, fault);
	if (helper->catalog != NULL && odbc_is_dead(helper->catalog->odbc)) {
		log_warning("catalog lost: reason=%s",
		    is_done ? "none" : log_quoted(fault->text));
		catalog_close(helper->catalog);
		helper->catalog = NULL;
	}
	if (helper->is_over)
		return false;
	if (!is_done) {
		answer_kind = ANSWER_FAULT;
		buf_cut(&helper->answer, 0);
		memory_sink_init(&helper->sink, &helper->answer);
		request_write_fault(&helper->sink.sink, fault);
		if (!sink_finish(&helper->sink.sink, fault))
			return false;
	}
	return frame_write(helper->descriptor, answer_kind, helper->number,
	    helper->answer.bytes, helper->answer.size, fault);
}

int
helper_run(int descriptor)
{
	struct helper helper = { .descriptor = descriptor };
	struct buf body;
	struct fault fault;
	uint32_t kind;
	bool is_listened_to = true;

	buf_init(&helper.answer, LIMIT_FRAME);
	buf_init(&body, LIMIT_FRAME);
	while (is_listened_to &&
	    frame_read(descriptor, &kind, &helper.number, &body, &fault))
		is_listened_to = answer(&helper, kind, &body, &fault);
	catalog_close(helper.catalog);
	place_free(helper.place);
	buf_clear(&body);
	buf_clear(&helper.answer);
	/* The daemon closed its end: that is how a helper's life ends. */
	if (fault.kind == FAULT_CLOSED)
		return EXIT_SUCCESS;
	log_error("catalog helper ends: reason=%s", log_quoted(fault.text));
	return EXIT_FAILURE;
}
