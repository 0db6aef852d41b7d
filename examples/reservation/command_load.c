#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

/* How it went so far. */
struct load {
	struct client client;
	const char *name; /* of the file */
	bool is_verbose;
	bool failed;
	uint64_t line, done, refused;
};

static bool
is_blank(const char *line)
{
	line += strspn(line, " \t\r\n");
	return *line == '\0' || *line == '#';
}

/* Refusals are told and counted; false: there is no use in going on. */
static bool
load_line(struct load *load, const char *line)
{
	struct fault fault;
	uint64_t size;
	FILE *out = load->is_verbose ? stdout : NULL;

	if (strlen(line) > LIMIT_LINE) {
		fault_fill(&fault, "a request has at most %d bytes",
		    LIMIT_LINE);
	} else if (client_ask_line(&load->client, line, &size, &fault)) {
		load->done++;
		if (client_copy(&load->client, size, out, &fault))
			return true;
		(void)command_fail("%s", fault.text);
		load->failed = true;
		return false;
	}
	load->refused++;
	(void)command_fail("%s:%" PRIu64 ": %s", load->name, load->line,
	    fault.text);
	load->failed = load->client.channel.is_gone;
	return !load->failed;
}

static void
load_lines(struct load *load, FILE *in)
{
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, in) >= 0) {
		load->line++;
		if (!is_blank(line) && !load_line(load, line))
			break;
	}
	free(line);
}

int
command_load(int count, char **words)
{
	static const struct option known[] = {
		{ "socket", required_argument, NULL, 's' },
		{ "verbose", no_argument, NULL, 'v' },
		{ NULL, 0, NULL, 0 },
	};
	const char *socket = NULL;
	struct load load = { 0 };
	struct fault fault;
	FILE *in = stdin;
	int option;

	while ((option = getopt_long(count, words, "", known, NULL)) != -1) {
		if (option == 's')
			socket = optarg;
		else if (option == 'v')
			load.is_verbose = true;
		else
			return command_misused("load [--verbose] FILE | -");
	}
	if (count - optind != 1)
		return command_misused("load [--verbose] FILE | -");
	load.name = words[optind];
	if (!command_open(&load.client, socket, &fault))
		return command_fail("%s", fault.text);
	if (strcmp(load.name, "-") != 0)
		in = fopen(load.name, "r");
	if (in == NULL) {
		client_close(&load.client);
		return command_fail("%s: %s", load.name, strerror(errno));
	}
	load_lines(&load, in);
	if (in != stdin)
		(void)fclose(in);
	client_close(&load.client);
	(void)fprintf(stderr, "%s: %" PRIu64 " done, %" PRIu64 " refused\n",
	    load.name, load.done, load.refused);
	return load.refused == 0 && !load.failed ? COMMAND_DONE :
						   COMMAND_FAILED;
}
