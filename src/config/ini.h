/*
 * ini - the text of configuration files, as a tree that knows its lines.
 *
 *	[section]               ; a comment begins a line or follows a space
 *	key = value             # either way
 *	key = "value ; with \"quotes\" and \\"
 *	@include "other.conf"   ; beside this file
 *
 * A section may come twice, a key of it may not. An included file begins
 * outside any section, and behind the line that names it its includer goes on
 * in the section it was in. A byte order mark and CR LF are accepted. Values
 * are UTF-8 without control characters but the tab. What a name or a value
 * means is not known here.
 *
 * Files are read by the caller's function, so this is pure. The tree is
 * libconfig's, built through its API; its parser never sees a file.
 *
 * Thread: maker.
 */
#ifndef CONFIG_INI_H
#define CONFIG_INI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/fault.h"
#include "config/mistakes.h"

struct ini;

struct ini_entry {
	const char *section;
	const char *key;   /* NULL: the section itself, where it first stands */
	const char *value; /* NULL likewise */
	const char *file;
	unsigned line;
	unsigned order; /* of the line, over all files */
};

/* Append the file; `out` has the limit. The fault names the path. */
typedef bool
ini_read_fn(void *arg, const char *path, struct buf *out, struct fault *fault);

typedef void ini_entry_fn(void *arg, const struct ini_entry *entry);

/*
 * Never NULL: what could be understood, and in `mistakes` the rest. The
 * mistakes are not sorted yet.
 */
struct ini *ini_read(const char *path, ini_read_fn *read_file, void *arg,
    struct mistakes *mistakes);

void ini_free(struct ini *ini);

/* Each section followed by its keys, in the order they first stood. */
void ini_each(const struct ini *ini, ini_entry_fn *entry_fn, void *arg);

#endif
