#include "config.h"

#include "platform/tcp.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "platform/now.h"
#include "platform/system_fault.h"

/* Until it may be read or written, or `end_ms` has come. */
static bool
wait_for(int descriptor, short events, int64_t end_ms, struct fault *fault)
{
	for (;;) {
		struct pollfd entry = { .fd = descriptor, .events = events };
		int64_t left_ms = end_ms - now_mono().ms;
		int count;

		if (left_ms <= 0)
			return fault_set(fault, FAULT_TIMEOUT,
			    "the other side did not move within the timeout");
		count = poll(&entry, 1, left_ms < 60000 ? (int)left_ms : 60000);
		if (count > 0)
			return true;
		if (count < 0 && errno != EINTR)
			return fault_from_errno(fault, "waiting");
	}
}

static bool
resolve(const char *host, const char *port, int flags, struct addrinfo **out,
    struct fault *fault)
{
	const struct addrinfo hints = {
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = flags | AI_NUMERICSERV,
	};
	int error = getaddrinfo(host, port, &hints, out);

	if (error == 0)
		return true;
	if (error == EAI_SYSTEM)
		return fault_from_errno(fault, "looking up %s",
		    host == NULL ? "*" : host);
	return fault_set(fault, FAULT_ABSENT, "looking up %s: %s",
	    host == NULL ? "*" : host, gai_strerror(error));
}

static int
open_socket(const struct addrinfo *address, struct fault *fault)
{
	const int on = 1;
	int descriptor = socket(address->ai_family,
	    SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (descriptor < 0) {
		(void)fault_from_errno(fault, "making a socket");
		return -1;
	}
	(void)setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return descriptor;
}

/* Connected, or why not. */
static bool
connect_one(int descriptor, const struct addrinfo *address, int64_t end_ms,
    struct fault *fault)
{
	socklen_t size = sizeof(int);
	int error = 0;

	if (connect(descriptor, address->ai_addr, address->ai_addrlen) == 0)
		return true;
	if (errno != EINPROGRESS)
		return fault_from_errno(fault, "connecting");
	if (!wait_for(descriptor, POLLOUT, end_ms, fault))
		return fault_wrap(fault, "connecting");
	if (getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
		error = errno;
	errno = error;
	return error == 0 || fault_from_errno(fault, "connecting");
}

int
tcp_connect(const char *host, const char *port, int64_t timeout_ms,
    struct fault *fault)
{
	int64_t end_ms = now_mono().ms + timeout_ms;
	struct addrinfo *addresses;
	int descriptor = -1;

	if (!resolve(host, port, 0, &addresses, fault))
		return -1;
	for (const struct addrinfo *address = addresses; address != NULL;
	     address = address->ai_next) {
		descriptor = open_socket(address, fault);
		if (descriptor < 0)
			continue;
		if (connect_one(descriptor, address, end_ms, fault))
			break;
		(void)close(descriptor);
		descriptor = -1;
	}
	freeaddrinfo(addresses);
	return descriptor;
}

static bool
listen_one(int descriptor, const struct addrinfo *address, struct fault *fault)
{
	const int on = 1, off = 0;

	(void)setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (address->ai_family == AF_INET6)
		(void)setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &off,
		    sizeof(off));
	if (bind(descriptor, address->ai_addr, address->ai_addrlen) != 0 ||
	    listen(descriptor, 1) != 0)
		return fault_from_errno(fault, "listening");
	return true;
}

/* IPv6 first: on "*" it takes IPv4 as well. */
static int
listen_any(const struct addrinfo *addresses, int family, struct fault *fault)
{
	for (const struct addrinfo *address = addresses; address != NULL;
	     address = address->ai_next) {
		int descriptor;

		if ((address->ai_family == AF_INET6) != (family == AF_INET6))
			continue;
		descriptor = open_socket(address, fault);
		if (descriptor < 0)
			continue;
		if (listen_one(descriptor, address, fault))
			return descriptor;
		(void)close(descriptor);
	}
	return -1;
}

int
tcp_listen(const char *host, const char *port, struct fault *fault)
{
	struct addrinfo *addresses;
	int listener;

	if (strcmp(host, "*") == 0)
		host = NULL;
	if (!resolve(host, port, AI_PASSIVE, &addresses, fault))
		return -1;
	listener = listen_any(addresses, AF_INET6, fault);
	if (listener < 0)
		listener = listen_any(addresses, AF_INET, fault);
	freeaddrinfo(addresses);
	return listener;
}

unsigned
tcp_port(int listener)
{
	struct sockaddr_storage address = { 0 };
	socklen_t size = sizeof(address);

	if (getsockname(listener, (struct sockaddr *)&address, &size) != 0)
		return 0;
	if (address.ss_family == AF_INET6) {
		struct sockaddr_in6 six;

		memcpy(&six, &address, sizeof(six));
		return ntohs(six.sin6_port);
	}
	if (address.ss_family == AF_INET) {
		struct sockaddr_in four;

		memcpy(&four, &address, sizeof(four));
		return ntohs(four.sin_port);
	}
	return 0;
}

int
tcp_accept(int listener, int64_t timeout_ms, struct fault *fault)
{
	int64_t end_ms = now_mono().ms + timeout_ms;

	for (;;) {
		const int on = 1;
		int descriptor;

		if (!wait_for(listener, POLLIN, end_ms, fault)) {
			(void)fault_wrap(fault, "waiting for a connection");
			return -1;
		}
		descriptor = accept4(listener, NULL, NULL,
		    SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (descriptor >= 0) {
			(void)setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY,
			    &on, sizeof(on));
			return descriptor;
		}
		if (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED)
			continue;
		(void)fault_from_errno(fault, "waiting for a connection");
		return -1;
	}
}

bool
tcp_send(int descriptor, const void *bytes, size_t size, int64_t timeout_ms,
    struct fault *fault)
{
	const char *at = bytes;

	while (size != 0) {
		ssize_t done = send(descriptor, at, size, MSG_NOSIGNAL);

		if (done >= 0) {
			at += done;
			size -= (size_t)done;
		} else if (errno == EAGAIN) {
			if (!wait_for(descriptor, POLLOUT,
				now_mono().ms + timeout_ms, fault))
				return fault_wrap(fault, "sending");
		} else if (errno != EINTR) {
			return fault_from_errno(fault, "sending");
		}
	}
	return true;
}

bool
tcp_receive(int descriptor, void *room, size_t size, size_t *out_size,
    int64_t timeout_ms, struct fault *fault)
{
	for (;;) {
		ssize_t done = recv(descriptor, room, size, 0);

		if (done >= 0) {
			*out_size = (size_t)done;
			return true;
		}
		if (errno == EAGAIN) {
			if (!wait_for(descriptor, POLLIN,
				now_mono().ms + timeout_ms, fault))
				return fault_wrap(fault, "receiving");
		} else if (errno != EINTR) {
			return fault_from_errno(fault, "receiving");
		}
	}
}

bool
tcp_end(int descriptor, struct fault *fault)
{
	if (shutdown(descriptor, SHUT_WR) != 0)
		return fault_from_errno(fault, "ending the connection");
	return true;
}

void
tcp_close(int descriptor)
{
	if (descriptor >= 0)
		(void)close(descriptor);
}

void
tcp_abort(int descriptor)
{
	const struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

	if (descriptor < 0)
		return;
	(void)setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &at_once,
	    sizeof(at_once));
	(void)close(descriptor);
}
