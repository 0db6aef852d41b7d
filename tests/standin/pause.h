/*
 * pause - signals, and waiting that they can end.
 *
 * Without a knob INT asks the session to stop (pause_was_stopped), everything
 * else does what it does by default; each signal is traced first. A signal of
 * FAKERMAN_IGNORE is traced and forgotten.
 */
#ifndef STANDIN_PAUSE_H
#define STANDIN_PAUSE_H

#include <stdbool.h>
#include <stdint.h>

void pause_start(void);

/* Whether a signal asked the session to stop. */
bool pause_was_stopped(void);

/* Return after `ms` or when asked to stop. */
void pause_ms(int64_t ms);
void pause_for_ever(void);

/* Wait for bytes or the end of `fd`; false when asked to stop. */
bool pause_until_readable(int fd);

/* From here on no signal has an effect but KILL. */
void pause_no_more_signals(void);

/* Die by a signal, without a core file. */
_Noreturn void die_by(int number);

#endif
