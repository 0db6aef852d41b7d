#include "config.h"

#include "log/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/text.h"
#include "platform/file.h"
#include "platform/now.h"
#include "platform/service.h"

enum { LINE_MAX_ = 4096, QUOTED_MAX = 1024, QUOTED_COUNT = 8, STDERR = 2 };

static const struct {
	const char *name;
	const char *journal; /* sd-daemon(3) */
} levels[LOG_LEVELS] = {
	[LOG_LEVEL_ERROR] = { "error", "<3>" },
	[LOG_LEVEL_WARNING] = { "warning", "<4>" },
	[LOG_LEVEL_INFO] = { "info", "<6>" },
	[LOG_LEVEL_DEBUG] = { "debug", "<7>" },
};

static _Atomic int shown = LOG_LEVEL_INFO;
static _Atomic int to_journal = -1; /* not asked yet */

void
log_set_level(enum log_level level)
{
	shown = (int)level;
}

static size_t
put_beginning(char *room, size_t size, enum log_level level)
{
	char stamp[CALENDAR_TEXT_MAX];
	int used;

	if (to_journal < 0)
		to_journal = service_has_journal();
	if (to_journal == 1) {
		used = snprintf(room, size, "%s", levels[level].journal);
	} else {
		calendar_format_utc(stamp, now_wall_ms());
		used = snprintf(room, size, "%s %s ", stamp,
		    levels[level].name);
	}
	return used < 0 ? 0 : (size_t)used;
}

void
log_line(enum log_level level, const char *format, ...)
{
	char line[LINE_MAX_];
	struct fault fault;
	size_t used;
	va_list args;

	if ((int)level > shown)
		return;
	used = put_beginning(line, sizeof(line), level);
	va_start(args, format);
	(void)vsnprintf(line + used, sizeof(line) - used - 1, format, args);
	va_end(args);
	used = strlen(line);
	line[used++] = '\n';
	/* One write a line: two processes do not mix theirs. A log that cannot
	 * be written must not stop a backup. */
	if (!file_write_all(STDERR, line, used, &fault))
		return;
}

const char *
log_quoted(const char *text)
{
	static _Thread_local char rooms[QUOTED_COUNT][QUOTED_MAX];
	static _Thread_local size_t next;
	char *room = rooms[next++ % QUOTED_COUNT];
	char *quoted = text_quote(text == NULL ? "" : text);

	(void)text_copy(room, QUOTED_MAX, quoted);
	free(quoted);
	return room;
}
