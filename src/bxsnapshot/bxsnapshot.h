/*
 * bxsnapshot - save what is in memory to any stream, in blocks, and restore it.
 *
 * The one public header of libbxsnapshot; libbxsnapshot(3) is its manual page,
 * and the bytes are described in backupexec-snapshot(5).
 *
 * A writer makes a sink, puts filters over it, writes elements, and asks once,
 * at bx_sink_finish, whether all went well: faults stick, and after the first
 * one nothing is written. A reader does the same with a source. Every writer
 * of an element has its twin reader of the same name.
 *
 *	sink = bx_sink_new_file("cities.bx", &fault);
 *	if (sink == NULL) ...
 *	sink = bx_sink_new_digest(sink);
 *	bx_write_header(sink, BX_KIND('C', 'I', 'T', 'Y'));
 *	bx_write_uint(sink, city->number);
 *	bx_write_text(sink, city->name);
 *	if (!bx_sink_finish(sink, &fault)) ...
 *	bx_sink_free(sink);
 *
 * A filter owns the sink or source that it was put over: freeing the topmost
 * one frees all. What the caller opened, a descriptor say, stays open.
 *
 * Sizes are bytes. One sink or source belongs to one thread at a time.
 */
#ifndef BXSNAPSHOT_H
#define BXSNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define BX_API __attribute__((visibility("default")))
#define BX_MUST_CHECK __attribute__((warn_unused_result))
#define BX_PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define BX_API
#define BX_MUST_CHECK
#define BX_PRINTF_LIKE(fmt, args)
#endif

/* What went wrong: a kind for the program, one sentence for a person. */
enum bx_fault_kind {
	BX_SYSTEM,  /* the device: the system refused to read or write */
	BX_TIMEOUT, /* the device: it took too long */
	BX_CLOSED,  /* the device: the other end went away */
	BX_ABSENT,  /* there is nothing of that name */
	BX_REFUSED, /* not allowed to: rights, a wrong key or certificate */
	BX_FORMAT,  /* the bytes: they are not what they should be */
	BX_LIMIT,   /* the bytes: larger than is allowed */
	BX_USAGE    /* the caller asked for what cannot be */
};

enum { BX_FAULT_TEXT_MAX = 256 };

struct bx_fault {
	enum bx_fault_kind kind;
	char text[BX_FAULT_TEXT_MAX];
};

/* Are the bytes to blame (BX_FORMAT, BX_LIMIT), and not a device? */
BX_API bool bx_fault_is_format(const struct bx_fault *fault);

/* ---- Sinks ---- */

struct bx_sink;

/*
 * A file that appears under its name, whole, when it is finished: until then
 * it is NAME.new, and what was there before stays. NULL after a fault.
 */
BX_API BX_MUST_CHECK struct bx_sink *
bx_sink_new_file(const char *path, struct bx_fault *fault);

/* An open file, pipe or socket; it stays the caller's. */
BX_API BX_MUST_CHECK struct bx_sink *bx_sink_new_descriptor(int descriptor);

/* Memory, at most `most` bytes of it. */
BX_API BX_MUST_CHECK struct bx_sink *bx_sink_new_memory(size_t most);

/* What was written to a memory sink; it lives as long as that. */
BX_API const void *
bx_sink_bytes(const struct bx_sink *memory, size_t *out_size);

/*
 * A stream of the caller's own. Both functions return false and fill the fault
 * when they fail, and are then not called again; `finish` empties buffers and
 * may be NULL. Small writes are gathered. `arg` stays the caller's.
 */
struct bx_output {
	bool (*write)(void *arg, const void *bytes, size_t size,
	    struct bx_fault *fault);
	bool (*finish)(void *arg, struct bx_fault *fault);
};
BX_API BX_MUST_CHECK struct bx_sink *
bx_sink_new_output(const struct bx_output *output, void *arg);

/* Protects against damage: version, digests, end mark. */
BX_API BX_MUST_CHECK struct bx_sink *bx_sink_new_digest(struct bx_sink *under);

/*
 * Keys to encrypt under, from a file that others may not read: 64 hexadecimal
 * digits, or a passphrase (8 to 1024 bytes) in its first line; or a passphrase
 * that the program has. NULL after a fault. A key outlives what is put over
 * streams with it.
 */
