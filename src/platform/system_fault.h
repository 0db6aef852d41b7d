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
 * ECONNRESET, ECONNREFUSED and ENOTCONN, FAULT_FULL for ENOSPC, EDQUOT, EROFS
 * and EFBIG, else FAULT_SYSTEM. "opening /x: No such …".
 */
#define fault_from_errno(...) (fault_fill_errno(__VA_ARGS__), false)
void fault_fill_errno(struct fault *fault, const char *format, ...)
    PRINTF_LIKE(2, 3);

#endif
