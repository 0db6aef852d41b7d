/*
 * replay - the main() of a fuzz program that is built without libFuzzer.
 *
 * fuzz_NAME runs every file of corpus/NAME, or the files that are named on its
 * command line. Each lies in memory of exactly its size, so that a sanitizer
 * or valgrind sees the first byte read beyond it.
 */
#include "config.h"

#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static _Noreturn void
die(const char *path, const char *reason)
{
	fprintf(stderr, "replay: %s: %s\n", path, reason);
	exit(EXIT_FAILURE);
}

static void
replay(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *bytes;
	long size;

	if (file == NULL)
		die(path, strerror(errno));
	if (fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0)
		die(path, strerror(errno));
	rewind(file);
	bytes = malloc((size_t)size);
	if (bytes == NULL && size > 0)
		die(path, "out of memory");
	if (size > 0 && fread(bytes, 1, (size_t)size, file) != (size_t)size)
		die(path, "read short");
	fclose(file);
	printf("%s\n", path);
	fflush(stdout);
	LLVMFuzzerTestOneInput(bytes, (size_t)size);
	free(bytes);
}

static void
enter(const char *folder)
{
	if (chdir(folder) != 0)
		die(folder, strerror(errno));
}

static void
replay_corpus(const char *top, const char *name)
{
	DIR *dir;
	const struct dirent *entry;
	int count = 0;

	enter(top);
	enter("tests/fuzz/corpus");
	enter(name);
	dir = opendir(".");
	if (dir == NULL)
		die(name, strerror(errno));
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		replay(entry->d_name);
		count++;
	}
	closedir(dir);
	if (count == 0)
		die(name, "no file in the corpus");
}

int
main(int argc, char **argv)
{
	const char *top = getenv("top_srcdir");
	const char *name = strrchr(argv[0], '/');

	name = name == NULL ? argv[0] : name + 1;
	for (int i = 1; i < argc; i++)
		replay(argv[i]);
	if (argc > 1)
		return EXIT_SUCCESS;
	if (strncmp(name, "fuzz_", strlen("fuzz_")) != 0 || top == NULL)
		die(name, "run me with make check, or with files");
	replay_corpus(top, name + strlen("fuzz_"));
	return EXIT_SUCCESS;
}
