/*
 * text - reading and showing small pieces of text.
 *
 * Everything is independent of the locale: what is a letter, a digit or upper
 * case is decided for ASCII, other bytes pass through.
 *
 * Thread: any.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

bool text_equal_fold(const char *a, const char *b);
bool text_begins(const char *text, const char *beginning);
bool text_is_space(char c);
bool text_is_digit(char c);
char text_lower(char c);

/*
 * Copy `text` into `room`, cut to fit at the border of a UTF-8 character; the
 * result always has its end mark. Returns false when it was cut.
 */
bool text_copy(char *room, size_t room_size, const char *text);

/* A whole decimal number. Faults: FAULT_FORMAT, "'x' is not 1 to 9". */
MUST_CHECK bool text_number(const char *text, int64_t lowest, int64_t highest,
    int64_t *out_value, struct fault *fault);

/*
 * A duration in seconds: a number and one of s m h d w y (365 d); 0 needs no
 * unit. A size in bytes: a number and none or one of K M G T (powers of 1024).
 */
MUST_CHECK bool
text_duration(const char *text, int64_t *out_s, struct fault *fault);
MUST_CHECK bool
text_size(const char *text, int64_t *out_bytes, struct fault *fault);

/* The shortest exact spelling of the same: "24h", "16M", "90d", "61s". */
enum { TEXT_AMOUNT_MAX = 24 };
void text_format_duration(char room[TEXT_AMOUNT_MAX], int64_t seconds);
void text_format_size(char room[TEXT_AMOUNT_MAX], int64_t bytes);

/* How many letters to change, add or leave out to get from `a` to `b`. */
size_t text_distance(const char *a, const char *b);

/*
 * The nearest of `names` to what somebody typed, NULL when none is near
 * enough to be worth proposing.
 */
const char *
text_nearest(const char *typed, const char *const *names, size_t count);

/*
 * As a logfmt value: bare where that is unambiguous, else in double quotes
 * with \" \\ \n \r \t and \xHH for what is not printable or not UTF-8. The
 * result is malloc'ed; free it.
 */
char *text_quote(const char *text);

/* Length of the valid UTF-8 character at `bytes` (1 to 4), 0 when none is. */
size_t text_utf8_length(const char *bytes, size_t size);

/*
 * Longest prefix of `bytes` that does not end inside a UTF-8 character that
 * could still be completed. At most 3 bytes shorter than `size`.
 */
size_t text_utf8_whole(const char *bytes, size_t size);

/*
 * Copy with every byte that is not part of a valid character, and every NUL,
 * replaced by U+FFFD. `room` holds 3 * size bytes. Returns the bytes written.
 */
size_t text_utf8_clean(char *room, const char *bytes, size_t size);

#endif
