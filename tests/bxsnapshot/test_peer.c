#include "config.h"

#include "bxsnapshot/bxsnapshot.h"

#include "base/mem.h"
#include "platform/thread.h"
#include "tests/support/certificates.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

enum { PATIENCE_MS = 30000 };

struct reader {
	struct bx_listener *listener;
	const struct bx_trust *trust;
	uint64_t wanted;
	bool is_content;
	struct bx_fault fault;
};

static void
read_number(void *arg)
{
	struct reader *reader = arg;
	struct bx_peer *peer = bx_peer_accept(reader->listener, reader->trust,
	    PATIENCE_MS, &reader->fault);
	struct bx_source *source;

	if (peer == NULL)
		return;
	source = bx_source_new_peer(peer);
	(void)bx_read_uint(source, reader->wanted, reader->wanted);
	reader->is_content = bx_source_finish(source, &reader->fault) &&
	    bx_peer_end(peer, &reader->fault);
	bx_source_free(source);
	bx_peer_free(peer);
}

static bool
sends_number(const char *scheme, const struct bx_trust *trust, uint64_t wanted,
    struct reader *reader, struct bx_fault *fault)
{
	char *address = mem_format("%s://127.0.0.1:0", scheme);
	struct thread *thread;
	struct bx_sink *sink;
	struct bx_peer *peer;
	struct fault why;
	bool is_done = false;

	*reader = (struct reader){ .trust = trust, .wanted = wanted };
	reader->listener = bx_listener_new(address, fault);
	ck_assert_msg(reader->listener != NULL, "%s", fault->text);
	free(address);
	address = mem_format("%s://127.0.0.1:%u", scheme,
	    bx_listener_port(reader->listener));
	thread = thread_start(read_number, reader, &why);
	ck_assert_ptr_nonnull(thread);
	peer = bx_peer_connect(address, trust, PATIENCE_MS, fault);
	if (peer != NULL) {
		sink = bx_sink_new_peer(peer);
		bx_write_uint(sink, 42);
		is_done = bx_sink_finish(sink, fault) &&
		    bx_peer_end(peer, fault);
		bx_sink_free(sink);
		bx_peer_free(peer);
	}
	thread_join(thread);
	free(address);
	return is_done;
}

START_TEST(a_writer_knows_whether_the_reader_is_content)
{
	char *folder = scratch_new();
	char *ca = mem_format("%s/ca.crt", folder);
	char *certificate = mem_format("%s/here.crt", folder);
	char *key = mem_format("%s/here.key", folder);
	const struct bx_trust trust = { ca, certificate, key, NULL };
	struct reader reader;
	struct bx_fault fault;

	certificate_make(folder, "ca", NULL, NULL);
	certificate_make(folder, "here", "ca", "127.0.0.1");
	ck_assert_msg(sends_number("tcp", NULL, 42, &reader, &fault), "%s",
	    fault.text);
	ck_assert(reader.is_content);
	ck_assert(!sends_number("tcp", NULL, 7, &reader, &fault));
	ck_assert(!reader.is_content);
	ck_assert_int_eq(reader.fault.kind, BX_FORMAT);
	ck_assert_int_eq(fault.kind, BX_CLOSED);
	ck_assert_msg(sends_number("tls", &trust, 42, &reader, &fault), "%s",
	    fault.text);
	ck_assert(reader.is_content);
	ck_assert(!sends_number("tls", &trust, 7, &reader, &fault));
	ck_assert(!bx_fault_is_format(&fault));
	free(ca);
	free(certificate);
	free(key);
	scratch_free(folder);
}
END_TEST

START_TEST(other_addresses_are_refused)
{
	struct bx_listener *listener;
	struct bx_fault fault;

	ck_assert_ptr_null(bx_peer_connect("plan.bx", NULL, 1, &fault));
	ck_assert_int_eq(fault.kind, BX_USAGE);
	ck_assert_str_eq(fault.text,
	    "plan.bx is not tcp://HOST:PORT or tls://HOST:PORT");
	ck_assert_ptr_null(bx_listener_new("tcp://x", &fault));
	ck_assert_int_eq(fault.kind, BX_USAGE);
	ck_assert_ptr_null(bx_peer_connect("tls://x:1", NULL, 1, &fault));
	ck_assert_str_eq(fault.text,
	    "tls:// needs the authority's certificates, a certificate and its "
	    "key");
	listener = bx_listener_new("tcp://127.0.0.1:0", &fault);
	ck_assert_ptr_null(bx_peer_accept(listener, NULL, 20, &fault));
	ck_assert_int_eq(fault.kind, BX_TIMEOUT);
	bx_listener_free(NULL);
	bx_peer_free(NULL);
}
END_TEST

UNIT_MAIN("bxsnapshot/peer", a_writer_knows_whether_the_reader_is_content,
    other_addresses_are_refused)
