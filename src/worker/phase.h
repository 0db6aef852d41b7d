/*
 * phase - the life of one rman in its keeper, as a table.
 *
 * The machine is pure: it takes what happened and says what to do; keeper.c
 * does it. So every path is tested without starting a process.
 *
 *	READY -started-> FEEDING -input done-> RUNNING
 *	FEEDING, RUNNING -time, cancel-> INTERRUPTING -time-> TERMINATING
 *	    -time-> KILLING -time-> KILLING
 *	any of these five -exited-> DRAINING -output ended-> DONE
 *	DRAINING -time-> SWEEPING -time, output ended-> DONE
 *	READY -not started, cancel-> DONE
 *
 * There is one timer: entering a state sets it to what that state waits for.
 *
 * Thread: any.
 */
#ifndef WORKER_PHASE_H
#define WORKER_PHASE_H

enum phase {
	PHASE_READY,        /* nothing was started */
	PHASE_FEEDING,      /* writing the lines to its input */
	PHASE_RUNNING,      /* it has all its input */
	PHASE_INTERRUPTING, /* asked to end, as by Ctrl-C */
	PHASE_TERMINATING,  /* asked again, less politely */
	PHASE_KILLING,      /* not asked */
	PHASE_DRAINING,     /* it ended; its pipe may still hold output */
	PHASE_SWEEPING,     /* what it left behind was killed */
	PHASE_DONE,
	PHASES
};

enum phase_event {
	PHASE_ON_STARTED,
	PHASE_ON_NOT_STARTED,
	PHASE_ON_INPUT_DONE, /* all written, or refused by the reader */
	PHASE_ON_TIME,       /* the timer of the state */
	PHASE_ON_CANCEL,
	PHASE_ON_EXITED,
	PHASE_ON_OUTPUT_ENDED,
	PHASE_EVENTS
};

enum phase_action {
	PHASE_REFUSE, /* this event cannot happen here: a bug of ours */
	PHASE_IGNORE,
	PHASE_FEED,
	PHASE_CLOSE_INPUT,
	PHASE_INTERRUPT, /* close the input, too */
	PHASE_TERMINATE,
	PHASE_KILL,
	PHASE_DRAIN, /* wait for the rest of its output */
	PHASE_SWEEP, /* kill what holds the pipe */
	PHASE_REPORT
};

struct phase_step {
	enum phase_action action;
	enum phase next;
};

/* What to do, and where that leads. Total: defined for every pair. */
struct phase_step phase_on(enum phase phase, enum phase_event event);

#endif
