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

#include "base/mem.h"
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

struct host_self {
	char full[256], brief[256];
	struct in6_addr *addresses; /* IPv4 as mapped IPv6 */
	size_t count;
};

/* False: it has none, or one of another family. */
static bool
address_of(const struct ifaddrs *interface, struct in6_addr *out)
{
	struct sockaddr_in6 six;
	struct sockaddr_in four;

	if (interface->ifa_addr == NULL)
		return false;
	if (interface->ifa_addr->sa_family == AF_INET6) {
		memcpy(&six, interface->ifa_addr, sizeof(six));
		*out = six.sin6_addr;
		return true;
	}
	if (interface->ifa_addr->sa_family != AF_INET)
		return false;
	memcpy(&four, interface->ifa_addr, sizeof(four));
	*out = (struct in6_addr){ .s6_addr = { [10] = 0xff, [11] = 0xff } };
	memcpy(&out->s6_addr[12], &four.sin_addr, sizeof(four.sin_addr));
	return true;
}

struct host_self *
host_self_new(void)
{
	struct host_self *self = mem_new(1, sizeof(*self));
	struct ifaddrs *all;

	full_name(self->full);
	host_name(self->brief, sizeof(self->brief));
	if (getifaddrs(&all) != 0)
		return self;
	for (const struct ifaddrs *one = all; one != NULL;
	     one = one->ifa_next) {
		struct in6_addr address;

		if (!address_of(one, &address))
			continue;
		self->addresses = mem_grow(self->addresses, self->count + 1,
		    sizeof(*self->addresses));
		self->addresses[self->count++] = address;
	}
	freeifaddrs(all);
	return self;
}

void
host_self_free(struct host_self *self)
{
	if (self == NULL)
		return;
	free(self->addresses);
	free(self);
}

bool
host_is_here(const struct host_self *self, const char *address)
{
	struct in6_addr parsed;

	if (!read_address(address, &parsed))
		return text_equal_fold(address, "localhost") ||
		    text_equal_fold(address, self->full) ||
		    text_equal_fold(address, self->brief);
	if (is_loopback(&parsed))
		return true;
	for (size_t i = 0; i < self->count; i++)
		if (memcmp(&self->addresses[i], &parsed, sizeof(parsed)) == 0)
			return true;
	return false;
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

int
host_processors(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count < 1 ? 1 : (int)count;
}
