#include "config.h"

#include "log/log.h"

#include <stdio.h>
#include <unistd.h>

#include "platform/file.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(one_event_is_one_stamped_line)
{
	struct fault fault;
	char room[16384] = "";
	size_t size;
	int ends[2];
	int saved = dup(2);
	char *large = malloc(20000);

	(void)unsetenv("JOURNAL_STREAM");
	memset(large, 'x', 19999);
	large[19999] = '\0';
	ck_assert(file_pipe(ends, &fault));
	(void)dup2(ends[1], 2);
	log_info("backup finished: strategy=%s", log_quoted("a\nb"));
	log_debug("not shown");
	log_set_level(LOG_LEVEL_DEBUG);
	log_debug("shown");
	log_error("long: text=%s", log_quoted(large));
	(void)dup2(saved, 2);
	file_close(ends[1]);
	ck_assert(
	    file_read_some(ends[0], room, sizeof(room) - 1, &size, &fault));
	ck_assert_ptr_nonnull(
	    strstr(room, "Z info backup finished: strategy=\"a\\nb\"\n"));
	ck_assert_ptr_null(strstr(room, "not shown"));
	ck_assert_ptr_nonnull(strstr(room, "Z debug shown\n"));
	ck_assert_int_eq(room[size - 1], '\n');
	ck_assert_uint_lt(size, 2000);
	file_close(ends[0]);
	free(large);
}
END_TEST

UNIT_MAIN("log/log", one_event_is_one_stamped_line)
