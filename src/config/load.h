/*
 * load - the configuration in force, as a plain struct.
 *
 * config_load reads a file and what it includes; the result is whole or it is
 * not there, and then `mistakes` lists everything that is wrong, in file
 * order. What is not set has its default from the table in config/setting.
 *
 * libconfig owns config_init, _read, _lookup, _get, _set, _clear: none is here.
 *
 * Units: as the names say. Texts are never NULL; "" means not set.
 * Thread: maker; read-only afterwards.
 */
#ifndef CONFIG_LOAD_H
#define CONFIG_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/fault.h"
#include "config/ini.h"
#include "config/mistakes.h"
#include "config/setting.h"

enum config_mode { CONFIG_MODE_MASTER };
enum config_stop { CONFIG_STOP_LEAVE, CONFIG_STOP_WAIT, CONFIG_STOP_END };
enum config_feed { CONFIG_FEED_CMDFILE, CONFIG_FEED_STDIN, CONFIG_FEED_STEP };
enum { CONFIG_CONNECTIONS = 4 };

struct config {
	struct {
		int mode;   /* enum config_mode */
		char *name; /* "": the host name */
		char *state_dir;
		int stop;          /* enum config_stop */
		char *admin_group; /* "": nobody but root and our user */
	} daemon;
	struct {
		char *connection[CONFIG_CONNECTIONS]; /* tried in turn */
		char *password_file;
		int64_t max_log_bytes;
	} catalog;
	struct {
		char *timezone; /* a name that platform/zone reads */
		int64_t max_running;
		bool archivelog_beside;
		int64_t start_within_s;
		int64_t catch_up_s;
		int64_t horizon_s;
		int64_t retries;
		int64_t retry_delay_s;
	} schedule;
	struct {
		char *command;
		char *connect;
		int feed; /* enum config_feed */
		int64_t timeout_s;
		bool allow_host;
		bool test_at_start;
		char *catalog_connect; /* "": no recovery catalog */
		bool catalog_optional;
		char *oracle_home; /* "": the connection's own, from oratab */
		char *oratab;      /* "": the usual places */
		struct words environment; /* NAME=VALUE */
		char *nls_lang;
		struct words ignore, escalate; /* codes */
	} rman;
	struct {
		char *socket; /* "": keepers are spawned */
		int64_t log_limit_bytes;
		int64_t stop_wait_s;
	} worker;
	struct {
		int64_t limit_bytes;
		int64_t keep_s;
		int64_t reserve_bytes;
	} journal;
	struct {
		int64_t keep;
		struct words ship; /* folders, tcp://, tls:// */
		int64_t ship_every_s;
		char *key_file;
	} snapshot;
	struct {
		char *max_age; /* max_age_read takes it */
	} protect;
	struct {
		char *ca, *certificate, *key;
	} tls;
	struct {
		char *group;
	} api;
	struct config_source *sources; /* a row of the table each */
};

/* What a setting was made from. */
struct config_source {
	char *value;  /* as it was written, or the default */
	char *origin; /* FILE:LINE, NULL: default */
};

/* One setting as it stands. */
struct config_row {
	const struct setting *setting;
	const char *value;  /* as it was written, or the default */
	const char *origin; /* FILE:LINE, or "default" */
};

typedef void config_row_fn(void *arg, const struct config_row *row);

/* Everything at its default. Free with config_free. */
struct config *config_default(void);

/*
 * NULL when there is a mistake. `mistakes` (zeroed by the caller, who clears
 * it) is sorted; beyond LIMIT_CONFIG_FAULTS they are only counted.
 */
MUST_CHECK struct config *
config_load(const char *path, struct mistakes *mistakes);

/* The same with the caller's way to read a file. */
MUST_CHECK struct config *config_load_with(const char *path,
    ini_read_fn *read_file, void *arg, struct mistakes *mistakes);

/* NULL is fine. */
void config_free(struct config *config);

/* Every setting of the file, in the order of the table. */
void config_show(const struct config *config, config_row_fn *row_fn, void *arg);

/*
 * All of it as a file that config_load would read, each line with its origin
 * as comment. Faults: FAULT_LIMIT.
 */
MUST_CHECK bool
config_print(const struct config *config, struct buf *out, struct fault *fault);

/*
 * Make `loaded` ready to replace `running`: settings that only a restart can
 * change keep the running value. Each that was to change is told to `row_fn`
 * (which may be NULL) as `loaded` had it. Returns how many those are.
 */
size_t config_reload(struct config *loaded, const struct config *running,
    config_row_fn *row_fn, void *arg);

#endif
