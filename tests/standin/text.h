/*
 * text - growing text, words compared without case, and the two forms of date.
 *
 * Nothing here fails: a stand-in that runs out of memory ends.
 */
#ifndef STANDIN_TEXT_H
#define STANDIN_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/defs.h"

/* Bytes with a NUL behind them; `bytes` is NULL while nothing was added. */
struct text {
	char *bytes;
	size_t size;
	size_t room;
};

void text_add(struct text *text, const void *bytes, size_t size);
PRINTF_LIKE(2, 3) void text_addf(struct text *text, const char *format, ...);

/* Forget the first `size` bytes. */
void text_drop(struct text *text, size_t size);
void text_clear(struct text *text);
const char *text_string(const struct text *text);

bool is_space(char c);
bool word_is(const char *bytes, size_t size, const char *word);

/* Whether `whole` holds `part`, in any case. */
bool word_in(const char *whole, const char *part);

/* Whether `list`, words with commas between them, has `word`. NULL has none. */
bool list_has(const char *list, const char *word);

/*
 * Copy of a connect string, or of a line that holds one, with the password
 * between `/` and `@` replaced by ***. The caller frees it.
 */
char *secret_hidden(const char *connect);

/* Whether a connect string carries a password, as in user/secret[@alias]. */
bool secret_in(const char *connect);

enum { DATE_MAX = 64 };

/* The date of an error stack, which no setting changes. */
const char *date_of_stack(char out[DATE_MAX]);

/* The date of an ordinary line, as NLS_DATE_FORMAT says. */
const char *date_of_line(char out[DATE_MAX]);

/*
 * Now, where the letters Y m b d e a H M S stand for what strftime() takes them
 * for and R for the year of two digits; everything else is copied.
 */
const char *date_as(char out[DATE_MAX], const char *format);

#endif
