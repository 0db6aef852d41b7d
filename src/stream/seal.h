/*
 * seal - filters that encrypt and decrypt: AES-256-GCM in segments.
 *
 * Each stream has a key of its own, derived from a key file or a passphrase
 * and a random salt. Its content is cut into segments of 64 KiB that are
 * authenticated with their number and whether they are the last: one that was
 * changed, left out, doubled, moved or taken from another stream, and an end
 * that came early, are noticed before a byte of it is handed on. Byte by byte:
 * doc/SNAPSHOT.md.
 *
 * Faults: what the stream below says, as it came; FAULT_FORMAT and FAULT_LIMIT
 * for what is damaged, FAULT_REFUSED for another key.
 *
 * Thread: maker; a key is read by any.
 */
#ifndef STREAM_SEAL_H
#define STREAM_SEAL_H

#include "stream/sink.h"
#include "stream/source.h"

enum { SEAL_SEGMENT = 1 << 16, SEAL_SALT = 32, SEAL_PASSPHRASE_MAX = 1024 };

struct seal_key;
struct seal_sink;
struct seal_source;

/*
 * From a file that others may not read: 64 hexadecimal digits, or a passphrase
 * in its first line. NULL after a fault.
 */
MUST_CHECK struct seal_key *
seal_key_read(const char *path, struct fault *fault);
MUST_CHECK struct seal_key *
seal_key_read_passphrase(const char *path, struct fault *fault);

/* 8 to SEAL_PASSPHRASE_MAX bytes. */
MUST_CHECK struct seal_key *
seal_key_of_passphrase(const char *passphrase, struct fault *fault);

/* Its bytes are wiped. NULL is fine. */
void seal_key_free(struct seal_key *key);

/* What scrypt costs a writer; for tests, which have no time for the usual. */
void seal_key_set_cost(struct seal_key *key, unsigned log_n, unsigned p);

/*
 * `under` and `key` are the caller's and outlive the filter; `under` is
 * finished by it. With a salt of its own each stream differs from all others;
 * a test that compares bytes gives one.
 */
struct seal_sink *seal_sink_new(struct sink *under, const struct seal_key *key);
struct seal_sink *seal_sink_new_salted(struct sink *under,
    const struct seal_key *key, const unsigned char salt[SEAL_SALT]);
void seal_sink_free(struct seal_sink *seal);
struct sink *seal_sink_sink(struct seal_sink *seal);

/* At its end nothing may follow in `under`. */
struct seal_source *
seal_source_new(struct source *under, const struct seal_key *key);
void seal_source_free(struct seal_source *seal);
struct source *seal_source_source(struct seal_source *seal);

#endif
