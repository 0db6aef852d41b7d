#include "config.h"

#include "config/ini.h"

#include <stdio.h>

#include "base/defs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "tests/support/memory_files.h"
#include "tests/unit.h"

enum { TEXT_LIMIT = 1 << 20 };

/* Every entry as a line: "[section]" or "section.key=value @file:line". */
static void
write_entry(void *arg, const struct ini_entry *entry)
{
	struct fault fault;

	if (entry->key == NULL)
		ck_assert(buf_format(arg, &fault, "[%s]", entry->section));
	else
		ck_assert(buf_format(arg, &fault, "%s.%s=%s", entry->section,
		    entry->key, entry->value));
	ck_assert(
	    buf_format(arg, &fault, " @%s:%u\n", entry->file, entry->line));
}

/* The entries of `list`, the first of them read; free it. */
static char *
read_files(const struct memory_file *list, size_t count,
    struct mistakes *mistakes)
{
	struct memory_files files = { .list = list, .count = count };
	struct ini *ini = ini_read(list[0].path, memory_files_read, &files,
	    mistakes);
	struct buf out;

	buf_init(&out, TEXT_LIMIT);
	ini_each(ini, write_entry, &out);
	ini_free(ini);
	mistakes_sort(mistakes);
	return buf_take(&out);
}

static char *
read_text(const char *text, size_t size, struct mistakes *mistakes)
{
	const struct memory_file file = { .path = "f",
		.bytes = text,
		.size = size };

	return read_files(&file, 1, mistakes);
}

