/*
 * seal_key - the keys of seal, and what a stream's own key is made of.
 *
 * Shared by seal.c and seal_key.c.
 *
 * Thread: any.
 */
#ifndef STREAM_SEAL_KEY_H
#define STREAM_SEAL_KEY_H

#include "stream/seal.h"

enum {
	SEAL_KEY = 32,
	SEAL_PREFIX = 7,
	SEAL_CHECK = 16,
	SEAL_LOG_N = 15, /* as much as is allowed when reading: 32 MiB */
	SEAL_R = 8,      /* always */
	SEAL_P = 3,      /* of a writer */
	SEAL_P_MOST = 4  /* of a reader */
};

struct seal_key {
	bool is_passphrase;
	unsigned char bytes[SEAL_PASSPHRASE_MAX];
	size_t size;
	uint32_t log_n, p; /* what scrypt shall cost; 0 without a passphrase */
};

/* What stands in a stream's header. */
struct seal_header {
	bool is_passphrase;
	uint32_t log_n, r, p;
	unsigned char salt[SEAL_SALT];
};

/* Of one stream. */
struct seal_secrets {
	unsigned char key[SEAL_KEY];
	unsigned char prefix[SEAL_PREFIX]; /* of each nonce */
	unsigned char check[SEAL_CHECK];   /* tells another key from damage */
};

/* Faults: FAULT_SYSTEM when the library fails. */
MUST_CHECK bool
seal_derive(const struct seal_key *key, const struct seal_header *header,
    struct seal_secrets *out, struct fault *fault);

#endif
