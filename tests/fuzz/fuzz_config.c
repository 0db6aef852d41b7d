/*
 * A configuration is whole or it is mistakes; what is whole prints as a file
 * that loads as the same. Form feeds part the input into files "f", "1", "2".
 */
#include "config.h"

#include "config/load.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/memory_files.h"

enum { FILES = 8, TEXT_LIMIT = 16 << 20 };

/* The copy of `bytes` is cut in place; empty files are left out. */
static size_t
cut(char *bytes, size_t size, struct memory_file files[FILES])
{
	static const char *const names[FILES] = { "f", "1", "2", "3", "4", "5",
		"6", "7" };
	char *end = bytes + size;
	size_t count = 0;

	for (char *at = bytes; at < end && count < FILES;) {
		char *stop = memchr(at, '\f', (size_t)(end - at));

		if (stop == NULL)
			stop = end;
		files[count].path = names[count];
		files[count].bytes = at == stop ? "" : at;
		files[count++].size = (size_t)(stop - at);
		at = stop + 1;
	}
	return count;
}

static void
check_mistakes(const struct mistakes *mistakes)
{
	assert(mistakes->count <= LIMIT_CONFIG_FAULTS);
	assert(
	    mistakes->left_out == 0 || mistakes->count == LIMIT_CONFIG_FAULTS);
	for (size_t i = 0; i < mistakes->count; i++) {
		const char *at = mistakes->list[i].text;

		assert(at[0] != '\0');
		while (*at != '\0') {
			size_t length = text_utf8_length(at, strlen(at));

			assert(length != 0);
			assert((unsigned char)*at >= ' ' && *at != 0x7f);
			at += length;
		}
		assert(i == 0 ||
		    mistakes->list[i - 1].order <= mistakes->list[i].order);
	}
}

struct rows {
	const struct config *other;
	size_t at;
	bool differ;
};

static void
compare_row(void *arg, const struct config_row *row)
{
	struct rows *rows = arg;

	while ((setting_table[rows->at].scope & SETTING_FILE) == 0)
		rows->at++;
	rows->differ = rows->differ ||
	    strcmp(row->value, rows->other->sources[rows->at].value) != 0;
	rows->at++;
}

static void
check_whole(const struct config *config)
{
	struct mistakes mistakes = { 0 };
	struct memory_file file = { "f", "", 0 };
	struct memory_files files = { &file, 1 };
	struct rows rows = { 0 };
	struct config *again;
	struct fault fault;
	struct buf out;

	buf_init(&out, TEXT_LIMIT);
	if (!config_print(config, &out, &fault))
		abort();
	file.bytes = buf_text(&out);
	again = config_load_with("f", memory_files_read, &files, &mistakes);
	assert(again != NULL);
	rows.other = again;
	config_show(config, compare_row, &rows);
	assert(!rows.differ);
	if (config_reload(again, config, NULL, NULL) != 0)
		abort();
	config_free(again);
	buf_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct mistakes mistakes = { 0 };
	struct memory_file list[FILES] = { 0 };
	char *copy = mem_text_n((const char *)bytes, size);
	struct memory_files files = { list, cut(copy, size, list) };
	struct config *config = config_load_with("f", memory_files_read, &files,
	    &mistakes);

	assert((config == NULL) == (mistakes.count != 0));
	check_mistakes(&mistakes);
	if (config != NULL)
		check_whole(config);
	config_free(config);
	mistakes_clear(&mistakes);
	free(copy);
	return 0;
}
