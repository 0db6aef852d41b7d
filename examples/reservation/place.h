/*
 * place - where a backup goes to and comes from, as people write it: FILE, or -
 * for standard output and input.
 *
 * Thread: maker.
 */
#ifndef RESERVATION_PLACE_H
#define RESERVATION_PLACE_H

#include <bxsnapshot.h>

/* NULL after a fault, which names the place. */
BX_MUST_CHECK struct bx_sink *
place_sink(const char *place, struct bx_fault *fault);
BX_MUST_CHECK struct bx_source *
place_source(const char *place, struct bx_fault *fault);

#endif
