#include "config.h"

#include "cli/settings.h"

#include "api/json.h"
#include "cli/pick.h"

static json_t *
row(const struct config *config, size_t at, enum setting_scope scope,
    const json_t *own, const json_t *connections)
{
	const struct setting *setting = &setting_table[at];
	bool is_of_strategy = scope == SETTING_STRATEGY;
	const char *value = json_string_value(
	    json_object_get(own, setting->key));
	const char *source = NULL;
	json_t *json = json_object();

	if (value != NULL)
		source = is_of_strategy ? "strategy" : "connection";
	if (value == NULL && is_of_strategy &&
	    (setting->scope & SETTING_CONNECTION) != 0) {
		value = json_string_value(
		    json_object_get(connections, setting->key));
		source = value == NULL ? NULL : "connection";
	}
	if (value == NULL && (setting->scope & SETTING_FILE) != 0) {
		value = config->sources[at].value;
		source = config->sources[at].origin;
	}
	if (value == NULL)
		value = setting->standard;
	(void)json_object_set_new(json, "setting", json_of_text(setting->key));
	(void)json_object_set_new(json, "value", json_of_text(value));
	(void)json_object_set_new(json, "source",
	    json_of_text(source == NULL ? "default" : source));
	return json;
}

json_t *
settings_of(const struct config *config, enum setting_scope scope,
    const json_t *own, const json_t *connections)
{
	json_t *rows = json_array();

	for (size_t i = 0; i < setting_count; i++) {
		if ((setting_table[i].scope & scope) != 0)
			(void)json_array_append_new(rows,
			    row(config, i, scope, own, connections));
	}
	return rows;
}

void
settings_print(const struct console *console, const json_t *settings)
{
	static const char *const titles[] = { "SETTING", "FROM", "VALUE",
		NULL };
	struct table *table = table_new(titles);
	const json_t *one;
	size_t at;

	table_run_on(table);
	json_array_foreach(settings, at, one)
	{
		table_add(table, pick_text(one, "setting"));
		table_add(table, pick_text(one, "source"));
		table_add(table, pick_text(one, "value"));
	}
	table_print(table, console->out, console->has_colours);
	table_free(table);
}
