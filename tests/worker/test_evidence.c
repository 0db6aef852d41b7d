#include "config.h"

#include "worker/evidence.h"

#include <string.h>

#include "base/defs.h"
#include "base/mem.h"
#include "model/kind.h"
#include "tests/unit.h"

#define RULE "RMAN-00571: ====\n"
#define HEADER RULE "RMAN-00569: === ERROR MESSAGE STACK FOLLOWS ===\n" RULE

static struct evidence *evidence;

static void
tell(const char *text)
{
	uint64_t at = 0;

	while (*text != '\0') {
		size_t size = strcspn(text, "\n");
		struct line line = { text, size, at, at + size + 1 };

		evidence_line(evidence, &line);
		at += size + 1;
		text += size + 1;
	}
}

static void
begin(bool has_echo, const char *text)
{
	free(evidence);
	evidence = mem_new(1, sizeof(*evidence));
	evidence_init(evidence, has_echo);
	tell(text);
}

START_TEST(pieces_are_counted_in_any_language)
{
	static const struct {
		const char *line;
		int pieces;
	} cases[] = {
		{ "piece handle=/b/02 tag=T comment=NONE\n", 1 },
		{ "RMAN-08530: piece handle=/b/02 tag=T comment=NONE\n", 1 },
		{ "handle de parte=/b/1 tag=T coment\xe1rio=NONE\n", 1 },
		{ "handle=/b/1 tag=T x=API Version 2.0,MMS Version 1.0\n", 1 },
		{ "output file name=/b/1 tag=T RECID=1 STAMP=2\n", 1 },
		{ "channel c1: piece handle=/b/1 tag=T\n", 0 },
		{ "backup piece handle=/b/1 RECID=1 STAMP=2\n", 0 },
		{ "RMAN> piece handle=/b/1\n", 0 },
		{ "comment=NONE\n", 0 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		begin(true, cases[i].line);
		ck_assert_msg(evidence->pieces == cases[i].pieces, "%s: %d",
		    cases[i].line, evidence->pieces);
	}
}
END_TEST

START_TEST(a_stack_ends_where_output_goes_on)
{
	static const char *const rests[] = { "\nORA-00001: x\n",
		"RMAN> \nORA-00001: x\n",
		"Starting backup at 28-NOV-26\nORA-00001: x\n",
		"Recovery Manager complete.\nORA-00001: x\n" };

	for (size_t i = 0; i < COUNT_OF(rests); i++) {
		begin(false, HEADER "RMAN-03002: x\nORA-19809: y\ntext\n");
		tell(rests[i]);
		ck_assert_uint_eq(evidence->stack.size, 32);
		ck_assert_str_eq(evidence->ora.code, "ORA-00001");
	}
}
END_TEST

START_TEST(the_first_stack_is_kept_and_a_true_one_rather)
{
	begin(false, HEADER "ORA-19809: first\n\n" HEADER "ORA-19504: x\n\n");
	ck_assert_str_eq(evidence->stack.code, "ORA-19809");
	begin(false,
	    "RMAN-03009: x\nORA-19502: in-band\ncontinuing other job "
	    "steps\n" HEADER "ORA-27072: y\n");
	ck_assert_str_eq(evidence->stack.code, "ORA-27072");
	begin(false, "RMAN-03009: x\nORA-19502: in-band\n\nRMAN-00601: y\n");
	ck_assert_str_eq(evidence->stack.code, "ORA-19502");
	ck_assert(evidence->has_failed);
	begin(false, "RMAN-03002: x\nRMAN-03009: y\nORA-19502: z\n");
	ck_assert_str_eq(evidence->stack.code, "ORA-19502");
}
END_TEST

START_TEST(a_step_that_moved_to_another_channel_gives_way)
{
	begin(false,
	    "RMAN-03009: x\nORA-19502: y\nchannel c1 disabled, job "
	    "failed on it will be run on another channel\n");
	ck_assert_int_eq(evidence->failed_steps, 1);
	ck_assert_int_eq(evidence->moved_steps, 1);
	ck_assert_str_eq(evidence->rman.code, "ORA-19502");
	tell("RMAN-03009: x\nORA-19506: y\n");
	ck_assert_int_eq(evidence->failed_steps, 2);
	ck_assert_str_eq(evidence->stack.code, "ORA-19506");
	begin(false,
	    "RMAN-03009: x\nORA-19502: y\nRMAN-12018: z\n"
	    "RMAN-12018: once more\n");
	ck_assert_int_eq(evidence->moved_steps, 1);
}
END_TEST

START_TEST(an_end_is_the_last_thing_that_is_said)
{
	begin(true,
	    "Recovery Manager: Release 19.0\nRecovery Manager "
	    "complete.\n");
	ck_assert(evidence->has_ended);
	ck_assert_int_eq(evidence->sessions, 1);
	ck_assert_int_eq(evidence->ends, 1);
	tell("\n\nsome trailer of a wrapper\n");
	ck_assert(evidence->has_ended);
	tell("host command complete\n");
	ck_assert(!evidence->has_ended);
	tell("\xe6\x81\xa2\xe5\xa4\x8d: Release 11.2 - Production\n"
	     "\xe6\x81\xa2\xe5\xa4\x8d done\n");
	ck_assert_int_eq(evidence->sessions, 2);
	ck_assert(evidence->has_ended);
}
END_TEST

START_TEST(kinds_are_read_from_english)
{
	begin(true,
	    "channel c1: starting incremental level 0 datafile backup "
	    "set\nchannel c1: starting archived log backup set\n"
	    "Starting Control File and SPFILE Autobackup at 1\n");
	ck_assert_uint_eq(evidence->kinds,
	    KIND_FULL | KIND_ARCHIVELOG | KIND_CONTROLFILE);
	begin(true,
	    "Starting validate at 1\nCrosschecked 3 objects\n"
	    "using target database control file instead of x\n");
	ck_assert_uint_eq(evidence->kinds, KIND_VALIDATE | KIND_MAINTENANCE);
}
END_TEST

START_TEST(a_number_informs_where_all_have_one)
{
	begin(true, "RMAN-07777: x\n");
	ck_assert(!evidence->is_numbered);
	ck_assert_str_eq(evidence->doubtful.code, "RMAN-07777");
	ck_assert_str_eq(evidence->rman.code, "");
	tell("RMAN-06005: connected to target database: X\n");
	ck_assert(evidence->is_numbered && evidence->has_connected);
	tell("RMAN-08777: WARNING: x\n");
	ck_assert_str_eq(evidence->rman.code, "RMAN-08777");
}
END_TEST

UNIT_MAIN("worker/evidence", pieces_are_counted_in_any_language,
    a_stack_ends_where_output_goes_on,
    the_first_stack_is_kept_and_a_true_one_rather,
    a_step_that_moved_to_another_channel_gives_way,
    an_end_is_the_last_thing_that_is_said, kinds_are_read_from_english,
    a_number_informs_where_all_have_one)
