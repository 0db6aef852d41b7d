#include "config.h"

#include "worker/greeting.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define RELEASE "Release "
#define VERSION_WORD "Version "
#define DBID " (DBID="
#define ROW "BX|"

struct line {
	const char *text;
	size_t size;
};

static const char *
find(const struct line *line, const char *part)
{
	size_t length = strlen(part);

	for (size_t i = 0; i + length <= line->size; i++)
		if (memcmp(line->text + i, part, length) == 0)
			return line->text + i;
	return NULL;
}

static void
keep(char room[GREETING_WORD], const char *text, size_t size)
{
	if (room[0] != '\0')
		return; /* the first says it */
	if (size >= GREETING_WORD)
		size = GREETING_WORD - 1;
	memcpy(room, text, size);
	room[size] = '\0';
}

/* Digits and dots, so that no sentence is taken for a number. */
static void
keep_number(char room[GREETING_WORD], const struct line *line, const char *at)
{
	const char *end = line->text + line->size;
	size_t size = 0;

	while (at + size < end && (text_is_digit(at[size]) || at[size] == '.'))
		size++;
	if (size != 0)
		keep(room, at, size);
}

/* "connected to target database: XE (DBID=1, not open)" in any language. */
static void
take_connected(struct greeting *greeting, const struct line *line,
    const char *mark)
{
	const char *number = mark + strlen(DBID);
	const char *end = line->text + line->size;
	const char *name = mark;

	if (greeting->dbid[0] != '\0')
		return;
	while (name > line->text && name[-1] != ' ')
		name--;
	keep(greeting->database, name, (size_t)(mark - name));
	keep_number(greeting->dbid, line, number);
	number += strlen(greeting->dbid);
	greeting->is_open = number < end && *number == ')';
}

/* "BX|PRIMARY|READ WRITE|ARCHIVELOG|" */
static void
take_row(struct greeting *greeting, const struct line *line)
{
	char *const rooms[] = { greeting->role, greeting->open_mode,
		greeting->log_mode };
	const char *at = line->text + strlen(ROW);
	const char *end = line->text + line->size;

	for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++) {
		const char *bar = memchr(at, '|', (size_t)(end - at));

		if (bar == NULL)
			return;
		keep(rooms[i], at, (size_t)(bar - at));
		at = bar + 1;
	}
}

static void
take_line(struct greeting *greeting, const struct line *line)
{
	const char *at;

	if ((at = find(line, DBID)) != NULL)
		take_connected(greeting, line, at);
	else if (line->size > strlen(ROW) &&
	    memcmp(line->text, ROW, strlen(ROW)) == 0)
		take_row(greeting, line);
	else if (line->size > strlen(VERSION_WORD) &&
	    memcmp(line->text, VERSION_WORD, strlen(VERSION_WORD)) == 0)
		keep_number(greeting->version, line,
		    line->text + strlen(VERSION_WORD));
	else if ((at = find(line, RELEASE)) != NULL)
		keep_number(greeting->release, line, at + strlen(RELEASE));
}

void
greeting_read(const char *text, size_t size, struct greeting *out_greeting)
{
	const char *end = text + size;

	*out_greeting = (struct greeting){ 0 };
	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		struct line line = { text,
			(size_t)((stop == NULL ? end : stop) - text) };

		text += line.size + 1;
		if (line.size != 0 && line.text[line.size - 1] == '\r')
			line.size--;
		/* Prompts run together before what is said. */
		while (line.size >= 6 && memcmp(line.text, "RMAN> ", 6) == 0) {
			line.text += 6;
			line.size -= 6;
		}
		take_line(out_greeting, &line);
	}
}

bool
greeting_has_query(const struct greeting *greeting)
{
	return strtol(greeting->release, NULL, 10) >= 12;
}
