#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "command.h"

/* The options of book, cancel and list. */
struct options {
	const char *socket, *name, *seats, *seat;
};

static bool
read_options(int count, char **words, struct options *out)
{
	static const struct option known[] = {
		{ "socket", required_argument, NULL, 's' },
		{ "name", required_argument, NULL, 'n' },
		{ "seats", required_argument, NULL, 'c' },
		{ "seat", required_argument, NULL, 't' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	*out = (struct options){ 0 };
	while ((option = getopt_long(count, words, "", known, NULL)) != -1) {
		if (option == 's')
			out->socket = optarg;
		else if (option == 'n')
			out->name = optarg;
		else if (option == 'c')
			out->seats = optarg;
		else if (option == 't')
			out->seat = optarg;
		else
			return false;
	}
	return true;
}

/* "12,13" names two. */
static size_t
count_of(const char *seats)
{
	size_t count = 1;

	for (; *seats != '\0'; seats++)
		count += *seats == ',';
	return count;
}

int
command_book(int count, char **words)
{
	const char *request[] = { "book", NULL, NULL, NULL, "", NULL, "1", NULL,
		NULL };
	struct options options;
	char number[24];

	if (!read_options(count, words, &options) || options.name == NULL ||
	    count - optind < 3 || count - optind > 4 ||
	    (options.seats != NULL && options.seat != NULL))
		return command_misused("book FROM TO DAY [TIME] --name NAME "
				       "[--seats N | --seat N,N...]");
	for (int i = 0; i < count - optind; i++)
		request[1 + i] = words[optind + i];
	request[5] = options.name;
	if (options.seats != NULL)
		request[6] = options.seats;
	if (options.seat != NULL) {
		(void)snprintf(number, sizeof(number), "%zu",
		    count_of(options.seat));
		request[6] = number;
		request[7] = options.seat;
	}
	return command_ask(options.socket, request);
}

int
command_cancel(int count, char **words)
{
	const char *request[] = { "cancel", NULL, NULL };
	struct options options;

	if (!read_options(count, words, &options) || count - optind != 1)
		return command_misused("cancel TICKET");
	request[1] = words[optind];
	return command_ask(options.socket, request);
}

int
command_list(int count, char **words)
{
	const char *request[] = { "list", NULL, NULL, NULL, NULL, NULL };
	struct options options;

	if (!read_options(count, words, &options) || count - optind < 1 ||
	    count - optind > 4)
		return command_misused("list cities | buses | "
				       "plans [FROM TO DAY] | seats PLAN");
	for (int i = 0; i < count - optind; i++)
		request[1 + i] = words[optind + i];
	return command_ask(options.socket, request);
}
