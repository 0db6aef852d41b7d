#include "config.h"

#include "worker/record.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/defs.h"
#include "base/text.h"

enum { SUM_WORD = 21 /* "sum=" and 16 digits, and the line end */ };

static const char *const stops[] = {
	[SCAN_BY_ITSELF] = "itself",
	[SCAN_TIMED_OUT] = "timeout",
	[SCAN_CANCELLED] = "cancelled",
	[SCAN_INTERRUPTED] = "interrupted", /* no keeper writes that */
	[SCAN_NOT_STARTED] = "unstarted",
};

static const char *const steps[RECORD_STEPS] = {
	[RECORD_NO_STEP] = "none",
	[RECORD_INTERRUPT] = "interrupt",
	[RECORD_TERMINATE] = "terminate",
	[RECORD_KILL] = "kill",
};

static const char *const feeds[] = {
	[SCAN_CMDFILE] = "cmdfile",
	[SCAN_STDIN] = "stdin",
	[SCAN_STEP] = "step",
};

static const char *const pieces[] = { "any", "expected" };

static const char *const parts[] = { "whole", "cut" };

/* FNV-1a, 64 bits. */
static uint64_t
sum_of(const char *bytes, size_t size)
{
	uint64_t sum = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < size; i++)
		sum = (sum ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
	return sum;
}

static size_t
add_sum(char room[RECORD_MAX], size_t length)
{
	int more;

	assert(length + SUM_WORD < RECORD_MAX);
	more = snprintf(room + length, RECORD_MAX - length,
	    "sum=%016" PRIx64 "\n", sum_of(room, length));
	assert(more == SUM_WORD);
	return length + (size_t)more;
}

/* %XX for what is not visible ASCII. `room` holds three times the text. */
static void
escape(char *room, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";

	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte > ' ' && byte < 0x7f && byte != '%') {
			*room++ = *text;
			continue;
		}
		*room++ = '%';
		*room++ = digits[byte >> 4];
		*room++ = digits[byte & 15];
	}
	*room = '\0';
}

static int
digit(char c)
{
	if (text_is_digit(c))
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool
unescape(char *room, size_t room_size, const char *text, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; i < size; i++) {
		char byte = text[i];

		if (byte == '%') {
			int high = i + 2 < size ? digit(text[i + 1]) : -1;
			int low = i + 2 < size ? digit(text[i + 2]) : -1;

			if (high < 0 || low < 0)
				return false;
			byte = (char)(high * 16 + low);
			i += 2;
		}
		if (used + 1 >= room_size || byte == '\0')
			return false;
		room[used++] = byte;
	}
	room[used] = '\0';
	return true;
}

/* The line that `text` begins with, without its sum, when it is whole. */
static bool
read_line(const char *text, char room[RECORD_MAX], const char **out_next)
{
	size_t length = strcspn(text, "\n");
	char sum[SUM_WORD + 1];

	if (text[length] != '\n' || length + 1 < SUM_WORD ||
	    length + 1 > RECORD_MAX)
		return false;
	length -= SUM_WORD - 1;
	(void)snprintf(sum, sizeof(sum), "sum=%016" PRIx64 "\n",
	    sum_of(text, length));
	if (strncmp(text + length, sum, SUM_WORD) != 0)
		return false;
	memcpy(room, text, length);
	room[length] = '\0';
	*out_next = text + length + SUM_WORD;
	return true;
}

/* A reader of words; after the first that is not as expected it has failed. */
struct words {
	const char *at;
	bool failed;
};

/* The value of the next word, which must be name=value. */
static void
take(struct words *words, const char *name, char *room, size_t room_size)
{
	size_t length = strlen(name);
	size_t size;

	room[0] = '\0';
	if (words->failed)
		return;
	words->failed = true;
	if (strncmp(words->at, name, length) != 0 || words->at[length] != '=')
		return;
	words->at += length + 1;
	size = strcspn(words->at, " ");
	if (words->at[size] != ' ' ||
	    !unescape(room, room_size, words->at, size))
		return;
	words->at += size + 1;
	words->failed = false;
}

static int64_t
take_number(struct words *words, const char *name)
{
	char room[32];
	int64_t value = 0;
	struct fault fault;

	take(words, name, room, sizeof(room));
	if (!words->failed &&
	    !text_number(room, INT64_MIN, INT64_MAX, &value, &fault))
		words->failed = true;
	return value;
}

static size_t
take_choice(struct words *words, const char *name, const char *const *choices,
    size_t count)
{
	char room[32];

	take(words, name, room, sizeof(room));
	for (size_t i = 0; i < count && !words->failed; i++) {
		if (strcmp(room, choices[i]) == 0)
			return i;
	}
	words->failed = true;
	return 0;
}

static int
write_start(char room[RECORD_MAX], const char *what,
    const struct record_start *start)
{
	char boot[3 * PROCESS_BOOT_MAX];

	escape(boot, start->identity.boot);
	return snprintf(room, RECORD_MAX,
	    "%s 1 pid=%" PRId64 " start=%" PRIu64 " boot=%s at=%" PRId64 " ",
	    what, start->identity.pid, start->identity.start_ticks, boot,
	    start->at_ms);
}

static void
take_start(struct words *words, const char *what,
    struct record_start *out_start)
{
	struct process_identity *identity = &out_start->identity;

	if (!text_begins(words->at, what)) {
		words->failed = true;
		return;
	}
	words->at += strlen(what);
	identity->pid = take_number(words, "pid");
	identity->start_ticks = (uint64_t)take_number(words, "start");
	take(words, "boot", identity->boot, sizeof(identity->boot));
	out_start->at_ms = take_number(words, "at");
}

