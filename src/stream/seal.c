#include "config.h"

#include "stream/seal.h"

#include <assert.h>
#include <inttypes.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stream/block.h"
#include "stream/seal_key.h"

#define HEADER_WORD BLOCK_KIND('B', 'X', 'A', 'E')
#define VERSION_WORD BLOCK_KIND('0', '0', '0', '1')
#define KEY_WORD BLOCK_KIND('K', 'E', 'Y', 'F')
#define PASSPHRASE_WORD BLOCK_KIND('P', 'A', 'S', 'S')
#define SEGMENT_WORD BLOCK_KIND('B', 'X', 'A', 'S')
#define LAST_WORD BLOCK_KIND('B', 'X', 'A', 'L')

enum { TAG = 16, NONCE = 12, FRAME = 8 };

/* One stream's cipher, and the number of the segment that is next. */
struct cipher {
	EVP_CIPHER_CTX *context;
	struct seal_secrets secrets;
	uint32_t number;
};

struct seal_sink {
	struct sink sink;
	struct sink *under;
	struct cipher cipher;
	bool is_finished;
	unsigned char segment[SEAL_SEGMENT];
	unsigned char sealed[SEAL_SEGMENT + TAG];
};

struct seal_source {
	struct source source;
	struct source *under;
	const struct seal_key *key;
	struct cipher cipher;
	enum { BEFORE_HEADER, IN_CONTENT, AFTER_LAST } where;
	unsigned char segment[SEAL_SEGMENT];
	unsigned char sealed[SEAL_SEGMENT + TAG];
};

static void
cipher_clear(struct cipher *cipher)
{
	EVP_CIPHER_CTX_free(cipher->context);
	OPENSSL_cleanse(&cipher->secrets, sizeof(cipher->secrets));
}

static void
put_u32(unsigned char *at, uint32_t value)
{
	for (unsigned i = 0; i < 4; i++)
		at[i] = (unsigned char)(value >> 8 * i & 0xff);
}

/*
 * Make the cipher ready for its next segment: the nonce is the stream's
 * prefix, the number and whether it is the last; word and size are
 * authenticated along.
 */
static bool
enter_segment(struct cipher *cipher, bool is_sealing, uint32_t word,
    uint32_t size)
{
	unsigned char nonce[NONCE];
	unsigned char frame[FRAME];
	int done;

	memcpy(nonce, cipher->secrets.prefix, SEAL_PREFIX);
	for (unsigned i = 0; i < 4; i++)
		nonce[SEAL_PREFIX + i] =
		    (unsigned char)(cipher->number >> (24 - 8 * i) & 0xff);
	nonce[NONCE - 1] = word == LAST_WORD;
	put_u32(frame, word);
	put_u32(frame + 4, size);
	if (cipher->number++ == UINT32_MAX)
		return false; /* 2^48 bytes: before that all limits ended it */
	return EVP_CipherInit_ex(cipher->context, NULL, NULL, NULL, nonce,
		   is_sealing) == 1 &&
	    EVP_CipherUpdate(cipher->context, NULL, &done, frame,
		sizeof(frame)) == 1;
}

static bool
cipher_init(struct cipher *cipher, bool is_sealing)
{
	cipher->context = EVP_CIPHER_CTX_new();
	return cipher->context != NULL &&
	    EVP_CipherInit_ex(cipher->context, EVP_aes_256_gcm(), NULL,
		cipher->secrets.key, NULL, is_sealing) == 1;
}

static bool
refuse_cipher(struct fault *fault)
{
	return fault_set(fault, FAULT_SYSTEM,
	    "encrypting: the cryptographic library refused");
}

static void
offer_room(struct seal_sink *seal)
{
	seal->sink.room = seal->segment;
	seal->sink.room_left = sizeof(seal->segment);
}

static bool
write_segment(struct seal_sink *seal, uint32_t word, struct fault *fault)
{
	size_t used = sizeof(seal->segment) - seal->sink.room_left;
	int done, rest;

	if (!enter_segment(&seal->cipher, true, word, (uint32_t)used) ||
	    EVP_CipherUpdate(seal->cipher.context, seal->sealed, &done,
		seal->segment, (int)used) != 1 ||
	    EVP_CipherFinal_ex(seal->cipher.context, seal->sealed + done,
		&rest) != 1 ||
	    EVP_CIPHER_CTX_ctrl(seal->cipher.context, EVP_CTRL_GCM_GET_TAG, TAG,
		seal->sealed + used) != 1)
		return refuse_cipher(fault);
	sink_write_u32(seal->under, word);
	sink_write_u32(seal->under, (uint32_t)used);
	sink_write(seal->under, seal->sealed, used + TAG);
	offer_room(seal);
	if (seal->under->failed)
		*fault = seal->under->fault;
	return !seal->under->failed;
}

