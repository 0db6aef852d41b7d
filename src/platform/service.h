/*
 * service - talking to whoever started us: systemd.
 *
 * Without one (NOTIFY_SOCKET unset) everything succeeds and does nothing.
 *
 * Thread: loop.
 */
#ifndef PLATFORM_SERVICE_H
#define PLATFORM_SERVICE_H

#include <stdbool.h>
#include <stdint.h>

/* Remember and unset NOTIFY_SOCKET and WATCHDOG_*, so no child has them. */
void service_start(void);

/* One state line after sd_notify(3): "READY=1\nSTATUS=…". */
void service_notify(const char *state);

/* How often WATCHDOG=1 is expected; 0: never. Milliseconds. */
int64_t service_watchdog_ms(void);

/* Do log lines go to the journal, which stamps them itself? */
bool service_has_journal(void);

#endif
