/*
 * forecast - what backupexec(1) needs to say what became of the slots of a
 * span, and what will: from the journal what was and what is usual, from the
 * board what lives. The playing through is left to it, so that a question
 * about a year costs the daemon no time of its own.
 *
 * Thread: loop.
 */
#ifndef DAEMON_FORECAST_H
#define DAEMON_FORECAST_H

#include "daemon/daemon.h"

/* Of the API's backend. The journal is asked in small pieces. */
void forecast_ask(void *daemon, int64_t from_s, int64_t hours,
    api_forecast_fn done, void *arg);

#endif
