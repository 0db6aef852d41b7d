#include "config.h"

#include "cli/editor.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/uuid.h"
#include "platform/file.h"
#include "platform/host.h"
#include "platform/process.h"

static const char *
variable(const char *name)
{
	const char *text = process_variable(name);

	return text == NULL || text[0] == '\0' ? NULL : text;
}

static bool
write_text(struct editor *editor, const char *text, struct fault *fault)
{
	const char *folder = variable("TMPDIR");
	unsigned char random[UUID_BYTES];
	char id[UUID_TEXT_MAX];
	bool is_good;
	int descriptor;

	if (!host_random(random, sizeof(random), fault))
		return false;
	uuid_format(id, random);
	editor->path = mem_format("%s/backupexec-%s.rman",
	    folder == NULL ? "/tmp" : folder, id);
	descriptor = file_open(editor->path, FILE_FRESH, fault);
	is_good = descriptor != -1 &&
	    file_write_all(descriptor, text, strlen(text), fault);
	file_close(descriptor);
	return is_good;
}

/* In our place at the terminal, until it ends. */
static bool
let_edit(const char *path, struct fault *fault)
{
	const char *program = variable("VISUAL");
	const char *arguments[] = { "sh", "-c", NULL, "sh", path, NULL };
	struct process_start start = { .program = "/bin/sh",
		.arguments = arguments,
		.input = 0,
		.output = 1,
		.error = 2,
		.in_foreground = true };
	struct process_end end = { 0 };
	void (*before)(int);
	bool is_good;
	char *line;
	int64_t pid;

	if (program == NULL)
		program = variable("EDITOR");
	if (program == NULL)
		program = "vi";

	/* It may have arguments, as with git and crontab. */
	line = mem_format("exec %s \"$1\"", program);
	arguments[2] = line;
	before = signal(SIGINT, SIG_IGN);
	is_good = process_spawn(&start, &pid, fault) &&
	    process_wait(pid, &end, fault);
	(void)signal(SIGINT, before);
	free(line);
	if (!is_good)
		return fault_wrap(fault, "the editor");
	if (end.exit_status == 0)
		return true;
	return fault_set(fault, FAULT_SYSTEM,
	    "the editor '%s' failed with status %d", program, end.exit_status);
}

bool
editor_run(struct editor *editor, const char *text, struct fault *fault)
{
	*editor = (struct editor){ 0 };
	buf_init(&editor->text, LIMIT_API_BODY);
	return write_text(editor, text, fault) &&
	    let_edit(editor->path, fault) &&
	    file_read_whole(editor->path, &editor->text, fault);
}

void
editor_end(struct editor *editor, bool is_kept)
{
	struct fault fault;

	/* One that cannot be removed lies in a folder that is tidied up. */
	if (editor->path != NULL && !is_kept &&
	    !file_remove(editor->path, &fault))
		is_kept = true;
	free(editor->path);
	buf_clear(&editor->text);
	*editor = (struct editor){ 0 };
}
