#include "config.h"

#include "platform/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "platform/file.h"
#include "platform/system_fault.h"

enum { BACKLOG = 128 };

bool
socket_pair(int out_ends[2], struct fault *fault)
{
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, out_ends) != 0)
		return fault_from_errno(fault, "making a socket pair");
	return true;
}

static bool
fill_address(const char *path, struct sockaddr_un *address, struct fault *fault)
{
	size_t length = strlen(path);

	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (length >= sizeof(address->sun_path))
		return fault_set(fault, FAULT_LIMIT,
		    "the path of a socket has at most %zu bytes, %s has %zu",
		    sizeof(address->sun_path) - 1, path, length);
	memcpy(address->sun_path, path, length + 1);
	return true;
}

static int
open_socket(struct fault *fault)
{
	int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (descriptor < 0)
		(void)fault_from_errno(fault, "making a socket");
	return descriptor;
}

int
socket_connect(const char *path, struct fault *fault)
{
	struct sockaddr_un address;
	int descriptor;

	if (!fill_address(path, &address, fault))
		return -1;
	descriptor = open_socket(fault);
	if (descriptor < 0)
		return -1;
	if (connect(descriptor, (const struct sockaddr *)&address,
		sizeof(address)) == 0)
		return descriptor;
	(void)fault_from_errno(fault, "connecting to %s", path);
	(void)close(descriptor);
	return -1;
}

/* A socket nobody listens at is what a killed daemon left. */
static bool
remove_stale(const char *path, struct fault *fault)
{
	struct stat status;
	struct fault nobody;
	int descriptor;

	if (lstat(path, &status) != 0)
		return true;
	if (!S_ISSOCK(status.st_mode))
		return fault_set(fault, FAULT_REFUSED, "%s is not a socket",
		    path);
	descriptor = socket_connect(path, &nobody);
	if (descriptor >= 0) {
		(void)close(descriptor);
		return fault_set(fault, FAULT_REFUSED,
		    "another process listens at %s", path);
	}
	if (unlink(path) != 0)
		return fault_from_errno(fault, "removing %s", path);
	return true;
}

int
socket_listen(const char *path, struct fault *fault)
{
	struct sockaddr_un address;
	int descriptor;

	if (!fill_address(path, &address, fault) || !remove_stale(path, fault))
		return -1;
	descriptor = open_socket(fault);
	if (descriptor < 0)
		return -1;
	if (bind(descriptor, (const struct sockaddr *)&address,
		sizeof(address)) != 0 ||
	    chmod(path, 0666) != 0 || listen(descriptor, BACKLOG) != 0)
		(void)fault_from_errno(fault, "listening at %s", path);
	else if (socket_set_blocking(descriptor, false, fault))
		return descriptor;
	(void)close(descriptor);
	return -1;
}

bool
socket_set_blocking(int descriptor, bool is_blocking, struct fault *fault)
{
	int flags = fcntl(descriptor, F_GETFL);

	if (flags < 0)
		return fault_from_errno(fault, "looking at a descriptor");
	flags = is_blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
	if (fcntl(descriptor, F_SETFL, flags) != 0)
		return fault_from_errno(fault, "changing a descriptor");
	return true;
}

bool
socket_peer(int descriptor, struct socket_peer *out_peer, struct fault *fault)
{
	struct ucred credentials;
	socklen_t size = sizeof(credentials);

	if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials,
		&size) != 0)
		return fault_from_errno(fault, "asking who connected");
	*out_peer = (struct socket_peer){ .user = credentials.uid,
		.group = credentials.gid,
		.pid = credentials.pid };
	return true;
}

/* Room for the descriptors of one message, aligned as a header needs it. */
union ancillary {
	struct cmsghdr header;
	char room[CMSG_SPACE(SOCKET_DESCRIPTORS * sizeof(int))];
};

bool
socket_send(int descriptor, const void *bytes, size_t size,
    const int *descriptors, size_t count, struct fault *fault)
{
	union ancillary ancillary = { 0 };
	const char *at = bytes;

	if (count > SOCKET_DESCRIPTORS)
		return fault_set(fault, FAULT_LIMIT,
		    "at most %d descriptors go along", SOCKET_DESCRIPTORS);
	while (size > 0) {
		struct iovec part;
		struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
		ssize_t done;

		memcpy(&part.iov_base, &at, sizeof(at));
		part.iov_len = size;
		if (count != 0) {
			message.msg_control = ancillary.room;
			message.msg_controllen = CMSG_SPACE(
			    count * sizeof(int));
			ancillary.header.cmsg_level = SOL_SOCKET;
			ancillary.header.cmsg_type = SCM_RIGHTS;
			ancillary.header.cmsg_len = CMSG_LEN(
			    count * sizeof(int));
			memcpy(CMSG_DATA(&ancillary.header), descriptors,
			    count * sizeof(int));
		}
		done = sendmsg(descriptor, &message, MSG_NOSIGNAL);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return fault_from_errno(fault, "sending");
		at += done;
		size -= (size_t)done;
		count = 0; /* they went with the first byte */
	}
	return true;
}

/* Keep what fits into `out`, close the rest. */
static void
take_descriptors(struct msghdr *message, int *out, size_t most,
    size_t *in_out_count)
{
	for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header != NULL;
	     header = CMSG_NXTHDR(message, header)) {
		size_t count;

		if (header->cmsg_level != SOL_SOCKET ||
		    header->cmsg_type != SCM_RIGHTS)
			continue;
		count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t i = 0; i < count; i++) {
			int got;

			memcpy(&got, CMSG_DATA(header) + i * sizeof(int),
			    sizeof(got));
			if (*in_out_count < most)
				out[(*in_out_count)++] = got;
			else
				(void)close(got);
		}
	}
}

bool
socket_receive(int descriptor, void *room, size_t size, int *out_descriptors,
    size_t *count, struct fault *fault)
{
	size_t most = *count;
	size_t kept = 0;
	char *at = room;

	while (size > 0) {
		union ancillary ancillary = { 0 };
		struct iovec part = { .iov_base = at, .iov_len = size };
		struct msghdr message = { .msg_iov = &part,
			.msg_iovlen = 1,
			.msg_control = ancillary.room,
			.msg_controllen = sizeof(ancillary) };
		ssize_t done = recvmsg(descriptor, &message, MSG_CMSG_CLOEXEC);

		if (done < 0 && errno == EINTR)
			continue;
		if (done > 0) {
			take_descriptors(&message, out_descriptors, most,
			    &kept);
			at += done;
			size -= (size_t)done;
			continue;
		}
		if (done < 0)
			(void)fault_from_errno(fault, "receiving");
		else
			(void)fault_set(fault, FAULT_CLOSED,
			    "the other end closed the connection");
		for (size_t i = 0; i < kept; i++)
			(void)close(out_descriptors[i]);
		*count = 0;
		return false;
	}
	*count = kept;
	return true;
}
