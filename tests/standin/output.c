#include "config.h"

#include "tests/standin/output.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/standin/knobs.h"
#include "tests/standin/pause.h"
#include "tests/standin/text.h"
#include "tests/standin/trace.h"

enum { BUFFER_SIZE = 64 * 1024, FILLER_LINE = 128 };

struct channel {
	int fd;
	bool broken;
	size_t used;
	char bytes[BUFFER_SIZE];
};

static struct channel screen = { .fd = STDOUT_FILENO };
static struct channel logfile = { .fd = -1 };
static int tee_fd = -1;
static uint64_t total;
static int64_t crash_after = -1;

static void
copy_to_tee(const char *bytes, size_t size)
{
	while (tee_fd >= 0 && size > 0) {
		ssize_t done = write(tee_fd, bytes, size);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0) {
			(void)close(tee_fd);
			tee_fd = -1;
			trace_put("tee", "cannot be written");
			return;
		}
		bytes += done;
		size -= (size_t)done;
	}
}

/*
 * Write all of it. When the reader went away, or we are asked to stop while it
 * does not read, nothing more is said.
 */
static void
write_all(struct channel *channel, const char *bytes, size_t size)
{
	while (size > 0 && !channel->broken) {
		ssize_t done = write(channel->fd, bytes, size);

		if (done < 0 && errno == EAGAIN) {
			struct pollfd poll_fd = { .fd = channel->fd,
				.events = POLLOUT };

			(void)poll(&poll_fd, 1, -1);
			if (!pause_was_stopped())
				continue;
		}
		if (done < 0 && errno == EINTR && !pause_was_stopped())
			continue;
		if (done < 0) {
			channel->broken = true;
			trace_put("output", "%s", strerror(errno));
			return;
		}
		if (channel->fd <= STDERR_FILENO) {
			total += (uint64_t)done;
			copy_to_tee(bytes, (size_t)done);
		}
		bytes += done;
		size -= (size_t)done;
	}
}

static void
flush_channel(struct channel *channel)
{
	size_t size = channel->used;

	channel->used = 0;
	if (channel->fd >= 0)
		write_all(channel, channel->bytes, size);
}

static void
put(struct channel *channel, const char *bytes, size_t size)
{
	if (size > sizeof(channel->bytes) - channel->used)
		flush_channel(channel);
	if (size >= sizeof(channel->bytes)) {
		write_all(channel, bytes, size);
		return;
	}
	memcpy(channel->bytes + channel->used, bytes, size);
	channel->used += size;
}

static struct channel *
session_channel(void)
{
	return logfile.fd >= 0 ? &logfile : &screen;
}

bool
output_start(const char *log, bool append)
{
	const char *tee = knob_path(KNOB_TEE);

	if (tee != NULL) {
		tee_fd = open(tee, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
		    0600);
		if (tee_fd < 0) {
			output_error("standin: cannot write %s", tee);
			exit(EXIT_KNOB);
		}
	}
	if (log == NULL)
		return true;
	logfile.fd = open(log,
	    O_WRONLY | O_CREAT | O_CLOEXEC | (append ? O_APPEND : O_TRUNC),
	    0666);
	return logfile.fd >= 0;
}

void
output_flush(void)
{
	flush_channel(&screen);
	flush_channel(&logfile);
}

static _Noreturn void
crash(void)
{
	trace_put("crash", "%s",
	    knob_value(KNOB_CRASH) != NULL ? knob_value(KNOB_CRASH) : "abort");
	if (knob_is(KNOB_CRASH, "kill"))
		die_by(SIGKILL);
	output_flush();
	if (knob_is(KNOB_CRASH, "exit"))
		_exit(3);
	die_by(knob_is(KNOB_CRASH, "segv") ? SIGSEGV : SIGABRT);
}

void
output_crash_after(int64_t lines)
{
	crash_after = lines;
}

void
output_bytes(const void *bytes, size_t size)
{
	put(session_channel(), bytes, size);
}

