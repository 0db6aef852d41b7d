#include "config.h"

#include "tests/standin/misbehave.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/standin/command.h"
#include "tests/standin/knobs.h"
#include "tests/standin/output.h"
#include "tests/standin/pause.h"
#include "tests/standin/trace.h"

bool
misbehave_lock(const struct session *session, bool touches_data, int *out_fd)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	const char *folder = knob_path(KNOB_LOCK);
	struct text path = { 0 };
	char held[5] = "";
	int fd;

	*out_fd = -1;
	if (folder == NULL)
		return true;
	text_addf(&path, "%s/%s.%s", folder, session->database,
	    touches_data ? "data" : "archivelog");
	fd = open(path.bytes, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	text_clear(&path);
	if (fd < 0)
		return true;
	if (fcntl(fd, F_SETLK, &lock) == 0 &&
	    (read(fd, held, 4) != 4 || strcmp(held, "held") != 0)) {
		trace_put("lock", "taken");
		*out_fd = fd;
		return true;
	}
	lock.l_type = F_WRLCK;
	if (strcmp(held, "held") != 0 && fcntl(fd, F_GETLK, &lock) == 0)
		trace_put("OVERLAP", "%jd", (intmax_t)lock.l_pid);
	else
		trace_put("lock", "held by a session of somebody else");
	(void)close(fd);
	return false;
}

void
misbehave_unlock(int fd)
{
	if (fd < 0)
		return;
	trace_put("lock", "dropped");
	(void)close(fd);
}

static void
burn(int64_t cpu_ms)
{
	struct timespec now = { 0 };
	int64_t end;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	end = now.tv_sec * 1000 + now.tv_nsec / 1000000 + cpu_ms;
	while (now.tv_sec * 1000 + now.tv_nsec / 1000000 < end)
		(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
}

/* Keep so many MiB until the process ends. */
static void
touch_memory(int64_t mib)
{
	static struct text memory;
	static const char page[4096] = "x";

	memory.size = 0;
	for (int64_t i = 0; i < mib * 256; i++)
		text_add(&memory, page, sizeof(page));
}

/* A string with NUL bytes in it, and its size. */
#define BYTES(literal) literal, sizeof(literal) - 1

static void
say_garbage(const char *channel)
{
	static const struct {
		const char *word;
		const char *bytes;
		size_t size;
	} lines[] = {
		{ "nul", BYTES("nul \0 between \0\0 words") },
		{ "utf8", BYTES("broken \xc3( \xe2\x82 \xf0\x9f\x92 end") },
		{ "latin1", BYTES("Sicherung f\xfcr B\x81ro \xe9t\x82 \xa4") },
		{ "ansi", BYTES("\x1b[31mred\x1b[0m \x1b]0;title\x07 plain") },
		{ "cr", BYTES("10%\r20%\r100%") },
		{ "ff", BYTES("page\fnext page") },
	};

	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		if (!knob_has(KNOB_GARBAGE, lines[i].word))
			continue;
		output_bytes("channel ", 8);
		output_bytes(channel, strlen(channel));
		output_bytes(": ", 2);
		output_bytes(lines[i].bytes, lines[i].size);
		output_line("%s", "");
	}
}

void
misbehave(const struct session *session)
{
	if (knob_has(KNOB_HANG, "backup")) {
		trace_put("hang", "backup");
		pause_for_ever();
	}
	pause_ms(knob_number(KNOB_BACKUP_MS, 0));
	touch_memory(knob_number(KNOB_MEMORY, 0));
	burn(knob_number(KNOB_CPU_MS, 0));
	say_garbage(command_channel(session));
	output_lines(knob_number(KNOB_LINES, 0));
	output_filler(knob_number(KNOB_BYTES, 0));
	if (knob_value(KNOB_LONG_LINE) != NULL)
		output_long_line(knob_number(KNOB_LONG_LINE, 0));
}
