/*
 * backup - the whole database as one consistent state, and back; what the
 * document's CMemoryDb::Backup and its constructor from a stream do.
 *
 * Thread: any.
 */
#ifndef RESERVATION_BACKUP_H
#define RESERVATION_BACKUP_H

#include "answer.h"
#include "database.h"

/*
 * Takes the whole alone while the backup is written into memory, with digests
 * around it. The answer holds it; whoever takes it may be as slow as he likes.
 * Faults: LIMIT_BACKUPS are in memory already.
 */
MUST_CHECK bool backup_make(struct database *database,
    struct answer *out_answer, struct fault *fault);

/*
 * Into an empty database that nobody else has. False: the bytes disagree, or
 * the device failed, and bx_fault_is_format tells which; `database` is empty
 * then. The source is freed, what it reads from is left open.
 */
MUST_CHECK bool backup_restore(struct database *database,
    struct bx_source *take_source, struct bx_fault *fault);

#endif
