/*
 * city - a place where buses stop; the document's CCity.
 *
 * Thread: maker; shared as whole.h says.
 */
#ifndef RESERVATION_CITY_H
#define RESERVATION_CITY_H

#include <bxsnapshot.h>

#include "limits.h"

struct city {
	uint64_t number;
	char name[LIMIT_NAME + 1];
};

struct city *city_new(uint64_t number, const char *name);
void city_free(struct city *city);

void city_save(const struct city *city, struct bx_sink *sink);
struct city *city_restore(struct bx_source *source); /* NULL: it has failed */

#endif
