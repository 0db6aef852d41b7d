#include "config.h"

#include "worker/lines.h"

#include <string.h>

#include "worker/front.h"

enum {
	WINDOW = 4096, /* searched for a line end at once */
	ESCAPE = 0x1b
};

void
lines_init(struct lines *lines)
{
	*lines = (struct lines){ 0 };
}

/* What was taken from the input; a unit of UTF-16 counts once. */
static void
count(struct lines *lines, size_t size)
{
	if (lines->form == LINES_BYTES) {
		lines->bytes += size;
	} else if (size != 0) {
		lines->bytes += lines->unit;
		lines->unit = 0;
	}
}

/* Room in a buffer that is full of prompts: only the last matters. */
static void
drop_prompts(struct lines *lines)
{
	size_t all = 0, last = 0, length;

	while ((length = front_prompt(lines->room + all, lines->held - all)) !=
	    0) {
		last = all;
		all += length;
	}
	lines->held -= last;
	memmove(lines->room, lines->room + last, lines->held);
}

static void
hold(struct lines *lines, const char *text, size_t size)
{
	while (size != 0 && !lines->is_long) {
		size_t part;

		if (lines->held == LINES_MAX)
			drop_prompts(lines);
		part = LINES_MAX - lines->held;
		if (part == 0)
			lines->is_long = true;
		if (part > size)
			part = size;
		memcpy(lines->room + lines->held, text, part);
		lines->held += part;
		text += part;
		size -= part;
	}
}

/* Length of the escape sequence at `text`, which begins with one. */
static size_t
escape_length(const char *text, size_t size)
{
	size_t length = 1;

	if (size < 2 || text[1] != '[')
		return 1;
	for (length = 2; length < size; length++) {
		if (text[length] >= '@' && text[length] <= '~')
			return length + 1;
	}
	return size;
}

/* What is to be seen of a line; the size of it in `room`. */
static size_t
clean(char room[LINES_MAX], const char *text, size_t size)
{
	size_t at = 0, length = 0;

	while (at < size) {
		if (text[at] == ESCAPE)
			at += escape_length(text + at, size - at);
		else if (text[at] == '\0')
			at++;
		else
			room[length++] = text[at++];
	}
	return length;
}

