/*
 * text - names that people give, and how they are compared.
 *
 * Thread: any.
 */
#ifndef RESERVATION_TEXT_H
#define RESERVATION_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * May it be the name of something? 1 to LIMIT_NAME bytes of UTF-8 without
 * control characters, and without ';', which separates in requests.
 */
bool text_is_name(const char *text);

/* A name into a room of LIMIT_NAME + 1 bytes. */
void text_copy(char *room, const char *name);

/* Less than, equal to or greater than 0; a to z in any case. */
int text_compare_fold(const char *a, const char *b);

/* A whole decimal number. False when it is none, or not within the two. */
bool text_number(const char *text, uint64_t lowest, uint64_t highest,
    uint64_t *out_value);

#endif
