#include "config.h"

#include "worker/lexicon.h"

#include <string.h>

#include "base/defs.h"
#include "base/mem.h"
#include "tests/unit.h"

static uint32_t
find(const char *line)
{
	struct lexicon *lexicon = mem_new(1, sizeof(*lexicon));
	uint32_t found;

	lexicon_init(lexicon);
	found = lexicon_find(lexicon, line, strlen(line));
	free(lexicon);
	return found;
}

START_TEST(words_are_found_wherever_they_stand)
{
	static const struct {
		const char *line;
		uint32_t words;
	} cases[] = {
		{ "", 0 },
		{ "ORA", 0 },
		{ "ORA-", WORD_CODE },
		{ "x: RMAN-03009: y", WORD_CODE },
		{ "input datafile file number=00001 name=/u01/o/1.dbf", 0 },
		{ "channel ORA_DISK_1: starting piece 1 at 28-NOV-26", 0 },
		{ "connected to target database: X (DBID=7)",
		    WORD_CONNECTED | WORD_DBID },
		{ "piece handle=/b/1 tag=T comment=NONE",
		    WORD_PIECE | WORD_COMMENT },
		{ "Recovery Manager: Release 19.0",
		    WORD_MANAGER | WORD_BANNER },
		{ "\xbb\xd6\xb8\xb4\xb9\xdc\xc0\xed\xc6\xf7\xcd\xea\xb3\xc9",
		    WORD_MANAGER },
		{ "found to be 'EXPIRED'", WORD_EXPIRED },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		ck_assert_msg(find(cases[i].line) == cases[i].words, "%s: %x",
		    cases[i].line, find(cases[i].line));
}
END_TEST

START_TEST(a_stem_is_known_in_languages_and_code_pages)
{
	static const char *const files[] = {
		"backup cancelled because there are no files to backup",
		"Backup abgebrochen, da keine Dateien vorhanden sind",
		"cancelada porque no hay archivos",
		"\xe5\xa4\x87\xe4\xbb\xbd\xe6\x96\x87\xe4\xbb\xb6",
		"\xb1\xb8\xb7\xdd\xce\xc4\xbc\xfe", /* GBK */
	};

	for (size_t i = 0; i < COUNT_OF(files); i++)
		ck_assert_msg(lexicon_says_no_files(files[i], strlen(files[i])),
		    "%s", files[i]);
	ck_assert(!lexicon_says_no_files("media recovery cancelled", 24));
	ck_assert(lexicon_says_warning("ADVERTENCIA: x", 14));
	ck_assert(!lexicon_says_warning("starting piece", 14));
	ck_assert(lexicon_says_failed("validation failed", 17));
	ck_assert(!lexicon_says_failed("validation succeeded", 20));
}
END_TEST

START_TEST(a_text_is_found_in_a_line)
{
	ck_assert(lexicon_has("abcabd", 6, "abd"));
	ck_assert(lexicon_has("abd", 3, "abd"));
	ck_assert(!lexicon_has("ab", 2, "abd"));
	ck_assert(!lexicon_has("abcabc", 6, "abd"));
	ck_assert(!lexicon_has("", 0, "a"));
}
END_TEST

UNIT_MAIN("worker/lexicon", words_are_found_wherever_they_stand,
    a_stem_is_known_in_languages_and_code_pages, a_text_is_found_in_a_line)
