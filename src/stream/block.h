/*
 * block - the five elements that everything we store or send is built of.
 *
 * Block header, boolean, unsigned integer, binary data, text; each writer has
 * its twin reader of the same name. A header is two words of four ASCII bytes:
 * a fixed one, "BXBK", and the block's kind, chosen to be read in a hex
 * editor. Blocks nest. A container is its count and then its items. The exact
 * bytes stand in doc/SNAPSHOT.md, section "Elements".
 *
 * Reading checks every size before memory is taken and stops at the first
 * disagreement, which names the offset, the block and what was expected.
 *
 * Thread: maker.
 */
#ifndef STREAM_BLOCK_H
#define STREAM_BLOCK_H

#include "base/buf.h"
#include "stream/sink.h"
#include "stream/source.h"

/* A kind from its four letters: BLOCK_KIND('P', 'L', 'A', 'N'). */
#define BLOCK_KIND(a, b, c, d)                                                 \
	((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 |            \
	    (uint32_t)(d) << 24)

/* A word as a person reads it: PLAN, or \x00 for what is no character. */
enum { BLOCK_WORD_MAX = 17 };
void block_format_word(char room[BLOCK_WORD_MAX], uint32_t word);

/* False, with "at byte 8: expected version 0001, found '0002'". */
MUST_CHECK bool block_other_word(uint64_t at, const char *expected,
    uint32_t word, struct fault *fault);

void block_write_header(struct sink *sink, uint32_t kind);
void block_write_bool(struct sink *sink, bool value);
void block_write_uint(struct sink *sink, uint64_t value);
void block_write_data(struct sink *sink, const void *bytes, size_t size);

/*
 * NULL is written as such and read back as such; "" stays "". What could not
 * be read back makes the sink fail: FAULT_FORMAT when it is not UTF-8,
 * FAULT_LIMIT beyond LIMIT_TEXT.
 */
void block_write_text(struct sink *sink, const char *text);

/* A header of just this kind must follow. */
void block_read_header(struct source *source, uint32_t kind);

/* Any header: for a reader that branches. 0 after a fault. */
uint32_t block_read_kind(struct source *source);

bool block_read_bool(struct source *source);

/* `lowest` to `highest`, else the source fails; then `lowest` is returned. */
uint64_t
block_read_uint(struct source *source, uint64_t lowest, uint64_t highest);

/* Signed numbers travel as zigzag: 0, -1, 1, -2, … */
void block_write_int(struct sink *sink, int64_t value);
int64_t block_read_int(struct source *source, int64_t lowest, int64_t highest);

/* Appended to `out`, all of it or nothing; at most `most` bytes. */
void block_read_data(struct source *source, size_t most, struct buf *out);

/*
 * At most `most` bytes (LIMIT_TEXT is the highest) of valid UTF-8 without a
 * NUL. NULL when it was written as NULL, or after a fault; else the caller
 * frees it.
 */
char *block_read_text(struct source *source, size_t most);

/* As block_read_text, but NULL is a fault of the format. */
char *block_read_some_text(struct source *source, size_t most);

/* As these two, without memory: `room`, which holds most + 1 bytes, or NULL. */
const char *
block_read_text_into(struct source *source, char *room, size_t most);
const char *
block_read_some_text_into(struct source *source, char *room, size_t most);

/*
 * Make the source fail because of what the element at offset `at` holds: the
 * offset and the block are put before the cause.
 */
void block_fail(struct source *source, uint64_t at, const struct fault *cause);

#endif
