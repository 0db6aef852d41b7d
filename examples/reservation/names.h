/*
 * names - the index of cities by name and by alias, in any case.
 *
 * Never saved: it is made again from the cities and the aliases.
 *
 * Thread: maker; shared as whole.h says.
 */
#ifndef RESERVATION_NAMES_H
#define RESERVATION_NAMES_H

#include "city.h"
#include "sorted.h"

struct names {
	struct sorted by_name;
};

void names_init(struct names *names);
void names_clear(struct names *names);

/* `name` is the city's or an alias's and stays where it is. False: taken. */
bool names_put(struct names *names, const char *name, const struct city *city);

const struct city *names_find(const struct names *names, const char *name);

#endif
