#include "config.h"

#include "examples/reservation/server.h"

#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "examples/reservation/client.h"
#include "examples/reservation/limits.h"
#include "tests/examples/reservation/world.h"
#include "tests/unit.h"

static struct database database;
static struct server *server;
static char folder[] = "/tmp/reservation.XXXXXX";
static char path[sizeof(folder) + 8];
static pthread_t thread;

static void *
run(void *arg)
{
	server_run(arg);
	return NULL;
}

static void
start(void)
{
	struct fault fault = { 0 };

	ck_assert_ptr_nonnull(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/socket", folder);
	database_init(&database);
	world_fill(&database);
	server = server_new(&database, path, &fault);
	ck_assert_msg(server != NULL, "%s", fault.text);
	ck_assert_int_eq(pthread_create(&thread, NULL, run, server), 0);
}

static void
stop(void)
{
	server_stop(server);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	server_free(server);
	server_free(NULL);
	ck_assert_int_ne(access(path, F_OK), 0);
	database_clear(&database);
	ck_assert_int_eq(rmdir(folder), 0);
}

/* Ask, and throw the answer away. */
static bool
ask(struct client *client, const char *line, struct fault *fault)
{
	uint64_t size;

	return client_ask_line(client, line, &size, fault) &&
	    client_copy(client, size, NULL, fault);
}

START_TEST(clients_are_served_one_beside_the_other)
{
	struct client one, two;
	struct fault fault;

	start();
	ck_assert(client_open(&one, path, &fault));
	ck_assert(client_open(&two, path, &fault));
	for (int i = 0; i < 10; i++) {
		ck_assert(ask(&one, "status", &fault));
		ck_assert(ask(&two, "list;cities", &fault));
	}
	ck_assert(ask(&two, "city;Most", &fault)); /* we run the server */
	ck_assert(!ask(&one, "sell", &fault));
	ck_assert_str_eq(fault.text, "there is no request 'sell'");
	ck_assert(ask(&one, "status", &fault));
	client_close(&one);
	client_close(&two);
	stop();
}
END_TEST

START_TEST(a_request_that_is_too_long_ends_the_talk)
{
	struct client client;
	struct fault fault;
	char line[2 * LIMIT_LINE];
	uint64_t size;

	start();
	ck_assert(client_open(&client, path, &fault));
	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\n';
	ck_assert(channel_write(&client.channel, line, sizeof(line)));
	ck_assert(!channel_read_answer(&client.channel, &size, &fault));
	ck_assert_str_eq(fault.text, "a request has at most 1024 bytes");
	ck_assert(!ask(&client, "status", &fault));
	client_close(&client);
	stop();
}
END_TEST

START_TEST(there_is_a_limit_of_clients)
{
	struct client clients[LIMIT_CLIENTS + 1];
	struct fault fault;

	start();
	for (size_t i = 0; i < LIMIT_CLIENTS; i++) {
		ck_assert(client_open(&clients[i], path, &fault));
		ck_assert(ask(&clients[i], "status", &fault));
	}
	ck_assert(client_open(&clients[LIMIT_CLIENTS], path, &fault));
	ck_assert(!ask(&clients[LIMIT_CLIENTS], "status", &fault));
	ck_assert_str_eq(fault.text, "too many clients, try again later");
	for (size_t i = 0; i <= LIMIT_CLIENTS; i++)
		client_close(&clients[i]);
	/* A place is free again as soon as its thread has seen the end. */
	for (;;) {
		bool is_served;

		ck_assert(client_open(&clients[0], path, &fault));
		is_served = ask(&clients[0], "status", &fault);
		client_close(&clients[0]);
		if (is_served)
			break;
	}
	stop();
}
END_TEST

START_TEST(a_stop_waits_for_no_client)
{
	struct client client;
	struct fault fault;
	uint64_t size;

	start();
	ck_assert(client_open(&client, path, &fault));
	ck_assert(ask(&client, "status", &fault));
	stop();
	ck_assert(!channel_read_answer(&client.channel, &size, &fault));
	client_close(&client);
}
END_TEST

START_TEST(one_server_at_a_place)
{
	struct fault fault;
	struct stat there;
	FILE *file;

	start();
	ck_assert_ptr_null(server_new(&database, path, &fault));
	ck_assert_ptr_nonnull(strstr(fault.text, "a server answers at "));
	ck_assert_int_eq(stat(path, &there), 0);
	ck_assert_uint_eq(there.st_mode & 0777, 0666);
	stop();
	/* What is no socket is left alone. */
	ck_assert_int_eq(mkdir(folder, 0700), 0);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	(void)fclose(file);
	ck_assert_ptr_null(server_new(&database, path, &fault));
	ck_assert_int_eq(stat(path, &there), 0);
	ck_assert(S_ISREG(there.st_mode));
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

UNIT_MAIN("examples/reservation/server",
    clients_are_served_one_beside_the_other,
    a_request_that_is_too_long_ends_the_talk, there_is_a_limit_of_clients,
    a_stop_waits_for_no_client, one_server_at_a_place)
