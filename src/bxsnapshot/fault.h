/*
 * fault - our faults as the library's, and back.
 *
 * Thread: any.
 */
#ifndef BXSNAPSHOT_FAULT_H
#define BXSNAPSHOT_FAULT_H

#include "base/fault.h"
#include "bxsnapshot/bxsnapshot.h"

/* Either may be read by its own side; the sentence is the same. */
void bx_fault_out(struct bx_fault *out, const struct fault *fault);
void bx_fault_in(struct fault *out, const struct bx_fault *fault);

#endif
