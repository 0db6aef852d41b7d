/*
 * thread - one more thread, and what two need to meet.
 *
 * Thread: any.
 */
#ifndef PLATFORM_THREAD_H
#define PLATFORM_THREAD_H

#include <stdbool.h>

#include "base/fault.h"

struct thread;
struct mutex;
struct condition;

/* Signals stay with the first thread. */
MUST_CHECK struct thread *
thread_start(void (*run)(void *arg), void *arg, struct fault *fault);

/* Wait for its end and free it. */
void thread_join(struct thread *thread);

struct mutex *mutex_new(void);
void mutex_free(struct mutex *mutex);
void mutex_lock(struct mutex *mutex);
void mutex_unlock(struct mutex *mutex);

struct condition *condition_new(void);
void condition_free(struct condition *condition);
void condition_signal(struct condition *condition);

/* Unlocks while waiting; may wake for nothing. */
void condition_wait(struct condition *condition, struct mutex *mutex);

#endif
