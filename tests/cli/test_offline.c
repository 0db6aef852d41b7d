#include "config.h"

#include "cli/offline.h"

#include "base/mem.h"
#include "cli/pick.h"
#include "tests/support/journal.h"
#include "tests/support/person.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

/* A console with that state_dir, and its journal. */
struct scene {
	char *folder;
	struct person person;
	struct console console;
	struct offline *offline;
};

static void
set_scene(struct scene *scene)
{
	struct fault fault;

	scene->folder = scratch_new();
	scene->person = person_new(scene->folder);
	journal_leave(scene->folder);
	console_init(&scene->console);
	scene->console.config_path = scene->person.config;
	scene->offline = offline_open(&scene->console, &fault);
	ck_assert_msg(scene->offline != NULL, "%s", fault.text);
}

static void
clear_scene(struct scene *scene)
{
	offline_close(scene->offline);
	console_clear(&scene->console);
	person_clear(&scene->person);
	scratch_free(scene->folder);
}

START_TEST(its_status_has_the_daemons_names)
{
	struct scene scene;
	struct fault fault;
	json_t *status;
	const json_t *row;

	set_scene(&scene);
	status = offline_status(scene.offline, &fault);
	ck_assert_msg(status != NULL, "%s", fault.text);
	ck_assert_str_eq(pick_text(status, "state"), "dead");
	ck_assert_str_eq(pick_text(status, "name"), "db01");
	ck_assert_int_ge(pick_time_s(status, "dead_since"), 1440 * 60);
	row = pick_item(status, "strategies", 0);
	ck_assert_str_eq(pick_text(row, "strategy"), "nightly");
	ck_assert_str_eq(pick_text(pick_object(row, "last"), "outcome"),
	    "failure");
	ck_assert_int_eq(pick_time_s(row, "last_good_at"), 60 * 60 + 120);
	row = pick_item(status, "strategies", 1);
	ck_assert_str_eq(pick_text(pick_object(row, "living"), "execution"),
	    JOURNAL_LIVING);
	json_decref(status);
	clear_scene(&scene);
}
END_TEST

START_TEST(an_execution_is_found_by_strategy_id_and_prefix)
{
	const struct {
		const char *what, *id;
		enum fault_kind kind;
	} cases[] = {
		{ "nightly", JOURNAL_BAD, FAULT_KINDS },
		{ JOURNAL_GOOD, JOURNAL_GOOD, FAULT_KINDS },
		{ "1111", JOURNAL_GOOD, FAULT_KINDS },
		{ "111", NULL, FAULT_ABSENT },
		{ "", NULL, FAULT_ABSENT },
		{ "4444", NULL, FAULT_ABSENT },
	};
	struct scene scene;

	set_scene(&scene);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct execution execution;
		struct fault fault;
		bool is_found = offline_find(scene.offline, cases[i].what,
		    &execution, &fault);

		ck_assert_int_eq(is_found, cases[i].id != NULL);
		if (is_found)
			ck_assert_str_eq(execution.id, cases[i].id);
		else
			ck_assert_int_eq(fault.kind, cases[i].kind);
	}
	clear_scene(&scene);
}
END_TEST

START_TEST(listings_are_newest_first_and_may_be_narrowed)
{
	struct scene scene;
	struct fault fault;
	json_t *rows;

	set_scene(&scene);
	rows = offline_executions(scene.offline, NULL, false, 0, 0, &fault);
	ck_assert_uint_eq(json_array_size(rows), 3);
	ck_assert_str_eq(pick_text(json_array_get(rows, 0), "execution"),
	    JOURNAL_LIVING);
	json_decref(rows);
	rows = offline_executions(scene.offline, "nightly", true, 0, 0, &fault);
	ck_assert_uint_eq(json_array_size(rows), 1);
	json_decref(rows);
	clear_scene(&scene);
}
END_TEST

START_TEST(one_comes_with_its_stack_and_its_path)
{
	struct execution execution;
	struct scene scene;
	struct fault fault;
	char *path, *wanted;
	json_t *json;

	set_scene(&scene);
	ck_assert(offline_find(scene.offline, "nightly", &execution, &fault));
	json = offline_execution(scene.offline, &execution, &fault);
	ck_assert_str_eq(pick_text(json, "detail"), "RMAN-00571");
	json_decref(json);
	path = offline_output_path(scene.offline, execution.id);
	wanted = mem_format("%s/executions/%s/output", scene.folder,
	    JOURNAL_BAD);
	ck_assert_str_eq(path, wanted);
	free(path);
	free(wanted);
	clear_scene(&scene);
}
END_TEST

START_TEST(without_a_journal_there_is_nothing)
{
	char *folder = scratch_new();
	struct person person = person_new(folder);
	struct console console;
	struct fault fault;

	console_init(&console);
	console.config_path = person.config;
	ck_assert_ptr_null(offline_open(&console, &fault));
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
	console_clear(&console);
	person_clear(&person);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("cli/offline", its_status_has_the_daemons_names,
    an_execution_is_found_by_strategy_id_and_prefix,
    listings_are_newest_first_and_may_be_narrowed,
    one_comes_with_its_stack_and_its_path, without_a_journal_there_is_nothing)
