/*
 * children - what loop.c and child.c share: the list of children that a loop
 * still looks after.
 *
 * Thread: loop.
 */
#ifndef LOOP_CHILDREN_H
#define LOOP_CHILDREN_H

#include "loop/loop.h"

/* The head of the list. */
struct loop_child **children_of(struct loop *loop);

/* The loop ends: nobody is told, nobody is reaped any more. */
void children_free(struct loop_child *first);

#endif
