/*
 * protection - is a connection protected: the age of its last good backup of
 * each kind against how old that may be.
 *
 * Expected is what its living strategies make and max_age names; a good full
 * backup renews incremental, too. Protection ages through failures, misses,
 * pauses and absences alike, since it knows nothing of them. Never is never,
 * from the first minute.
 *
 * Pure: values in, values out.
 *
 * Units: _s seconds, _ms milliseconds since the epoch. A kind is counted by
 * the number of its bit.
 * Thread: any.
 */
#ifndef SCHEDULE_PROTECTION_H
#define SCHEDULE_PROTECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "model/kind.h"

/* Worst first. */
enum protection {
	PROTECTION_NEVER,   /* no good one yet */
	PROTECTION_LATE,    /* the last good one is too old */
	PROTECTION_NONE,    /* max_age names kinds, and nothing makes one */
	PROTECTION_GOOD,    /* "protected" */
	PROTECTION_IGNORED, /* not watched: max_age names nothing */
	PROTECTIONS
};

struct protection_question {
	unsigned made;               /* kinds that its living strategies make */
	int64_t max_age_s[KINDS];    /* 0: not named */
	int64_t last_good_ms[KINDS]; /* 0: never */
	int64_t now_ms;
};

struct protection_kind {
	enum protection protection; /* IGNORED: not expected */
	int64_t max_age_s;
	int64_t last_good_ms; /* also of what renews it; 0: never */
};

struct protection_answer {
	enum protection protection; /* the worst */
	unsigned expected;          /* bits of kinds */
	int worst;                  /* the kind nearest to, or furthest beyond,
	                             * its max_age; -1: none is expected */
	struct protection_kind kinds[KINDS];
};

/*
 * Just as old as max_age is protected. A last good one that lies more than an
 * hour ahead, since the clock was set back, has an age that nobody knows: late.
 */
struct protection_answer
protection_of(const struct protection_question *question);

/* The kinds that a good backup of these kinds renews. */
unsigned protection_renewed(unsigned kinds);

/* "never", "late", "none", "protected", "ignored" */
const char *protection_name(enum protection protection);

/* Should somebody be woken: never, late, none. */
bool protection_is_bad(enum protection protection);

#endif
