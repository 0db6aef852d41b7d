/*
 * admin - what only the administrator may do; the document's CAdmin.
 *
 * He adds cities, aliases, buses and plans, and makes backups while others
 * book. He has the whole alone meanwhile (whole.h): a backup is written into
 * memory, which takes milliseconds, and sent afterwards.
 *
 * Thread: any.
 */
#ifndef RESERVATION_ADMIN_H
#define RESERVATION_ADMIN_H

#include "answer.h"
#include "database.h"

/* `words` as request.h has them, NULL behind the last. */
MUST_CHECK bool admin_city(struct database *database, char *const *words,
    struct answer *answer, struct fault *fault);
MUST_CHECK bool admin_alias(struct database *database, char *const *words,
    struct answer *answer, struct fault *fault);
MUST_CHECK bool admin_bus(struct database *database, char *const *words,
    struct answer *answer, struct fault *fault);
MUST_CHECK bool admin_plan(struct database *database, char *const *words,
    struct answer *answer, struct fault *fault);

/* The answer is the backup, whole. */
MUST_CHECK bool admin_backup(struct database *database, char *const *words,
    struct answer *answer, struct fault *fault);

/* Counts and counters. */
void admin_content(struct database *database, struct answer *answer);

/* Likewise, and what was measured. */
MUST_CHECK bool admin_status(struct database *database, char *const *words,
    struct answer *answer, struct fault *fault);

#endif
