/*
 * desk - what anybody may ask for: to book, to cancel, to see.
 *
 * Thread: any.
 */
#ifndef RESERVATION_DESK_H
#define RESERVATION_DESK_H

#include "answer.h"
#include "database.h"

/* `words` as request.h has them, NULL behind the last. */
MUST_CHECK bool desk_book(struct database *database, char *const *words,
    struct answer *answer, struct fault *fault);
MUST_CHECK bool desk_cancel(struct database *database, char *const *words,
    struct answer *answer, struct fault *fault);
MUST_CHECK bool desk_list(struct database *database, char *const *words,
    struct answer *answer, struct fault *fault);

#endif
