/*
 * sorted - pointers kept in order: every container and every index here.
 *
 * A container is in the order of its numbers; an index is in the order of what
 * is searched by, over objects that a container owns. What is compared with is
 * an object of the same kind of which only the key is filled.
 *
 * Thread: maker; whoever shares one holds a lock (locks.h).
 */
#ifndef RESERVATION_SORTED_H
#define RESERVATION_SORTED_H

#include <stddef.h>

struct sorted {
	int (*compare)(const void *a, const void *b);
	void **items;
	size_t count, room;
};

void sorted_init(struct sorted *sorted,
    int (*compare)(const void *a, const void *b));

/* Frees the order, not what is in it; it is empty and usable. */
void sorted_clear(struct sorted *sorted);

/* Behind its equals. */
void sorted_put(struct sorted *sorted, void *item);

/* This very item, if it is there. */
void sorted_take(struct sorted *sorted, const void *item);

/* Likewise, but in any place: sorted_settle puts them all in order at once. */
void sorted_add(struct sorted *sorted, void *item);
void sorted_settle(struct sorted *sorted);

/* The first that is not less than `key`; `count` when there is none. */
size_t sorted_first(const struct sorted *sorted, const void *key);

/* One that equals `key`, or NULL. */
void *sorted_find(const struct sorted *sorted, const void *key);

#endif
