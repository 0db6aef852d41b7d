/*
 * phrase - what a line without a code says.
 *
 * By words that no language translates where there are any, else by English
 * ones, else by stems of other languages (worker/lexicon).
 *
 * Thread: any.
 */
#ifndef WORKER_PHRASE_H
#define WORKER_PHRASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A line as it is judged. */
struct phrase {
	const char *text; /* behind its front */
	size_t size;
	uint64_t begin, end; /* offsets of the line */
	uint32_t words;      /* enum word, of the whole line */
};

bool phrase_begins(const struct phrase *phrase, const char *text);
bool phrase_has(const struct phrase *phrase, const char *text);

/* What only follows when an error is over, where no empty line says so. */
bool phrase_resumes(const struct phrase *phrase);

/* A piece, or an image copy, was made. */
bool phrase_is_piece(const struct phrase *phrase);

/* A status in quotes; LIST shows it without. */
bool phrase_is_expired(const struct phrase *phrase);

bool phrase_is_connection(const struct phrase *phrase);

/* Of a line with a package: that of the database, or of the catalog. */
bool phrase_is_not_current(const struct phrase *phrase);

/* enum kind: what is backed up or done, as far as English says it. */
unsigned phrase_kinds(const struct phrase *phrase);

#endif