START_TEST(a_setting_is_a_name_and_a_value)
{
	const struct {
		const char *line, *entry;
	} cases[] = {
		{ "k=v", "s.k=v" },
		{ "  k\t =\tv w \t", "s.k=v w" },
		{ "k = a=b ; comment", "s.k=a=b" },
		{ "k-2_X = v", "s.k-2_X=v" },
		{ "k =", "s.k=" },
		{ "k = \"say \\\"hi\\\"\"", "s.k=say \"hi\"" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct mistakes mistakes = { 0 };
		char *text = mem_format("[s]\n%s\n", cases[i].line);
		char *read = read_text(text, 0, &mistakes);
		char *expected = mem_format("[s] @f:1\n%s @f:2\n",
		    cases[i].entry);

		ck_assert_uint_eq(mistakes.count, 0);
		ck_assert_str_eq(read, expected);
		free(expected);
		free(read);
		free(text);
	}
}
END_TEST

START_TEST(a_line_that_means_nothing_is_one_mistake)
{
	const struct {
		const char *text, *mistake;
	} cases[] = {
		{ "[s]\nk v",
		    "f:2: [s] a line is [section], key = value or @include "
		    "\"file\"" },
		{ "k = v", "f:1: k stands before any [section]" },
		{ "[s", "f:1: no ] behind the name of the section" },
		{ "[s] x", "f:1: text behind the section's ]" },
		{ "[s];x", "f:1: text behind the section's ]" },
		{ "[]\nk = v",
		    "f:1: the name of a section is letters, digits and _, a "
		    "letter first" },
		{ "[a b]",
		    "f:1: the name of a section is letters, digits and _, a "
		    "letter first" },
		{ "[s]\n= v",
		    "f:2: [s] the name of a setting is letters, digits and _, "
		    "a letter first" },
		{ "[s]\n9 = v",
		    "f:2: [s] the name of a setting is letters, digits and _, "
		    "a letter first" },
		{ "[s]\nk\xc5\x99 = v",
		    "f:2: [s] the name of a setting is letters, digits and _, "
		    "a letter first" },
		{ "[s]\nk = \"v",
		    "f:2: [s] k: no closing quote; a \\ that ends the value is "
		    "written \\\\" },
		{ "[s]\nk = \"C:\\dir\\\"",
		    "f:2: [s] k: no closing quote; a \\ that ends the value is "
		    "written \\\\" },
		{ "[s]\nk = \"v\"w",
		    "f:2: [s] k: text behind the closing quote; a quote in the "
		    "value is written \\\"" },
		{ "[s]\nk = \"v\";w",
		    "f:2: [s] k: text behind the closing quote; a quote in the "
		    "value is written \\\"" },
		{ "[s]\nk = a\x1b[1m",
		    "f:2: [s] k: control character 0x1B in the value" },
		{ "[s]\nk = a\rb",
		    "f:2: [s] k: control character 0x0D in the value" },
		{ "[s]\nk = \xe1", "f:2: [s] k: byte 0xE1 is not UTF-8 text" },
		{ "[s]\nk = 1\nk = 2",
		    "f:3: [s] k: is set twice, first in line 2 of f" },
		{ "[s]\nk = 1\n[t]\n[s]\nk = 1",
		    "f:5: [s] k: is set twice, first in line 2 of f" },
		{ "@includes \"x\"",
		    "f:1: the only line that begins with @ is @include "
		    "\"file\"" },
		{ "@include",
		    "f:1: @include names no file: @include \"file\"" },
		{ "@include \"a",
		    "f:1: no closing quote; a \\ that ends the value is "
		    "written \\\\" },
		{ "@include \"nowhere\"",
		    "f:1: @include: nowhere: no such file" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct mistakes mistakes = { 0 };
		char *read = read_text(cases[i].text, 0, &mistakes);

		ck_assert_msg(mistakes.count == 1, "%s", cases[i].text);
		ck_assert_str_eq(mistakes.list[0].text, cases[i].mistake);
		mistakes_clear(&mistakes);
		free(read);
	}
}
END_TEST

START_TEST(windows_files_and_odd_ends_are_read)
{
	const struct {
		const char *text;
		size_t size;
	} cases[] = {
		{ "[s]\nk = v\n", 0 },
		{ "[s]\nk = v", 0 },
		{ "\xEF\xBB\xBF[s]\r\nk = v\r\n", 0 },
		{ "[s]\r\nk = v\r", 0 },
		{ "[s]\n\tk\t=\tv\t\n\n;x\n#y\n \t; z \xff\n", 0 },
		{ "[ s ] ; comment\nk = \"v\"\r\n", 0 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct mistakes mistakes = { 0 };
		char *read = read_text(cases[i].text, cases[i].size, &mistakes);

		ck_assert_msg(mistakes.count == 0, "%zu: %s", i,
		    mistakes.count == 0 ? "" : mistakes.list[0].text);
		ck_assert_str_eq(read, "[s] @f:1\ns.k=v @f:2\n");
		free(read);
	}
}
END_TEST

START_TEST(a_nul_byte_ends_a_file_with_one_mistake)
{
	static const char utf16[] = "[s]\n\0k\0=\0v\0\n\0k\0";
	static const char inside[] = "[s]\nk = v\n# \0\nk = w\n";
	struct mistakes mistakes = { 0 };
	char *read = read_text(utf16, sizeof(utf16) - 1, &mistakes);

	ck_assert_uint_eq(mistakes.count, 1);
	ck_assert_str_eq(mistakes.list[0].text,
	    "f:2: a NUL byte; the file must be UTF-8 text and is not read from "
	    "here on");
	mistakes_clear(&mistakes);
	free(read);
	read = read_text(inside, sizeof(inside) - 1, &mistakes);
	ck_assert_uint_eq(mistakes.count, 1);
	ck_assert_str_eq(read, "[s] @f:1\ns.k=v @f:2\n");
	mistakes_clear(&mistakes);
	free(read);
}
END_TEST

START_TEST(sections_come_back_and_bad_ones_are_skipped_whole)
{
	struct mistakes mistakes = { 0 };
	char *read = read_text("[a]\nx = 1\n[b]\ny = 2\n[bad\nz = 3\nz = 4\n"
			       "[a]\nw = 5\n[c]\n",
	    0, &mistakes);

	ck_assert_str_eq(read,
	    "[a] @f:1\na.x=1 @f:2\na.w=5 @f:9\n[b] @f:3\nb.y=2 @f:4\n"
	    "[c] @f:10\n");
	ck_assert_uint_eq(mistakes.count, 1);
	mistakes_clear(&mistakes);
	free(read);
	read = read_text("", 0, &mistakes);
	ck_assert_str_eq(read, "");
	ck_assert_uint_eq(mistakes.count, 0);
	free(read);
}
END_TEST

START_TEST(an_included_file_lies_beside_its_includer)
{
	const struct memory_file files[] = {
		{ "/etc/f", "[a]\nx = 1\n@include \"sub/g\" ; why\ny = 2\n",
		    0 },
		{ "/etc/sub/g", "[b]\nz = 3\n@include ./h\n@include /abs\n",
		    0 },
		{ "/etc/sub/h", "[b]\nw = 4", 0 },
		{ "/abs", "[a]\nv = 5", 0 },
	};
	const struct memory_file relative[] = {
		{ "f", "@include \"g\"", 0 },
		{ "g", "[a]\n", 0 },
	};
	struct mistakes mistakes = { 0 };
	char *read = read_files(files, COUNT_OF(files), &mistakes);

	ck_assert_uint_eq(mistakes.count, 0);
	ck_assert_str_eq(read,
	    "[a] @/etc/f:1\na.x=1 @/etc/f:2\na.v=5 @/abs:2\na.y=2 @/etc/f:4\n"
	    "[b] @/etc/sub/g:1\nb.z=3 @/etc/sub/g:2\nb.w=4 @/etc/sub/h:2\n");
	free(read);
	read = read_files(relative, COUNT_OF(relative), &mistakes);
	ck_assert_str_eq(read, "[a] @g:1\n");
	free(read);
}
END_TEST

START_TEST(an_included_file_begins_outside_any_section)
{
	const struct memory_file files[] = {
		{ "f", "[a]\n@include g\ny = 2\n", 0 },
		{ "g", "x = 1\n[b]\n", 0 },
	};
	struct mistakes mistakes = { 0 };
	char *read = read_files(files, COUNT_OF(files), &mistakes);

	ck_assert_uint_eq(mistakes.count, 1);
	ck_assert_str_eq(mistakes.list[0].text,
	    "g:1: x stands before any [section]");
	ck_assert_str_eq(read, "[a] @f:1\na.y=2 @f:3\n[b] @g:2\n");
	mistakes_clear(&mistakes);
	free(read);
}
END_TEST

START_TEST(includes_that_meet_themselves_are_named)
{
	const struct memory_file circle[] = {
		{ "f", "@include g\n", 0 },
		{ "g", "\n@include ./f\n", 0 },
	};
	const struct memory_file self = { "f", "@include f\n", 0 };
	struct mistakes mistakes = { 0 };
	char *read = read_files(circle, COUNT_OF(circle), &mistakes);

	ck_assert_uint_eq(mistakes.count, 1);
	ck_assert_str_eq(mistakes.list[0].text,
	    "g:2: @include of a file that is being read already");
	mistakes_clear(&mistakes);
	free(read);
	read = read_files(&self, 1, &mistakes);
	ck_assert_uint_eq(mistakes.count, 1);
	mistakes_clear(&mistakes);
	free(read);
}
END_TEST

/* File "0" includes "1" and so on; the last, `deepest`, has a section. */
static char *
read_chain(int deepest, struct mistakes *mistakes)
{
	struct memory_file files[LIMIT_CONFIG_DEPTH + 3];
	char names[COUNT_OF(files)][16];
	char texts[COUNT_OF(files)][32];

	for (int i = 0; i <= deepest; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "%d", i);
		if (i == deepest)
			(void)snprintf(texts[i], sizeof(texts[i]), "[s]\n");
		else
			(void)snprintf(texts[i], sizeof(texts[i]),
			    "@include %d\n", i + 1);
		files[i] = (struct memory_file){ names[i], texts[i], 0 };
	}
	return read_files(files, (size_t)deepest + 1, mistakes);
}

START_TEST(includes_go_eight_deep_and_not_nine)
{
	struct mistakes mistakes = { 0 };
	char *read = read_chain(LIMIT_CONFIG_DEPTH, &mistakes);

	ck_assert_uint_eq(mistakes.count, 0);
	ck_assert_str_eq(read, "[s] @8:1\n");
	free(read);
	read = read_chain(LIMIT_CONFIG_DEPTH + 1, &mistakes);
	ck_assert_uint_eq(mistakes.count, 1);
	ck_assert_str_eq(mistakes.list[0].text,
	    "8:1: @include more than 8 deep");
	ck_assert_str_eq(read, "");
	mistakes_clear(&mistakes);
	free(read);
}
END_TEST

START_TEST(a_line_may_have_4096_bytes)
{
	char text[LIMIT_CONFIG_LINE + 16];
	struct mistakes mistakes = { 0 };

	for (size_t over = 0; over <= 1; over++) {
		char *read;

		memset(text, 'x', sizeof(text));
		memcpy(text, "[s]\nk=", 6);
		text[4 + LIMIT_CONFIG_LINE + over] = '\n';
		read = read_text(text, 5 + LIMIT_CONFIG_LINE + over, &mistakes);
		ck_assert_uint_eq(mistakes.count, over);
		free(read);
	}
	ck_assert_str_eq(mistakes.list[0].text,
	    "f:2: [s] a line of more than 4096 bytes");
	mistakes_clear(&mistakes);
}
END_TEST

START_TEST(a_file_may_have_a_mebibyte)
{
	char *text = mem_new(LIMIT_CONFIG_FILE + 1, 1);
	struct mistakes mistakes = { 0 };

	memset(text, '\n', LIMIT_CONFIG_FILE + 1);
	free(read_text(text, LIMIT_CONFIG_FILE, &mistakes));
	ck_assert_uint_eq(mistakes.count, 0);
	free(read_text(text, LIMIT_CONFIG_FILE + 1, &mistakes));
	ck_assert_uint_eq(mistakes.count, 1);
	ck_assert_str_eq(mistakes.list[0].text, "f: more than 1048576 bytes");
	mistakes_clear(&mistakes);
	free(text);
}
END_TEST

START_TEST(settings_and_files_are_counted)
{
	struct mistakes mistakes = { 0 };
	struct memory_file files[2];
	struct fault fault;
	struct buf text;

	buf_init(&text, LIMIT_CONFIG_FILE);
	ck_assert(buf_add_text(&text, "[s]\n", &fault));
	for (int i = 1; i < LIMIT_CONFIG_SETTINGS; i++)
		ck_assert(buf_format(&text, &fault, "k%d = v\n", i));
	free(read_text(buf_text(&text), 0, &mistakes));
	ck_assert_uint_eq(mistakes.count, 0);
	ck_assert(buf_add_text(&text, "k = v\nnonsense\n[t]\n", &fault));
	free(read_text(buf_text(&text), 0, &mistakes));
	ck_assert_uint_eq(mistakes.count, 1);
	ck_assert_str_eq(mistakes.list[0].text,
	    "f:1001: [s] more than 1000 sections and settings; the rest is not "
	    "read");
	mistakes_clear(&mistakes);
	buf_clear(&text);

	for (int i = 1; i < LIMIT_CONFIG_FILES; i++)
		ck_assert(buf_add_text(&text, "@include g\n", &fault));
	files[0] = (struct memory_file){ "f", buf_text(&text), 0 };
	files[1] = (struct memory_file){ "g", "", 0 };
	free(read_files(files, 2, &mistakes));
	ck_assert_uint_eq(mistakes.count, 0);
	ck_assert(buf_add_text(&text, "@include g\nnonsense\n", &fault));
	files[0].bytes = buf_text(&text);
	free(read_files(files, 2, &mistakes));
	ck_assert_uint_eq(mistakes.count, 1);
	ck_assert_str_eq(mistakes.list[0].text,
	    "f:100: more than 100 files; the rest is not read");
	mistakes_clear(&mistakes);
	buf_clear(&text);
}
END_TEST

START_TEST(a_file_that_is_not_there_is_named_once)
{
	struct memory_files files = { 0 };
	struct mistakes mistakes = { 0 };

	ini_free(ini_read("/etc/x", memory_files_read, &files, &mistakes));
	ck_assert_uint_eq(mistakes.count, 1);
	ck_assert_str_eq(mistakes.list[0].text, "/etc/x: no such file");
	mistakes_clear(&mistakes);
	ini_free(NULL);
}
END_TEST

UNIT_MAIN("config/ini", a_setting_is_a_name_and_a_value,
    a_line_that_means_nothing_is_one_mistake,
    windows_files_and_odd_ends_are_read,
    a_nul_byte_ends_a_file_with_one_mistake,
    sections_come_back_and_bad_ones_are_skipped_whole,
    an_included_file_lies_beside_its_includer,
    an_included_file_begins_outside_any_section,
    includes_that_meet_themselves_are_named,
    includes_go_eight_deep_and_not_nine, a_line_may_have_4096_bytes,
    a_file_may_have_a_mebibyte, settings_and_files_are_counted,
    a_file_that_is_not_there_is_named_once)
