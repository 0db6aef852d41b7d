#include "config.h"

#include "worker/probe.h"

#include <signal.h>
#include <stdlib.h>

#include "base/mem.h"
#include "platform/file.h"
#include "tests/support/held.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

static char reason[LIMIT_REASON + 1];

/* Ask a shell script that is rman. */
static bool
ask(const char *script, int64_t wait_ms)
{
	struct loop *loop = loop_new();
	struct held held;
	bool is_good;

	(void)signal(SIGPIPE, SIG_IGN); /* as a keeper does */
	held_init(&held, SCAN_STEP, script);
	free(held.request.catalog);
	held.request.catalog = mem_text("/@rcat");
	is_good = probe_catalog(loop, &held.request, wait_ms, reason);
	ck_assert_int_eq(held.request.feed, SCAN_STEP);
	ck_assert_str_eq(held.request.arguments[0], "target");
	ck_assert_int_eq(file_kind(held.request.work), FILE_NONE);
	held_clear(&held);
	loop_free(loop);
	return is_good;
}

START_TEST(one_that_answers_is_good)
{
	ck_assert(ask("[ \"$*\" = 'catalog /@rcat' ] || exit 1; read word; "
		      "[ \"$word\" = EXIT ] && "
		      "echo connected to recovery catalog database",
	    PROBE_MS));
}
END_TEST

START_TEST(one_that_does_not_says_why)
{
	ck_assert(!ask("echo 'RMAN-00571: ==='; echo 'RMAN-00569: ==='; "
		       "echo 'RMAN-00571: ==='; "
		       "echo 'ORA-12541: no listener'; exit 1",
	    PROBE_MS));
	ck_assert_str_eq(reason, "ORA-12541: no listener");
	ck_assert(!ask("echo connected; exit 3", PROBE_MS));
	ck_assert_str_eq(reason, "exit status 3");
	ck_assert(!ask("sleep 60", 200));
	ck_assert_str_eq(reason, "no answer");
}
END_TEST

UNIT_MAIN("worker/probe", one_that_answers_is_good, one_that_does_not_says_why)
