/*
 * system_fault - what the operating system said, as a fault.
 *
 * Thread: any.
 */
#ifndef PLATFORM_SYSTEM_FAULT_H
#define PLATFORM_SYSTEM_FAULT_H

#include "base/fault.h"

/*
 * From errno, which must still be the failed call's: FAULT_ABSENT for ENOENT
 * and ENOTDIR, FAULT_REFUSED for EACCES and EPERM, FAULT_CLOSED for EPIPE,
 * ECONNRESET and ECONNREFUSED, else FAULT_SYSTEM. "opening /x: No such …".
 */
bool fault_from_errno(struct fault *fault, const char *format, ...)
    PRINTF_LIKE(2, 3);

#endif
