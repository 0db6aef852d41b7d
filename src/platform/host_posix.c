#include "config.h"

#include "platform/host.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "platform/system_fault.h"

static void
full_name(char room[256])
{
	if (gethostname(room, 255) != 0)
		room[0] = '\0';
	room[255] = '\0';
}

void
host_name(char *room, size_t room_size)
{
	char name[256];

	full_name(name);
	name[strcspn(name, ".")] = '\0';
	(void)text_copy(room, room_size, name[0] == '\0' ? "localhost" : name);
}

/* An address in the form that can be compared: IPv4 as mapped IPv6. */
static bool
read_address(const char *text, struct in6_addr *out)
{
	struct in_addr four;

	if (inet_pton(AF_INET6, text, out) == 1)
		return true;
	if (inet_pton(AF_INET, text, &four) != 1)
		return false;
	*out = (struct in6_addr){ .s6_addr = { [10] = 0xff, [11] = 0xff } };
	memcpy(&out->s6_addr[12], &four, sizeof(four));
	return true;
}

static bool
is_loopback(const struct in6_addr *address)
{
	return IN6_IS_ADDR_LOOPBACK(address) ||
	    (IN6_IS_ADDR_V4MAPPED(address) && address->s6_addr[12] == 127);
}

static bool
interface_has(const struct ifaddrs *interface, const struct in6_addr *address)
{
	struct in6_addr own = { 0 };

	if (interface->ifa_addr == NULL)
		return false;
	if (interface->ifa_addr->sa_family == AF_INET6) {
		struct sockaddr_in6 six;

		memcpy(&six, interface->ifa_addr, sizeof(six));
		own = six.sin6_addr;
	} else if (interface->ifa_addr->sa_family == AF_INET) {
		struct sockaddr_in four;

		memcpy(&four, interface->ifa_addr, sizeof(four));
		own.s6_addr[10] = 0xff;
		own.s6_addr[11] = 0xff;
		memcpy(&own.s6_addr[12], &four.sin_addr, sizeof(four.sin_addr));
	} else {
		return false;
	}
	return memcmp(&own, address, sizeof(own)) == 0;
}

static bool
is_own_address(const struct in6_addr *address)
{
	struct ifaddrs *all;
	bool found = false;

	if (getifaddrs(&all) != 0)
		return false;
	for (const struct ifaddrs *one = all; one != NULL && !found;
	     one = one->ifa_next)
		found = interface_has(one, address);
	freeifaddrs(all);
	return found;
}

static bool
is_own_name(const char *text)
{
	char full[256], brief[256];

	full_name(full);
	host_name(brief, sizeof(brief));
	return text_equal_fold(text, "localhost") ||
	    text_equal_fold(text, full) || text_equal_fold(text, brief);
}

bool
host_is_here(const char *address)
{
	struct in6_addr parsed;

	if (!read_address(address, &parsed))
		return is_own_name(address);
	return is_loopback(&parsed) || is_own_address(&parsed);
}

bool
host_random(void *room, size_t size, struct fault *fault)
{
	char *at = room;

	while (size > 0) {
		ssize_t done = getrandom(at, size, 0);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return fault_from_errno(fault, "asking for random");
		at += done;
		size -= (size_t)done;
	}
	return true;
}
