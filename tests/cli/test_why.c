#include "config.h"

#include "cli/why.h"

#include "base/defs.h"
#include "tests/unit.h"

#define HEAD                                                                   \
	"\"execution\":\"33333333-4\",\"strategy\":\"nightly\","               \
	"\"connection\":\"local\",\"slot\":\"2026-11-28T02:30:00Z\","
#define WAS "nightly of local, due 2026-11-28 02:30, execution 33333333: "
#define RAN                                                                    \
	"\"started_at\":\"2026-11-28T02:53:00Z\","                             \
	"\"finished_at\":\"2026-11-28T03:23:00Z\",\"late_s\":1380,"
#define BEGAN "It began at 2026-11-28 02:53, 23 min late, and took 30 min.\n"

START_TEST(each_outcome_has_its_sentences)
{
	const struct {
		const char *json, *strategy, *text;
	} cases[] = {
		{ "{" HEAD RAN "\"state\":\"ended\",\"outcome\":\"success\"}",
		    "{}", WAS "success\n" BEGAN "Next: nothing.\n" },
		{ "{" HEAD RAN "\"state\":\"ended\",\"outcome\":\"failure\","
		  "\"code\":\"ORA-19809\",\"reason\":\"the area is full\","
		  "\"retry\":\"later\"}",
		    "{}",
		    WAS
		    "failure\nThe reason: ORA-19809: the area is full.\n" BEGAN
		    "The error is of a kind that passes (later): 'retries' "
		    "lets the daemon try again by itself.\n"
		    "Next: 'backupexec log nightly' has all that RMAN said; "
		    "when its cause is gone, 'backupexec run' runs it "
		    "again.\n" },
		{ "{" HEAD "\"state\":\"ended\",\"outcome\":\"missed\","
		  "\"reason\":\"it could not start within 6h "
		  "(start_within)\"}",
		    "{}",
		    WAS
		    "missed\nThe reason: it could not start within 6h "
		    "(start_within).\n"
		    "Others were in its way. Next: 'backupexec run nightly' "
		    "makes up for it; 'backupexec next' shows what waits for "
		    "what, another time, a higher priority or max_running "
		    "makes room.\n" },
		{ "{" HEAD "\"state\":\"ended\",\"outcome\":\"skipped\","
		  "\"reason\":\"paused by ana\"}",
		    "{}",
		    WAS
		    "skipped\nThe reason: paused by ana.\n"
		    "Next: 'backupexec resume' ends a pause; what it skipped "
		    "is made up for by 'backupexec run nightly'.\n" },
		{ "{" HEAD "\"state\":\"ended\",\"outcome\":\"warning\","
		  "\"good\":true,\"reason\":\"it was late\"}",
		    "{}",
		    WAS
		    "warning\nThe reason: it was late.\n"
		    "It counts as a good backup.\n"
		    "Next: 'backupexec log nightly' has the lines that RMAN "
		    "warned of.\n" },
		{ "{" HEAD "\"state\":\"claimed\"}",
		    "{\"waits_for\":\"weekly of the same connection\"}",
		    WAS
		    "waiting\nIt waits for weekly of the same "
		    "connection.\n"
		    "Next: nothing, it begins by itself; 'backupexec cancel "
		    "nightly' takes it back.\n" },
		{ "{" HEAD "\"state\":\"running\","
		  "\"started_at\":\"2026-11-28T02:30:00Z\",\"late_s\":0}",
		    "{}",
		    WAS
		    "running\n"
		    "It began at 2026-11-28 02:30 and has run for 90 min.\n"
		    "Next: 'backupexec log nightly --follow' shows what RMAN "
		    "says; 'backupexec cancel nightly' ends it.\n" },
	};
	struct console console;

	(void)setenv("TZ", "UTC0", 1);
	console_init(&console);
	console.now_s = 1795838400; /* 04:00 */
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		json_t *execution = json_loads(cases[i].json, 0, NULL);
		json_t *strategy = json_loads(cases[i].strategy, 0, NULL);
		char *text;

		ck_assert_ptr_nonnull(execution);
		text = why_text(&console, execution, strategy);
		ck_assert_str_eq(text, cases[i].text);
		free(text);
		json_decref(strategy);
		json_decref(execution);
	}
	console_clear(&console);
}
END_TEST

START_TEST(every_end_has_an_advice)
{
	static const char *const outcomes[] = { "success", "warning", "failure",
		"timeout", "interrupted", "cancelled", "missed", "skipped" };
	struct console console;

	console_init(&console);
	for (size_t i = 0; i < COUNT_OF(outcomes); i++) {
		json_t *execution = json_pack("{s:s, s:s, s:s}", "strategy",
		    "nightly", "state", "ended", "outcome", outcomes[i]);
		char *text = why_text(&console, execution, NULL);

		ck_assert_msg(strstr(text, "Next: ") != NULL, "%s", text);
		free(text);
		json_decref(execution);
	}
	console_clear(&console);
}
END_TEST

UNIT_MAIN("cli/why", each_outcome_has_its_sentences, every_end_has_an_advice)
