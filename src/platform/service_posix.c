#include "config.h"

#include "platform/service.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/text.h"

static struct sockaddr_un address; /* of NOTIFY_SOCKET */
static socklen_t address_size;     /* 0: there is none */
static int64_t watchdog_ms;

static void
remember_socket(void)
{
	const char *path = getenv("NOTIFY_SOCKET");
	size_t length;

	if (path == NULL || (path[0] != '/' && path[0] != '@'))
		return;
	length = strlen(path);
	if (length >= sizeof(address.sun_path))
		return;
	address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	memcpy(address.sun_path, path, length);
	if (path[0] == '@')
		address.sun_path[0] = '\0'; /* an abstract name */
	address_size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
	    length);
}

static void
remember_watchdog(void)
{
	const char *text = getenv("WATCHDOG_USEC");
	const char *owner = getenv("WATCHDOG_PID");
	struct fault fault;
	int64_t us, pid;

	if (text == NULL || !text_number(text, 1, INT64_MAX, &us, &fault))
		return;
	if (owner != NULL &&
	    (!text_number(owner, 1, INT32_MAX, &pid, &fault) ||
		pid != getpid()))
		return;
	watchdog_ms = us / 1000;
}

void
service_start(void)
{
	remember_socket();
	remember_watchdog();
	(void)unsetenv("NOTIFY_SOCKET");
	(void)unsetenv("WATCHDOG_USEC");
	(void)unsetenv("WATCHDOG_PID");
}

void
service_notify(const char *state)
{
	int descriptor;

	if (address_size == 0)
		return;
	descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (descriptor < 0)
		return;
	(void)sendto(descriptor, state, strlen(state), MSG_NOSIGNAL,
	    (const struct sockaddr *)&address, address_size);
	(void)close(descriptor);
}

int64_t
service_watchdog_ms(void)
{
	return watchdog_ms;
}

/* JOURNAL_STREAM names the device and inode of our stderr (systemd.exec(5)). */
bool
service_has_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	struct stat status;
	unsigned long long device, inode;
	char *end;

	if (stream == NULL || fstat(STDERR_FILENO, &status) != 0)
		return false;
	device = strtoull(stream, &end, 10);
	if (*end != ':')
		return false;
	inode = strtoull(end + 1, NULL, 10);
	return device == status.st_dev && inode == status.st_ino;
}