size_t
record_write_begun(char room[RECORD_MAX], const struct record_start *start)
{
	int length = write_start(room, "begun", start);

	length += snprintf(room + length, RECORD_MAX - (size_t)length,
	    "feed=%s pieces=%s ", feeds[start->feed],
	    pieces[start->expects_pieces]);
	return add_sum(room, (size_t)length);
}

size_t
record_write_program(char room[RECORD_MAX], const struct record_start *start)
{
	return add_sum(room, (size_t)write_start(room, "program", start));
}

bool
record_read_begun(const char *text, struct record_start *out_start)
{
	char line[RECORD_MAX];
	struct words words = { .at = line };
	struct record_start start = { 0 };

	if (!read_line(text, line, &text))
		return false;
	take_start(&words, "begun 1 ", &start);
	start.feed = (enum scan_feed)take_choice(&words, "feed", feeds,
	    COUNT_OF(feeds));
	start.expects_pieces = take_choice(&words, "pieces", pieces,
				   COUNT_OF(pieces)) == 1;
	if (words.failed || *words.at != '\0')
		return false;
	*out_start = start;
	return true;
}

bool
record_read_program(const char *text, struct record_start *out_start)
{
	char line[RECORD_MAX];
	struct words words = { .at = line };
	struct record_start start = { 0 };

	if (!read_line(text, line, &text) || !read_line(text, line, &text))
		return false;
	take_start(&words, "program 1 ", &start);
	if (words.failed || *words.at != '\0')
		return false;
	*out_start = start;
	return true;
}

size_t
record_write_end(char room[RECORD_MAX], const struct record_end *end)
{
	char lost[3 * LIMIT_CODE + 1], note[3 * LIMIT_REASON + 1];
	char why[3 * LIMIT_REASON + 1];
	int length;

	escape(lost, end->lost);
	escape(note, end->note);
	escape(why, end->why);
	length = snprintf(room, RECORD_MAX,
	    "end 1 stop=%s step=%s exit=%d signal=%d began=%" PRId64
	    " at=%" PRId64 " bytes=%" PRIu64 " dropped=%" PRIu64
	    " input=%s output=%s lost=%s note=%s why=%s ",
	    stops[end->stop], steps[end->step], end->exit_status, end->signal,
	    end->began_ms, end->at_ms, end->bytes, end->dropped,
	    parts[end->input_cut], parts[end->output_cut], lost, note, why);
	return add_sum(room, (size_t)length);
}

bool
record_read_end(const char *text, struct record_end *out_end)
{
	char line[RECORD_MAX];
	struct words words = { .at = line };
	struct record_end end = { 0 };

	if (!read_line(text, line, &text) || !text_begins(line, "end 1 "))
		return false;
	words.at += 6;
	end.stop = (enum scan_stop)take_choice(&words, "stop", stops,
	    COUNT_OF(stops));
	end.step = (enum record_step)take_choice(&words, "step", steps,
	    COUNT_OF(steps));
	end.exit_status = (int)take_number(&words, "exit");
	end.signal = (int)take_number(&words, "signal");
	end.began_ms = take_number(&words, "began");
	end.at_ms = take_number(&words, "at");
	end.bytes = (uint64_t)take_number(&words, "bytes");
	end.dropped = (uint64_t)take_number(&words, "dropped");
	end.input_cut = take_choice(&words, "input", parts, 2) == 1;
	end.output_cut = take_choice(&words, "output", parts, 2) == 1;
	take(&words, "lost", end.lost, sizeof(end.lost));
	take(&words, "note", end.note, sizeof(end.note));
	take(&words, "why", end.why, sizeof(end.why));
	if (words.failed || *words.at != '\0')
		return false;
	*out_end = end;
	return true;
}

size_t
record_write_claim(char room[RECORD_MAX], const struct execution *execution)
{
	char strategy[3 * LIMIT_ID + 1], connection[3 * LIMIT_ID + 1];
	char asked_by[3 * LIMIT_NAME + 1];
	int length;

	escape(strategy, execution->strategy);
	escape(connection, execution->connection);
	escape(asked_by, execution->asked_by);
	length = snprintf(room, RECORD_MAX,
	    "claim 1 strategy=%s connection=%s slot=%" PRId64
	    " attempt=%d priority=%d kinds=%u claimed=%" PRId64
	    " asked_by=%s script=%s ",
	    strategy, connection, execution->slot, execution->attempt,
	    (int)execution->priority, execution->kinds, execution->claimed_ms,
	    asked_by, execution->script_digest);
	return add_sum(room, (size_t)length);
}

bool
record_read_claim(const char *text, struct execution *out_execution)
{
	char line[RECORD_MAX];
	struct words words = { .at = line };
	struct execution execution = { .exit_status = -1, .slots = 1 };
	int64_t priority;

	if (!read_line(text, line, &text) || !text_begins(line, "claim 1 "))
		return false;
	words.at += 8;
	take(&words, "strategy", execution.strategy,
	    sizeof(execution.strategy));
	take(&words, "connection", execution.connection,
	    sizeof(execution.connection));
	execution.slot = execution.last_slot = take_number(&words, "slot");
	execution.attempt = (int)take_number(&words, "attempt");
	priority = take_number(&words, "priority");
	execution.kinds = (unsigned)take_number(&words, "kinds");
	execution.claimed_ms = take_number(&words, "claimed");
	take(&words, "asked_by", execution.asked_by,
	    sizeof(execution.asked_by));
	take(&words, "script", execution.script_digest,
	    sizeof(execution.script_digest));
	if (words.failed || *words.at != '\0' || priority < 0 ||
	    priority >= PRIORITIES)
		return false;
	execution.priority = (enum priority)priority;
	*out_execution = execution;
	return true;
}
