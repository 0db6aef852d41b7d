#include "config.h"

#include "cli/output.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "platform/file.h"

enum { BATCH = 64 << 10 };

bool
output_write(void *arg, const char *bytes, size_t size)
{
	struct output *output = arg;
	FILE *out = output->console->out;
	bool is_good = output->console->is_terminal ?
	    escape_write(&output->escape, out, bytes, size) :
	    fwrite(bytes, 1, size, out) == size;

	return is_good && fflush(out) == 0;
}

/* What a character cut at the very end leaves behind. */
static bool
end(struct output *output, struct fault *fault)
{
	if (escape_end(&output->escape, output->console->out))
		return true;
	return fault_set(fault, FAULT_SYSTEM, "the output cannot be written");
}

bool
output_stream(struct console *console, const char *id, bool follows,
    struct fault *fault)
{
	struct output output = { .console = console };
	char *target = client_target("/v1/executions/", id,
	    follows ? "/output?follow=1" : "/output");
	bool is_good = client_stream(console->client, target, output_write,
	    &output, fault);

	free(target);
	return is_good && end(&output, fault);
}

bool
output_file(struct console *console, const char *path, uint64_t log_bytes,
    struct fault *fault)
{
	struct output output = { .console = console };
	char *room = mem_new(BATCH, 1);
	uint64_t sent = 0;
	size_t got = 0;
	bool is_good = true;
	int descriptor = file_open(path, FILE_READ, fault);

	while (is_good && descriptor != -1 && sent < log_bytes) {
		uint64_t left = log_bytes - sent;

		is_good = file_read_some(descriptor, room,
		    left < BATCH ? (size_t)left : BATCH, &got, fault);
		if (!is_good || got == 0)
			break;
		sent += got;
		is_good = output_write(&output, room, got);
		if (!is_good)
			(void)fault_set(fault, FAULT_SYSTEM,
			    "the output cannot be written");
	}
	file_close(descriptor);
	free(room);
	if (!is_good || !end(&output, fault))
		return false;
	if (sent < log_bytes)
		(void)fprintf(console->out,
		    "[%" PRIu64 " bytes of this output are gone]\n",
		    log_bytes - sent);
	return true;
}
