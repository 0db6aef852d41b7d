/*
 * limits - every bound of the database and of what others send it.
 *
 * A restore holds them too, so that a damaged or hostile backup takes no more
 * memory than the largest honest one.
 *
 * Units: bytes, unless the name says otherwise.
 */
#ifndef RESERVATION_LIMITS_H
#define RESERVATION_LIMITS_H

enum {
	LIMIT_NAME = 100, /* of a city, an alias, a bus, a customer */
	LIMIT_CITIES = 10000,
	LIMIT_ALIASES = 20000,
	LIMIT_BUSES = 10000,
	LIMIT_SEATS = 200, /* of one bus */
	LIMIT_PLANS = 100000,
	LIMIT_SOLD = 4000000,   /* seats, of all journeys together */
	LIMIT_LINE = 1024,      /* a request */
	LIMIT_CLIENTS = 64,     /* at once */
	LIMIT_BACKUPS = 2,      /* at once: each is held in memory */
	LIMIT_IDLE_S = 600,     /* a client that asks nothing */
	LIMIT_PEER_MS = 300000, /* another host that says nothing */
	LIMIT_PATIENCE_S = 60   /* a client that takes no answer */
};

/* A backup as it lies in memory; what the limits above allow is less. */
#define LIMIT_BACKUP ((size_t)1 << 30)

/* Counters only grow; this many numbers are never used up. */
#define LIMIT_NUMBER (UINT64_C(1) << 53)

#endif
