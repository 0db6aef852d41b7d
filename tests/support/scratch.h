/*
 * scratch - a folder for one test, removed at its end.
 *
 *	char *folder = scratch_new();
 *	...
 *	scratch_free(folder);
 */
#ifndef TESTS_SUPPORT_SCRATCH_H
#define TESTS_SUPPORT_SCRATCH_H

char *scratch_new(void);
void scratch_free(char *folder);

/* A file in it with this text, by path to be freed. */
char *scratch_file(const char *folder, const char *name, const char *text);

/* How many descriptors this process has open. */
int scratch_descriptors(void);

#endif
