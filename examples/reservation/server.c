#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "address.h"
#include "channel.h"
#include "limits.h"
#include "memory.h"
#include "request.h"

struct server {
	struct database *database;
	struct sockaddr_un address;
	int listening;
	int wake[2]; /* a byte in it: stop */
	pthread_mutex_t lock;
	pthread_cond_t gone;
	int clients[LIMIT_CLIENTS]; /* their descriptors; -1: free */
	unsigned client_count;
};

/* What a client's thread begins with. */
struct client {
	struct server *server;
	size_t place; /* in `clients` */
	int descriptor;
};

static bool
is_admin(int descriptor)
{
	struct ucred peer;
	socklen_t size = sizeof(peer);

	return getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) ==
	    0 &&
	    (peer.uid == 0 || peer.uid == geteuid());
}

static void
serve_client(const struct client *client)
{
	struct channel channel;
	char line[LIMIT_LINE + 1];
	bool goes_on = true;

	channel_init(&channel, client->descriptor);
	while (goes_on) {
		enum channel_line what = channel_read_line(&channel, line);
		struct answer answer = { 0 };
		bool is_ok = false;

		if (what == CHANNEL_END)
			return;
		if (what == CHANNEL_TOO_LONG)
			answer_format(&answer, "a request has at most %d bytes",
			    LIMIT_LINE);
		else
			is_ok = request_serve(client->server->database, line,
			    is_admin(client->descriptor), &answer);
		goes_on = channel_send_answer(&channel, is_ok, &answer) &&
		    what == CHANNEL_LINE;
		answer_clear(&answer);
	}
}

static void *
run_client(void *arg)
{
	struct client *client = arg;
	struct server *server = client->server;

	serve_client(client);
	(void)pthread_mutex_lock(&server->lock);
	(void)close(client->descriptor);
	server->clients[client->place] = -1;
	server->client_count--;
	(void)pthread_cond_signal(&server->gone);
	(void)pthread_mutex_unlock(&server->lock);
	free(client);
	return NULL;
}

static void
turn_away(int descriptor, const char *why)
{
	struct channel channel;
	struct answer answer = { 0 };

	channel_init(&channel, descriptor);
	answer_format(&answer, "%s", why);
	/* It goes away in any case. */
	if (!channel_send_answer(&channel, false, &answer))
		(void)shutdown(descriptor, SHUT_RDWR);
	answer_clear(&answer);
	(void)close(descriptor);
}

static void
set_patience(int descriptor)
{
	const struct timeval idle = { .tv_sec = LIMIT_IDLE_S };
	const struct timeval patience = { .tv_sec = LIMIT_PATIENCE_S };

	(void)setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &idle,
	    sizeof(idle));
	(void)setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience,
	    sizeof(patience));
}

/* A place for one more, LIMIT_CLIENTS when there is none. */
static size_t
take_place(struct server *server, int descriptor)
{
	size_t place = 0;

	(void)pthread_mutex_lock(&server->lock);
	while (place < LIMIT_CLIENTS && server->clients[place] >= 0)
		place++;
	if (place < LIMIT_CLIENTS) {
		server->clients[place] = descriptor;
		server->client_count++;
	}
	(void)pthread_mutex_unlock(&server->lock);
	return place;
}

static void
start_client(struct server *server, int descriptor)
{
	struct client *client;
	size_t place = take_place(server, descriptor);
	pthread_attr_t detached;
	pthread_t thread;
	int failed;

	if (place == LIMIT_CLIENTS) {
		turn_away(descriptor, "too many clients, try again later");
		return;
	}
	set_patience(descriptor);
	client = memory_new(1, sizeof(*client));
	*client = (struct client){ server, place, descriptor };
	(void)pthread_attr_init(&detached);
	(void)pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	failed = pthread_create(&thread, &detached, run_client, client);
	(void)pthread_attr_destroy(&detached);
	if (failed == 0)
		return;
	(void)pthread_mutex_lock(&server->lock);
	server->clients[place] = -1;
	server->client_count--;
	(void)pthread_mutex_unlock(&server->lock);
	free(client);
	turn_away(descriptor, "no thread to be had, try again later");
}

