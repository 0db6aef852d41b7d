/*
 * greeting - what a short session of rman says of a database.
 *
 * The banner and the connect line are read by their numbers and marks, which
 * are the same in every language; role, open mode and archiving come from one
 * line that the session asks for (GREETING_QUERY), which rman understands from
 * 12.1 on.
 *
 * Thread: any.
 */
#ifndef WORKER_GREETING_H
#define WORKER_GREETING_H

#include <stdbool.h>
#include <stddef.h>

enum { GREETING_WORD = 80 };

/* The line to ask, with its end. */
#define GREETING_QUERY                                                         \
	"select 'BX|' || database_role || '|' || open_mode || '|' || log_mode" \
	" || '|' as bx from v$database;\n"

/* "" for what it did not say. */
struct greeting {
	char release[GREETING_WORD]; /* "19.0.0.0.0" */
	char version[GREETING_WORD]; /* "19.3.0.0.0", from 18 on */
	char database[GREETING_WORD];
	char dbid[GREETING_WORD];
	char role[GREETING_WORD];      /* "PRIMARY" */
	char open_mode[GREETING_WORD]; /* "READ WRITE" */
	char log_mode[GREETING_WORD];  /* "ARCHIVELOG" */
	bool is_open;                  /* as the connect line has it */
};

void
greeting_read(const char *text, size_t size, struct greeting *out_greeting);

/* Does that release answer GREETING_QUERY? */
bool greeting_has_query(const struct greeting *greeting);

#endif
