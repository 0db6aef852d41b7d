/*
 * fate - what becomes of a slot that has not started.
 *
 * Thread: any.
 */
#ifndef SCHEDULE_FATE_H
#define SCHEDULE_FATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/limits.h"
#include "model/pause.h"

enum fate {
	FATE_WAIT,   /* it may start when its turn comes */
	FATE_MISSED, /* came to it later than catch_up, or waited too long */
	FATE_SUPERSEDED, /* a later slot of the same strategy waits */
	FATE_PAUSED,     /* it fell into a pause, or a pause holds now */
	FATE_DEAD        /* strategy or connection is no longer alive */
};

struct fate_question {
	int64_t slot;         /* UTC minute; EXECUTION_BY_HAND is never asked */
	int64_t now;          /* UTC minute */
	bool is_new;          /* evaluated just now, not yet claimed */
	int64_t catch_up;     /* minutes */
	int64_t start_within; /* minutes */
	int64_t latest;       /* latest waiting slot of this strategy */
	bool is_alive;
	const struct pause *slot_pause; /* it fell into this one; NULL: none */
	const struct pause *now_pause;  /* this one holds now */
};

/*
 * The answer, and a sentence for the execution's reason when it is not to
 * wait ("superseded by 2026-11-20T03:45:00Z"), else "". Where several would
 * do, dead comes before missed and missed before superseded: the louder one.
 * A slot that fell into a pause was never to run, so it is not missed; one that
 * a pause found waiting is, where it is too late already.
 * Late by just catch_up or start_within is in time; a slot that lies before
 * us, because the clock stepped back, waits.
 */
enum fate
fate_of(const struct fate_question *question, char room[LIMIT_REASON + 1]);

#endif
