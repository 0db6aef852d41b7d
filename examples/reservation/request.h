/*
 * request - a line that somebody sent, and the answer to it.
 *
 *	book;FROM;TO;DAY;TIME;NAME;COUNT[;SEAT,SEAT...]
 *	cancel;TICKET
 *	list;cities | buses | plans[;FROM;TO;DAY] | seats;PLAN
 *	status
 *
 * and from the administrator (admin.h)
 *
 *	city;NAME
 *	alias;CITY;NAME
 *	bus;NAME;SEATS
 *	plan;BUS;FROM;TO;DAY;TIME
 *	backup
 *
 * An empty TIME is any of that day; a TICKET is what `book` answered.
 *
 * Thread: any.
 */
#ifndef RESERVATION_REQUEST_H
#define RESERVATION_REQUEST_H

#include "answer.h"
#include "database.h"

enum { REQUEST_WORDS = 8 };

/* Takes `line` apart. False: the answer is the sentence why not. */
bool request_serve(struct database *database, char *line, bool is_admin,
    struct answer *out_answer);

#endif