static void
end_clients(struct server *server)
{
	(void)pthread_mutex_lock(&server->lock);
	for (size_t i = 0; i < LIMIT_CLIENTS; i++)
		if (server->clients[i] >= 0)
			(void)shutdown(server->clients[i], SHUT_RDWR);
	while (server->client_count != 0)
		(void)pthread_cond_wait(&server->gone, &server->lock);
	(void)pthread_mutex_unlock(&server->lock);
}

void
server_run(struct server *server)
{
	for (;;) {
		struct pollfd what[2] = {
			{ .fd = server->listening, .events = POLLIN },
			{ .fd = server->wake[0], .events = POLLIN },
		};
		int descriptor;

		if (poll(what, 2, -1) < 0 && errno != EINTR)
			break;
		if (what[1].revents != 0)
			break;
		if (what[0].revents == 0)
			continue;
		descriptor = accept(server->listening, NULL, NULL);
		if (descriptor < 0) {
			(void)poll(NULL, 0, 100); /* it may be the limit */
			continue;
		}
		(void)fcntl(descriptor, F_SETFD, FD_CLOEXEC);
		start_client(server, descriptor);
	}
	end_clients(server);
}

void
server_stop(struct server *server)
{
	int was = errno;

	/* A pipe that is full says it already. */
	if (write(server->wake[1], "", 1) != 1)
		errno = was;
	errno = was;
}

/* Somebody answers there, or nobody does any more. */
static bool
is_alive(const struct sockaddr_un *address)
{
	int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
	bool answers;

	if (descriptor < 0)
		return false;
	answers = connect(descriptor, (const struct sockaddr *)address,
		      sizeof(*address)) == 0;
	(void)close(descriptor);
	return answers;
}

static bool
listen_at(struct server *server, struct fault *fault)
{
	const struct sockaddr *address =
	    (const struct sockaddr *)&server->address;
	const char *path = server->address.sun_path;
	struct stat there;

	if (is_alive(&server->address))
		return fault_set(fault, "a server answers at %s already", path);
	server->listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (server->listening < 0)
		return fault_set(fault, "a socket: %s", strerror(errno));
	if (lstat(path, &there) == 0 && S_ISSOCK(there.st_mode))
		(void)unlink(path); /* of a server that died */
	if (bind(server->listening, address, sizeof(server->address)) != 0 ||
	    chmod(path, 0666) != 0 || listen(server->listening, 64) != 0)
		return fault_set(fault, "listening at %s: %s", path,
		    strerror(errno));
	return true;
}

struct server *
server_new(struct database *database, const char *path, struct fault *fault)
{
	struct server *server = memory_new(1, sizeof(*server));

	server->database = database;
	server->listening = server->wake[0] = server->wake[1] = -1;
	(void)pthread_mutex_init(&server->lock, NULL);
	(void)pthread_cond_init(&server->gone, NULL);
	for (size_t i = 0; i < LIMIT_CLIENTS; i++)
		server->clients[i] = -1;
	if (!address_local(path, &server->address, fault) ||
	    !listen_at(server, fault)) {
		server->address.sun_path[0] = '\0'; /* it is not ours */
		server_free(server);
		return NULL;
	}
	if (pipe2(server->wake, O_CLOEXEC | O_NONBLOCK) != 0) {
		fault_fill(fault, "a pipe: %s", strerror(errno));
		server_free(server);
		return NULL;
	}
	return server;
}

void
server_free(struct server *server)
{
	if (server == NULL)
		return;
	if (server->listening >= 0)
		(void)close(server->listening);
	if (server->address.sun_path[0] != '\0')
		(void)unlink(server->address.sun_path);
	for (size_t i = 0; i < 2; i++)
		if (server->wake[i] >= 0)
			(void)close(server->wake[i]);
	(void)pthread_cond_destroy(&server->gone);
	(void)pthread_mutex_destroy(&server->lock);
	free(server);
}
