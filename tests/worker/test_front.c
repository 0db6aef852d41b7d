#include "config.h"

#include "worker/front.h"

#include <string.h>

#include "base/defs.h"
#include "tests/unit.h"

START_TEST(what_stands_before_a_text_is_taken_off)
{
	static const struct {
		const char *line, *text;
		bool has_prompt;
	} cases[] = {
		{ "piece handle=/b/1", "piece handle=/b/1", false },
		{ "RMAN> backup database;", "backup database;", true },
		{ "RMAN>", "", true },
		{ "RMAN> 2> 17> x", "x", true },
		{ "2> x", "x", true },
		{ "2>x", "2>x", false },
		{ "12345678> x", "12345678> x", false },
		{ "  [.....]: RMAN-03009: x", "RMAN-03009: x", false },
		{ "[db01] x", "x", false },
		{ "[backupexec: 5 bytes", "[backupexec: 5 bytes", false },
		{ "2026-11-28 02:10:11 x", "x", false },
		{ "2026-11-28T02:10:11.5Z stdout F x", "x", false },
		{ "28-NOV-2026 02:10:11: x", "x", false },
		{ "28.11.2026 02:10:11,123 | x", "x", false },
		{ "Nov 28 02:10:11 db01 rman[4711]: x", "x", false },
		{ "Sat Nov 28 02:10:11 CET 2026: x", "x", false },
		{ "2026-11-28 02:10:11,4 - rman - INFO - x", "x", false },
		{ "INFO: x", "x", false },
		{ "db01: x", "x", false },
		{ "rman_1  | x", "x", false },
		{ "\"RMAN-00569: x\",", "RMAN-00569: x\",", false },
		{ "\"x\",", "\"x\",", false },
		{ "channel c1: ORA-19502: x", "ORA-19502: x", false },
		{ "canal c1 : ORA-19502: x", "ORA-19502: x", false },
		{ "ORACLE error from target database: ORA-00245: x",
		    "ORA-00245: x", false },
		{ "channel c1: starting piece 1",
		    "channel c1: starting piece 1", false },
		{ "tag='a: ORA-00600: x", "tag='a: ORA-00600: x", false },
		{ "name=/b: ORA-00600: x", "name=/b: ORA-00600: x", false },
		{ "KBHS-00712: ORA-29273: x", "KBHS-00712: ORA-29273: x",
		    false },
		{ "Recovery Manager: Release 19.0",
		    "Recovery Manager: Release 19.0", false },
		{ "[db01] Recovery Manager: Release 19.0",
		    "Recovery Manager: Release 19.0", false },
		{ "\xe6\x81\xa2: Release 19.0", "\xe6\x81\xa2: Release 19.0",
		    false },
		{ "5    FAILED 0 1 2 3", "5    FAILED 0 1 2 3", false },
		{ "", "", false },
		{ "   ", "", false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		size_t size = strlen(cases[i].line);
		struct front front = front_of(cases[i].line, size);

		ck_assert_uint_le(front.at, size);
		ck_assert_str_eq(cases[i].line + front.at, cases[i].text);
		ck_assert_msg(front.has_prompt == cases[i].has_prompt, "%s",
		    cases[i].line);
	}
}
END_TEST

UNIT_MAIN("worker/front", what_stands_before_a_text_is_taken_off)
