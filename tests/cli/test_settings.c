#include "config.h"

#include "cli/settings.h"

#include "base/mem.h"
#include "cli/pick.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

static const json_t *
find(const json_t *rows, const char *name)
{
	const json_t *row;
	size_t at;

	json_array_foreach(rows, at, row)
	{
		if (strcmp(pick_text(row, "setting"), name) == 0)
			return row;
	}
	return NULL;
}

START_TEST(the_nearest_source_wins)
{
	const struct {
		const char *own, *connection, *value, *source;
	} cases[] = {
		{ "{\"timeout\":\"1h\"}", "{\"timeout\":\"2h\"}", "1h",
		    "strategy" },
		{ "{}", "{\"start_within\":\"1h\"}", "3h", ":3" },
		{ NULL, NULL, "3h", ":3" },
	};
	char *folder = scratch_new();
	char *path = scratch_file(folder, "a.conf", "[rman]\n\ntimeout = 3h\n");
	struct mistakes mistakes = { 0 };
	struct config *config = config_load(path, &mistakes);

	ck_assert_ptr_nonnull(config);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		json_t *own = cases[i].own == NULL ?
		    NULL :
		    json_loads(cases[i].own, 0, NULL);
		json_t *connection = cases[i].connection == NULL ?
		    NULL :
		    json_loads(cases[i].connection, 0, NULL);
		json_t *rows = settings_of(config, SETTING_STRATEGY, own,
		    connection);
		const json_t *row = find(rows, "timeout");

		ck_assert_str_eq(pick_text(row, "value"), cases[i].value);
		ck_assert_ptr_nonnull(
		    strstr(pick_text(row, "source"), cases[i].source));
		json_decref(rows);
		json_decref(own);
		json_decref(connection);
	}
	config_free(config);
	mistakes_clear(&mistakes);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(what_nobody_set_is_the_default)
{
	struct config *config = config_default();
	json_t *rows = settings_of(config, SETTING_CONNECTION, NULL, NULL);
	const json_t *row;
	size_t at;

	ck_assert_uint_gt(json_array_size(rows), 0);
	json_array_foreach(rows, at, row)
	    ck_assert_str_eq(pick_text(row, "source"), "default");
	json_decref(rows);
	config_free(config);
}
END_TEST

START_TEST(they_print_as_a_table)
{
	struct config *config = config_default();
	json_t *rows = settings_of(config, SETTING_STRATEGY, NULL, NULL);
	struct console console;
	char *room = NULL;
	size_t size;

	console_init(&console);
	console.out = open_memstream(&room, &size);
	settings_print(&console, rows);
	(void)fclose(console.out);
	ck_assert_ptr_nonnull(strstr(room, "SETTING"));
	ck_assert_ptr_nonnull(strstr(room, "timeout"));
	free(room);
	console_clear(&console);
	json_decref(rows);
	config_free(config);
}
END_TEST

UNIT_MAIN("cli/settings", the_nearest_source_wins,
    what_nobody_set_is_the_default, they_print_as_a_table)
