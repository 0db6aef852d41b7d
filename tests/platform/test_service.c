#include "config.h"

#include "platform/service.h"

#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "platform/file.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(a_state_reaches_who_started_us)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "notify");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char pid[32], room[64] = "";
	int receiver = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	memcpy(address.sun_path, path, strlen(path) + 1);
	ck_assert_int_eq(bind(receiver, (struct sockaddr *)&address,
			     sizeof(address)),
	    0);
	(void)snprintf(pid, sizeof(pid), "%d", (int)getpid());
	(void)setenv("NOTIFY_SOCKET", path, 1);
	(void)setenv("WATCHDOG_USEC", "30000000", 1);
	(void)setenv("WATCHDOG_PID", pid, 1);
	service_start();
	ck_assert_ptr_null(getenv("NOTIFY_SOCKET"));
	ck_assert_ptr_null(getenv("WATCHDOG_USEC"));
	ck_assert_int_eq(service_watchdog_ms(), 30000);
	service_notify("READY=1");
	ck_assert_int_eq(recv(receiver, room, sizeof(room), 0), 7);
	ck_assert_str_eq(room, "READY=1");
	(void)close(receiver);
	service_notify("STATUS=nobody listens");
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(without_a_service_manager_nothing_happens)
{
	(void)unsetenv("NOTIFY_SOCKET");
	(void)setenv("WATCHDOG_USEC", "1000", 1);
	(void)setenv("WATCHDOG_PID", "1", 1);
	(void)setenv("JOURNAL_STREAM", "1:1", 1);
	service_start();
	service_notify("READY=1");
	ck_assert_int_eq(service_watchdog_ms(), 0);
	ck_assert(!service_has_journal());
}
END_TEST

UNIT_MAIN("platform/service", a_state_reaches_who_started_us,
    without_a_service_manager_nothing_happens)
