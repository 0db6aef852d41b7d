/*
 * kind - what a strategy backs up, read from its lines.
 *
 * A first reading: the verbs of commands and the keywords of BACKUP, outside
 * comments and quoted strings. It decides whether two runs of one connection
 * may be side by side, so what we cannot see into counts as other.
 *
 *	backup database                         full, level 0 too
 *	backup incremental level 1 database     incremental
 *	backup tablespace, datafile, pluggable  tablespace, of any level
 *	backup archivelog, plus archivelog      archivelog
 *	backup current controlfile, spfile      controlfile
 *	validate, backup or restore validate    validate
 *	delete crosscheck change report configure catalog resync
 *	register                                maintenance
 *	restore recover duplicate switch startup shutdown execute @file ...
 *	                                        other
 *	sql, allocate, set, list, recover copy, ...  nothing
 *
 * Thread: any.
 */
#ifndef MODEL_KIND_H
#define MODEL_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

/* Bits of a set. */
enum kind {
	KIND_FULL = 1 << 0, /* level 0 too */
	KIND_INCREMENTAL = 1 << 1,
	KIND_ARCHIVELOG = 1 << 2,
	KIND_CONTROLFILE = 1 << 3,
	KIND_TABLESPACE = 1 << 4,
	KIND_VALIDATE = 1 << 5,
	KIND_MAINTENANCE = 1 << 6,
	KIND_OTHER = 1 << 7 /* may touch anything */
};

enum { KINDS = 8, KIND_TEXT_MAX = 96 };

/* Of the bit 1 << number. */
const char *kind_name(unsigned number);

/* The set of kinds; KIND_OTHER alone when no command is known. */
unsigned kind_of_lines(const char *const *lines, size_t count);

/* "full archivelog": words in the order above; "" for none. */
void kind_format(char room[KIND_TEXT_MAX], unsigned kinds);

/* Words of any case, separated by spaces or commas. Faults: FAULT_FORMAT. */
MUST_CHECK bool
kind_read(const char *text, unsigned *out_kinds, struct fault *fault);

/* Backs up archived logs (maintenance, controlfile), touches no data file. */
bool kind_is_archivelog_only(unsigned kinds);

#endif
