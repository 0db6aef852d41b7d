#include "config.h"

#include "platform/thread.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "base/mem.h"
#include "platform/system_fault.h"

struct thread {
	pthread_t id;
	void (*run)(void *arg);
	void *arg;
};

struct mutex {
	pthread_mutex_t mutex;
};

struct condition {
	pthread_cond_t condition;
};

static void *
enter(void *arg)
{
	struct thread *thread = arg;

	thread->run(thread->arg);
	return NULL;
}

struct thread *
thread_start(void (*run)(void *arg), void *arg, struct fault *fault)
{
	struct thread *thread = mem_new(1, sizeof(*thread));
	sigset_t all, before;
	int error;

	thread->run = run;
	thread->arg = arg;
	/* The new thread inherits a mask that leaves signals to the first. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&thread->id, NULL, enter, thread);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (error == 0)
		return thread;
	free(thread);
	errno = error;
	(void)fault_from_errno(fault, "starting a thread");
	return NULL;
}

void
thread_join(struct thread *thread)
{
	(void)pthread_join(thread->id, NULL);
	free(thread);
}

/* None of these can fail but for bugs of ours. */
#define SURE(call)                                                             \
	do {                                                                   \
		int error_ = (call);                                           \
		assert(error_ == 0);                                           \
		(void)error_;                                                  \
	} while (0)

struct mutex *
mutex_new(void)
{
	struct mutex *mutex = mem_new(1, sizeof(*mutex));

	SURE(pthread_mutex_init(&mutex->mutex, NULL));
	return mutex;
}

void
mutex_free(struct mutex *mutex)
{
	SURE(pthread_mutex_destroy(&mutex->mutex));
	free(mutex);
}

void
mutex_lock(struct mutex *mutex)
{
	SURE(pthread_mutex_lock(&mutex->mutex));
}

void
mutex_unlock(struct mutex *mutex)
{
	SURE(pthread_mutex_unlock(&mutex->mutex));
}

struct condition *
condition_new(void)
{
	struct condition *condition = mem_new(1, sizeof(*condition));

	SURE(pthread_cond_init(&condition->condition, NULL));
	return condition;
}

void
condition_free(struct condition *condition)
{
	SURE(pthread_cond_destroy(&condition->condition));
	free(condition);
}

void
condition_signal(struct condition *condition)
{
	SURE(pthread_cond_signal(&condition->condition));
}

void
condition_wait(struct condition *condition, struct mutex *mutex)
{
	SURE(pthread_cond_wait(&condition->condition, &mutex->mutex));
}
