#include "config.h"

#include "stream/seal_key.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "platform/file.h"

enum { HEX_DIGITS = 2 * SEAL_KEY, SCRYPT_MEMORY = 64 << 20 };

static const char label[] = "backupexec snapshot seal 1";

static struct seal_key *
make(bool is_passphrase, const void *bytes, size_t size)
{
	struct seal_key *key = mem_new(1, sizeof(*key));

	key->is_passphrase = is_passphrase;
	memcpy(key->bytes, bytes, size);
	key->size = size;
	if (is_passphrase)
		seal_key_set_cost(key, SEAL_LOG_N, SEAL_P);
	return key;
}

/* The first line of a secret, without its end. */
static bool
read_line(const char *path, struct buf *out, struct fault *fault)
{
	size_t length;

	if (!file_read_secret(path, SEAL_PASSPHRASE_MAX + 2, out, fault))
		return false;
	length = strcspn(buf_text(out), "\r\n");
	buf_cut(out, length);
	return true;
}

static void
wipe(struct buf *buf)
{
	if (buf->room != 0)
		OPENSSL_cleanse(buf->bytes, buf->room);
	buf_clear(buf);
}

static int
value_of(char digit)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *place = digit == '\0' ? NULL : strchr(digits, digit);

	if (place == NULL)
		place = digit == '\0' ? NULL : strchr(digits + 16, digit);
	return place == NULL ? -1 : (int)(place - digits) % 16;
}

struct seal_key *
seal_key_read(const char *path, struct fault *fault)
{
	unsigned char bytes[SEAL_KEY];
	struct seal_key *key = NULL;
	struct buf buf;
	bool is_hex;

	buf_init(&buf, SEAL_PASSPHRASE_MAX + 2);
	if (!read_line(path, &buf, fault))
		goto out;
	is_hex = buf.size == HEX_DIGITS;
	for (size_t i = 0; is_hex && i < SEAL_KEY; i++) {
		int high = value_of(buf.bytes[2 * i]);
		int low = value_of(buf.bytes[2 * i + 1]);

		is_hex = high >= 0 && low >= 0;
		bytes[i] = (unsigned char)(high * 16 + low);
	}
	if (is_hex)
		key = make(false, bytes, sizeof(bytes));
	else
		(void)fault_set(fault, FAULT_FORMAT,
		    "%s: expected a key of %d hexadecimal digits", path,
		    HEX_DIGITS);
out:
	OPENSSL_cleanse(bytes, sizeof(bytes));
	wipe(&buf);
	return key;
}

struct seal_key *
seal_key_of_passphrase(const char *passphrase, struct fault *fault)
{
	size_t size = strlen(passphrase);

	if (size >= 8 && size <= SEAL_PASSPHRASE_MAX)
		return make(true, passphrase, size);
	(void)fault_set(fault, FAULT_FORMAT,
	    "a passphrase has 8 to %d bytes, not %zu", SEAL_PASSPHRASE_MAX,
	    size);
	return NULL;
}

struct seal_key *
seal_key_read_passphrase(const char *path, struct fault *fault)
{
	struct seal_key *key = NULL;
	struct buf buf;

	buf_init(&buf, SEAL_PASSPHRASE_MAX + 2);
	if (read_line(path, &buf, fault)) {
		key = seal_key_of_passphrase(buf_text(&buf), fault);
		if (key == NULL)
			(void)fault_wrap(fault, "%s", path);
	}
	wipe(&buf);
	return key;
}

void
seal_key_free(struct seal_key *key)
{
	if (key == NULL)
		return;
	OPENSSL_cleanse(key, sizeof(*key));
	free(key);
}

void
seal_key_set_cost(struct seal_key *key, unsigned log_n, unsigned p)
{
	key->log_n = log_n;
	key->p = p;
}

/* What is not secret and not random, so that nobody changes it. */
static size_t
format_info(const struct seal_header *header, unsigned char room[64])
{
	const uint32_t numbers[] = { header->is_passphrase, header->log_n,
		header->r, header->p };
	unsigned char *at = room;

	memcpy(at, label, sizeof(label) - 1);
	at += sizeof(label) - 1;
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		for (unsigned shift = 0; shift < 32; shift += 8)
			*at++ = (unsigned char)(numbers[i] >> shift & 0xff);
	return (size_t)(at - room);
}

static bool
expand(const unsigned char master[SEAL_KEY], const struct seal_header *header,
    struct seal_secrets *out)
{
	unsigned char info[64];
	unsigned char bytes[SEAL_KEY + SEAL_PREFIX + SEAL_CHECK];
	size_t info_size = format_info(header, info);
	size_t size = sizeof(bytes);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, NULL);
	bool is_done = context != NULL && EVP_PKEY_derive_init(context) > 0 &&
	    EVP_PKEY_CTX_set_hkdf_md(context, EVP_sha256()) > 0 &&
	    EVP_PKEY_CTX_set1_hkdf_salt(context, header->salt, SEAL_SALT) > 0 &&
	    EVP_PKEY_CTX_set1_hkdf_key(context, master, SEAL_KEY) > 0 &&
	    EVP_PKEY_CTX_add1_hkdf_info(context, info, (int)info_size) > 0 &&
	    EVP_PKEY_derive(context, bytes, &size) > 0;

	EVP_PKEY_CTX_free(context);
	if (is_done) {
		memcpy(out->key, bytes, SEAL_KEY);
		memcpy(out->prefix, bytes + SEAL_KEY, SEAL_PREFIX);
		memcpy(out->check, bytes + SEAL_KEY + SEAL_PREFIX, SEAL_CHECK);
	}
	OPENSSL_cleanse(bytes, sizeof(bytes));
	return is_done;
}

bool
seal_derive(const struct seal_key *key, const struct seal_header *header,
    struct seal_secrets *out, struct fault *fault)
{
	unsigned char master[SEAL_KEY];
	bool is_done = true;

	if (header->is_passphrase)
		is_done = EVP_PBE_scrypt((const char *)key->bytes, key->size,
			      header->salt, SEAL_SALT,
			      (uint64_t)1 << header->log_n, header->r,
			      header->p, SCRYPT_MEMORY, master, SEAL_KEY) == 1;
	else
		memcpy(master, key->bytes, SEAL_KEY);
	is_done = is_done && expand(master, header, out);
	OPENSSL_cleanse(master, sizeof(master));
	if (!is_done)
		return fault_set(fault, FAULT_SYSTEM,
		    "no key could be derived: the cryptographic library "
		    "refused");
	return true;
}
