#include "config.h"

#include "worker/phrase.h"

#include <stdlib.h>
#include <string.h>

#include "base/defs.h"
#include "base/mem.h"
#include "model/kind.h"
#include "tests/unit.h"
#include "worker/lexicon.h"

static struct phrase
say(const char *text)
{
	struct lexicon *lexicon = mem_new(1, sizeof(*lexicon));
	struct phrase phrase = { .text = text, .size = strlen(text) };

	lexicon_init(lexicon);
	phrase.words = lexicon_find(lexicon, text, phrase.size);
	free(lexicon);
	return phrase;
}

START_TEST(a_piece_is_known_by_its_line)
{
	static const struct {
		const char *text;
		bool is_piece;
	} cases[] = {
		{ "piece handle=/b/1 tag=T comment=NONE", true },
		{ "handle de parte=/b/1 tag=T coment\xe1rio=NONE  ", true },
		{ "output filename=/b/1 recid=1 stamp=2", true },
		{ "channel c1: piece handle=/b/1 comment=NONE", false },
		{ "input datafile copy output file name=x", false },
		{ "comment=NONE", false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct phrase phrase = say(cases[i].text);

		ck_assert_msg(phrase_is_piece(&phrase) == cases[i].is_piece,
		    "%s", cases[i].text);
	}
}
END_TEST

START_TEST(a_status_in_quotes_is_a_finding)
{
	static const struct {
		const char *text;
		bool is_expired;
	} cases[] = {
		{ "found to be 'EXPIRED'", true },
		{ "\xc2\xab"
		  "EXPIRED\xc2\xbb",
		    true },
		{ "se encuentra 'CADUCADO'", true },
		{ "Status: EXPIRED  Tag: T", false },
		{ "'EXPIRED", false },
		{ "EXPIRED'", false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct phrase phrase = say(cases[i].text);

		ck_assert_msg(phrase_is_expired(&phrase) == cases[i].is_expired,
		    "%s", cases[i].text);
	}
}
END_TEST

START_TEST(who_is_connected_says_so)
{
	struct phrase phrase = say("connected to target database: X");

	ck_assert(phrase_is_connection(&phrase));
	phrase = say("not connected to target database");
	ck_assert(!phrase_is_connection(&phrase));
	phrase = say("DBMS_RCVMAN in TARGET database is not current");
	ck_assert(phrase_is_not_current(&phrase));
	phrase = say("DBMS_RCVCAT package upgraded to version 19");
	ck_assert(!phrase_is_not_current(&phrase));
}
END_TEST

START_TEST(what_is_done_is_a_kind)
{
	struct phrase phrase = say("starting incremental level 1 datafile");

	ck_assert_uint_eq(phrase_kinds(&phrase), KIND_INCREMENTAL);
	phrase = say("starting incremental level 0 datafile");
	ck_assert_uint_eq(phrase_kinds(&phrase), KIND_FULL);
	phrase = say("Deleted 3 objects");
	ck_assert_uint_eq(phrase_kinds(&phrase), KIND_MAINTENANCE);
	phrase = say("something else");
	ck_assert_uint_eq(phrase_kinds(&phrase), 0);
	ck_assert(!phrase_resumes(&phrase));
	phrase = say("Starting backup at 1");
	ck_assert(phrase_resumes(&phrase));
}
END_TEST

UNIT_MAIN("worker/phrase", a_piece_is_known_by_its_line,
    a_status_in_quotes_is_a_finding, who_is_connected_says_so,
    what_is_done_is_a_kind)
