/*
 * fault - why something was not done, in one sentence for a person.
 *
 * A plain value on the caller's stack. Functions that can fail return bool and
 * fill it only when they return false.
 *
 * Thread: any.
 */
#ifndef RESERVATION_FAULT_H
#define RESERVATION_FAULT_H

#include <stdbool.h>

#if defined(__GNUC__)
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define MUST_CHECK __attribute__((warn_unused_result))
#else
#define PRINTF_LIKE(fmt, args)
#define MUST_CHECK
#endif

struct fault {
	char text[512];
};

/* Fill it and return false: a failing function ends in one line. */
#define fault_set(...) (fault_fill(__VA_ARGS__), false)
void fault_fill(struct fault *fault, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
