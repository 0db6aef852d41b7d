/*
 * args - the command line as rman takes it: keywords in any case, written
 * `key value`, `key=value` or `key = value`.
 */
#ifndef STANDIN_ARGS_H
#define STANDIN_ARGS_H

#include <stdbool.h>

struct args {
	const char *target; /* connect strings; NULL when not given */
	const char *catalog;
	const char *auxiliary;
	const char *log;
	const char *cmdfile;
	const char *unknown; /* the first word that is no keyword */
	char **using;        /* the words behind USING */
	int using_count;
	bool append;
	bool checks_syntax;
};

/* Whether some argument holds a password. */
bool args_leak(int argc, char **argv);
void args_read(struct args *args, int argc, char **argv);

#endif
