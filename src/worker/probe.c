#include "config.h"

#include "worker/probe.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "platform/file.h"
#include "platform/process.h"
#include "worker/launch.h"
#include "worker/scan.h"

enum { CHUNK = 4096 };

struct probe {
	struct loop *loop;
	struct launch launch;
	struct loop_child *child;
	struct loop_watch *can_read;
	struct loop_timer *timer;
	struct scan *scan;
	struct process_end end;
	bool has_ended, is_late;
};

static void
on_exited(void *arg, const struct process_end *end)
{
	struct probe *probe = arg;

	probe->child = NULL;
	probe->end = *end;
	probe->has_ended = true;
	if (probe->can_read == NULL)
		loop_stop(probe->loop);
}

static void
on_readable(void *arg)
{
	struct probe *probe = arg;
	char bytes[CHUNK];
	struct fault fault;
	size_t size;

	if (file_read_some(probe->launch.output, bytes, sizeof(bytes), &size,
		&fault) &&
	    size != 0) {
		scan_bytes(probe->scan, bytes, size);
		return;
	}
	loop_watch_free(probe->can_read);
	probe->can_read = NULL;
	if (probe->has_ended)
		loop_stop(probe->loop);
}

/* Once to end it, and once more when even that takes long. */
static void
on_late(void *arg)
{
	struct probe *probe = arg;
	struct fault fault;

	if (probe->is_late || probe->has_ended) {
		loop_stop(probe->loop);
		return;
	}
	probe->is_late = true;
	(void)!process_signal_group(probe->launch.pid, PROCESS_KILL, &fault);
	loop_timer_set(probe->timer, 1000);
}

static void
listen(struct probe *probe, int64_t wait_ms)
{
	static const char word[] = "EXIT\n";
	struct fault fault;

	(void)!file_write_all(probe->launch.input, word, sizeof(word) - 1,
	    &fault);
	file_close(probe->launch.input);
	probe->launch.input = -1;
	probe->scan = mem_new(1, sizeof(*probe->scan));
	scan_init(probe->scan, &(struct scan_policy){ .feed = SCAN_STDIN });
	probe->child = loop_child_new(probe->loop, probe->launch.pid, on_exited,
	    probe);
	probe->can_read = loop_watch_new(probe->loop, probe->launch.output,
	    false, on_readable, probe);
	probe->timer = loop_timer_new(probe->loop, on_late, probe);
	loop_watch_start(probe->can_read);
	loop_timer_set(probe->timer, wait_ms);
	loop_run(probe->loop);
}

static bool
judge(const struct probe *probe, char reason[LIMIT_REASON + 1])
{
	const struct scan_end end = { .exit_status = probe->end.exit_status,
		.signal = probe->end.signal };
	struct scan_verdict *verdict;
	bool is_good;

	if (probe->is_late) {
		(void)snprintf(reason, LIMIT_REASON + 1, "no answer");
		return false;
	}
	verdict = mem_new(1, sizeof(*verdict));
	scan_finish(probe->scan, &end, verdict);
	is_good = verdict->outcome == OUTCOME_SUCCESS ||
	    verdict->outcome == OUTCOME_WARNING;
	(void)text_copy(reason, LIMIT_REASON + 1, verdict->reason);
	free(verdict);
	return is_good;
}

bool
probe_catalog(struct loop *loop, struct request *request, int64_t wait_ms,
    char out_reason[LIMIT_REASON + 1])
{
	char *words[] = { mem_text("catalog"), request->catalog, NULL };
	char **arguments = request->arguments;
	enum scan_feed feed = request->feed;
	struct probe probe = { .loop = loop };
	struct fault fault;
	bool is_good = false;

	request->arguments = words;
	request->feed = SCAN_STDIN;
	if (launch_start(&probe.launch, request, &fault)) {
		listen(&probe, wait_ms);
		is_good = judge(&probe, out_reason);
	} else {
		(void)text_copy(out_reason, LIMIT_REASON + 1, fault.text);
	}
	request->arguments = arguments;
	request->feed = feed;
	loop_child_free(probe.child);
	loop_watch_free(probe.can_read);
	loop_timer_free(probe.timer);
	launch_clear(&probe.launch);
	free(probe.scan);
	free(words[0]);
	return is_good;
}
