#include "config.h"

#include "stream/tls.h"

#include <assert.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "platform/file.h"
#include "platform/tcp.h"

enum { KEY_MOST = 65536 };

struct tls {
	SSL_CTX *context;
	SSL *ssl;
	BIO_METHOD *method;
	int descriptor;
	int64_t timeout_ms;
	bool is_broken; /* the wire: told instead of what TLS makes of it */
	struct fault fault;
};

/* What the library says, as a fault; its queue is empty afterwards. */
static bool
library_fault(enum fault_kind kind, const char *doing, struct fault *fault)
{
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());

	ERR_clear_error();
	return fault_set(fault, kind, "%s: %s", doing,
	    reason != NULL ? reason : "no reason given");
}

static int
wire_write(BIO *bio, const char *bytes, int size)
{
	struct tls *tls = BIO_get_data(bio);

	if (tls->is_broken || size < 0)
		return -1;
	if (tcp_send(tls->descriptor, bytes, (size_t)size, tls->timeout_ms,
		&tls->fault))
		return size;
	tls->is_broken = true;
	return -1;
}

static int
wire_read(BIO *bio, char *room, int size)
{
	struct tls *tls = BIO_get_data(bio);
	size_t got = 0;

	if (tls->is_broken || size < 0)
		return -1;
	if (tcp_receive(tls->descriptor, room, (size_t)size, &got,
		tls->timeout_ms, &tls->fault) &&
	    got == 0)
		(void)fault_set(&tls->fault, FAULT_CLOSED,
		    "the other side went away without an end");
	tls->is_broken = got == 0;
	return got == 0 ? -1 : (int)got;
}

static long
wire_control(BIO *bio, int command, long number, void *arg)
{
	(void)bio;
	(void)number;
	(void)arg;
	return command == BIO_CTRL_FLUSH;
}

static BIO *
new_wire(struct tls *tls)
{
	BIO *bio;

	tls->method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "connection");
	assert(tls->method != NULL);
	(void)BIO_meth_set_write(tls->method, wire_write);
	(void)BIO_meth_set_read(tls->method, wire_read);
	(void)BIO_meth_set_ctrl(tls->method, wire_control);
	bio = BIO_new(tls->method);
	assert(bio != NULL);
	BIO_set_data(bio, tls);
	BIO_set_init(bio, 1);
	return bio;
}

/* Nobody is there to be asked. */
static int
no_password(char *room, int size, int is_writing, void *arg)
{
	(void)room;
	(void)size;
	(void)is_writing;
	(void)arg;
	return -1;
}

static bool
use_key(SSL_CTX *context, const char *path, struct fault *fault)
{
	struct buf buf;
	BIO *bio = NULL;
	EVP_PKEY *key = NULL;
	bool is_done = false;

	buf_init(&buf, KEY_MOST);
	if (!file_read_secret(path, KEY_MOST, &buf, fault))
		goto out;
	bio = BIO_new_mem_buf(buf_text(&buf), (int)buf.size);
	if (bio != NULL)
		key = PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL);
	is_done = key != NULL && SSL_CTX_use_PrivateKey(context, key) == 1 &&
	    SSL_CTX_check_private_key(context) == 1;
	if (!is_done) {
		(void)library_fault(FAULT_CONFIG, path, fault);
		(void)fault_wrap(fault, "using the key");
	}
out:
	EVP_PKEY_free(key);
	(void)BIO_free(bio);
	if (buf.room != 0)
		OPENSSL_cleanse(buf.bytes, buf.room);
	buf_clear(&buf);
	return is_done;
}

static bool
use_files(SSL_CTX *context, const struct tls_files *files, struct fault *fault)
{
	if (SSL_CTX_load_verify_file(context, files->ca) != 1) {
		(void)library_fault(FAULT_CONFIG, files->ca, fault);
		return fault_wrap(fault, "using the authority's certificates");
	}
	if (SSL_CTX_use_certificate_chain_file(context, files->certificate) !=
	    1) {
		(void)library_fault(FAULT_CONFIG, files->certificate, fault);
		return fault_wrap(fault, "using the certificate");
	}
	return use_key(context, files->key, fault);
}

static bool
make_context(struct tls *tls, const struct tls_files *files,
    struct fault *fault)
{
	SSL_CTX *context = SSL_CTX_new(TLS_method());

