#include "client.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "address.h"

bool
client_open(struct client *client, const char *path, struct fault *fault)
{
	struct sockaddr_un address;
	int descriptor;

	if (!address_local(path, &address, fault))
		return false;
	descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (descriptor < 0)
		return fault_set(fault, "a socket: %s", strerror(errno));
	if (connect(descriptor, (const struct sockaddr *)&address,
		sizeof(address)) != 0) {
		fault_fill(fault, "no server answers at %s: %s", path,
		    strerror(errno));
		(void)close(descriptor);
		return false;
	}
	channel_init(&client->channel, descriptor);
	return true;
}

void
client_close(struct client *client)
{
	(void)close(client->channel.descriptor);
}

bool
client_ask_line(struct client *client, const char *line, uint64_t *out_size,
    struct fault *fault)
{
	size_t size = strcspn(line, "\n");

	if (size > LIMIT_LINE)
		return fault_set(fault, "a request has at most %d bytes",
		    LIMIT_LINE);
	if (!channel_write(&client->channel, line, size) ||
	    !channel_write(&client->channel, "\n", 1)) {
		/* It may have said why before it went away. */
		if (!channel_read_answer(&client->channel, out_size, fault))
			return false;
		return fault_set(fault, "the server went away");
	}
	return channel_read_answer(&client->channel, out_size, fault);
}

bool
client_ask(struct client *client, const char *const *words, uint64_t *out_size,
    struct fault *fault)
{
	char line[LIMIT_LINE + 2] = "";
	size_t size = 0;

	for (size_t i = 0; words[i] != NULL; i++) {
		size_t more = strlen(words[i]);

		if (words[i][strcspn(words[i], ";\n")] != '\0')
			return fault_set(fault,
			    "'%.100s' has a ; in it or an "
			    "end of a line",
			    words[i]);
		if (size + more + 1 > LIMIT_LINE)
			return fault_set(fault,
			    "a request has at most %d bytes", LIMIT_LINE);
		if (i != 0)
			line[size++] = ';';
		memcpy(line + size, words[i], more + 1);
		size += more;
	}
	return client_ask_line(client, line, out_size, fault);
}

bool
client_copy(struct client *client, uint64_t size, FILE *out,
    struct fault *fault)
{
	while (size != 0) {
		char room[4096];
		size_t got = channel_read(&client->channel, room,
		    size < sizeof(room) ? (size_t)size : sizeof(room));

		if (got == 0)
			return fault_set(fault, "the server went away");
		if (out != NULL && fwrite(room, 1, got, out) != got)
			return fault_set(fault, "writing: %s", strerror(errno));
		size -= got;
	}
	if (out != NULL && fflush(out) != 0)
		return fault_set(fault, "writing: %s", strerror(errno));
	return true;
}
