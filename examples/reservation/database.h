/*
 * database - the whole reservation system in memory; the document's CMemoryDb.
 *
 * Containers own the objects; indexes find them. A backup holds the containers
 * and the counters, one moment of them; indexes are made from them again. To
 * which stream, and from which, is the caller's business: it is given open and
 * left open.
 *
 * Thread: any, under the locks that whole.h puts in order; database_init,
 * _clear, _empty and _restore are for one thread alone.
 */
#ifndef RESERVATION_DATABASE_H
#define RESERVATION_DATABASE_H

#include <stdatomic.h>

#include "buses.h"
#include "cities.h"
#include "fault.h"
#include "names.h"
#include "plans.h"
#include "routes.h"
#include "whole.h"

struct alias {
	char name[LIMIT_NAME + 1];
	const struct city *city;
};

struct database {
	struct whole whole;
	_Atomic uint64_t last_customer; /* counts all that there ever were */
	struct cities cities;
	struct sorted aliases; /* struct alias, by name */
	struct buses buses;
	struct plans plans;
	_Atomic uint64_t sold; /* seats, of all customers: not saved */
	/* Indexes. */
	struct names names;
	struct routes routes;
	/* What was measured, ns. */
	_Atomic int64_t longest_wait_ns; /* of a booking, for its locks */
	_Atomic uint64_t bookings, cancels;
	_Atomic unsigned backups; /* in memory, until they are sent */
};

void database_init(struct database *database);
void database_clear(struct database *database);

/* As it was after database_init, but for what was measured. */
void database_empty(struct database *database);

/* The caller has the whole alone. Faults: names that are taken or unknown. */
MUST_CHECK bool database_add_city(struct database *database, const char *name,
    struct fault *fault);
MUST_CHECK bool database_add_alias(struct database *database, const char *city,
    const char *name, struct fault *fault);
MUST_CHECK bool database_add_bus(struct database *database, const char *name,
    size_t seat_count, struct fault *fault);
MUST_CHECK bool
database_add_plan(struct database *database, const char *bus, const char *from,
    const char *to, const struct moment *departure, struct fault *fault);

/* The caller has the whole alone, or nobody else has the database. */
void database_save(const struct database *database, struct bx_sink *sink);

/*
 * Into an empty one, with its indexes. When the source has failed, or fails at
 * its finish, what is in it is worth nothing: database_empty.
 */
void database_restore(struct database *database, struct bx_source *source);

#endif
