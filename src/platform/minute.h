/*
 * minute - a descriptor that becomes readable at each full minute of wall
 * time, and when the clock was set.
 *
 * Thread: loop.
 */
#ifndef PLATFORM_MINUTE_H
#define PLATFORM_MINUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"

/* -1 where the system has no such timer; then `fault` says why. */
MUST_CHECK int minute_open(struct fault *fault);

/*
 * Arm it for the first full minute after now, and swallow what made it
 * readable. True when it was readable because the clock was set.
 */
bool minute_arm(int descriptor);

#endif
