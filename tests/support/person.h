/*
 * person - somebody at a shell who types a command of backupexec(1), in this
 * process; the daemon is a backend (backend.h) or none.
 *
 *	struct person person = person_new(backend->folder);
 *	ck_assert_int_eq(person_types(&person, "status", "--json", NULL), 1);
 *	... person.out, person.err
 *	person_clear(&person);
 */
#ifndef TESTS_SUPPORT_PERSON_H
#define TESTS_SUPPORT_PERSON_H

#include <stdbool.h>
#include <stddef.h>

struct person {
	char *config;      /* path of a file that names the state_dir */
	const char *input; /* what the command reads, or NULL */
	size_t input_size; /* 0: a string */
	bool has_terminal;
	char *out, *err; /* of the last command */
	size_t out_size;
};

/* A configuration with that state_dir is written into it. */
struct person person_new(const char *state_dir);
void person_clear(struct person *person);

/* A console as the person's commands have one. */
struct console;
void person_console(const struct person *person, struct console *console);

/* The words behind "backupexec -c CONFIG", NULL at the end; the status. */
int person_types(struct person *person, ...);

#endif
