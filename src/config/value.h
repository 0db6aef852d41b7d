/*
 * value - from the text of a setting to what the program works with.
 *
 * Units: durations in seconds, sizes in bytes.
 * Thread: any.
 */
#ifndef CONFIG_VALUE_H
#define CONFIG_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

struct setting;

struct words {
	char **items;
	size_t count;
};

/* By the setting's kind; what the kind does not use is 0. */
struct value {
	char *text;     /* text, path */
	int64_t number; /* the rest: 0 or 1, place of the choice, amount */
	struct words words;
	unsigned origin; /* by setting_resolve: the scope; 0: default */
};

/* Faults: FAULT_FORMAT with what is allowed. */
MUST_CHECK bool value_parse(const struct setting *setting, const char *text,
    struct value *out_value, struct fault *fault);

/* What such a value may be, in words: "a number from 1 to 9"; free it. */
char *value_allowed(const struct setting *setting);

bool value_is_equal(const struct value *a, const struct value *b);

void value_clear(struct value *value);
void words_clear(struct words *words);

#endif