void
output_line(const char *format, ...)
{
	struct text line = { 0 };
	char *made = NULL;
	va_list args;
	int size;

	va_start(args, format);
	size = vasprintf(&made, format, args);
	va_end(args);
	if (size > 0)
		text_add(&line, made, (size_t)size);
	free(made);
	if (crash_after == 0) {
		output_bytes(text_string(&line), line.size / 2);
		crash();
	}
	if (crash_after > 0)
		crash_after--;
	if (knob_has(KNOB_GARBAGE, "crlf"))
		text_add(&line, "\r", 1);
	text_add(&line, "\n", 1);
	output_bytes(line.bytes, line.size);
	text_clear(&line);
	if (knob_is_on(KNOB_UNBUFFERED))
		output_flush();
	if (knob_is_on(KNOB_STDERR_INTERLEAVE)) {
		const char *text = knob_value(KNOB_STDERR);

		output_flush();
		output_error("%s", text != NULL ? text : "on stderr");
	}
}

void
output_prompt(const char *prompt)
{
	put(&screen, prompt, strlen(prompt));
	output_flush();
}

void
output_error(const char *format, ...)
{
	static struct channel errors = { .fd = STDERR_FILENO };
	struct text line = { 0 };
	char *made = NULL;
	va_list args;
	int size;

	va_start(args, format);
	size = vasprintf(&made, format, args);
	va_end(args);
	if (size > 0)
		text_addf(&line, "%s\n", made);
	free(made);
	write_all(&errors, text_string(&line), line.size);
	text_clear(&line);
}

void
output_lines(int64_t count)
{
	int64_t line_ms = knob_number(KNOB_LINE_MS, 0);

	for (int64_t i = 1; i <= count && !pause_was_stopped(); i++) {
		output_line("channel ORA_DISK_1: progress %08" PRId64
			    " of %08" PRId64,
		    i, count);
		if (line_ms > 0) {
			output_flush();
			pause_ms(line_ms);
		}
	}
}

/*
 * A block of lines is written again and again; only the digits of the line
 * numbers change, so that the pipe is what takes the time.
 */
void
output_filler(int64_t size)
{
	static char block[BUFFER_SIZE];
	static const char head[] = "channel ORA_DISK_1: filler 000000000000 ";
	const size_t digits_end = sizeof(head) - 2;
	uint64_t number = 0;

	memset(block, '.', sizeof(block));
	for (size_t at = 0; at < sizeof(block); at += FILLER_LINE) {
		memcpy(block + at, head, sizeof(head) - 1);
		block[at + FILLER_LINE - 1] = '\n';
	}
	while (size > 0 && !pause_was_stopped()) {
		size_t now = sizeof(block);

		for (size_t at = 0; at < sizeof(block); at += FILLER_LINE) {
			uint64_t rest = ++number;

			for (size_t d = 1; rest > 0; rest /= 10, d++)
				block[at + digits_end - d] = (char)('0' +
				    rest % 10);
		}
		if (size < (int64_t)now) {
			now = (size_t)size;
			block[now - 1] = '\n';
		}
		output_bytes(block, now);
		size -= (int64_t)now;
	}
}

/* Pieces of 16 bytes, each its own offset, so that a gap is visible. */
void
output_long_line(int64_t size)
{
	for (int64_t at = 0; at < size && !pause_was_stopped(); at += 16) {
		char piece[16];
		int64_t rest = at;

		for (size_t d = 15; d-- > 0; rest /= 10)
			piece[d] = (char)('0' + rest % 10);
		piece[15] = ' ';
		output_bytes(piece, size - at < 16 ? (size_t)(size - at) : 16);
	}
	output_line("%s", "");
}

void
output_end(void)
{
	const char *count = knob_path(KNOB_DIGEST_FILE);
	FILE *file;

	output_flush();
	trace_put("bytes", "%" PRIu64, total);
	if (count == NULL)
		return;
	file = fopen(count, "we");
	if (file == NULL)
		return;
	(void)fprintf(file, "%" PRIu64 "\n", total);
	(void)fclose(file);
}

void
output_abandon(void)
{
	screen.used = 0;
	logfile.used = 0;
	if (logfile.fd >= 0)
		(void)close(logfile.fd);
	if (tee_fd >= 0)
		(void)close(tee_fd);
	logfile.fd = -1;
	tee_fd = -1;
}
