/*
 * whole - the lock of the whole database, and the order of all locks.
 *
 *	1. the whole	shared by whoever books, cancels or lists; alone
 *			for whoever makes a backup or adds to a container
 *	2. a plan	its customers
 *	3. a bus	who sits on which of its seats, and when
 *
 * Containers and indexes change only while somebody has the whole alone.
 * Always in this order, at most one plan and its one bus at a time. So nobody
 * waits in a circle, and who has the whole alone needs neither of the other
 * two: everybody who holds one shares the whole. A booking is complete before
 * it leaves the whole, and therefore in a backup entirely or not at all. The
 * counter of customers is atomic, but a number is taken while the whole is
 * shared: a backup has no customer beyond its counter.
 *
 * Nobody who holds a lock writes to a socket or a file: a backup is made in
 * memory, an answer too, and both are sent when the locks are free.
 *
 * It is fair to both sides: who waits to have it alone goes before those who
 * come later to share it, and when he leaves, all who waited to share it go
 * before the next one who wants it alone. So a booking waits for one backup,
 * never for two, and a backup for the bookings under way, never for new ones.
 * A lock of the system does not promise that.
 *
 * Units: ns on a clock that never steps.
 * Thread: any.
 */
#ifndef RESERVATION_WHOLE_H
#define RESERVATION_WHOLE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct whole {
	pthread_mutex_t mutex; /* of what follows; held for moments only */
	pthread_cond_t changed;
	bool is_alone;
	unsigned sharing;  /* how many share it */
	unsigned to_share; /* how many wait for that */
	unsigned to_seize; /* how many wait to have it alone */
	unsigned owed;     /* of to_share: go before the next alone */
	uint64_t turn;     /* counts those who had it alone */
	int64_t alone_since_ns, longest_alone_ns;
};

void whole_init(struct whole *whole);
void whole_clear(struct whole *whole);

void whole_share(struct whole *whole);
void whole_leave(struct whole *whole);

void whole_seize(struct whole *whole);
void whole_yield(struct whole *whole);

/* The longest time that anybody had it alone. */
int64_t whole_longest_ns(struct whole *whole);

#endif
