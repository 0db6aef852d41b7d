/*
 * control - the control file of fault.so.
 *
 *	control FILE PROGRAM KIND AT
 *		the AT-th call of PROGRAM; KIND is none, kill, short, alloc,
 *		or an error: EIO, ENOSPC, EMFILE, EINTR, EROFS
 *	control FILE
 *		count, whether it was hit, which call
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/faults/fault.h"

static const struct {
	const char *name;
	int32_t kind, error;
} kinds[] = {
	{ "none", FAULT_NONE, 0 },
	{ "kill", FAULT_KILL, 0 },
	{ "short", FAULT_SHORT, 0 },
	{ "alloc", FAULT_ALLOC, 0 },
	{ "EIO", FAULT_ERROR, EIO },
	{ "ENOSPC", FAULT_ERROR, ENOSPC },
	{ "EMFILE", FAULT_ERROR, EMFILE },
	{ "EINTR", FAULT_ERROR, EINTR },
	{ "EROFS", FAULT_ERROR, EROFS },
};

static int
show(const char *path)
{
	struct control control;
	FILE *file = fopen(path, "rb");

	if (file == NULL || fread(&control, sizeof(control), 1, file) != 1) {
		perror(path);
		return 1;
	}
	(void)fclose(file);
	(void)printf("%u %u %.24s\n", control.count, control.fired,
	    control.call[0] == '\0' ? "-" : control.call);
	return 0;
}

int
main(int argc, char **argv)
{
	struct control control = { .kind = -1 };
	FILE *file;

	if (argc == 2)
		return show(argv[1]);
	if (argc != 5)
		return 2;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(argv[3], kinds[i].name) != 0)
			continue;
		control.kind = kinds[i].kind;
		control.error = kinds[i].error;
	}
	if (control.kind < 0)
		return 2;
	/* As the system shows it, which cuts it. */
	(void)snprintf(control.program, sizeof(control.program), "%s", argv[2]);
	control.at = (uint32_t)strtoul(argv[4], NULL, 10);
	file = fopen(argv[1], "wb");
	if (file == NULL || fwrite(&control, sizeof(control), 1, file) != 1 ||
	    fclose(file) != 0) {
		perror(argv[1]);
		return 1;
	}
	return 0;
}
