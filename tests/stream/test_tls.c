#include "config.h"

#include "stream/tls.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "platform/file.h"
#include "platform/tcp.h"
#include "platform/thread.h"
#include "tests/support/certificates.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

enum { PATIENCE_MS = 30000 };

/* One side: who it is, whom it expects, and what became of it. */
struct side {
	char *ca, *certificate, *key;
	const char *peer;
	int descriptor;
	bool is_listener;
	struct tls *tls;
	struct fault fault;
};

static char *folder;

static void
set_up(void)
{
	folder = scratch_new();
	certificate_make(folder, "ca", NULL, NULL);
	certificate_make(folder, "db01", "ca", "db01.example");
	certificate_make(folder, "db02", "ca", "127.0.0.1");
	certificate_make(folder, "stranger", NULL, NULL);
	certificate_make(folder, "db03", "stranger", "db01.example");
}

static void
side_init(struct side *side, const char *ca, const char *name, const char *peer)
{
	*side = (struct side){
		.ca = mem_format("%s/%s.crt", folder, ca),
		.certificate = mem_format("%s/%s.crt", folder, name),
		.key = mem_format("%s/%s.key", folder, name),
		.peer = peer,
		.fault = { .text = "" },
	};
}

static void
side_clear(struct side *side)
{
	tls_free(side->tls);
	tcp_close(side->descriptor);
	free(side->ca);
	free(side->certificate);
	free(side->key);
}

static void
shake(void *arg)
{
	struct side *side = arg;
	const struct tls_files files = { side->ca, side->certificate,
		side->key };

	side->tls = tls_open(side->descriptor, side->is_listener, &files,
	    side->peer, PATIENCE_MS, &side->fault);
}

/* Both at once, over a connection within this process. */
static void
meet(struct side *listening, struct side *connecting)
{
	struct fault fault;
	int listener = tcp_listen("127.0.0.1", "0", &fault);
	struct thread *thread;
	char port[16];

	(void)snprintf(port, sizeof(port), "%u", tcp_port(listener));
	connecting->descriptor = tcp_connect("127.0.0.1", port, PATIENCE_MS,
	    &fault);
	listening->descriptor = tcp_accept(listener, PATIENCE_MS, &fault);
	ck_assert(connecting->descriptor >= 0 && listening->descriptor >= 0);
	tcp_close(listener);
	listening->is_listener = true;
	thread = thread_start(shake, listening, &fault);
	ck_assert_ptr_nonnull(thread);
	shake(connecting);
	if (connecting->tls == NULL) {
		tcp_abort(connecting->descriptor);
		connecting->descriptor = -1;
	}
	thread_join(thread);
}

START_TEST(two_sides_of_one_authority_exchange_bytes_and_ends)
{
	struct side one, other;
	struct fault fault;
	char room[10];
	size_t got;

	set_up();
	side_init(&one, "ca", "db02", NULL);
	side_init(&other, "ca", "db01", "127.0.0.1");
	meet(&one, &other);
	ck_assert_msg(one.tls != NULL, "%s", one.fault.text);
	ck_assert_msg(other.tls != NULL, "%s", other.fault.text);
	ck_assert(tls_send(other.tls, "hello", 5, &fault));
	ck_assert(tls_send(other.tls, "", 0, &fault));
	ck_assert(tls_receive(one.tls, room, 10, &got, &fault));
	ck_assert_uint_eq(got, 5);
	ck_assert(memcmp(room, "hello", 5) == 0);
	ck_assert(tls_end(other.tls, &fault));
	ck_assert(tls_receive(one.tls, room, 10, &got, &fault));
	ck_assert_uint_eq(got, 0);
	/* The other direction is still open. */
	ck_assert(tls_send(one.tls, "bye", 3, &fault));
	ck_assert(tls_end(one.tls, &fault));
	ck_assert(tls_receive(other.tls, room, 10, &got, &fault));
	ck_assert_uint_eq(got, 3);
	ck_assert(tls_receive(other.tls, room, 10, &got, &fault));
	ck_assert_uint_eq(got, 0);
	side_clear(&one);
	side_clear(&other);
	scratch_free(folder);
}
END_TEST

