#include "config.h"

#include "cli/plan.h"

#include "base/mem.h"
#include "cli/pick.h"
#include "tests/support/backend.h"
#include "tests/support/person.h"
#include "tests/unit.h"

START_TEST(a_living_daemon_is_asked)
{
	struct backend *backend = backend_start();
	struct person person = person_new(backend->folder);
	struct edit *edit = edit_new(EDIT_STRATEGY_REMOVE);
	struct console console;
	struct fault fault;
	struct plan *plan;
	json_t *rows;
	char *asked;

	console_init(&console);
	console.config_path = person.config;
	plan = plan_open(&console, &fault);
	ck_assert_msg(plan != NULL, "%s", fault.text);
	rows = plan_connections(plan, NULL, &fault);
	ck_assert_uint_eq(json_array_size(rows), 2);
	json_decref(rows);
	rows = plan_connections(plan, "C_2", &fault);
	ck_assert_str_eq(pick_text(json_array_get(rows, 0), "connection"),
	    "far");
	json_decref(rows);
	ck_assert_ptr_null(plan_connections(plan, "gone", &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	rows = plan_strategies(plan, "logs \xc3\xa4/\xff", &fault);
	ck_assert_msg(rows != NULL, "%s", fault.text);
	json_decref(rows);
	edit->id = mem_text("nightly");
	ck_assert(plan_edit(plan, edit, &fault));
	asked = backend_asked(backend);
	ck_assert_int_eq(strncmp(asked, "edit 5 nightly ", 15), 0);
	free(asked);
	edit_free(edit);
	plan_close(plan);
	console_clear(&console);
	person_clear(&person);
	backend_stop(backend);
}
END_TEST

UNIT_MAIN("cli/plan", a_living_daemon_is_asked)
