/*
 * front - what stands before the text of a line: prompts of RMAN, and what a
 * wrapper program or a log collector puts there.
 *
 *	RMAN> 2> 17> text                           prompts
 *	[2026-11-28 02:10:11] db01: text            stamps, names, brackets
 *	Nov 28 02:10:11 db01 rman[4711]: text       syslog
 *	2026-11-28T02:10:11.5Z stdout F text        containers
 *	channel c1: ORA-19502: text                 a channel, before a code
 *
 * Thread: any.
 */
#ifndef WORKER_FRONT_H
#define WORKER_FRONT_H

#include <stdbool.h>
#include <stddef.h>

struct front {
	size_t at; /* where the text begins; the line's size: there is none */
	bool has_prompt;
};

struct front front_of(const char *line, size_t size);

/* Length of the prompt that `text` begins with, with its space; 0: none. */
size_t front_prompt(const char *text, size_t size);

#endif
