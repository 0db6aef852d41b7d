/*
 * draft - a file that replaces another once it is whole.
 *
 * It is written as PATH.new and renamed over PATH when it is committed, synced
 * before and its folder after: whoever reads PATH sees the old file or the new
 * one, whole, whatever happens in between. While it is open it is locked, so
 * that two writers of one file do not meet; what a crash left is overwritten.
 *
 * Thread: maker.
 */
#ifndef PLATFORM_DRAFT_H
#define PLATFORM_DRAFT_H

#include "base/fault.h"

struct draft {
	int descriptor; /* to write to; -1: not open */
	char *path, *new_path;
};

/*
 * Faults: FAULT_REFUSED when PATH is there and no regular file, or another
 * process writes it; FAULT_SYSTEM, FAULT_ABSENT.
 */
MUST_CHECK bool
draft_open(struct draft *draft, const char *path, struct fault *fault);

/*
 * It is closed, whatever comes of it. After a fault PATH is what it was, or the
 * new one, whole, where only the sync of the folder failed.
 */
MUST_CHECK bool draft_commit(struct draft *draft, struct fault *fault);

/* As if it had never been. After a commit it does nothing. */
void draft_drop(struct draft *draft);

#endif