struct bx_key;
BX_API BX_MUST_CHECK struct bx_key *
bx_key_read(const char *path, struct bx_fault *fault);
BX_API BX_MUST_CHECK struct bx_key *
bx_key_read_passphrase(const char *path, struct bx_fault *fault);
BX_API BX_MUST_CHECK struct bx_key *
bx_key_new_passphrase(const char *passphrase, struct bx_fault *fault);
BX_API void bx_key_free(struct bx_key *key);

/*
 * Encrypts, and compresses. Filters lie in one order, digest over compression
 * over encryption over the device; a sink in another one fails, BX_USAGE.
 */
BX_API BX_MUST_CHECK struct bx_sink *
bx_sink_new_seal(struct bx_sink *under, const struct bx_key *key);
BX_API BX_MUST_CHECK struct bx_sink *bx_sink_new_zstd(struct bx_sink *under);

/* Push everything out; false and the first fault if there was one. */
BX_API BX_MUST_CHECK bool
bx_sink_finish(struct bx_sink *sink, struct bx_fault *fault);

/* With all below it. A file that was not finished never was. NULL is fine. */
BX_API void bx_sink_free(struct bx_sink *sink);

BX_API bool bx_sink_failed(const struct bx_sink *sink);

/* Make it fail for a reason of the writer's own; the first one stays. */
BX_API void bx_sink_fail(struct bx_sink *sink, enum bx_fault_kind kind,
    const char *format, ...) BX_PRINTF_LIKE(3, 4);

/* ---- Sources ---- */

struct bx_source;

/* A regular file. NULL after a fault. */
BX_API BX_MUST_CHECK struct bx_source *
bx_source_new_file(const char *path, struct bx_fault *fault);

BX_API BX_MUST_CHECK struct bx_source *bx_source_new_descriptor(int descriptor);

/* The bytes stay the caller's. */
BX_API BX_MUST_CHECK struct bx_source *
bx_source_new_memory(const void *bytes, size_t size);

/* 1 to `size` bytes, or *out_size 0 at the end; false after a fault. */
struct bx_input {
	bool (*read)(void *arg, void *room, size_t size, size_t *out_size,
	    struct bx_fault *fault);
};
BX_API BX_MUST_CHECK struct bx_source *
bx_source_new_input(const struct bx_input *input, void *arg);

BX_API BX_MUST_CHECK struct bx_source *
bx_source_new_digest(struct bx_source *under);

/*
 * Decrypts and decompresses what says in its first bytes that it is encrypted
 * or compressed. Without a key (NULL) what is encrypted is refused, with one
 * what is not.
 */
BX_API BX_MUST_CHECK struct bx_source *
bx_source_new_filters(struct bx_source *under, const struct bx_key *key);

/* The end must be here, too; false and the first fault if there was one. */
BX_API BX_MUST_CHECK bool
bx_source_finish(struct bx_source *source, struct bx_fault *fault);

BX_API void bx_source_free(struct bx_source *source);

/* A reader that loops over a count which it read asks before each round. */
BX_API bool bx_source_failed(const struct bx_source *source);

/* Where the next element begins: bytes from the beginning of the stream. */
BX_API uint64_t bx_source_at(const struct bx_source *source);

/*
 * Make it fail, BX_FORMAT, because of what the element at offset `at` holds;
 * the sentence is put behind the offset and the block.
 */
BX_API void bx_source_refuse(struct bx_source *source, uint64_t at,
    const char *format, ...) BX_PRINTF_LIKE(3, 4);

/* ---- Other hosts ---- */

struct bx_peer;
struct bx_listener;

/*
 * For a "tls://" address: PEM files of the authority's certificates, ours and
 * its key, and the name or address that the other side's certificate must be
 * for; NULL is the host of the address, and to a listener any name.
 */
struct bx_trust {
	const char *ca, *certificate, *key, *name;
};

/*
 * Connect to "tcp://HOST:PORT" or "tls://HOST:PORT", or listen there ("*" for
 * every address, port 0 for a free one) for one who connects. `trust` is NULL
 * for tcp, and not kept; `timeout_ms` is for each wait. NULL after a fault.
 */
