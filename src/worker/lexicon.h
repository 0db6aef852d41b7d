/*
 * lexicon - what may make a line of RMAN's output worth a second look.
 *
 * Most lines say nothing to a judge. One pass over a line finds which of the
 * words that do are in it: codes, keywords that no language translates
 * (DBID=, SID=, EXPIRED, FAILED), and of what RMAN only says in words the
 * stems in ten languages and their usual code pages.
 *
 * Thread: any; an index does not change once it is made.
 */
#ifndef WORKER_LEXICON_H
#define WORKER_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bits of a set. */
enum word {
	WORD_CODE = 1 << 0, /* RMAN-, ORA- */
	WORD_PROMPT = 1 << 1,
	WORD_DBID = 1 << 2,
	WORD_CHANNEL = 1 << 3, /* SID= */
	WORD_RECORD = 1 << 4,  /* RECID= */
	WORD_PIECE = 1 << 5,   /* piece handle= */
	WORD_COMMENT = 1 << 6, /* =NONE, =API Version: ends a piece's line */
	WORD_COPY = 1 << 7,    /* output file name= */
	WORD_BANNER = 1 << 8,  /* Release */
	WORD_MANAGER = 1 << 9, /* Recovery Manager, by its names */
	WORD_CONNECTED = 1 << 10,
	WORD_SYNTAX = 1 << 11,
	WORD_CANCELLED = 1 << 12,
	WORD_EXPIRED = 1 << 13,
	WORD_VALIDATED = 1 << 14,
	WORD_PACKAGE = 1 << 15,   /* DBMS_RCVMAN */
	WORD_INVALID = 1 << 16,   /* is an invalid response */
	WORD_ELSEWHERE = 1 << 17, /* run on another channel */
	WORD_SPOOL = 1 << 18,
	WORD_STATUS_FAILED = 1 << 19,
	WORD_STATUS_OK = 1 << 20,
	WORD_RULER = 1 << 21, /* under the head of a table */
	WORD_CRITICAL = 1 << 22,
	WORD_CORRUPT = 1 << 23,
	WORD_MARK = 1 << 24, /* of output that was not stored */
	WORD_HOST = 1 << 25,
	WORD_KIND = 1 << 26 /* what is backed up, or done */
};

enum { LEXICON_BUCKETS = 1 << 14, LEXICON_MOST = 250 };

struct lexicon {
	/* All is lexicon.c's: the first of a bucket, and the next, from 1. */
	unsigned char first[LEXICON_BUCKETS];
	unsigned char next[LEXICON_MOST];
	unsigned char length[LEXICON_MOST];
};

void lexicon_init(struct lexicon *lexicon);

/* Which are in the line: bits of enum word. */
uint32_t
lexicon_find(const struct lexicon *lexicon, const char *line, size_t size);

/* Does the line hold this text? */
bool lexicon_has(const char *line, size_t size, const char *text);

/* In some language: there were no files, or all were skipped. */
bool lexicon_says_no_files(const char *line, size_t size);

/* In some language: failed. */
bool lexicon_says_failed(const char *line, size_t size);

/* In some language: warning. */
bool lexicon_says_warning(const char *line, size_t size);

/* In some language: complete, finished. */
bool lexicon_says_finished(const char *line, size_t size);

#endif
