/*
 * notified - what a service manager hears, as lines.
 *
 *	notified PATH
 *
 * Makes a datagram socket at PATH and writes what comes there to stdout, an
 * empty line behind each message, until it is ended.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { EXIT_BROKEN = 99 };

int
main(int count, char *arguments[])
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char text[4096];
	ssize_t size;
	int descriptor;

	if (count != 2 || strlen(arguments[1]) >= sizeof(address.sun_path)) {
		(void)fprintf(stderr, "usage: notified PATH\n");
		return EXIT_BROKEN;
	}
	memcpy(address.sun_path, arguments[1], strlen(arguments[1]));
	descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (descriptor < 0 ||
	    bind(descriptor, (const struct sockaddr *)&address,
		sizeof(address)) != 0) {
		perror(arguments[1]);
		return EXIT_BROKEN;
	}
	while ((size = recv(descriptor, text, sizeof(text) - 1, 0)) >= 0) {
		text[size] = '\0';
		(void)printf("%s\n\n", text);
		(void)fflush(stdout);
	}
	perror("recv");
	return EXIT_BROKEN;
}