BX_API BX_MUST_CHECK struct bx_peer *bx_peer_connect(const char *address,
    const struct bx_trust *trust, int64_t timeout_ms, struct bx_fault *fault);
BX_API BX_MUST_CHECK struct bx_listener *
bx_listener_new(const char *address, struct bx_fault *fault);
BX_API unsigned bx_listener_port(const struct bx_listener *listener);
BX_API void bx_listener_free(struct bx_listener *listener);

/* The listener is freed, whatever comes of it. */
BX_API BX_MUST_CHECK struct bx_peer *
bx_peer_accept(struct bx_listener *listener, const struct bx_trust *trust,
    int64_t timeout_ms, struct bx_fault *fault);

/* The peer stays the caller's and outlives them; one of each. */
BX_API BX_MUST_CHECK struct bx_sink *bx_sink_new_peer(struct bx_peer *peer);
BX_API BX_MUST_CHECK struct bx_source *bx_source_new_peer(struct bx_peer *peer);

/*
 * After the sink or source was finished: say that all is well, and wait until
 * the other side says so. A peer that is freed without it is a fault to the
 * other side, so a writer learns here whether the reader took everything.
 */
BX_API BX_MUST_CHECK bool
bx_peer_end(struct bx_peer *peer, struct bx_fault *fault);
BX_API void bx_peer_free(struct bx_peer *peer);

/* ---- Elements ---- */

/* A kind of block, from its four letters. */
#define BX_KIND(a, b, c, d)                                                    \
	((uint32_t)(unsigned char)(a) | (uint32_t)(unsigned char)(b) << 8 |    \
	    (uint32_t)(unsigned char)(c) << 16 |                               \
	    (uint32_t)(unsigned char)(d) << 24)

/* The longest text. */
enum { BX_TEXT_MAX = 1 << 20 };

BX_API void bx_write_header(struct bx_sink *sink, uint32_t kind);
BX_API void bx_write_bool(struct bx_sink *sink, bool value);
BX_API void bx_write_uint(struct bx_sink *sink, uint64_t value);
BX_API void bx_write_int(struct bx_sink *sink, int64_t value);
BX_API void bx_write_data(struct bx_sink *sink, const void *bytes, size_t size);

/*
 * No element: bytes as they are, for who passes on a stream that was made
 * elsewhere, or puts something of his own around it.
 */
BX_API void
bx_write_bytes(struct bx_sink *sink, const void *bytes, size_t size);

/* UTF-8, at most BX_TEXT_MAX bytes; NULL is read back as NULL. */
BX_API void bx_write_text(struct bx_sink *sink, const char *text);

/* A header of just this kind must follow. */
BX_API void bx_read_header(struct bx_source *source, uint32_t kind);

/* Any header: for a reader that branches. 0 after a fault. */
BX_API uint32_t bx_read_kind(struct bx_source *source);

BX_API bool bx_read_bool(struct bx_source *source);

/* `lowest` to `highest`, both allowed; `lowest` after a fault. */
BX_API uint64_t bx_read_uint(struct bx_source *source, uint64_t lowest,
    uint64_t highest);
BX_API int64_t bx_read_int(struct bx_source *source, int64_t lowest,
    int64_t highest);

/*
 * At most `most` bytes, to be freed with free(); never NULL but after a fault,
 * and followed by a zero byte that is not counted.
 */
BX_API void *
bx_read_data(struct bx_source *source, size_t most, size_t *out_size);

/* Exactly `size` bytes as they are; zeros after a fault. */
BX_API void bx_read_bytes(struct bx_source *source, void *room, size_t size);

/*
 * A text of at most `most` bytes, to be freed with free(); NULL when it was
 * written as NULL, and after a fault.
 */
BX_API char *bx_read_text(struct bx_source *source, size_t most);

/* Likewise into `room`, which holds most + 1 bytes; returns `room` or NULL. */
BX_API const char *
bx_read_text_into(struct bx_source *source, char *room, size_t most);

#ifdef __cplusplus
}
#endif

#endif
