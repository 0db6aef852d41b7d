/*
 * input - lines from stdin, as FAKERMAN_STDIN says, and the command file.
 */
#ifndef STANDIN_INPUT_H
#define STANDIN_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/standin/text.h"

/*
 * Add the next line of stdin, with its end, to `out`. False at the end of the
 * input, and when the session was asked to stop.
 */
bool input_line(struct text *out);

/* Read stdin to its end and forget it. */
void input_drain(void);

/* Read a whole file into `out`; false when it cannot be read. */
bool input_file(const char *path, struct text *out);

/* Replace &1, &2, ... by the words of USING. */
void input_substitute(struct text *text, char **words, int count);

#endif
