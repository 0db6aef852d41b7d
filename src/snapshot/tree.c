#include "config.h"

#include "snapshot/tree.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "stream/block.h"
#include "stream/digest.h"

enum { FIELDS = 10, TEXT_ROOM = 16 << 20 };

enum field_type { FIELD_END, FIELD_TEXT, FIELD_UINT, FIELD_INT, FIELD_BOOL };

struct field {
	enum field_type type;
	const char *name; /* NULL: the value speaks for itself */
};

/* Plain values first, then the blocks inside, or as many items as it says. */
struct grammar {
	const char *kind;
	struct field fields[FIELDS];
	const char *inside[4];     /* blocks, each once */
	const char *items;         /* a container of blocks of this kind … */
	struct field item[FIELDS]; /* … or of these values */
};

static const struct grammar grammars[] = {
	{ .kind = "PLAN",
	    .fields = { { FIELD_TEXT, "catalog" }, { FIELD_TEXT, "owner" },
		{ FIELD_INT, "version" }, { FIELD_INT, "schema" } },
	    .inside = { "CONS", "STRS", "COUN", "GOOD" } },
	{ .kind = "CONS", .items = "CONN" },
	{ .kind = "CONN",
	    .fields = { { FIELD_TEXT, "id" }, { FIELD_TEXT, "name" },
		{ FIELD_TEXT, "instance" }, { FIELD_TEXT, "ip" },
		{ FIELD_TEXT, "port" }, { FIELD_TEXT, "runner" },
		{ FIELD_BOOL, "alive" } },
	    .inside = { "OPTS" } },
	{ .kind = "STRS", .items = "STRA" },
	{ .kind = "STRA",
	    .fields = { { FIELD_TEXT, "id" }, { FIELD_TEXT, "connection" },
		{ FIELD_UINT, "priority" }, { FIELD_BOOL, "alive" } },
	    .inside = { "LINE", "FREQ", "OPTS" } },
	{ .kind = "LINE", .item = { { FIELD_TEXT, NULL } } },
	{ .kind = "FREQ",
	    .item = { { FIELD_INT, "day" }, { FIELD_INT, "hour" },
		{ FIELD_INT, "minute" } } },
	{ .kind = "COUN",
	    .item = { { FIELD_TEXT, "name" }, { FIELD_UINT, "value" } } },
	{ .kind = "GOOD",
	    .item = { { FIELD_TEXT, "connection" }, { FIELD_UINT, "kind" },
		{ FIELD_TEXT, "execution" }, { FIELD_INT, "finished_ms" } } },
	{ .kind = "OPTS",
	    .item = { { FIELD_TEXT, "name" }, { FIELD_TEXT, "value" } } },
};

struct walk {
	struct source *source;
	tree_fn each;
	void *arg;
	struct buf text;
};

/*
 * Where the next element begins. Between two segments, and before the first,
 * stand as many bytes: a digest or the stream's header, and a segment's.
 */
static uint64_t
place(const struct source *source)
{
	enum { BETWEEN = 16 };

	return source->taken + (source->ready_size == 0 ? BETWEEN : 0);
}

static const struct grammar *
find(const char *kind)
{
	for (size_t i = 0; i < COUNT_OF(grammars); i++)
		if (strcmp(grammars[i].kind, kind) == 0)
			return &grammars[i];
	assert(false /* the table is whole */);
	return NULL;
}

static uint32_t
word_of(const char *kind)
{
	return BLOCK_KIND((unsigned char)kind[0], (unsigned char)kind[1],
	    (unsigned char)kind[2], (unsigned char)kind[3]);
}

static void
tell(struct walk *walk, uint64_t at, int depth, const char *kind)
{
	const struct tree_node node = { at, depth, kind,
		buf_text(&walk->text) };

	if (!source_failed(walk->source))
		walk->each(walk->arg, &node);
}

/* A value behind those that are there, "name=value". */
static void
add(struct walk *walk, const char *name, const char *value)
{
	struct fault fault;

	if (source_failed(walk->source))
		return;
	if (!buf_format(&walk->text, &fault, "%s%s%s%s",
		walk->text.size == 0 ? "" : " ", name == NULL ? "" : name,
		name == NULL ? "" : "=", value))
		source_fail(walk->source, &fault);
}

static void
read_field(struct walk *walk, const struct field *field)
{
	struct source *source = walk->source;
	char number[32], *text;

	switch (field->type) {
	case FIELD_TEXT:
		text = block_read_text(source, LIMIT_TEXT);
		if (text != NULL)
			add(walk, field->name, text);
		free(text);
		break;
	case FIELD_BOOL:
		add(walk, field->name, block_read_bool(source) ? "yes" : "no");
		break;
	case FIELD_UINT:
		(void)snprintf(number, sizeof(number), "%" PRIu64,
		    block_read_uint(source, 0, UINT64_MAX));
		add(walk, field->name, number);
		break;
	case FIELD_INT:
	case FIELD_END:
	default:
		(void)snprintf(number, sizeof(number), "%" PRId64,
		    block_read_int(source, INT64_MIN, INT64_MAX));
		add(walk, field->name, number);
	}
}

static void
read_fields(struct walk *walk, const struct field *fields)
{
	buf_cut(&walk->text, 0);
	for (; fields->type != FIELD_END; fields++)
		read_field(walk, fields);
}

static void read_block(struct walk *walk, const char *kind, int depth);

static void
read_items(struct walk *walk, const struct grammar *grammar, uint64_t at,
    int depth)
{
	struct source *source = walk->source;
	uint64_t count = block_read_uint(source, 0, LIMIT_PLAN);
	char number[32];

	(void)snprintf(number, sizeof(number), "%" PRIu64, count);
	buf_cut(&walk->text, 0);
	add(walk, NULL, number);
	tell(walk, at, depth, grammar->kind);
	for (; count != 0 && !source_failed(source); count--) {
		at = place(source);
		if (grammar->items != NULL) {
			read_block(walk, grammar->items, depth + 1);
			continue;
		}
		read_fields(walk, grammar->item);
		tell(walk, at, depth + 1, NULL);
	}
}

static void
read_block(struct walk *walk, const char *kind, int depth)
{
	const struct grammar *grammar = find(kind);
	uint64_t at = place(walk->source);

	block_read_header(walk->source, word_of(kind));
	if (grammar->items != NULL || grammar->item[0].type != FIELD_END) {
		read_items(walk, grammar, at, depth);
		return;
	}
	read_fields(walk, grammar->fields);
	tell(walk, at, depth, kind);
	for (size_t i = 0; i < COUNT_OF(grammar->inside) &&
	     grammar->inside[i] != NULL && !source_failed(walk->source);
	     i++)
		read_block(walk, grammar->inside[i], depth + 1);
}

bool
tree_read(struct source *source, tree_fn each, void *arg, struct fault *fault)
{
	struct digest_source *digest = digest_source_new(source);
	struct walk walk = { .source = digest_source_source(digest),
		.each = each,
		.arg = arg };
	bool is_good;

	buf_init(&walk.text, TEXT_ROOM);
	read_block(&walk, "PLAN", 0);
	is_good = source_finish(walk.source, fault) &&
	    source_finish(source, fault);
	buf_clear(&walk.text);
	digest_source_free(digest);
	return is_good;
}
