/*
 * settings - what holds for one connection or strategy, and where each value
 * comes from: its own option, its connection's, the file, or the default.
 *
 * Thread: maker.
 */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include <jansson.h>

#include "cli/console.h"
#include "config/setting.h"

/*
 * [{"setting", "value", "source"}] for every setting of that scope. `own` and
 * `connections` are objects of options; NULL where there are none.
 */
json_t *settings_of(const struct config *config, enum setting_scope scope,
    const json_t *own, const json_t *connections);

/* The same as a table. */
void settings_print(const struct console *console, const json_t *settings);

#endif
