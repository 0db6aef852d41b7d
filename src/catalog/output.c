#include "config.h"

#include "catalog/output.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "catalog/excerpt.h"
#include "platform/file.h"

enum {
	CHUNK = 16384,
	CHARACTER_MAX = 4, /* bytes of one character */
	CLEAN_MAX = 3,     /* bytes that one byte may become */
	REASON_ROOM = 400
};

/* The rows under way. */
struct parts {
	const struct output_order *order;
	struct odbc_query *add, *length;
	int64_t number;  /* of parts that are written */
	struct buf text; /* clean; not yet written */
};

static int64_t
count_characters(const char *text, size_t size)
{
	int64_t count = 0;

	for (size_t i = 0; i < size; i++)
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			count++;
	return count;
}

/* Engines count characters, or more than one for a rare one; never fewer. */
static bool
check_stored(struct parts *parts, int64_t characters, struct fault *fault)
{
	bool has_row = false;
	int64_t stored = 0;

	odbc_bind_text(parts->length, parts->order->execution);
	odbc_bind_number(parts->length, parts->number);
	if (!catalog_one_row(parts->length, &has_row, fault))
		return false;
	if (has_row && odbc_text(parts->length, 0) != NULL &&
	    !odbc_number(parts->length, 0, 0, INT64_MAX, &stored, fault))
		return false;
	if (stored >= characters)
		return true;
	return fault_set(fault, FAULT_SYSTEM,
	    "part %" PRId64 " of the log: %" PRId64 " characters were sent, "
	    "%" PRId64 " are stored",
	    parts->number, characters, stored);
}

static bool
write_part(struct parts *parts, size_t size, struct fault *fault)
{
	const struct output_order *order = parts->order;

	parts->number++;
	odbc_bind_text(parts->add, order->strategy);
	odbc_bind_time(parts->add, order->moment_ms);
	odbc_bind_time(parts->add, order->moment_utc_ms);
	odbc_bind_text(parts->add, order->execution);
	odbc_bind_number(parts->add, parts->number);
	odbc_bind_number(parts->add, (int64_t)size);
	odbc_bind_long(parts->add, parts->text.bytes, size);
	if (!odbc_execute(parts->add, NULL, fault) ||
	    !check_stored(parts, count_characters(buf_text(&parts->text), size),
		fault))
		return false;
	buf_drop(&parts->text, size);
	return true;
}

/* Clean text behind what there is; parts that are full are written. */
static bool
add_clean(struct parts *parts, const char *text, size_t size,
    struct fault *fault)
{
	if (!buf_add(&parts->text, text, size, fault))
		return false;
	while (parts->text.size >= LIMIT_PART)
		if (!write_part(parts,
			text_utf8_whole(parts->text.bytes, LIMIT_PART), fault))
			return false;
	return true;
}

/* Bytes of the file from `begin` to `end`, cleaned. */
static bool
copy_piece(struct parts *parts, int file, uint64_t begin, uint64_t end,
    struct fault *fault)
{
	char raw[CHARACTER_MAX + CHUNK];
	char clean[CLEAN_MAX * sizeof(raw)];
	size_t carried = 0;

	while (begin < end) {
		uint64_t left = end - begin;
		size_t want = left < CHUNK ? (size_t)left : CHUNK;
		size_t got = 0, size, whole;

		if (!file_read_at(file, begin, raw + carried, want, &got,
			fault))
			return false;
		if (got == 0)
			return fault_set(fault, FAULT_SYSTEM,
			    "%s ends at byte %" PRIu64, parts->order->path,
			    begin);
		begin += got;
		size = carried + got;
		whole = begin == end ? size : text_utf8_whole(raw, size);
		if (!add_clean(parts, clean, text_utf8_clean(clean, raw, whole),
			fault))
			return false;
		carried = size - whole;
		memmove(raw, raw + whole, carried);
	}
	return true;
}

