#include "config.h"

#include "platform/system_fault.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static enum fault_kind
kind_of(int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return FAULT_ABSENT;
	case EACCES:
	case EPERM:
		return FAULT_REFUSED;
	case EPIPE:
	case ECONNRESET:
	case ECONNREFUSED:
	case ENOTCONN:
		return FAULT_CLOSED;
	case ENOSPC:
	case EDQUOT:
	case EROFS:
	case EFBIG:
		return FAULT_FULL;
	default:
		return FAULT_SYSTEM;
	}
}

void
fault_fill_errno(struct fault *fault, const char *format, ...)
{
	char doing[FAULT_TEXT_MAX];
	int error = errno;
	va_list args;

	va_start(args, format);
	(void)vsnprintf(doing, sizeof(doing), format, args);
	va_end(args);
	(void)fault_set(fault, kind_of(error), "%s", strerror(error));
	fault_prefix(fault, "%s", doing);
}
