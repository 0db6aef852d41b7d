/*
 * fault - what the preloaded fault.so and its control share: a file that both
 * have mapped.
 */
#ifndef TESTS_FAULTS_FAULT_H
#define TESTS_FAULTS_FAULT_H

#include <stdint.h>

enum fault_kind {
	FAULT_NONE, /* only count */
	FAULT_KILL, /* SIGKILL in place of the call */
	FAULT_ERROR,
	FAULT_SHORT, /* half of what is asked */
	FAULT_ALLOC  /* counts allocations instead of calls */
};

struct control {
	char program[32]; /* begin of its name; others run as they are */
	int32_t kind, error;
	uint32_t at; /* which call, 1, 2, … */
	_Atomic uint32_t count, fired;
	char call[24]; /* the one that was hit */
};

#endif
