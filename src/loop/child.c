#include "config.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "loop/children.h"
#include "loop/loop.h"
#include "platform/file.h"
#include "platform/process.h"

enum { POLL_MS = 200 /* where there is no descriptor for a process */ };

struct loop_child {
	struct loop *loop;
	struct loop_child *next, **place; /* in the loop's list */
	int64_t pid;
	loop_child_fn fn; /* NULL: nobody cares any more */
	void *arg;
	int descriptor; /* -1: poll */
	struct loop_watch *watch;
	struct loop_timer *timer;
};

static void
clear(struct loop_child *child)
{
	*child->place = child->next;
	if (child->next != NULL)
		child->next->place = child->place;
	loop_watch_free(child->watch);
	loop_timer_free(child->timer);
	file_close(child->descriptor);
	free(child);
}

static void
look(void *arg)
{
	struct loop_child *child = arg;
	struct process_end end = { .exit_status = -1 };
	loop_child_fn fn = child->fn;
	void *fn_arg = child->arg;

	if (process_reap(child->pid, &end) == 0) {
		if (child->timer != NULL)
			loop_timer_set(child->timer, POLL_MS);
		return;
	}
	clear(child);
	if (fn != NULL)
		fn(fn_arg, &end);
}

struct loop_child *
loop_child_new(struct loop *loop, int64_t pid, loop_child_fn fn, void *arg)
{
	struct loop_child *child = mem_new(1, sizeof(*child));

	child->loop = loop;
	child->place = children_of(loop);
	child->next = *child->place;
	if (child->next != NULL)
		child->next->place = &child->next;
	*child->place = child;
	child->pid = pid;
	child->fn = fn;
	child->arg = arg;
	child->descriptor = process_descriptor(pid);
	if (child->descriptor >= 0) {
		child->watch = loop_watch_new(loop, child->descriptor, false,
		    look, child);
		loop_watch_start(child->watch);
	} else {
		child->timer = loop_timer_new(loop, look, child);
		loop_timer_set(child->timer, 0);
	}
	return child;
}

void
loop_child_free(struct loop_child *child)
{
	if (child != NULL)
		child->fn = NULL;
}

void
children_free(struct loop_child *first)
{
	while (first != NULL) {
		struct loop_child *next = first->next;

		clear(first);
		first = next;
	}
}
