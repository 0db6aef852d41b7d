#include "config.h"

#include "cli/cmd.h"

#include "cli/exit.h"
#include "platform/thread.h"
#include "tests/support/backend.h"
#include "tests/support/person.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

/* Ends the run once it was asked for. */
struct ending {
	struct backend *backend;
	enum outcome outcome;
};

static void
end_it(void *arg)
{
	const struct ending *ending = arg;

	free(backend_wait_asked(ending->backend));
	backend_grow(ending->backend, "Recovery Manager\n");
	backend_end(ending->backend, ending->outcome);
}

/* The status of a run that ends so; its texts are the person's. */
static int
run(struct person *person, struct backend *backend, enum outcome outcome,
    const char *option)
{
	struct ending ending = { backend, outcome };
	struct fault fault;
	struct thread *thread = thread_start(end_it, &ending, &fault);
	int status = person_types(person, "run", "nightly", option, NULL);

	ck_assert_ptr_nonnull(thread);
	thread_join(thread);
	return status;
}

START_TEST(its_outcome_is_the_exit_status)
{
	const struct {
		enum outcome outcome;
		const char *option;
		int status;
	} cases[] = {
		{ OUTCOME_SUCCESS, NULL, 0 },
		{ OUTCOME_SUCCESS, "--strict", 0 },
		{ OUTCOME_WARNING, NULL, 0 },
		{ OUTCOME_WARNING, "--strict", 1 },
		{ OUTCOME_FAILURE, NULL, 1 },
		{ OUTCOME_CANCELLED, NULL, 1 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct backend *backend = backend_start();
		struct person person = person_new(backend->folder);

		ck_assert_int_eq(run(&person, backend, cases[i].outcome,
				     cases[i].option),
		    cases[i].status);
		ck_assert_ptr_nonnull(strstr(person.out, "nightly: "));
		ck_assert_ptr_nonnull(
		    strstr(person.out, outcome_name(cases[i].outcome)));
		ck_assert_str_eq(person.err,
		    "started: execution " BACKEND_LIVING "\n");
		person_clear(&person);
		backend_stop(backend);
	}
}
END_TEST

START_TEST(follow_shows_the_output_and_the_outcome_apart)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	ck_assert_int_eq(run(&person, backend, OUTCOME_SUCCESS, "--follow"), 0);
	ck_assert_str_eq(person.out, "Recovery Manager\n");
	ck_assert_ptr_nonnull(strstr(person.err, "nightly: success in "));
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(json_is_the_execution)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	ck_assert_int_eq(run(&person, backend, OUTCOME_SUCCESS, "--json"), 0);
	ck_assert_ptr_nonnull(strstr(person.out, "\"outcome\": \"success\""));
	ck_assert_int_eq(person_types(&person, "run", "x", "--json", "--follow",
			     NULL),
	    EXIT_USAGE);
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

START_TEST(one_that_runs_already_exits_5)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);

	ck_assert_int_eq(person_types(&person, "run", "busy", NULL),
	    EXIT_REFUSED);
	ck_assert_str_eq(person.err, "backupexec: busy runs already\n");
	ck_assert_int_eq(person_types(&person, "run", "\xff", NULL),
	    EXIT_USAGE);
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

static void
stop_it(void *arg)
{
	/* The run was answered, and now it is waited for. */
	backend_wait_held(arg);
	backend_stop(arg);
}

START_TEST(a_daemon_that_goes_away_leaves_the_run)
{
	struct backend *backend = backend_start();
	char *folder = scratch_new();
	struct person person = person_new(backend->folder);
	struct fault fault;
	struct thread *thread;

	backend->is_slow = true;
	thread = thread_start(stop_it, backend, &fault);
	ck_assert_int_eq(person_types(&person, "run", "nightly", NULL),
	    EXIT_UNREACHABLE);
	ck_assert_ptr_nonnull(strstr(person.err,
	    "the run goes on: see 'backupexec log " BACKEND_LIVING "'\n"));
	thread_join(thread);
	person_clear(&person);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("cli/cmd_run", its_outcome_is_the_exit_status,
    follow_shows_the_output_and_the_outcome_apart, json_is_the_execution,
    one_that_runs_already_exits_5, a_daemon_that_goes_away_leaves_the_run)