/* Of UTF-8; in UTF-16 it is the same character. */
static size_t
mark_length(const char *text, size_t size)
{
	return size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

static struct line
see(const struct lines *lines, const char *text, size_t size,
    char room[LINES_MAX])
{
	struct line line = { .begin = lines->begin, .end = lines->bytes };
	size_t mark = lines->begin == 0 ? mark_length(text, size) : 0;

	line.text = text + mark;
	line.size = size - mark;
	if (lines->is_dirty) {
		line.size = clean(room, line.text, line.size);
		line.text = room;
	}
	return line;
}

static void
give(struct lines *lines, const char *text, size_t size, lines_fn *take,
    void *arg)
{
	struct line line = see(lines, text, size, lines->cleaned);

	take(arg, &line);
	lines->held = 0;
	lines->is_long = lines->is_dirty = lines->after_cr = false;
	lines->begin = lines->bytes;
}

static bool
is_dirty(const char *text, size_t size)
{
	return memchr(text, '\0', size) != NULL ||
	    memchr(text, ESCAPE, size) != NULL;
}

/* What follows a CR: more of them, a LF, or the next line. */
static size_t
after_cr(struct lines *lines, const char *bytes, size_t size, lines_fn *take,
    void *arg)
{
	size_t done = 0;

	while (done < size && (bytes[done] == '\r' || bytes[done] == '\0'))
		done++;
	if (done < size && bytes[done] == '\n')
		done++;
	else if (done == size) {
		count(lines, done);
		return done;
	}
	count(lines, done);
	give(lines, lines->room, lines->held, take, arg);
	return done;
}

/* What may be in some bytes, and then is looked for in each line. */
struct odd {
	bool is_dirty, has_cr;
};

/* A line, or a part of one; how many bytes that took. */
static size_t
add_part(struct lines *lines, const char *bytes, size_t size,
    const struct odd *odd, lines_fn *take, void *arg)
{
	size_t part = size < WINDOW ? size : WINDOW;
	const char *lf = memchr(bytes, '\n', part);
	const char *cr = NULL;

	if (lf != NULL)
		part = (size_t)(lf - bytes);
	if (odd->has_cr)
		cr = memchr(bytes, '\r', part);
	if (cr != NULL)
		part = (size_t)(cr - bytes);
	if (odd->is_dirty && is_dirty(bytes, part))
		lines->is_dirty = true;
	if (cr != NULL && cr + 1 == lf)
		cr = NULL; /* CR LF is one line end, at hand */
	if (lf != NULL && cr == NULL && lines->held == 0 && part <= LINES_MAX) {
		count(lines, (size_t)(lf - bytes) + 1);
		give(lines, bytes, part, take, arg);
		return (size_t)(lf - bytes) + 1;
	}
	hold(lines, bytes, part);
	if (lf != NULL && cr == NULL) {
		count(lines, (size_t)(lf - bytes) + 1);
		give(lines, lines->room, lines->held, take, arg);
		return (size_t)(lf - bytes) + 1;
	}
	lines->after_cr = cr != NULL;
	part += cr != NULL ? 1 : 0;
	count(lines, part);
	return part;
}

static void
add_bytes(struct lines *lines, const char *bytes, size_t size, lines_fn *take,
    void *arg)
{
	/* Asked once: most have none. */
	const struct odd odd = { is_dirty(bytes, size),
		memchr(bytes, '\r', size) != NULL };

	while (size != 0) {
		size_t done = lines->after_cr ?
		    after_cr(lines, bytes, size, take, arg) :
		    add_part(lines, bytes, size, &odd, take, arg);

		bytes += done;
		size -= done;
	}
}

/* One unit of UTF-16; half of a pair becomes a question mark. */
static void
add_unit(struct lines *lines, unsigned unit, lines_fn *take, void *arg)
{
	char text[3];
	size_t size = 0;

	if (unit >= 0xd800 && unit < 0xe000)
		unit = '?';
	if (unit < 0x80) {
		text[size++] = (char)unit;
	} else if (unit < 0x800) {
		text[size++] = (char)(0xc0 | unit >> 6);
		text[size++] = (char)(0x80 | (unit & 0x3f));
	} else {
		text[size++] = (char)(0xe0 | unit >> 12);
		text[size++] = (char)(0x80 | (unit >> 6 & 0x3f));
		text[size++] = (char)(0x80 | (unit & 0x3f));
	}
	lines->unit = 2;
	add_bytes(lines, text, size, take, arg);
}

static void
add_wide(struct lines *lines, const unsigned char *bytes, size_t size,
    lines_fn *take, void *arg)
{
	for (size_t i = 0; i < size; i++) {
		unsigned first = lines->head[0], second = bytes[i];

		if (lines->head_size == 0) {
			lines->head[lines->head_size++] = bytes[i];
			continue;
		}
		lines->head_size = 0;
		add_unit(lines,
		    lines->form == LINES_LITTLE ? second << 8 | first :
						  first << 8 | second,
		    take, arg);
	}
}

/* By its mark, or by the zeros beside two plain characters. */
static void
recognise(struct lines *lines)
{
	const unsigned char *head = lines->head;

	lines->form = LINES_BYTES;
	if (lines->head_size < sizeof(lines->head))
		return;
	if ((head[0] == 0xff && head[1] == 0xfe) ||
	    (head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0))
		lines->form = LINES_LITTLE;
	if ((head[0] == 0xfe && head[1] == 0xff) ||
	    (head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0))
		lines->form = LINES_BIG;
}

static void
add_known(struct lines *lines, const char *bytes, size_t size, lines_fn *take,
    void *arg)
{
	if (lines->form == LINES_BYTES)
		add_bytes(lines, bytes, size, take, arg);
	else
		add_wide(lines, (const unsigned char *)bytes, size, take, arg);
}

/* What was held back until its form was known. */
static void
add_head(struct lines *lines, lines_fn *take, void *arg)
{
	char head[sizeof(lines->head)];
	size_t size = lines->head_size;

	recognise(lines);
	memcpy(head, lines->head, sizeof(head));
	lines->head_size = 0;
	add_known(lines, head, size, take, arg);
}

void
lines_add(struct lines *lines, const char *bytes, size_t size, lines_fn *take,
    void *arg)
{
	while (lines->form == LINES_UNKNOWN && size != 0) {
		lines->head[lines->head_size++] = (unsigned char)*bytes;
		bytes++;
		size--;
		if (lines->head_size == sizeof(lines->head))
			add_head(lines, take, arg);
	}
	if (size != 0)
		add_known(lines, bytes, size, take, arg);
}

struct line
lines_end(struct lines *lines, char room[LINES_MAX], lines_fn *take, void *arg)
{
	struct line rest = { .begin = 0 };

	if (lines->form == LINES_UNKNOWN)
		add_head(lines, take, arg);
	if (lines->after_cr)
		give(lines, lines->room, lines->held, take, arg);
	else if (lines->bytes != lines->begin)
		rest = see(lines, lines->room, lines->held, room);
	return rest;
}
