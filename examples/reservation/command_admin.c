#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "admin.h"
#include "command.h"

struct options {
	const char *socket;
	struct place_way way;
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
backup(const struct options *options, const char *name)
{
	struct bx_fault why;
	struct client client;
	struct place place;
	struct fault fault;
	uint64_t size;
	bool done;

	if (!command_open(&client, options->socket, &fault))
		return command_fail("%s", fault.text);
	if (!place_open_sink(&place, name, &options->way, &why)) {
		client_close(&client);
		return command_fail("%s", why.text);
	}
	done = take_backup(&client, place.sink, &size, &fault);
	if (done && !place_end(&place, &why))
		done = fault_set(&fault, "%s", why.text);
	place_close(&place);
	client_close(&client);
	if (!done)
		return command_fail("no backup was made: %s", fault.text);
	(void)fprintf(stderr, "%s: a backup of %" PRIu64 " bytes\n", name,
	    size);
	return COMMAND_DONE;
}

/* Restore it here, and say what is in it. */
static int
check(const struct options *options, const char *name)
{
	struct answer answer = { 0 };
	struct database database;
	struct bx_fault fault;
	bool done;

	database_init(&database);
	done = command_restore(&database, name, &options->way, &fault);
	if (done) {
		admin_content(&database, &answer);
		(void)fwrite(answer.bytes, 1, answer.size, stdout);
	}
	answer_clear(&answer);
	database_clear(&database);
	if (done)
		return COMMAND_DONE;
	/* A fault of a device names it. */
	return bx_fault_is_format(&fault) ?
	    command_fail("%s: %s", name, fault.text) :
	    command_fail("%s", fault.text);
}

static int
misused(void)
{
	return command_misused(
	    "admin backup PLACE [--compress] [--encrypt "
	    "(--key FILE | --passphrase FILE)], "
	    "admin check PLACE [--key FILE | --passphrase FILE], admin status");
}

/* A backup that should be secret is never sent in the clear by mistake. */
static bool
is_sound(const struct place_way *way, bool is_backup)
{
	bool has_key = way->key_file != NULL;
	bool has_passphrase = way->passphrase_file != NULL;

	if (has_key && has_passphrase)
		return false;
	if (!is_backup)
		return !way->is_compressed && !way->is_encrypted;
	return way->is_encrypted == (has_key || has_passphrase);
}

static bool
read_options(int count, char **words, struct options *out)
{
	static const struct option known[] = {
		{ "socket", required_argument, NULL, 's' },
		{ "compress", no_argument, NULL, 'c' },
		{ "encrypt", no_argument, NULL, 'e' },
		{ "key", required_argument, NULL, 'k' },
		{ "passphrase", required_argument, NULL, 'p' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	*out = (struct options){ 0 };
	while ((option = getopt_long(count, words, "", known, NULL)) != -1) {
		if (option == 's')
			out->socket = optarg;
		else if (option == 'c')
			out->way.is_compressed = true;
		else if (option == 'e')
			out->way.is_encrypted = true;
		else if (option == 'k')
			out->way.key_file = optarg;
		else if (option == 'p')
			out->way.passphrase_file = optarg;
		else
			return false;
	}
	return true;
}

int
command_admin(int count, char **words)
{
	const char *const status[] = { "status", NULL };
	struct options options;
	const char *what;
	bool is_backup;

	if (!read_options(count, words, &options))
		return misused();
	what = optind < count ? words[optind] : "";
	is_backup = strcmp(what, "backup") == 0;
	if (!is_sound(&options.way, is_backup))
		return misused();
	if (is_backup && count - optind == 2)
		return backup(&options, words[optind + 1]);
	if (strcmp(what, "check") == 0 && count - optind == 2)
		return check(&options, words[optind + 1]);
	if (strcmp(what, "status") == 0 && count - optind == 1)
		return command_ask(options.socket, status);
	return misused();
}