START_TEST(another_name_is_refused_by_both_sides)
{
	struct side one, other;
	struct fault fault;
	char byte;
	size_t got;

	set_up();
	side_init(&one, "ca", "db02", NULL);
	side_init(&other, "ca", "db01", "db01.example");
	meet(&one, &other);
	ck_assert_ptr_null(other.tls);
	ck_assert_int_eq(other.fault.kind, FAULT_REFUSED);
	ck_assert(strstr(other.fault.text, "hostname mismatch") != NULL);
	ck_assert_ptr_null(one.tls);
	side_clear(&one);
	side_clear(&other);
	/* And the one who listens looks, too. */
	side_init(&one, "ca", "db02", "db07.example");
	side_init(&other, "ca", "db01", "127.0.0.1");
	meet(&one, &other);
	ck_assert_ptr_null(one.tls);
	ck_assert_int_eq(one.fault.kind, FAULT_REFUSED);
	ck_assert(strstr(one.fault.text, "hostname mismatch") != NULL);
	if (other.tls != NULL) {
		ck_assert(!tls_receive(other.tls, &byte, 1, &got, &fault));
		ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	}
	side_clear(&one);
	side_clear(&other);
	scratch_free(folder);
}
END_TEST

START_TEST(another_authority_is_refused)
{
	struct side one, other;

	set_up();
	side_init(&one, "stranger", "db03", NULL);
	side_init(&other, "ca", "db01", "db01.example");
	meet(&one, &other);
	ck_assert_ptr_null(other.tls);
	ck_assert_int_eq(other.fault.kind, FAULT_REFUSED);
	ck_assert(strstr(other.fault.text, "certificate is not taken") != NULL);
	ck_assert_ptr_null(one.tls);
	side_clear(&one);
	side_clear(&other);
	scratch_free(folder);
}
END_TEST

START_TEST(a_cut_is_a_fault_and_not_an_end)
{
	struct side one, other;
	struct fault fault;
	char byte;
	size_t got;

	set_up();
	side_init(&one, "ca", "db02", NULL);
	side_init(&other, "ca", "db01", "127.0.0.1");
	meet(&one, &other);
	ck_assert(one.tls != NULL && other.tls != NULL);
	ck_assert(tcp_end(other.descriptor, &fault));
	ck_assert(!tls_receive(one.tls, &byte, 1, &got, &fault));
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
	ck_assert_str_eq(fault.text,
	    "receiving over TLS: the other side went away without an end");
	side_clear(&one);
	side_clear(&other);
	scratch_free(folder);
}
END_TEST

START_TEST(files_that_cannot_be_used_are_named)
{
	struct side one;
	struct fault fault;

	set_up();
	side_init(&one, "ca", "db01", NULL);
	one.descriptor = -1;
	one.is_listener = true;
	(void)chmod(one.key, 0644);
	shake(&one);
	ck_assert_ptr_null(one.tls);
	ck_assert_int_eq(one.fault.kind, FAULT_REFUSED);
	ck_assert(file_remove(one.key, &fault));
	shake(&one);
	ck_assert_int_eq(one.fault.kind, FAULT_ABSENT);
	free(one.key);
	one.key = mem_format("%s/db02.key", folder);
	shake(&one);
	ck_assert_int_eq(one.fault.kind, FAULT_CONFIG);
	ck_assert(strstr(one.fault.text, "using the key: ") != NULL);
	free(one.certificate);
	one.certificate = mem_text("/nonexistent.crt");
	shake(&one);
	ck_assert_int_eq(one.fault.kind, FAULT_CONFIG);
	ck_assert(strstr(one.fault.text, "/nonexistent.crt") != NULL);
	free(one.ca);
	one.ca = mem_text("/nonexistent.ca");
	shake(&one);
	ck_assert(strstr(one.fault.text, "/nonexistent.ca") != NULL);
	side_clear(&one);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("stream/tls", two_sides_of_one_authority_exchange_bytes_and_ends,
    another_name_is_refused_by_both_sides, another_authority_is_refused,
    a_cut_is_a_fault_and_not_an_end, files_that_cannot_be_used_are_named)
