/*
 * asking - how long a daemon takes to answer: ask for one thing again and
 * again, on a new connection each time, and sum up.
 *
 * Usage: asking SOCKET TARGET SECONDS
 * Prints: how often, then the median, the 99.9th percentile and the longest
 * time in microseconds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 1000000, PAUSE_NS = 2000000 };

static double
now(void)
{
	struct timespec at;

	(void)clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec * 1e6 + (double)at.tv_nsec / 1e3;
}

/* One question to the end of its answer. */
static int
ask(const struct sockaddr_un *address, const char *request)
{
	int connection = socket(AF_UNIX, SOCK_STREAM, 0);
	char room[65536];
	ssize_t size, all = 0;

	if (connection == -1 ||
	    connect(connection, (const struct sockaddr *)address,
		sizeof(*address)) != 0 ||
	    write(connection, request, strlen(request)) < 0) {
		perror("asking");
		return -1;
	}
	while ((size = read(connection, room, sizeof(room))) > 0)
		all += size;
	(void)close(connection);
	return all > 0 ? 0 : -1;
}

static int
compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return left < right ? -1 : left > right;
}

int
main(int count, char **words)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct timespec pause = { .tv_nsec = PAUSE_NS };
	double *took = calloc(MOST, sizeof(*took)), end;
	char request[512];
	size_t asked = 0;

	if (count != 4 || took == NULL)
		return 2;
	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s",
	    words[1]);
	(void)snprintf(request, sizeof(request),
	    "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
	    words[2]);
	end = now() + strtod(words[3], NULL) * 1e6;
	while (asked < MOST && now() < end) {
		double begin = now();

		if (ask(&address, request) != 0)
			return 1;
		took[asked++] = now() - begin;
		(void)nanosleep(&pause, NULL);
	}
	if (asked == 0)
		return 1;
	qsort(took, asked, sizeof(*took), compare);
	(void)printf("%zu %.0f %.0f %.0f\n", asked, took[asked / 2],
	    took[asked - 1 - asked / 1000], took[asked - 1]);
	free(took);
	return 0;
}
