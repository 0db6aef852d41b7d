#include "config.h"

#include "cli/local.h"

#include "base/mem.h"
#include "cli/pick.h"
#include "cli/plan.h"
#include "platform/file.h"
#include "tests/support/person.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

/* A console whose state_dir no daemon has. */
struct scene {
	char *folder;
	struct person person;
	struct console console;
};

static void
set_scene(struct scene *scene)
{
	scene->folder = scratch_new();
	scene->person = person_new(scene->folder);
	person_console(&scene->person, &scene->console);
}

static void
clear_scene(struct scene *scene)
{
	console_clear(&scene->console);
	person_clear(&scene->person);
	scratch_free(scene->folder);
}

static void
add_both(struct local *local)
{
	struct edit *edit = edit_new(EDIT_CONNECTION_ADD);
	struct fault fault;

	edit->name = mem_text("local");
	edit_add_value(edit, "instance", "XE");
	edit_add_value(edit, "ip", "127.0.0.1");
	edit_add_value(edit, "port", "1521");
	ck_assert_msg(local_edit(local, edit, &fault), "%s", fault.text);
	edit_free(edit);
	edit = edit_new(EDIT_STRATEGY_ADD);
	edit->id = mem_text("nightly");
	edit_add_value(edit, "connection", "local");
	edit_add_value(edit, "timeout", "2h");
	edit_add_line(edit, "backup database;");
	edit_add_frequency(edit, &(struct frequency){ 0, 2, 30 });
	ck_assert_msg(local_edit(local, edit, &fault), "%s", fault.text);
	edit_free(edit);
}

START_TEST(what_is_added_is_read_back)
{
	struct scene scene;
	struct fault fault;
	struct local *local;
	const json_t *row;
	json_t *rows;

	set_scene(&scene);
	local = local_open(&scene.console, false, &fault);
	ck_assert_msg(local != NULL, "%s", fault.text);
	add_both(local);
	rows = local_connections(local, &fault);
	ck_assert_msg(rows != NULL, "%s", fault.text);
	row = json_array_get(rows, 0);
	ck_assert_str_eq(pick_text(row, "connection"), "local");
	ck_assert_int_eq(pick_number(row, "strategies"), 1);
	ck_assert(json_is_null(json_object_get(row, "next_due_at")));
	json_decref(rows);
	rows = local_strategies(local, "nightly", &fault);
	ck_assert_msg(rows != NULL, "%s", fault.text);
	row = json_array_get(rows, 0);
	ck_assert_str_eq(pick_text(row, "kind"), "full");
	ck_assert_str_eq(pick_text(row, "connection"), "local");
	ck_assert_str_eq(pick_text(pick_object(row, "options"), "timeout"),
	    "2h");
	ck_assert_str_eq(json_string_value(pick_item(row, "lines", 0)),
	    "backup database;");
	json_decref(rows);
	rows = local_strategies(local, NULL, &fault);
	ck_assert_uint_eq(json_array_size(rows), 1);
	json_decref(rows);
	rows = local_remarks(local, &fault);
	ck_assert_uint_eq(json_array_size(rows), 0);
	json_decref(rows);
	ck_assert_ptr_null(local_strategies(local, "gone", &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	ck_assert_ptr_nonnull(local_catalog(local));
	local_close(local);
	clear_scene(&scene);
}
END_TEST

START_TEST(the_plan_is_read_here_when_no_daemon_lives)
{
	struct scene scene;
	struct fault fault;
	struct plan *plan;
	json_t *rows;

	set_scene(&scene);
	plan = plan_open(&scene.console, &fault);
	ck_assert_msg(plan != NULL, "%s", fault.text);
	rows = plan_connections(plan, NULL, &fault);
	ck_assert_msg(rows != NULL, "%s", fault.text);
	ck_assert_uint_eq(json_array_size(rows), 0);
	json_decref(rows);
	plan_close(plan);
	clear_scene(&scene);
}
END_TEST

START_TEST(a_state_dir_is_made_only_when_that_is_asked_for)
{
	struct scene scene;
	struct fault fault;
	struct local *local;

	set_scene(&scene);
	ck_assert(console_config(&scene.console, &fault));
	free(scene.console.config->daemon.state_dir);
	scene.console.config->daemon.state_dir = file_join(scene.folder,
	    "state");
	ck_assert_ptr_null(local_open(&scene.console, false, &fault));
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
	local = local_open(&scene.console, true, &fault);
	ck_assert_msg(local != NULL, "%s", fault.text);
	local_close(local);
	clear_scene(&scene);
}
END_TEST

UNIT_MAIN("cli/local", what_is_added_is_read_back,
    the_plan_is_read_here_when_no_daemon_lives,
    a_state_dir_is_made_only_when_that_is_asked_for)