/* A full segment waits until it is known whether it is the last. */
static bool
seal_write(struct sink *sink, const void *bytes, size_t size,
    struct fault *fault)
{
	struct seal_sink *seal = (struct seal_sink *)sink;
	const unsigned char *at = bytes;

	while (size > sink->room_left) {
		size_t part = sink->room_left;

		memcpy(sink->room, at, part);
		sink->room_left = 0;
		if (!write_segment(seal, SEGMENT_WORD, fault))
			return false;
		at += part;
		size -= part;
	}
	memcpy(sink->room, at, size);
	sink->room += size;
	sink->room_left -= size;
	return true;
}

static bool
seal_finish(struct sink *sink, struct fault *fault)
{
	struct seal_sink *seal = (struct seal_sink *)sink;

	if (!seal->is_finished && !write_segment(seal, LAST_WORD, fault))
		return false;
	seal->is_finished = true;
	return sink_finish(seal->under, fault);
}

static void
write_header(struct sink *under, const struct seal_header *header,
    const struct seal_secrets *secrets)
{
	sink_write_u32(under, HEADER_WORD);
	sink_write_u32(under, VERSION_WORD);
	sink_write_u32(under,
	    header->is_passphrase ? PASSPHRASE_WORD : KEY_WORD);
	sink_write_u32(under, header->log_n);
	sink_write_u32(under, header->r);
	sink_write_u32(under, header->p);
	sink_write(under, header->salt, SEAL_SALT);
	sink_write(under, secrets->check, SEAL_CHECK);
}

struct seal_sink *
seal_sink_new_salted(struct sink *under, const struct seal_key *key,
    const unsigned char salt[SEAL_SALT])
{
	static const struct sink_ops ops = {
		.write = seal_write,
		.finish = seal_finish,
	};
	struct seal_sink *seal = mem_new(1, sizeof(*seal));
	struct seal_header header = {
		.is_passphrase = key->is_passphrase,
		.log_n = key->log_n,
		.r = key->is_passphrase ? SEAL_R : 0,
		.p = key->p,
	};
	struct fault fault;

	memcpy(header.salt, salt, SEAL_SALT);
	sink_init(&seal->sink, &ops);
	seal->under = under;
	offer_room(seal);
	sink_place(&seal->sink, under, LAYER_SEALED);
	if (!seal_derive(key, &header, &seal->cipher.secrets, &fault))
		sink_fail(&seal->sink, &fault);
	else if (!cipher_init(&seal->cipher, true)) {
		(void)refuse_cipher(&fault);
		sink_fail(&seal->sink, &fault);
	}
	write_header(under, &header, &seal->cipher.secrets);
	return seal;
}

struct seal_sink *
seal_sink_new(struct sink *under, const struct seal_key *key)
{
	unsigned char salt[SEAL_SALT];
	int is_random = RAND_bytes(salt, sizeof(salt));

	assert(is_random == 1);
	return seal_sink_new_salted(under, key, salt);
}

void
seal_sink_free(struct seal_sink *seal)
{
	if (seal == NULL)
		return;
	cipher_clear(&seal->cipher);
	OPENSSL_cleanse(seal->segment, sizeof(seal->segment));
	free(seal);
}

struct sink *
seal_sink_sink(struct seal_sink *seal)
{
	return &seal->sink;
}

static bool
check_costs(const struct seal_header *header, uint64_t at, struct fault *fault)
{
	bool is_allowed = header->is_passphrase ?
	    header->log_n >= 1 && header->log_n <= SEAL_LOG_N &&
		header->r == SEAL_R && header->p >= 1 &&
		header->p <= SEAL_P_MOST :
	    header->log_n == 0 && header->r == 0 && header->p == 0;

	if (is_allowed)
		return true;
	return fault_set(fault, FAULT_LIMIT,
	    "at byte %" PRIu64 ": expected scrypt of N 2^1 to 2^%d, r %d, p 1 "
	    "to %d, or none, found 2^%" PRIu32 ", %" PRIu32 ", %" PRIu32,
	    at, SEAL_LOG_N, SEAL_R, SEAL_P_MOST, header->log_n, header->r,
	    header->p);
}

static bool
check_key(const struct seal_source *seal, const struct seal_header *header,
    struct fault *fault)
{
	if (header->is_passphrase == seal->key->is_passphrase)
		return true;
	return fault_set(fault, FAULT_REFUSED,
	    header->is_passphrase ?
		"it is encrypted under a passphrase, and a key was given" :
		"it is encrypted under a key, and a passphrase was given");
}

