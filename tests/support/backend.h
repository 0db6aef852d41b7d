/*
 * backend - a daemon that is none: the API's backend with a plan and a history
 * made of a few rows, and the API itself on a thread of its own, so that a
 * test can talk to it as a client does.
 *
 *	struct backend *backend = backend_start();
 *	... http_ask(backend->socket, ...)
 *	backend_stop(backend);
 */
#ifndef TESTS_SUPPORT_BACKEND_H
#define TESTS_SUPPORT_BACKEND_H

#include <stdbool.h>

#include "api/api.h"
#include "platform/thread.h"

enum { BACKEND_EXECUTIONS = 3 };

/* Of the three executions: ended well, running, ended badly. */
#define BACKEND_GOOD "11111111-1111-4111-8111-111111111111"
#define BACKEND_LIVING "22222222-2222-4222-8222-222222222222"
#define BACKEND_BAD "33333333-3333-4333-8333-333333333333"

struct backend {
	char *folder; /* of the outputs */
	char *socket;
	struct loop *loop;
	struct thread *thread;
	struct api *api;
	struct api_config config;
	struct execution executions[BACKEND_EXECUTIONS];
	struct mutex *mutex;
	struct condition *condition;
	char *asked;  /* what the last call that changes was, in words */
	size_t grown; /* by backend_grow */
	enum outcome outcome; /* of backend_end */
	size_t snapshot_size; /* of what a snapshot is: 0, 1, 2, … again */
	const void *snapshot_bytes; /* these instead; NULL: it counts */
	size_t snapshot_fails;      /* behind so many bytes; 0: it does not */
	size_t snapshots;           /* that are being read */
	bool is_slow;               /* answers to look-ups are held back */
	api_execution_fn held;
	void *held_arg;
};

struct backend *backend_start(void);

/* With other groups, or none. */
struct backend *
backend_start_with(const char *read_group, const char *change_group);

/* It hangs up on readers of snapshots who take nothing for 100 ms. */
struct backend *backend_start_impatient(void);
void backend_stop(struct backend *backend);

/* Call `fn` on the loop's thread and wait until it has returned. */
void backend_do(struct backend *backend, void (*fn)(struct backend *));

/* Append to the output of the living execution and tell the API. */
void backend_grow(struct backend *backend, const char *bytes);
void backend_end(struct backend *backend, enum outcome outcome);

/* The last change that was asked for, NULL when there is none; free it. */
char *backend_asked(struct backend *backend);

/* Likewise, waiting for one. */
char *backend_wait_asked(struct backend *backend);

/* Wait until a look-up is held back. */
void backend_wait_held(struct backend *backend);

#endif
