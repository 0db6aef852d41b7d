#include "config.h"

#include "worker/lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/defs.h"
#include "base/mem.h"
#include "tests/unit.h"

/* "begin-end text|" of each line, and the rest behind a "~". */
struct seen {
	char text[8192];
	size_t size, count, last_size;
};

static void
note(struct seen *seen, const char *text, size_t size)
{
	if (seen->size + size >= sizeof(seen->text))
		return;
	memcpy(seen->text + seen->size, text, size);
	seen->size += size;
}

static void
on_line(void *arg, const struct line *line)
{
	struct seen *seen = arg;
	char place[64];

	seen->count++;
	seen->last_size = line->size;
	(void)snprintf(place, sizeof(place), "%d-%d ", (int)line->begin,
	    (int)line->end);
	note(seen, place, strlen(place));
	note(seen, line->text, line->size);
	note(seen, "|", 1);
}

static void
cut(const char *bytes, size_t size, size_t step, struct seen *seen)
{
	struct lines *lines = mem_new(1, sizeof(*lines));
	char room[LINES_MAX];
	struct line rest;

	*seen = (struct seen){ 0 };
	lines_init(lines);
	for (size_t at = 0; at < size; at += step)
		lines_add(lines, bytes + at,
		    size - at < step ? size - at : step, on_line, seen);
	rest = lines_end(lines, room, on_line, seen);
	if (rest.size != 0) {
		note(seen, "~", 1);
		note(seen, rest.text, rest.size);
	}
	free(lines);
}

static const struct {
	const char *bytes;
	size_t size;
	const char *lines;
} cases[] = {
#define CASE(bytes, lines)                                                     \
	{                                                                      \
		bytes, sizeof(bytes) - 1, lines                                \
	}
	CASE("", ""),
	CASE("ab\ncd\n", "0-3 ab|3-6 cd|"),
	CASE("ab\ncd", "0-3 ab|~cd"),
	CASE("ab\r\ncd\r\n", "0-4 ab|4-8 cd|"),
	CASE("ab\r\r\ncd", "0-5 ab|~cd"),
	CASE("ab\rcd\re\n", "0-3 ab|3-6 cd|6-8 e|"),
	CASE("ab\r", "0-3 ab|"),
	CASE("\n\n", "0-1 |1-2 |"),
	CASE("\xef\xbb\xbf"
	     "abc\n",
	    "0-7 abc|"),
	CASE("a\x1b[31mb\x1b[0m\n", "0-12 ab|"),
	CASE("a\0b\n", "0-4 ab|"),
	CASE("\xff\xfe"
	     "a\0\r\0\n\0b\0\n\0",
	    "0-8 a|8-12 b|"),
	CASE("\xfe\xff\0a\0\n\0b", "0-6 a|~b"),
	CASE("a\0b\0\n\0\xe9\0\n\0", "0-6 ab|6-10 \xc3\xa9|"),
	CASE("\0a\0b\0\n\x4e\x2d\0\n", "0-6 ab|6-10 \xe4\xb8\xad|"),
	CASE("\xff\xfe\x3d\xd8\n\0", "0-6 ?|"),
};

START_TEST(lines_end_in_many_ways)
{
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		for (size_t step = 1; step < 14; step++) {
			struct seen seen;

			cut(cases[i].bytes, cases[i].size, step, &seen);
			ck_assert_msg(strcmp(seen.text, cases[i].lines) == 0,
			    "%zu by %zu: %s", i, step, seen.text);
		}
	}
}
END_TEST

START_TEST(a_line_of_any_length_is_one_line)
{
	static const size_t sizes[] = { LINES_MAX - 1, LINES_MAX, LINES_MAX + 1,
		65536, 16 << 20 };

	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		char *text = mem_new(sizes[i] + 3, 1);
		struct seen seen;

		memset(text, 'x', sizes[i]);
		memcpy(text + sizes[i], "\ny\n", 3);
		cut(text, sizes[i] + 3, sizes[i] + 3, &seen);
		ck_assert_uint_eq(seen.count, 2);
		ck_assert_uint_eq(seen.last_size, 1);
		cut(text, sizes[i] + 1, 1000, &seen);
		ck_assert_uint_eq(seen.last_size,
		    sizes[i] < LINES_MAX ? sizes[i] : LINES_MAX);
		free(text);
	}
}
END_TEST

START_TEST(prompts_make_room_for_what_follows_them)
{
	char *text = mem_new(200000, 1);
	size_t size = (size_t)snprintf(text, 10, "RMAN> ");
	struct seen seen;

	for (int i = 2; i < 10000; i++)
		size += (size_t)snprintf(text + size, 10, "%d> ", i);
	size += (size_t)snprintf(text + size, 20, "RMAN-03002: x\n");
	for (size_t step = 100; step < 200000; step *= 40) {
		cut(text, size, step, &seen);
		ck_assert_uint_eq(seen.count, 1);
		ck_assert_ptr_nonnull(strstr(seen.text, "> RMAN-03002: x|"));
	}
	free(text);
}
END_TEST

UNIT_MAIN("worker/lines", lines_end_in_many_ways,
    a_line_of_any_length_is_one_line, prompts_make_room_for_what_follows_them)
