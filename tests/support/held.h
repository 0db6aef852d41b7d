/*
 * held - one keeper with a small shell script as its rman, driven without a
 * daemon: the folder, its files, the request over a socket, the end.
 *
 *	struct held held;
 *
 *	held_init(&held, SCAN_STDIN, "cat; exit 3");
 *	held_start(&held);
 *	held_wait(&held);
 *	ck_assert_int_eq(held.end.exit_status, 3);
 *	held_clear(&held);
 */
#ifndef TESTS_SUPPORT_HELD_H
#define TESTS_SUPPORT_HELD_H

#include "base/buf.h"
#include "worker/record.h"
#include "worker/request.h"

struct held {
	char *folder; /* of the test; the execution's is `files_in` */
	char *files_in;
	int files[REQUEST_DESCRIPTORS];
	struct request request; /* to be changed before held_start */
	int64_t pid;
	struct record_end end; /* after held_wait */
	struct buf output;     /* likewise, and after held_await */
};

/* A program of a scratch folder that runs `script`; free the path. */
char *held_program(const char *folder, const char *script);

void held_init(struct held *held, enum scan_feed feed, const char *script);
void held_start(struct held *held);

/* A keeper whose standard input is one end; the other one. */
int held_spawn(int64_t *out_pid);

/* Until the output holds this text. */
void held_await(struct held *held, const char *text);

/* Until the keeper ended; its `end` must be whole. */
void held_wait(struct held *held);

/* `path` relative to the execution's folder, NULL for that; free it. */
char *held_path(const struct held *held, const char *name);

/* Wait a moment before looking again at something that will happen. */
void held_nap(void);

void held_clear(struct held *held);

#endif
