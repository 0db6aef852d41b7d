#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/defs.h"
#include "config/load.h"
#include "daemon/daemon.h"
#include "platform/process.h"
#include "platform/service.h"

enum { EXIT_DONE = 0, EXIT_USAGE = 2, EXIT_CONFIG = 4 };

#define CONFIG_FILE SYSCONFDIR "/backupexec.conf"

struct wishes {
	const char *config_path;
	bool check_only;
};

static const struct {
	const char *option, *help;
} options[] = {
	{ "--master", "run as master (the default)" },
	{ "-c FILE", "configuration, default " CONFIG_FILE },
	{ "-f", "stay in front and log to stderr; it always does" },
	{ "--check-config", "check the configuration, list every mistake" },
	{ "--help", "show this" },
	{ "--version", "show the version" },
};

static int
show_help(void)
{
	(void)printf("usage: backupexecd [--master] [-c FILE] [-f]\n"
		     "       backupexecd --check-config [-c FILE]\n\n"
		     "Runs the RMAN backups that are due and keeps what RMAN "
		     "said.\n\n");
	for (size_t i = 0; i < COUNT_OF(options); i++)
		(void)printf("  %-16s  %s\n", options[i].option,
		    options[i].help);
	(void)printf("\nSee backupexecd(8), backupexec.conf(5), "
		     "backupexec(1).\n");
	return EXIT_DONE;
}

static int
wrong_usage(const char *sentence, const char *word)
{
	(void)fprintf(stderr, "backupexecd: %s%s\nTry backupexecd --help.\n",
	    sentence, word);
	return EXIT_USAGE;
}

/* -1: go on; else the exit status. */
static int
read_arguments(int count, char *const arguments[], struct wishes *out)
{
	for (int i = 1; i < count; i++) {
		const char *word = arguments[i];

		if (strcmp(word, "--help") == 0)
			return show_help();
		if (strcmp(word, "--version") == 0) {
			(void)printf("backupexecd %s\n", PACKAGE_VERSION);
			return EXIT_DONE;
		}
		if (strcmp(word, "--slave") == 0)
			return wrong_usage("--slave is not part of this "
					   "version: every server is its "
					   "own master",
			    "");
		if (strcmp(word, "-c") == 0 && i + 1 == count)
			return wrong_usage("-c needs a FILE", "");
		if (strcmp(word, "-c") == 0)
			out->config_path = arguments[++i];
		else if (strcmp(word, "--check-config") == 0)
			out->check_only = true;
		else if (strcmp(word, "--master") != 0 &&
		    strcmp(word, "-f") != 0)
			return wrong_usage("unknown argument ", word);
	}
	return -1;
}

/* Every mistake is a line of its own, for people and for editors. */
static void
show_mistakes(const struct mistakes *mistakes)
{
	for (size_t i = 0; i < mistakes->count; i++)
		(void)fprintf(stderr, "%s\n", mistakes->list[i].text);
	if (mistakes->left_out != 0)
		(void)fprintf(stderr, "and %zu more\n", mistakes->left_out);
}

int
main(int count, char *arguments[])
{
	struct wishes wishes = { .config_path = CONFIG_FILE };
	struct mistakes mistakes = { 0 };
	struct config *config;
	int status = read_arguments(count, arguments, &wishes);

	if (status >= 0)
		return status;
	config = config_load(wishes.config_path, &mistakes);
	show_mistakes(&mistakes);
	mistakes_clear(&mistakes);
	if (config == NULL)
		return EXIT_CONFIG;
	if (wishes.check_only) {
		config_free(config);
		return EXIT_DONE;
	}
	process_harden();
	service_start();
	return daemon_run(config, wishes.config_path);
}
