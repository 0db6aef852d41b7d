#include "config.h"

#include "worker/oratab.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "platform/file.h"

#define USUAL "/etc/oratab"
#define SOLARIS "/var/opt/oracle/oratab"

const char *
oratab_path(const char *set)
{
	if (set[0] != '\0')
		return set;
	return file_kind(USUAL) == FILE_NONE &&
		file_kind(SOLARIS) != FILE_NONE ?
	    SOLARIS :
	    USUAL;
}

const char *
oratab_home(const struct oratab *oratab, const char *sid)
{
	for (size_t i = 0; i < oratab->count; i++)
		if (strcmp(oratab->entries[i].sid, sid) == 0)
			return oratab->entries[i].home;
	return NULL;
}

/* One line without its comment and its end. */
static void
take_line(struct oratab *oratab, const char *line, size_t size)
{
	struct oratab_entry entry = { 0 };
	const char *home, *end;

	while (size != 0 && text_is_space(line[0])) {
		line++;
		size--;
	}
	home = size == 0 ? NULL : memchr(line, ':', size);
	if (home == NULL || home == line)
		return;
	entry.sid = mem_text_n(line, (size_t)(home - line));
	home++;
	size -= (size_t)(home - line);
	end = size == 0 ? NULL : memchr(home, ':', size);
	if (end != NULL)
		size = (size_t)(end - home);
	if (size == 0 || home[0] != '/' ||
	    oratab_home(oratab, entry.sid) != NULL) {
		free(entry.sid);
		return;
	}
	entry.home = mem_text_n(home, size);
	entry.is_database = strchr("*+-", entry.sid[0]) == NULL;
	oratab->entries = mem_grow(oratab->entries, oratab->count + 1,
	    sizeof(*oratab->entries));
	oratab->entries[oratab->count++] = entry;
}

bool
oratab_read(const char *path, struct oratab *out_oratab, struct fault *fault)
{
	struct buf text;
	const char *at;
	bool done;

	buf_init(&text, LIMIT_CONFIG_FILE);
	done = file_read_config(path, LIMIT_CONFIG_FILE, &text, fault) &&
	    (strlen(buf_text(&text)) == text.size ||
		fault_set(fault, FAULT_CONFIG, "%s has a zero byte", path));
	*out_oratab = (struct oratab){ 0 };
	for (at = buf_text(&text); done && *at != '\0';) {
		size_t line = strcspn(at, "\n");
		size_t size = strcspn(at, "#\r\n");

		take_line(out_oratab, at, size);
		at += line + (at[line] == '\n');
	}
	buf_clear(&text);
	return done;
}

void
oratab_clear(struct oratab *oratab)
{
	for (size_t i = 0; i < oratab->count; i++) {
		free(oratab->entries[i].sid);
		free(oratab->entries[i].home);
	}
	free(oratab->entries);
	*oratab = (struct oratab){ 0 };
}
