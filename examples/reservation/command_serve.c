#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin.h"
#include "command.h"
#include "server.h"

struct options {
	const char *socket, *restore;
	struct place_way way;
	bool is_strict;
};

static struct server *running; /* for the signal handler */

static void
on_signal(int number)
{
	(void)number;
	server_stop(running);
}

static void
print_status(struct database *database)
{
	char *const no_words[] = { NULL };
	struct answer answer = { 0 };
	struct fault fault;

	if (admin_status(database, no_words, &answer, &fault))
		(void)fwrite(answer.bytes, 1, answer.size, stderr);
	answer_clear(&answer);
}

/* False: it did not go well, and the database is empty. */
static bool
restore(struct database *database, const struct options *options)
{
	struct bx_fault fault;

	if (command_restore(database, options->restore, &options->way,
		&fault)) {
		struct answer answer = { 0 };

		(void)fprintf(stderr, "restored from %s:\n", options->restore);
		admin_content(database, &answer);
		(void)fwrite(answer.bytes, 1, answer.size, stderr);
		answer_clear(&answer);
		return true;
	}
	(void)command_fail("NOTHING WAS RESTORED from %s: %s%s",
	    options->restore,
	    bx_fault_is_format(&fault) ?
		"this is no backup, or a damaged one: " :
		"",
	    fault.text);
	return false;
}

static int
serve(struct database *database, const char *path)
{
	struct sigaction stop = { .sa_handler = on_signal };
	struct fault fault;

	running = server_new(database, path, &fault);
	if (running == NULL)
		return command_fail("%s", fault.text);
	(void)sigemptyset(&stop.sa_mask);
	(void)sigaction(SIGTERM, &stop, NULL);
	(void)sigaction(SIGINT, &stop, NULL);
	(void)fprintf(stderr, "serving at %s\n", path);
	server_run(running);
	stop.sa_handler = SIG_DFL;
	(void)sigaction(SIGTERM, &stop, NULL);
	(void)sigaction(SIGINT, &stop, NULL);
	server_free(running);
	(void)fprintf(stderr, "stopped:\n");
	print_status(database);
	return COMMAND_DONE;
}

static bool
read_options(int count, char **words, struct options *out)
{
	static const struct option known[] = {
		{ "socket", required_argument, NULL, 's' },
		{ "restore", required_argument, NULL, 'r' },
		{ "strict", no_argument, NULL, 'x' },
		{ "key", required_argument, NULL, 'k' },
		{ "passphrase", required_argument, NULL, 'p' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	*out = (struct options){ .socket = getenv("RESERVATION_SOCKET") };
	while ((option = getopt_long(count, words, "", known, NULL)) != -1) {
		if (option == 's')
			out->socket = optarg;
		else if (option == 'r')
			out->restore = optarg;
		else if (option == 'x')
			out->is_strict = true;
		else if (option == 'k')
			out->way.key_file = optarg;
		else if (option == 'p')
			out->way.passphrase_file = optarg;
		else
			return false;
	}
	return out->socket != NULL && optind == count &&
	    (out->way.key_file == NULL || out->way.passphrase_file == NULL);
}

int
command_serve(int count, char **words)
{
	struct database database;
	struct options options;
	int status;

	if (!read_options(count, words, &options))
		return command_misused(
		    "serve --socket PATH [--restore PLACE [--strict] "
		    "[--key FILE | --passphrase FILE]]");
	database_init(&database);
	if (options.restore != NULL && !restore(&database, &options)) {
		if (options.is_strict) {
			database_clear(&database);
			return COMMAND_FAILED;
		}
		(void)command_fail("THE DATABASE IS EMPTY");
	}
	status = serve(&database, options.socket);
	database_clear(&database);
	return status;
}
