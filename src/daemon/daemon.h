/*
 * daemon - where journal, catalog, worker and api meet.
 *
 * One struct that the files of this folder share, each with its part:
 *
 *	plan      the generation in force, and where it comes from
 *	zones     the time zones of the strategies
 *	planner   the minute: which slots are due, claimed, missed, superseded
 *	turns     the queue: whose turn it is, who waits for what
 *	starter   from claimed to ended: keepers, outcomes
 *	recorder  from the journal to the catalog
 *	retention what is kept how long
 *	keeping   how well the journal keeps all that
 *	ship      snapshots of the plan, sent away
 *	answer    what the control API asks
 *
 * Thread: loop.
 */
#ifndef DAEMON_DAEMON_H
#define DAEMON_DAEMON_H

#include "api/api.h"
#include "base/calendar.h"
#include "catalog/client.h"
#include "config/load.h"
#include "daemon/board.h"
#include "daemon/zones.h"
#include "journal/journal.h"
#include "loop/loop.h"
#include "memdb/memdb.h"

enum daemon_phase {
	DAEMON_STARTING, /* waits for a plan */
	DAEMON_RUNNING,
	DAEMON_STOPPING, /* starts nothing more */
	DAEMON_PHASES
};

enum plan_from { PLAN_NONE, PLAN_DISK, PLAN_CATALOG };

/* Sentences about the plan; beyond LIMIT_REMARKS they are only counted. */
struct remarks {
	char **list;
	size_t count, left_out;
};

struct plan {
	struct memdb *memdb; /* NULL: none yet */
	enum plan_from from;
	char *file; /* in state_dir, where it is from the disk; else NULL */
	uint64_t generation; /* another with every plan and configuration */
	int64_t loaded_ms;
	bool is_loading, wants_load;
	bool is_unkept;    /* it is not on disk: the last try failed */
	int64_t away_ms;   /* since when the catalog is away; 0: it is there */
	struct fault away; /* why */
	struct plan_wait *waits; /* who waits for the next load */
	struct host_self *host;  /* this machine, as of host_ms (monotonic) */
	int64_t host_ms;
	struct remarks remarks; /* what cannot work in it */
};

struct planner {
	int64_t cursor;   /* last evaluated minute, -1: none */
	int64_t claiming; /* likewise, durable or on its way */
	bool is_claiming, wants_tick;
};

struct recorder {
	int64_t position; /* of the facts */
	int64_t waiting;  /* executions that ended and are not recorded */
	bool is_busy;
	char refusal[FAULT_TEXT_MAX]; /* why the catalog takes none; "" */
	struct loop_timer *again;
};

struct keeping {
	enum journal_state state;
	struct fault why;         /* it is not whole */
	struct loop_timer *timer; /* looks whether it is better */
};

struct retention {
	int64_t bytes; /* that executions take; -1: not counted yet */
	int64_t grown; /* while they are counted */
	bool is_busy;
	struct thread *thread; /* counts or removes */
	struct loop_timer *timer;
};

/* What is sent away, and to whom. */
struct shipping {
	struct ship_target *targets;
	size_t count;
	uint64_t change; /* of what would be sent */
	bool has_notes;  /* the journal has said when that was last */
	struct loop_timer *again;
	/* The process that sends, while there is one. */
	struct loop_child *child;
	int64_t pid;
	char *where;
	uint64_t under_way; /* the change that it sends */
	int64_t version;    /* of its plan */
	int errors;         /* what it says; -1: nothing */
	struct loop_watch *watch;
	struct buf said;
	struct loop_timer *patience;
	bool is_late;
};

struct answers {
	struct api_status status;
	struct api_connection *connections;
	struct api_strategy *strategies;
	const char **remarks;
	struct api_ship *ships;
	struct api_slot *slots;
	char (*texts)[CALENDAR_TEXT_MAX];    /* of the slots */
	char (*sentences)[LIMIT_REASON + 1]; /* whose, by connection */
	struct pause **pauses;               /* that hold now */
	size_t pause_count;
	struct request *requests; /* runs by hand, not durable yet */
	struct inspect *inspect;  /* NULL: nobody asked yet */
};

struct daemon {
	struct loop *loop;
	struct config *config;
	const char *config_path;
	char name[LIMIT_NAME + 1];
	char *socket_path;
	int lock; /* of state_dir */
	enum daemon_phase phase;
	int exit_status;
	bool has_memory; /* what the journal says of the last life */
	bool has_waited; /* the first plan came, or took too long */
	int64_t started_ms;
	struct zones zones;
	struct journal *journal;
	struct catalog_client *catalog;
	struct api *api;
	struct loop_minute *minute;
	struct loop_timer *watchdog;
	struct loop_timer *patience; /* for the first plan */
	struct loop_timer *farewell; /* until the loop stops */
	bool is_ill; /* the journal has not come around for long */
	uint64_t seen_progress;
	int64_t progress_ms; /* monotonic: when the journal last came around */
	struct board board;
	struct plan plan;
	struct planner planner;
	struct recorder recorder;
	struct keeping keeping;
	struct retention retention;
	char *damage_note; /* of a journal that was set aside; NULL: none */
	struct shipping shipping;
	struct answers answers;
	struct session *sessions;      /* that run beside the queue */
	struct inspection *inspection; /* of the start; NULL: it is over */
};

/*
 * Run until a signal ends it; takes the configuration. Returns the exit
 * status of backupexecd (DESIGN.md, section 7).
 */
int daemon_run(struct config *take_config, const char *config_path);

/* Begin to stop; with a fault at once, and the exit status says so. */
void daemon_stop(struct daemon *daemon, const struct fault *fault);

/* Look whether everything that a stop waits for is over. */
void daemon_check_stopped(struct daemon *daemon);

/* `state_dir`/name; free it. */
char *daemon_path(const struct daemon *daemon, const char *name);

/* The folder of an execution, wherever it is; free it. */
char *daemon_folder(const struct daemon *daemon, const char *id);

#endif
