/*
 * feed - where the commands come from, and what happens after an error: stdin
 * goes on, a cmdfile stops.
 */
#ifndef STANDIN_FEED_H
#define STANDIN_FEED_H

#include "tests/standin/session.h"

void feed_stdin(struct session *session);
void feed_cmdfile(struct session *session);

#endif
