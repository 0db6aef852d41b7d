/*
 * log - one event, one line, to where the operator reads.
 *
 * To stderr: under systemd with the level as <N> in front, since the journal
 * stamps lines itself; else with UTC time to the millisecond. The sentence is
 * fixed text, a colon, then key=value pairs in logfmt; foreign text goes
 * through log_quoted.
 *
 *	log_info("backup finished: strategy=%s took_s=%" PRId64, id, took_s);
 *
 * Thread: any.
 */
#ifndef LOG_LOG_H
#define LOG_LOG_H

#include "base/defs.h"

enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARNING,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG,
	LOG_LEVELS
};

/* What is shown at most; LOG_LEVEL_INFO at the start. */
void log_set_level(enum log_level level);

void log_line(enum log_level level, const char *format, ...) PRINTF_LIKE(2, 3);

#define log_error(...) log_line(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warning(...) log_line(LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_info(...) log_line(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...) log_line(LOG_LEVEL_DEBUG, __VA_ARGS__)

/*
 * A quoted copy of foreign text, good until 8 more were asked for on this
 * thread. Cut at 1 KiB.
 */
const char *log_quoted(const char *text);

#endif
