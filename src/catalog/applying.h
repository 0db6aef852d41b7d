/*
 * applying - an edit on its way into the catalog; what the files of apply
 * share.
 *
 * Thread: maker.
 */
#ifndef CATALOG_APPLYING_H
#define CATALOG_APPLYING_H

#include "catalog/change.h"
#include "catalog/subject.h"
#include "model/edit.h"

struct applying {
	struct catalog *catalog;
	const struct subject *subject;
	const struct edit *edit;
	struct change change; /* its object is the id of the row */
	struct subject_row old, new;
	bool is_restored; /* names may be the same; options not named go */
};

/* An edit that passed edit_check, in the caller's transaction. */
MUST_CHECK bool applying_carry_out(struct applying *applying,
    const struct edit *edit, struct fault *fault);

/* A statement whose parameters are the row's id and two texts, or fewer. */
MUST_CHECK bool
applying_run(struct applying *applying, enum statement statement,
    const char *second, const char *third, struct fault *fault);

/* The row that the edit names, into `old`. Faults: FAULT_ABSENT. */
MUST_CHECK bool applying_find(struct applying *applying, struct fault *fault);

/* What the edit says about options; and those that it does not name go. */
MUST_CHECK bool
applying_set_options(struct applying *applying, struct fault *fault);
MUST_CHECK bool
applying_drop_options(struct applying *applying, struct fault *fault);
MUST_CHECK bool
applying_remove_options(struct applying *applying, struct fault *fault);

/* One option of the row becomes this; NULL: none. */
MUST_CHECK bool applying_set_option(struct applying *applying, const char *name,
    const char *text, bool *out_was, struct fault *fault);

/* A pause or its end: of a strategy, a connection, or all of them. */
MUST_CHECK bool applying_pause(struct applying *applying, struct fault *fault);

/* The lines, the frequencies of a strategy become those of the edit. */
MUST_CHECK bool
applying_set_lines(struct applying *applying, struct fault *fault);
MUST_CHECK bool
applying_set_frequencies(struct applying *applying, struct fault *fault);
MUST_CHECK bool
applying_remove_lists(struct applying *applying, struct fault *fault);

#endif
