/*
 * folder - executions/<id>/: its files, made for a keeper and read by the
 * daemon. What they are and when they are durable: doc/WORKER.md.
 *
 * Thread: any.
 */
#ifndef WORKER_FOLDER_H
#define WORKER_FOLDER_H

#include <stdbool.h>

#include "base/fault.h"
#include "platform/file.h"
#include "worker/record.h"
#include "worker/request.h"

/*
 * Make the folder and its files, take the lock, and make the names durable.
 * What an earlier start left that came to nothing is removed. Faults:
 * FAULT_REFUSED when it was begun already, or somebody holds the lock.
 * folder_close closes the descriptors, also after a fault.
 */
MUST_CHECK bool folder_make(const char *folder,
    int out_files[REQUEST_DESCRIPTORS], struct fault *fault);
void folder_close(int files[REQUEST_DESCRIPTORS]);

/* One of its files; -1 after a fault. */
MUST_CHECK int folder_open(const char *folder, const char *name,
    enum file_way way, struct fault *fault);

/* Does a keeper hold the lock, or the request of one that starts? */
bool folder_is_held(const char *folder);

/* False: nobody can tell now what is in it, and what is not. */
bool folder_is_readable(const char *folder);

/* False: no such line is there, or it is not whole. */
bool folder_read_begun(const char *folder, struct record_start *out_begun);
bool folder_read_program(const char *folder, struct record_start *out_program);
/* What a lost journal knew of it; written before its keeper is started. */
MUST_CHECK bool folder_write_claim(const char *folder,
    const struct execution *execution, struct fault *fault);
bool folder_read_claim(const char *folder, struct execution *out_execution);
bool folder_read_end(const char *folder, struct record_end *out_end);

#endif
