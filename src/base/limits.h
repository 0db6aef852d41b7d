/*
 * limits - every bound this program puts on what others send it.
 *
 * Each stands in a manual page and has a test one past it.
 *
 * Units: bytes, unless the name says otherwise.
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

/* Names, as the catalog's columns have them; bytes without the end mark. */
enum {
	LIMIT_ID = 25,   /* conn_id, strategy_id */
	LIMIT_NAME = 70, /* conn_name, database_instance, ip, runner */
	LIMIT_PORT = 6,
	LIMIT_LINE = 255, /* one line of a strategy */
	LIMIT_OPTION_NAME = 64,
	LIMIT_OPTION_VALUE = 1024,
	LIMIT_REASON = 255,
	LIMIT_PAUSE_REASON = 140, /* in one of the above, with who and when */
	LIMIT_CODE = 15,          /* RMAN-03009, ORA-19809 */
	LIMIT_STACK = 4000,       /* an error stack as it is stored */
	LIMIT_CODES = 100,        /* in a list of them: ignore, escalate */
	LIMIT_CODES_TEXT = 999    /* bytes of such a list in a setting */
};

/* Counts of a plan. */
enum {
	LIMIT_CONNECTIONS = 10000,
	LIMIT_STRATEGIES = 100000,
	LIMIT_LINES = 10000, /* of one strategy */
	LIMIT_PLAN_LINES = 4000000,
	LIMIT_FREQUENCIES = 4000000,
	LIMIT_OPTIONS = 1000000,
	LIMIT_COUNTERS = 1000,   /* of a snapshot */
	LIMIT_COUNTER_NAME = 64, /* bytes */
	LIMIT_GOODS = 80000,     /* connections, times kinds */
	LIMIT_REMARKS = 1000     /* that are kept; the others are counted */
};

/* Streams and frames. */
enum {
	LIMIT_FRAME = 4 << 20, /* body of a frame */
	LIMIT_PLAN = 1 << 30,  /* a plan as a stream of blocks */
	LIMIT_STREAM = LIMIT_PLAN + (1 << 20), /* that, with its digests */
	LIMIT_TEXT = 1 << 20,                  /* one text element of a block */
	LIMIT_PART = 1 << 20 /* one part of a log in the catalog */
};

/* The catalog's helper. */
enum {
	LIMIT_PASSWORD = 255, /* one byte less than a buf begins with */
	LIMIT_CONNECTION_STRING = 4096,
	LIMIT_SQL_FILE = 1 << 20,
	LIMIT_CATALOG_REQUESTS = 1000, /* that wait for their turn */
	LIMIT_REMARK = 255             /* bytes of one */
};

/* Configuration. */
enum {
	LIMIT_CONFIG_FILE = 1 << 20,
	LIMIT_CONFIG_LINE = 4096,
	LIMIT_CONFIG_DEPTH = 8, /* @include in @include */
	LIMIT_CONFIG_FILES = 100,
	LIMIT_CONFIG_SETTINGS = 1000, /* sections and settings in all files */
	LIMIT_CONFIG_FAULTS = 1000,
	LIMIT_STATE_DIR = 90, /* a socket in it has a short name */
	LIMIT_SOCKET = 107    /* what the system's address of one holds */
};

/* Time zones. */
enum {
	LIMIT_ZONE_NAME = 255, /* of one, and of a rule */
	LIMIT_ZONE_FILE = 64 << 10,
	LIMIT_ZONE_CHANGES = 2000, /* that a zone file lists */
	LIMIT_ZONES = 1000         /* different ones in a plan */
};

/* A run. */
enum {
	LIMIT_REQUEST = 8 << 20,    /* what a keeper is asked */
	LIMIT_REQUEST_WORDS = 4096, /* its arguments; its environment */
	LIMIT_ROOM = 8 << 20, /* its output leaves that free on the disk */
	LIMIT_TIMEOUT_S = 366 * 24 * 3600
};

/* Control API. */
enum {
	LIMIT_API_BODY = 4 << 20,
	LIMIT_API_HEADERS = 16 << 10,
	LIMIT_API_CLIENTS = 256,
	LIMIT_API_STRANGERS = 32,      /* of them without any right */
	LIMIT_API_NAME = 255,          /* a name in a path or query */
	LIMIT_API_HOURS = 24 * 366,    /* of slots in one answer */
	LIMIT_API_SLOTS = 100000,      /* in one answer */
	LIMIT_API_EXECUTIONS = 100000, /* in one answer */
	LIMIT_API_PATIENCE_S = 30,     /* for a request, or a stalled reader */
	LIMIT_API_ANSWER = 256 << 20,  /* JSON that backupexec(1) takes */
	LIMIT_API_ANSWER_S = 120,      /* how long it waits for that */
	LIMIT_API_SNAPSHOTS = 8,       /* that are read at once */
	LIMIT_API_STALL_S = 600,       /* for a piece of one to be taken */
	LIMIT_FOLLOWER = 1 << 20       /* what may wait for one slow follower */
};

#endif
