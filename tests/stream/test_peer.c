#include "config.h"

#include "stream/peer.h"

#include <stdio.h>

#include "base/mem.h"
#include "platform/thread.h"
#include "tests/support/certificates.h"
#include "tests/support/content.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

enum { PATIENCE_MS = 30000, SIZE = 500000 };

/* The one who listens, reads and is content or not, on its thread. */
struct reader {
	struct peer_listener *listener;
	const struct peer_trust *trust;
	const unsigned char *bytes;
	bool is_content, has_ended;
	struct fault fault;
};

static void
read_all(void *arg)
{
	struct reader *reader = arg;
	struct peer *peer = peer_accept(reader->listener, reader->trust,
	    PATIENCE_MS, &reader->fault);

	if (peer == NULL)
		return;
	reader->is_content = content_is_read(peer_source(peer), reader->bytes,
	    SIZE, &reader->fault);
	if (reader->is_content)
		reader->has_ended = peer_end(peer, &reader->fault);
	peer_free(peer);
}

/* Send `bytes` to a reader that expects `expected`. Is the writer content? */
static bool
exchange(const char *scheme, const struct peer_trust *trust,
    const unsigned char *bytes, const unsigned char *expected,
    struct reader *reader, struct fault *fault)
{
	char *text = mem_format("%s://127.0.0.1:0", scheme);
	struct address address;
	struct thread *thread;
	struct peer *peer;
	bool is_done = false;

	*reader = (struct reader){ .trust = trust, .bytes = expected };
	ck_assert(address_read(text, &address, fault));
	reader->listener = peer_listen(&address, fault);
	ck_assert_msg(reader->listener != NULL, "%s", fault->text);
	(void)snprintf(address.port, sizeof(address.port), "%hu",
	    (unsigned short)peer_port(reader->listener));
	thread = thread_start(read_all, reader, fault);
	ck_assert_ptr_nonnull(thread);
	peer = peer_connect(&address, trust, PATIENCE_MS, fault);
	if (peer != NULL) {
		content_write(peer_sink(peer), bytes, SIZE);
		is_done = sink_finish(peer_sink(peer), fault) &&
		    peer_end(peer, fault);
	}
	peer_free(peer);
	thread_join(thread);
	free(text);
	return is_done;
}

static void
expect_exchange(const char *scheme, const struct peer_trust *trust)
{
	unsigned char *bytes = content_make(SIZE, 1);
	unsigned char *other = content_make(SIZE, 2);
	int before = scratch_descriptors();
	struct reader reader;
	struct fault fault;

	ck_assert_msg(exchange(scheme, trust, bytes, bytes, &reader, &fault),
	    "%s", fault.text);
	ck_assert_msg(reader.has_ended, "%s", reader.fault.text);
	/* What the reader does not take, the writer has not given. */
	ck_assert(!exchange(scheme, trust, bytes, other, &reader, &fault));
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
	ck_assert(strncmp(fault.text, "127.0.0.1:", 10) == 0);
	ck_assert_int_eq(scratch_descriptors(), before);
	free(bytes);
	free(other);
}

START_TEST(bytes_go_over_tcp_and_both_sides_know_it)
{
	expect_exchange("tcp", NULL);
}
END_TEST

START_TEST(bytes_go_over_tls_and_both_sides_know_it)
{
	char *folder = scratch_new();
	char *ca = mem_format("%s/ca.crt", folder);
	char *certificate = mem_format("%s/here.crt", folder);
	char *key = mem_format("%s/here.key", folder);
	struct peer_trust trust = { { ca, certificate, key }, NULL };
	unsigned char *bytes = content_make(SIZE, 1);
	struct reader reader;
	struct fault fault;

	certificate_make(folder, "ca", NULL, NULL);
	certificate_make(folder, "here", "ca", "127.0.0.1");
	expect_exchange("tls", &trust);
	trust.name = "db01.example";
	ck_assert(!exchange("tls", &trust, bytes, bytes, &reader, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	free(bytes);
	free(ca);
	free(certificate);
	free(key);
	scratch_free(folder);
}
END_TEST

START_TEST(nobody_who_comes_or_is_there_is_told_with_the_address)
{
	struct address address;
	struct peer_listener *listener;
	struct fault fault;

	ck_assert(address_read("tcp://127.0.0.1:0", &address, &fault));
	listener = peer_listen(&address, &fault);
	ck_assert_ptr_nonnull(listener);
	(void)snprintf(address.port, sizeof(address.port), "%hu",
	    (unsigned short)peer_port(listener));
	ck_assert_ptr_null(peer_accept(listener, NULL, 20, &fault));
	ck_assert_int_eq(fault.kind, FAULT_TIMEOUT);
	ck_assert(strncmp(fault.text, "127.0.0.1:0: waiting", 20) == 0);
	ck_assert_ptr_null(peer_connect(&address, NULL, PATIENCE_MS, &fault));
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
	ck_assert(strstr(fault.text, address.port) != NULL);
	peer_unlisten(NULL);
	peer_free(NULL);
}
END_TEST

UNIT_MAIN("stream/peer", bytes_go_over_tcp_and_both_sides_know_it,
    bytes_go_over_tls_and_both_sides_know_it,
    nobody_who_comes_or_is_there_is_told_with_the_address)
