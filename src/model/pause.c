#include "config.h"

#include "model/pause.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/field.h"

enum { MS_PER_S = 1000 };
#define LONGEST_S (INT64_C(100) * 365 * 86400)

static const struct zone utc = { 0 };

/* " NAME=TEXT" behind what is there. */
static void
add(char room[PAUSE_TEXT_MAX], const char *name, const char *text)
{
	size_t length = strlen(room);

	(void)snprintf(room + length, PAUSE_TEXT_MAX - length, "%s%s=%s",
	    length == 0 ? "" : " ", name, text);
}

static void
add_time(char room[PAUSE_TEXT_MAX], const char *name, int64_t utc_s)
{
	char text[CALENDAR_TEXT_MAX];

	if (utc_s == 0)
		return;
	calendar_format_utc(text, utc_s * MS_PER_S);
	add(room, name, text);
}

void
pause_format(char room[PAUSE_TEXT_MAX], const struct pause *pause)
{
	char by[LIMIT_NAME + 1];

	room[0] = '\0';
	add_time(room, "since", pause->since_s);
	add_time(room, "until", pause->until_s);
	(void)text_copy(by, sizeof(by), pause->by);
	for (char *c = by; *c != '\0'; c++)
		*c = *c == ' ' ? '_' : *c; /* a blank ends it */
	if (by[0] != '\0')
		add(room, "by", by);
	if (pause->reason[0] != '\0')
		add(room, "reason", pause->reason);
	if (room[0] == '\0')
		(void)text_copy(room, PAUSE_TEXT_MAX, "yes");
}

/* Take NAME=WORD off the front; false when something else stands there. */
static bool
take(const char **text, const char *name, char *room, size_t size)
{
	size_t length = strlen(name), word;

	if (!text_begins(*text, name) || (*text)[length] != '=')
		return false;
	*text += length + 1;
	word = strcspn(*text, " ");
	length = word < size - 1 ? word : size - 1;
	memcpy(room, *text, length);
	room[length] = '\0';
	*text += word;
	*text += strspn(*text, " ");
	return true;
}

static bool
take_time(const char **text, const char *name, int64_t *out_s,
    struct fault *fault)
{
	char word[CALENDAR_TEXT_MAX + 1];

	if (!take(text, name, word, sizeof(word)))
		return true;
	return calendar_parse(word, &utc, out_s, fault) ||
	    fault_wrap(fault, "%s", name);
}

static bool
take_by(const char **text, struct pause *pause, struct fault *fault)
{
	char word[LIMIT_NAME + 2];

	if (!take(text, "by", word, sizeof(word)))
		return true;
	if (!field_check("by", word, LIMIT_NAME, fault))
		return false;
	(void)text_copy(pause->by, sizeof(pause->by), word);
	return true;
}

static bool
take_reason(const char **text, struct pause *pause, struct fault *fault)
{
	const char *reason = *text + strlen("reason=");

	if (!text_begins(*text, "reason="))
		return true;
	if (!field_check("reason", reason, LIMIT_PAUSE_REASON, fault))
		return false;
	(void)text_copy(pause->reason, sizeof(pause->reason), reason);
	*text += strlen(*text);
	return true;
}

bool
pause_read(const char *text, struct pause *out_pause, struct fault *fault)
{
	struct pause pause = { 0 };

	if (text_equal_fold(text, "yes")) {
		*out_pause = pause;
		return true;
	}
	if (text[0] == '\0')
		return fault_set(fault, FAULT_FORMAT, "is empty");
	if (!take_time(&text, "since", &pause.since_s, fault) ||
	    !take_time(&text, "until", &pause.until_s, fault) ||
	    !take_by(&text, &pause, fault) ||
	    !take_reason(&text, &pause, fault))
		return false;
	if (text[0] != '\0')
		return fault_set(fault, FAULT_FORMAT,
		    "'%.40s' is not since=, until=, by= and reason=, in this "
		    "order, or yes",
		    text);
	*out_pause = pause;
	return true;
}

bool
pause_holds(const struct pause *pause, int64_t utc_s)
{
	return utc_s >= pause->since_s &&
	    (pause->until_s == 0 || utc_s < pause->until_s);
}

bool
pause_outlasts(const struct pause *a, const struct pause *b)
{
	if (b->until_s == 0)
		return false;
	return a->until_s == 0 || a->until_s > b->until_s;
}

void
pause_say(char room[LIMIT_REASON + 1], const struct pause *pause)
{
	char until[CALENDAR_TEXT_MAX] = "";

	if (pause->until_s != 0)
		calendar_format_utc(until, pause->until_s * MS_PER_S);
	(void)snprintf(room, LIMIT_REASON + 1, "paused%s%s%s%s%s%s",
	    until[0] == '\0' ? "" : " until ", until,
	    pause->by[0] == '\0' ? "" : " by ", pause->by,
	    pause->reason[0] == '\0' ? "" : ": ", pause->reason);
}

/* The end that was typed. */
static bool
read_until(const char *text, const struct zone *zone, int64_t now_s,
    int64_t *out_s, struct fault *fault)
{
	struct fault ignored;
	int64_t span_s;

	if (text_duration(text, &span_s, &ignored)) {
		if (span_s > LONGEST_S)
			return fault_set(fault, FAULT_USAGE,
			    "until: '%.40s' is more than 100 years", text);
		*out_s = now_s + span_s;
	} else if (!calendar_parse(text, zone, out_s, fault)) {
		fault->kind = FAULT_USAGE;
		return fault_wrap(fault, "until");
	}
	if (*out_s <= now_s)
		return fault_set(fault, FAULT_USAGE,
		    "until: '%.40s' is not to come any more", text);
	return true;
}

struct edit *
pause_resolve(const struct edit *edit, const struct zone *zone, int64_t now_s,
    struct fault *fault)
{
	const char *until = edit_value(edit, "until");
	const char *reason = edit_value(edit, "reason");
	char text[CALENDAR_TEXT_MAX];
	struct edit *resolved;
	int64_t until_s = 0;

	if (until != NULL && !read_until(until, zone, now_s, &until_s, fault))
		return NULL;
	resolved = edit_new(edit->kind);
	resolved->id = edit->id == NULL ? NULL : mem_text(edit->id);
	resolved->name = edit->name == NULL ? NULL : mem_text(edit->name);
	if (until != NULL) {
		calendar_format_utc(text, until_s * MS_PER_S);
		edit_add_value(resolved, "until", text);
	}
	if (reason != NULL)
		edit_add_value(resolved, "reason", reason);
	return resolved;
}