static bool
read_header(struct seal_source *seal, struct fault *fault)
{
	struct source *under = seal->under;
	uint64_t at = under->taken;
	uint32_t word = source_read_u32(under);
	uint32_t version = source_read_u32(under);
	uint32_t kind = source_read_u32(under);
	unsigned char check[SEAL_CHECK];
	struct seal_header header = { .is_passphrase = kind ==
		    PASSPHRASE_WORD };

	header.log_n = source_read_u32(under);
	header.r = source_read_u32(under);
	header.p = source_read_u32(under);
	source_read(under, header.salt, SEAL_SALT);
	source_read(under, check, SEAL_CHECK);
	if (!source_check(under, fault))
		return false;
	if (word != HEADER_WORD)
		return block_other_word(at, "an encrypted stream (BXAE)", word,
		    fault);
	if (version != VERSION_WORD)
		return block_other_word(at + 4, "version 0001", version, fault);
	if (kind != KEY_WORD && kind != PASSPHRASE_WORD)
		return block_other_word(at + 8, "a kind of key (KEYF or PASS)",
		    kind, fault);
	if (!check_costs(&header, at + 12, fault) ||
	    !check_key(seal, &header, fault) ||
	    !seal_derive(seal->key, &header, &seal->cipher.secrets, fault))
		return false;
	if (CRYPTO_memcmp(check, seal->cipher.secrets.check, SEAL_CHECK) != 0)
		return fault_set(fault, FAULT_REFUSED,
		    "at byte %" PRIu64 ": %s is another than it was encrypted "
		    "under, or bytes %" PRIu64 " to %" PRIu64 " are damaged",
		    at + 24,
		    header.is_passphrase ? "the passphrase" : "the key", at + 8,
		    at + 71);
	if (!cipher_init(&seal->cipher, false))
		return refuse_cipher(fault);
	seal->where = IN_CONTENT;
	return true;
}

/* Only what is authentic comes out. */
static bool
open_segment(struct seal_source *seal, uint32_t word, uint32_t size)
{
	EVP_CIPHER_CTX *context = seal->cipher.context;
	int done, rest;

	return enter_segment(&seal->cipher, false, word, size) &&
	    EVP_CipherUpdate(context, seal->segment, &done, seal->sealed,
		(int)size) == 1 &&
	    EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, TAG,
		seal->sealed + size) == 1 &&
	    EVP_CipherFinal_ex(context, seal->segment + done, &rest) == 1;
}

static bool
read_segment(struct seal_source *seal, struct fault *fault)
{
	struct source *under = seal->under;
	uint64_t at = under->taken;
	uint32_t word = source_read_u32(under);
	uint32_t size = source_read_u32(under);

	if (!source_check(under, fault))
		return false;
	if (word != SEGMENT_WORD && word != LAST_WORD)
		return block_other_word(at,
		    "a segment (BXAS) or the last one (BXAL)", word, fault);
	if (size > SEAL_SEGMENT ||
	    (word == SEGMENT_WORD && size < SEAL_SEGMENT))
		return fault_set(fault, FAULT_LIMIT,
		    "at byte %" PRIu64 ": expected a segment of %d bytes, or a "
		    "last one of at most as many, found %" PRIu32,
		    at, SEAL_SEGMENT, size);
	source_read(under, seal->sealed, size + TAG);
	if (!source_check(under, fault))
		return false;
	if (!open_segment(seal, word, size))
		return fault_set(fault, FAULT_FORMAT,
		    "bytes %" PRIu64 " to %" PRIu64
		    " are not authentic: changed, moved, or of another stream",
		    at, under->taken - 1);
	seal->source.ready = seal->segment;
	seal->source.ready_size = size;
	if (word == SEGMENT_WORD)
		return true;
	seal->where = AFTER_LAST;
	return source_finish(under, fault);
}

static bool
seal_read(struct source *source, void *room, size_t size, size_t *out_size,
    struct fault *fault)
{
	struct seal_source *seal = (struct seal_source *)source;

	(void)room;
	(void)size;
	*out_size = 0;
	if (seal->where == BEFORE_HEADER && !read_header(seal, fault))
		return false;
	return seal->where == AFTER_LAST || read_segment(seal, fault);
}

struct seal_source *
seal_source_new(struct source *under, const struct seal_key *key)
{
	static const struct source_ops ops = { .read = seal_read };
	struct seal_source *seal = mem_new(1, sizeof(*seal));

	source_init(&seal->source, &ops);
	seal->under = under;
	seal->key = key;
	return seal;
}

void
seal_source_free(struct seal_source *seal)
{
	if (seal == NULL)
		return;
	cipher_clear(&seal->cipher);
	OPENSSL_cleanse(seal->segment, sizeof(seal->segment));
	free(seal);
}

struct source *
seal_source_source(struct seal_source *seal)
{
	return &seal->source;
}
