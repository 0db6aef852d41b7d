#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "admin.h"
#include "backup.h"
#include "command.h"
#include "place.h"

struct options {
	const char *socket;
};

/* What the server sends goes on as it comes, through the filters. */
static bool
take_backup(struct client *client, struct bx_sink *sink, uint64_t *out_size,
    struct fault *fault)
{
	static const char *const request[] = { "backup", NULL };
	struct bx_fault why;
	uint64_t size;

	if (!client_ask(client, request, &size, fault))
		return false;
	*out_size = size;
	while (size != 0 && !bx_sink_failed(sink)) {
		char room[4096];
		size_t got = channel_read(&client->channel, room,
		    size < sizeof(room) ? (size_t)size : sizeof(room));

		if (got == 0)
			return fault_set(fault, "the server went away");
		bx_write_bytes(sink, room, got);
		size -= got;
	}
	/* A backup that is not whole is not finished: there is no file. */
	if (!bx_sink_finish(sink, &why))
		return fault_set(fault, "%s", why.text);
	return true;
}

static int
backup(const struct options *options, const char *place)
{
	struct bx_fault why;
	struct client client;
	struct bx_sink *sink;
	struct fault fault;
	uint64_t size;
	bool done;

	if (!command_open(&client, options->socket, &fault))
		return command_fail("%s", fault.text);
	sink = place_sink(place, &why);
	if (sink == NULL) {
		client_close(&client);
		return command_fail("%s", why.text);
	}
	done = take_backup(&client, sink, &size, &fault);
	bx_sink_free(sink);
	client_close(&client);
	if (!done)
		return command_fail("no backup was made: %s", fault.text);
	(void)fprintf(stderr, "%s: a backup of %" PRIu64 " bytes\n", place,
	    size);
	return COMMAND_DONE;
}

/* Restore it here, and say what is in it. */
static int
check(const char *place)
{
	char *const no_words[] = { NULL };
	struct answer answer = { 0 };
	struct database database;
	struct bx_source *source;
	struct bx_fault why;
	struct fault fault;
	bool done = false;

	database_init(&database);
	source = place_source(place, &why);
	if (source != NULL)
		done = backup_restore(&database, source, &why);
	if (done && admin_status(&database, no_words, &answer, &fault))
		(void)fwrite(answer.bytes, 1, answer.size, stdout);
	answer_clear(&answer);
	database_clear(&database);
	return done ? COMMAND_DONE : command_fail("%s: %s", place, why.text);
}

static int
misused(void)
{
	return command_misused("admin backup FILE | -, admin check FILE | -, "
			       "admin status");
}

int
command_admin(int count, char **words)
{
	static const struct option known[] = {
		{ "socket", required_argument, NULL, 's' },
		{ NULL, 0, NULL, 0 },
	};
	const char *const status[] = { "status", NULL };
	struct options options = { 0 };
	const char *what;
	int option;

	while ((option = getopt_long(count, words, "", known, NULL)) != -1) {
		if (option == 's')
			options.socket = optarg;
		else
			return misused();
	}
	what = optind < count ? words[optind] : "";
	if (strcmp(what, "backup") == 0 && count - optind == 2)
		return backup(&options, words[optind + 1]);
	if (strcmp(what, "check") == 0 && count - optind == 2)
		return check(words[optind + 1]);
	if (strcmp(what, "status") == 0 && count - optind == 1)
		return command_ask(options.socket, status);
	return misused();
}