	tls->context = context;
	if (context == NULL ||
	    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) != 1)
		return library_fault(FAULT_SYSTEM, "preparing TLS", fault);
	SSL_CTX_set_verify(context,
	    SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	(void)SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
	(void)SSL_CTX_set_num_tickets(context, 0);
	return use_files(context, files, fault);
}

/* An address stands elsewhere in a certificate than a name. */
static bool
expect_peer(struct tls *tls, bool is_listener, const char *peer)
{
	X509_VERIFY_PARAM *rules = SSL_get0_param(tls->ssl);
	bool is_done;
	char *name;

	if (peer == NULL || X509_VERIFY_PARAM_set1_ip_asc(rules, peer) == 1)
		return true;
	ERR_clear_error();
	X509_VERIFY_PARAM_set_hostflags(rules,
	    X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	if (X509_VERIFY_PARAM_set1_host(rules, peer, 0) != 1)
		return false;
	if (is_listener)
		return true;
	/* The macro takes const away. */
	name = mem_text(peer);
	is_done = SSL_set_tlsext_host_name(tls->ssl, name) == 1;
	free(name);
	return is_done;
}

/* Why a call failed: the wire, the other side's word, or our own check. */
static bool
tell_failure(struct tls *tls, const char *doing, struct fault *fault)
{
	long verified = SSL_get_verify_result(tls->ssl);
	int reason = ERR_GET_REASON(ERR_peek_last_error());

	if (verified != X509_V_OK) {
		ERR_clear_error();
		return fault_set(fault, FAULT_REFUSED,
		    "%s: the other side's certificate is not taken: %s", doing,
		    X509_verify_cert_error_string(verified));
	}
	if (tls->is_broken && reason < SSL_AD_REASON_OFFSET) {
		ERR_clear_error();
		*fault = tls->fault;
		return fault_wrap(fault, "%s", doing);
	}
	return library_fault(FAULT_REFUSED, doing, fault);
}

static bool
shake_hands(struct tls *tls, bool is_listener, const char *peer,
    struct fault *fault)
{
	BIO *wire;

	tls->ssl = SSL_new(tls->context);
	if (tls->ssl == NULL || !expect_peer(tls, is_listener, peer))
		return library_fault(FAULT_SYSTEM, "preparing TLS", fault);
	wire = new_wire(tls);
	SSL_set_bio(tls->ssl, wire, wire);
	ERR_clear_error();
	if ((is_listener ? SSL_accept(tls->ssl) : SSL_connect(tls->ssl)) == 1)
		return true;
	return tell_failure(tls, "agreeing on TLS", fault);
}

struct tls *
tls_open(int descriptor, bool is_listener, const struct tls_files *files,
    const char *peer, int64_t timeout_ms, struct fault *fault)
{
	struct tls *tls = mem_new(1, sizeof(*tls));

	assert(is_listener || peer != NULL);
	tls->descriptor = descriptor;
	tls->timeout_ms = timeout_ms;
	if (make_context(tls, files, fault) &&
	    shake_hands(tls, is_listener, peer, fault))
		return tls;
	tls_free(tls);
	return NULL;
}

bool
tls_send(struct tls *tls, const void *bytes, size_t size, struct fault *fault)
{
	size_t done;

	ERR_clear_error();
	if (size == 0 || SSL_write_ex(tls->ssl, bytes, size, &done) == 1)
		return true;
	return tell_failure(tls, "sending over TLS", fault);
}

bool
tls_receive(struct tls *tls, void *room, size_t size, size_t *out_size,
    struct fault *fault)
{
	ERR_clear_error();
	if (SSL_read_ex(tls->ssl, room, size, out_size) == 1)
		return true;
	*out_size = 0;
	if (SSL_get_error(tls->ssl, 0) == SSL_ERROR_ZERO_RETURN)
		return true;
	return tell_failure(tls, "receiving over TLS", fault);
}

bool
tls_end(struct tls *tls, struct fault *fault)
{
	ERR_clear_error();
	if (SSL_shutdown(tls->ssl) >= 0)
		return true;
	return tell_failure(tls, "ending TLS", fault);
}

void
tls_free(struct tls *tls)
{
	if (tls == NULL)
		return;
	SSL_free(tls->ssl); /* and the wire */
	BIO_meth_free(tls->method);
	SSL_CTX_free(tls->context);
	free(tls);
}
