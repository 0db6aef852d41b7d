/*
 * step - a script fed to rman one command at a time: the next one goes in when
 * the last one is over, and none after an error.
 *
 * On standard input rman goes on after an error, so what must not run then is
 * not sent. Behind each command goes SET ECHO OFF, as it is: its answer, "echo
 * set off", is the mark that all before it is over. In a language in which
 * that reads otherwise it is told by the prompts: one for each command that
 * was read, and nothing behind the last.
 *
 *	banner
 *	RMAN>			<- CONNECT ...; SET ECHO OFF;
 *	connected to target database ...
 *	RMAN>
 *	echo set off
 *	RMAN>			<- the next one
 *
 * A command that asks a question would take the mark for its answer; such
 * scripts are refused before they come here.
 *
 * Pure: bytes in, text out.
 *
 * Thread: maker.
 */
#ifndef WORKER_STEP_H
#define WORKER_STEP_H

#include <stdbool.h>
#include <stddef.h>

#include "model/command.h"
#include "worker/scan.h"

enum { STEP_LINE = 32 /* as much of a line as a mark needs */ };

struct step {
	/* The rest is step.c's. */
	char *copy;
	const char **lines;
	struct lexer lexer;
	struct scan *scan;
	char line[STEP_LINE];
	size_t held;
	size_t marks, prompts; /* that came since the last command */
	size_t expects;        /* so many marks; 0: nothing was sent yet */
	bool is_prompt;        /* the last that came was one */
	bool has_failed;       /* nothing more is to be sent */
	bool is_over;          /* nothing is left to be sent */
};

/* The script is copied. */
void step_init(struct step *step, const char *script);
void step_clear(struct step *step);

/* A login or another command was sent by the caller, with step_mark. */
void step_sent(struct step *step);
extern const char step_mark[];

/* What rman prints. */
void step_output(struct step *step, const char *bytes, size_t size);

/*
 * What to send now; free it. NULL: nothing, since the last command is not over
 * yet, or step_is_done.
 */
char *step_next(struct step *step);

/* All was sent and is over, or an error came: nothing more goes in. */
bool step_is_done(const struct step *step);

/* Were commands held back? */
bool step_has_rest(const struct step *step);

#endif