/* The next byte that does not continue a character. */
static bool
align(int file, uint64_t *at, struct fault *fault)
{
	unsigned char bytes[CHARACTER_MAX - 1] = { 0 };
	size_t size = 0;

	if (!file_read_at(file, *at, bytes, sizeof(bytes), &size, fault))
		return false;
	for (size_t i = 0; i < size && (bytes[i] & 0xc0) == 0x80; i++)
		*at += 1;
	return true;
}

static bool
align_pieces(struct excerpt *excerpt, int file, struct fault *fault)
{
	for (size_t i = 1; i < excerpt->count; i++) {
		uint64_t at = excerpt->pieces[i].begin;

		if (!align(file, &at, fault))
			return false;
		excerpt->pieces[i - 1].end = at;
		excerpt->pieces[i].begin = at;
	}
	return true;
}

static bool
copy_excerpt(struct parts *parts, int file, uint64_t size, struct fault *fault)
{
	const struct output_order *order = parts->order;
	struct excerpt excerpt = excerpt_of(size, order->stack_begin,
	    order->stack_end, order->max_log);

	if (!align_pieces(&excerpt, file, fault))
		return false;
	for (size_t i = 0; i < excerpt.count; i++) {
		const struct excerpt_piece *piece = &excerpt.pieces[i];
		char mark[EXCERPT_MARK_MAX];

		if (!piece->is_left_out) {
			if (!copy_piece(parts, file, piece->begin, piece->end,
				fault))
				return false;
		} else if (piece->end > piece->begin) {
			excerpt_mark(mark, piece->end - piece->begin);
			if (!add_clean(parts, mark, strlen(mark), fault))
				return false;
		}
	}
	return true;
}

/* What there should be and is not is said where it would be looked for. */
static bool
add_absence(struct parts *parts, const struct fault *why, struct fault *fault)
{
	char text[REASON_ROOM], clean[CLEAN_MAX * REASON_ROOM];

	(void)snprintf(text, sizeof(text),
	    "[backupexec: %" PRIu64 " bytes of output are not here: %s]\n",
	    parts->order->log_bytes, why->text);
	return add_clean(parts, clean,
	    text_utf8_clean(clean, text, strlen(text)), fault);
}

static bool
copy_file(struct parts *parts, struct fault *fault)
{
	const struct output_order *order = parts->order;
	uint64_t size = 0;
	struct fault why;
	int file = -1;
	bool is_done;

	if (order->log_bytes == 0)
		return true;
	if (order->path == NULL)
		(void)fault_set(&why, FAULT_ABSENT, "they were removed");
	else
		file = file_open(order->path, FILE_READ, &why);
	if (file == -1)
		return add_absence(parts, &why, fault);
	is_done = file_size(file, &size, fault);
	if (is_done && size > order->log_bytes)
		size = order->log_bytes;
	is_done = is_done && copy_excerpt(parts, file, size, fault);
	file_close(file);
	if (is_done && size < order->log_bytes) {
		(void)fault_set(&why, FAULT_ABSENT,
		    "the file has only %" PRIu64, size);
		is_done = add_absence(parts, &why, fault);
	}
	return is_done;
}

bool
output_add(struct catalog *catalog, const struct output_order *order,
    struct fault *fault)
{
	struct parts parts = { .order = order };
	bool is_done;

	/* A part and what one chunk may become. */
	buf_init(&parts.text, LIMIT_PART + CLEAN_MAX * (CHUNK + CHARACTER_MAX));
	parts.add = catalog_query(catalog, STATEMENT_LOG_ADD, fault);
	is_done = parts.add != NULL;
	if (is_done) {
		parts.length = catalog_query(catalog, STATEMENT_LOG_LENGTH,
		    fault);
		is_done = parts.length != NULL;
	}
	is_done = is_done && copy_file(&parts, fault);
	/* The rest; of a silent run the one row, without a text. */
	if (is_done && (parts.text.size > 0 || parts.number == 0))
		is_done = write_part(&parts, parts.text.size, fault);
	odbc_query_free(parts.add);
	odbc_query_free(parts.length);
	buf_clear(&parts.text);
	return is_done;
}
