/*
 * reference - print what src/config knows, for tests and for maintainers.
 *
 *	reference example | settings | options  the generated texts
 *	reference check FILE        its mistakes; status 4 if any
 *	reference show FILE         every setting and its origin
 *
 * tests/config/settings.sh compares these with what is shipped.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/load.h"
#include "config/reference.h"

enum { STATUS_CONFIG = 4, OUTPUT_LIMIT = 1 << 20 };

static int
check(const char *path, struct buf *out, bool shows)
{
	struct mistakes mistakes = { 0 };
	struct fault fault;
	struct config *config = config_load(path, &mistakes);
	int status = config == NULL ? STATUS_CONFIG : EXIT_SUCCESS;

	for (size_t i = 0; i < mistakes.count; i++)
		(void)puts(mistakes.list[i].text);
	if (mistakes.left_out != 0)
		(void)printf("%zu more mistakes\n", mistakes.left_out);
	if (config != NULL && shows && !config_print(config, out, &fault))
		status = EXIT_FAILURE;
	mistakes_clear(&mistakes);
	config_free(config);
	return status;
}

int
main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	int status = EXIT_FAILURE;
	struct fault fault;
	struct buf out;

	buf_init(&out, OUTPUT_LIMIT);
	if (argc == 2 && strcmp(what, "example") == 0)
		status = !reference_example(&out, &fault);
	else if (argc == 2 && strcmp(what, "settings") == 0)
		status = !reference_settings(&out, &fault);
	else if (argc == 2 && strcmp(what, "options") == 0)
		status = !reference_options(&out, &fault);
	else if (argc == 3 && strcmp(what, "check") == 0)
		status = check(argv[2], &out, false);
	else if (argc == 3 && strcmp(what, "show") == 0)
		status = check(argv[2], &out, true);
	else
		(void)fputs("usage: reference example | settings | options | "
			    "check FILE | show FILE\n",
		    stderr);
	(void)fputs(buf_text(&out), stdout);
	buf_clear(&out);
	return status;
}
