#include "config.h"

#include "worker/launch.h"

#include <stdlib.h>

#include "base/mem.h"
#include "platform/file.h"
#include "platform/process.h"
#include "tests/support/held.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

static char **
no_texts(void)
{
	return mem_new(1, sizeof(char *));
}

static struct request
request_for(const char *folder, const char *script, enum scan_feed feed)
{
	return (struct request){
		.program = held_program(folder, script),
		.arguments = no_texts(),
		.environment = no_texts(),
		.feed = feed,
		.script = mem_text("the lines\n"),
		.user = mem_text(""),
		.password_file = mem_text(""),
		.address = mem_text(""),
		.catalog = mem_text(""),
		.work = file_join(folder, "work"),
	};
}

/* All it prints, and its exit status. */
static void
read_all(const struct launch *launch, char *room, size_t room_size,
    int *out_status)
{
	struct process_end end;
	struct fault fault;
	size_t used = 0, size;

	do {
		ck_assert(file_read_some(launch->output, room + used,
		    room_size - 1 - used, &size, &fault));
		used += size;
	} while (size != 0);
	room[used] = '\0';
	ck_assert(process_wait(launch->pid, &end, &fault));
	*out_status = end.exit_status;
}

START_TEST(both_outputs_are_one_and_the_input_is_a_pipe)
{
	char *folder = scratch_new();
	struct request request = request_for(folder,
	    "read line; echo out $line $#; echo err >&2; exit 4", SCAN_STDIN);
	struct launch launch;
	struct fault fault;
	char room[200];
	int status;

	ck_assert(launch_start(&launch, &request, &fault));
	ck_assert(file_write_all(launch.input, "hello\n", 6, &fault));
	read_all(&launch, room, sizeof(room), &status);
	ck_assert_str_eq(room, "out hello 0\nerr\n");
	ck_assert_int_eq(status, 4);
	launch_clear(&launch);
	request_clear(&request);
	scratch_free(folder);
}
END_TEST

START_TEST(a_cmdfile_is_the_last_argument)
{
	char *folder = scratch_new();
	struct request request = request_for(folder,
	    "echo $#: $1; cat ${1#cmdfile=}; cat", SCAN_CMDFILE);
	struct launch launch;
	struct fault fault;
	char room[200];
	int status;

	ck_assert(launch_start(&launch, &request, &fault));
	ck_assert_int_eq(launch.input, -1);
	read_all(&launch, room, sizeof(room), &status);
	ck_assert_str_eq(room, "1: cmdfile=lines.rman\nthe lines\n");
	launch_clear(&launch);
	ck_assert_int_eq(file_kind(request.work), FILE_NONE);
	request_clear(&request);
	scratch_free(folder);
}
END_TEST

START_TEST(what_fails_leaves_no_descriptor)
{
	char *folder = scratch_new();
	struct request request = request_for(folder, "", SCAN_STDIN);
	int before = scratch_descriptors();
	struct launch launch;
	struct fault fault;

	free(request.program);
	request.program = mem_text("/nonexistent/rman");
	ck_assert(!launch_start(&launch, &request, &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	launch_clear(&launch);
	free(request.work);
	request.work = mem_text("/dev/null/work");
	ck_assert(!launch_start(&launch, &request, &fault));
	launch_clear(&launch);
	ck_assert_int_eq(scratch_descriptors(), before);
	request_clear(&request);
	scratch_free(folder);
}
END_TEST

START_TEST(lines_that_lie_there_already_are_not_taken)
{
	char *folder = scratch_new();
	struct request request = request_for(folder, "", SCAN_CMDFILE);
	struct launch launch;
	struct fault fault;

	ck_assert(file_make_folder(request.work, false, &fault));
	free(scratch_file(request.work, "lines.rman", "somebody else's"));
	ck_assert(!launch_start(&launch, &request, &fault));
	launch_clear(&launch);
	request_clear(&request);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("worker/launch", both_outputs_are_one_and_the_input_is_a_pipe,
    a_cmdfile_is_the_last_argument, what_fails_leaves_no_descriptor,
    lines_that_lie_there_already_are_not_taken)
