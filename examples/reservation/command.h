/*
 * command - what `reservation` does, one function a command.
 *
 * Each gets its words, words[0] the command's name, and returns the exit
 * status: 0 done, 1 it failed or was refused, 2 wrong usage.
 *
 * Thread: the first.
 */
#ifndef RESERVATION_COMMAND_H
#define RESERVATION_COMMAND_H

#include "client.h"
#include "database.h"
#include "place.h"

enum { COMMAND_DONE = 0, COMMAND_FAILED = 1, COMMAND_USAGE = 2 };

int command_serve(int count, char **words);
int command_book(int count, char **words);
int command_cancel(int count, char **words);
int command_list(int count, char **words);
int command_load(int count, char **words);
int command_admin(int count, char **words);

/* "reservation: ..." to standard error; returns COMMAND_FAILED, _USAGE. */
int command_fail(const char *format, ...) PRINTF_LIKE(1, 2);
int command_misused(const char *format, ...) PRINTF_LIKE(1, 2);

/* A client of the server at `path`, or where RESERVATION_SOCKET says. */
MUST_CHECK bool
command_open(struct client *client, const char *path, struct fault *fault);

/* A backup into an empty database, which after a fault is still empty. */
MUST_CHECK bool command_restore(struct database *database, const char *name,
    const struct place_way *way, struct bx_fault *fault);

/* Ask, print the answer, and return the exit status. */
int command_ask(const char *path, const char *const *words);

#endif
