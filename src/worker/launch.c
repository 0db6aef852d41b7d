#include "config.h"

#include "worker/launch.h"

#include <stdlib.h>
#include <string.h>

#include "base/defs.h"
#include "base/mem.h"
#include "log/log.h"
#include "platform/file.h"
#include "platform/process.h"
#include "platform/socket.h"
#include "worker/environment.h"

/* Short, relative, without blanks: RMAN parses its arguments once more. */
#define LINES_NAME "lines.rman"

static bool
make_private(struct launch *launch, struct fault *fault)
{
	const char *parent = process_variable("RUNTIME_DIRECTORY");

	launch->work = file_private_folder(parent != NULL ? parent : "/tmp",
	    fault);
	return launch->work != NULL;
}

/* Of the keeper's user. */
static void
set_own(struct request *request)
{
	static const char *const own[] = { "HOME", "LOGNAME" };

	for (size_t i = 0; i < COUNT_OF(own); i++) {
		const char *value = process_variable(own[i]);

		if (value != NULL)
			request->environment =
			    environment_set(request->environment, own[i],
				value);
	}
}

static bool
make_asked(struct launch *launch, const char *work, struct fault *fault)
{
	if (!file_make_folder(work, false, fault))
		return false;
	launch->work = mem_text(work);
	return true;
}

static bool
write_lines(const struct launch *launch, const struct request *request,
    struct fault *fault)
{
	const char *script = request->script;
	char *path;
	int descriptor;
	bool done;

	if (request->feed != SCAN_CMDFILE)
		return true;
	path = file_join(launch->work, LINES_NAME);
	descriptor = file_open(path, FILE_FRESH, fault);
	done = descriptor >= 0 &&
	    file_write_all(descriptor, script, strlen(script), fault);

	file_close(descriptor);
	free(path);
	return done;
}

/* With rman's lines in it. Where its own place has no room, in another one. */
static bool
make_work(struct launch *launch, struct request *request, struct fault *fault)
{
	if (request->work[0] == '\0') {
		set_own(request);
	} else {
		if (make_asked(launch, request->work, fault) &&
		    write_lines(launch, request, fault))
			return true;
		if (fault->kind != FAULT_FULL)
			return false;
		launch_clear(launch);
	}
	return make_private(launch, fault) &&
	    write_lines(launch, request, fault);
}

/* The same texts behind `skipped` others, and room for one more. */
static const char **
texts_after(size_t skipped, char *const *texts)
{
	const char **copy;
	size_t count = 0;

	while (texts[count] != NULL)
		count++;
	copy = mem_new(skipped + count + 2, sizeof(*copy));
	for (size_t i = 0; i < count; i++)
		copy[skipped + i] = texts[i];
	return copy;
}

static bool
spawn(struct launch *launch, const struct request *request, int input,
    int output, struct fault *fault)
{
	const char **arguments = texts_after(1, request->arguments);
	const char **environment = texts_after(0, request->environment);
	const struct process_start start = { .program = request->program,
		.arguments = arguments,
		.environment = environment,
		.folder = launch->work,
		.input = input,
		.output = output,
		.error = output };
	size_t count = 1;
	bool done;

	arguments[0] = request->program;
	while (arguments[count] != NULL)
		count++;
	if (request->feed == SCAN_CMDFILE)
		arguments[count] = "cmdfile=" LINES_NAME;
	process_relax();
	done = process_spawn(&start, &launch->pid, fault);
	free(arguments);
	free(environment);
	return done;
}

static bool
make_pipes(const struct request *request, int input[2], int output[2],
    struct fault *fault)
{
	if (!file_pipe(output, fault))
		return false;
	return request->feed == SCAN_CMDFILE ||
	    (file_pipe(input, fault) &&
		socket_set_blocking(input[1], false, fault));
}

bool
launch_start(struct launch *launch, struct request *request,
    struct fault *fault)
{
	int input[2] = { -1, -1 };
	int output[2] = { -1, -1 };
	bool done;

	*launch = (struct launch){ .input = -1, .output = -1 };
	if (!make_work(launch, request, fault))
		return false;
	done = make_pipes(request, input, output, fault) &&
	    spawn(launch, request, input[0], output[1], fault);
	file_close(input[0]);
	file_close(output[1]);
	if (!done) {
		file_close(input[1]);
		file_close(output[0]);
		return false;
	}
	launch->input = input[1];
	launch->output = output[0];
	return true;
}

void
launch_clear(struct launch *launch)
{
	struct fault fault;

	file_close(launch->input);
	file_close(launch->output);
	launch->input = launch->output = -1;
	if (launch->work != NULL && !file_remove(launch->work, &fault))
		log_warning("a folder of rman is left behind: reason=%s",
		    log_quoted(fault.text));
	free(launch->work);
	launch->work = NULL;
}
