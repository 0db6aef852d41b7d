#include "channel.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "text.h"

void
channel_init(struct channel *channel, int descriptor)
{
	channel->descriptor = descriptor;
	channel->begin = channel->end = 0;
	channel->is_gone = false;
}

/* Wait for more; false when there will be none. */
static bool
fill(struct channel *channel)
{
	ssize_t got;

	channel->begin = channel->end = 0;
	do
		got = recv(channel->descriptor, channel->room,
		    sizeof(channel->room), 0);
	while (got < 0 && errno == EINTR);
	channel->is_gone = got <= 0;
	if (channel->is_gone)
		return false;
	channel->end = (size_t)got;
	return true;
}

enum channel_line
channel_read_line(struct channel *channel, char line[LIMIT_LINE + 1])
{
	size_t size = 0;

	for (;;) {
		char c;

		if (channel->begin == channel->end && !fill(channel))
			return CHANNEL_END;
		c = channel->room[channel->begin++];
		if (c == '\n')
			break;
		if (size == LIMIT_LINE || c == '\0')
			return CHANNEL_TOO_LONG;
		line[size++] = c;
	}
	line[size] = '\0';
	return CHANNEL_LINE;
}

size_t
channel_read(struct channel *channel, void *room, size_t size)
{
	size_t got;

	if (channel->begin == channel->end && !fill(channel))
		return 0;
	got = channel->end - channel->begin;
	got = got < size ? got : size;
	memcpy(room, channel->room + channel->begin, got);
	channel->begin += got;
	return got;
}

bool
channel_write(struct channel *channel, const void *bytes, size_t size)
{
	const char *at = bytes;

	while (size != 0) {
		ssize_t sent = send(channel->descriptor, at, size,
		    MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		channel->is_gone = sent <= 0;
		if (channel->is_gone)
			return false;
		at += sent;
		size -= (size_t)sent;
	}
	return true;
}

bool
channel_send_answer(struct channel *channel, bool is_ok,
    const struct answer *answer)
{
	char line[32];
	int length = snprintf(line, sizeof(line), "%s %zu\n",
	    is_ok ? "ok" : "no", answer->size);

	return channel_write(channel, line, (size_t)length) &&
	    channel_write(channel, answer->bytes, answer->size);
}

static bool
read_sentence(struct channel *channel, uint64_t size, struct fault *fault)
{
	char sentence[sizeof(fault->text)] = "";
	size_t have = 0;

	while (size != 0) {
		char room[256];
		size_t got = channel_read(channel, room,
		    size < sizeof(room) ? (size_t)size : sizeof(room));

		if (got == 0)
			return fault_set(fault, "the server went away");
		size -= got;
		if (got > sizeof(sentence) - 1 - have)
			got = sizeof(sentence) - 1 - have;
		memcpy(sentence + have, room, got);
		have += got;
	}
	return fault_set(fault, "%s", sentence);
}

bool
channel_read_answer(struct channel *channel, uint64_t *out_size,
    struct fault *fault)
{
	char line[LIMIT_LINE + 1];
	uint64_t size;

	if (channel_read_line(channel, line) != CHANNEL_LINE)
		return fault_set(fault, "the server went away");
	if (strlen(line) < 4 || !text_number(line + 3, 0, UINT64_MAX, &size) ||
	    (strncmp(line, "ok ", 3) != 0 && strncmp(line, "no ", 3) != 0))
		return fault_set(fault, "this is no reservation server");
	if (line[0] == 'n')
		return read_sentence(channel, size, fault);
	*out_size = size;
	return true;
}
