#include "command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "backup.h"

static void PRINTF_LIKE(1, 0) tell(const char *format, va_list args)
{
	(void)fputs("reservation: ", stderr);
	(void)vfprintf(stderr, format, args);
	(void)fputc('\n', stderr);
}

int
command_fail(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tell(format, args);
	va_end(args);
	return COMMAND_FAILED;
}

int
command_misused(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tell(format, args);
	va_end(args);
	(void)fputs("reservation: --help tells what there is\n", stderr);
	return COMMAND_USAGE;
}

bool
command_open(struct client *client, const char *path, struct fault *fault)
{
	if (path == NULL)
		path = getenv("RESERVATION_SOCKET");
	if (path == NULL)
		return fault_set(fault,
		    "which server? --socket PATH, or the "
		    "variable RESERVATION_SOCKET");
	return client_open(client, path, fault);
}

bool
command_restore(struct database *database, const char *name,
    const struct place_way *way, struct bx_fault *fault)
{
	struct bx_fault unsure;
	struct place place;
	bool done;

	if (!place_open_source(&place, name, way, fault))
		return false;
	done = backup_restore(database, place_take_source(&place), fault);
	if (done && !place_end(&place, &unsure))
		(void)command_fail("it is whole, but who sent it may not know: "
				   "%s",
		    unsure.text);
	place_close(&place);
	return done;
}

int
command_ask(const char *path, const char *const *words)
{
	struct client client;
	struct fault fault;
	uint64_t size;
	bool done;

	if (!command_open(&client, path, &fault))
		return command_fail("%s", fault.text);
	done = client_ask(&client, words, &size, &fault) &&
	    client_copy(&client, size, stdout, &fault);
	client_close(&client);
	return done ? COMMAND_DONE : command_fail("%s", fault.text);
}
