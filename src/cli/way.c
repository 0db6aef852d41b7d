#include "config.h"

#include "cli/way.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cli/escape.h"
#include "stream/file.h"
#include "stream/filters.h"
#include "stream/peer.h"

enum {
	WRITER_MS = 60000, /* for each wait */
	READER_MS = 600000 /* also for somebody to connect */
};

/* The standard streams, which the console has as files of C. */
struct standard_sink {
	struct sink sink;
	FILE *file;
};

struct standard_source {
	struct source source;
	FILE *file;
};

struct way {
	struct address address;
	struct seal_key *key;
	bool is_from;
	struct standard_sink standard_sink;
	struct standard_source standard_source;
	struct file_sink file_sink;
	struct file_source file_source;
	bool has_file;
	struct peer *peer;
	struct filters_sink to;
	struct filters_source from;
};

static bool
standard_write(struct sink *sink, const void *bytes, size_t size,
    struct fault *fault)
{
	const struct standard_sink *own = (const struct standard_sink *)sink;

	if (fwrite(bytes, 1, size, own->file) == size)
		return true;
	return fault_set(fault, FAULT_SYSTEM, "the output cannot be written");
}

static bool
standard_finish(struct sink *sink, struct fault *fault)
{
	const struct standard_sink *own = (const struct standard_sink *)sink;

	if (fflush(own->file) == 0)
		return true;
	return fault_set(fault, FAULT_SYSTEM, "the output cannot be written");
}

static bool
standard_read(struct source *source, void *room, size_t size, size_t *out_size,
    struct fault *fault)
{
	const struct standard_source *own =
	    (const struct standard_source *)source;

	*out_size = fread(room, 1, size, own->file);
	if (*out_size == 0 && ferror(own->file))
		return fault_set(fault, FAULT_SYSTEM,
		    "the standard input cannot be read");
	return true;
}

static struct sink *
open_output(struct way *way, const struct console *console, struct fault *fault)
{
	static const struct sink_ops ops = { .write = standard_write,
		.finish = standard_finish };

	if (console->is_terminal) {
		(void)fault_set(fault, FAULT_USAGE,
		    "a snapshot is nothing for a terminal: name a file, or "
		    "redirect the output");
		return NULL;
	}
	sink_init(&way->standard_sink.sink, &ops);
	way->standard_sink.file = console->out;
	return &way->standard_sink.sink;
}

static struct source *
open_input(struct way *way, const struct console *console)
{
	static const struct source_ops ops = { .read = standard_read };

	source_init(&way->standard_source.source, &ops);
	way->standard_source.file = console->in;
	return &way->standard_source.source;
}

/* Of [tls]; only for tls:// addresses. */
static bool
find_trust(const struct way *way, struct console *console,
    struct peer_trust *out_trust, struct fault *fault)
{
	*out_trust = (struct peer_trust){ 0 };
	if (way->address.kind != ADDRESS_TLS)
		return true;
	if (!console_config(console, fault))
		return false;
	if (console->config->tls.ca[0] == '\0' ||
	    console->config->tls.certificate[0] == '\0' ||
	    console->config->tls.key[0] == '\0')
		return fault_set(fault, FAULT_CONFIG,
		    "a tls:// address needs ca, certificate and key in [tls]");
	out_trust->files = (struct tls_files){
		.ca = console->config->tls.ca,
		.certificate = console->config->tls.certificate,
		.key = console->config->tls.key,
	};
	return true;
}

static bool
dial(struct way *way, struct console *console, struct fault *fault)
{
	struct peer_trust trust;

	if (!find_trust(way, console, &trust, fault))
		return false;
	way->peer = peer_connect(&way->address, &trust, WRITER_MS, fault);
	return way->peer != NULL;
}

static bool
await_peer(struct way *way, struct console *console, struct fault *fault)
{
	struct peer_listener *listener;
	struct peer_trust trust;
	char *host;

	if (!find_trust(way, console, &trust, fault))
		return false;
	listener = peer_listen(&way->address, fault);
	if (listener == NULL)
		return false;
	host = escape_line(way->address.host);
	(void)fprintf(console->err, "waiting for a snapshot at %s:%u\n", host,
	    peer_port(listener));
	(void)fflush(console->err);
	free(host);
	way->peer = peer_accept(listener, &trust, READER_MS, fault);
	return way->peer != NULL;
}

static bool
read_key(struct way *way, const struct args *args, struct fault *fault)
{
	const char *key = args_value(args, "--key-file", 0);
	const char *passphrase = args_value(args, "--passphrase-file", 0);

	if (key != NULL && passphrase != NULL)
		return fault_set(fault, FAULT_USAGE,
		    "--key-file and --passphrase-file exclude each other");
	if (key != NULL)
		way->key = seal_key_read(key, fault);
	else if (passphrase != NULL)
		way->key = seal_key_read_passphrase(passphrase, fault);
	return way->key != NULL || (key == NULL && passphrase == NULL);
}

static struct sink *
open_sink(struct way *way, struct console *console, struct fault *fault)
{
	switch (way->address.kind) {
	case ADDRESS_STANDARD:
		return open_output(way, console, fault);
	case ADDRESS_FILE:
		way->has_file = file_sink_open(&way->file_sink,
		    way->address.path, fault);
		return way->has_file ? &way->file_sink.under.sink : NULL;
	case ADDRESS_TCP:
	case ADDRESS_TLS:
	default:
		return dial(way, console, fault) ? peer_sink(way->peer) : NULL;
	}
}

static struct source *
open_source(struct way *way, struct console *console, struct fault *fault)
{
	switch (way->address.kind) {
	case ADDRESS_STANDARD:
		return open_input(way, console);
	case ADDRESS_FILE:
		way->has_file = file_source_open(&way->file_source,
		    way->address.path, fault);
		return way->has_file ? &way->file_source.under.source : NULL;
	case ADDRESS_TCP:
	case ADDRESS_TLS:
	default:
		return await_peer(way, console, fault) ?
		    peer_source(way->peer) :
		    NULL;
	}
}

struct way *
way_to(struct console *console, const char *where, const struct args *args,
    struct fault *fault)
{
	struct way *way = mem_new(1, sizeof(*way));
	struct sink *device;

	if (!address_read(where, &way->address, fault) ||
	    !read_key(way, args, fault))
		goto fail;
	device = open_sink(way, console, fault);
	if (device == NULL)
		goto fail;
	filters_sink_init(&way->to, device, args_has(args, "--compress"),
	    way->key);
	return way;
fail:
	way_close(way);
	return NULL;
}

struct way *
way_from(struct console *console, const char *where, const struct args *args,
    struct fault *fault)
{
	struct way *way = mem_new(1, sizeof(*way));
	struct source *device;

	way->is_from = true;
	if (!address_read(where, &way->address, fault) ||
	    !read_key(way, args, fault))
		goto fail;
	device = open_source(way, console, fault);
	if (device == NULL)
		goto fail;
	filters_source_init(&way->from, device, way->key);
	return way;
fail:
	way_close(way);
	return NULL;
}

struct sink *
way_sink(struct way *way)
{
	return way->to.top;
}

struct source *
way_source(struct way *way)
{
	return way->from.top;
}

bool
way_end(struct way *way, struct fault *fault)
{
	if (!way->is_from && !sink_finish(way->to.top, fault))
		return false;
	return way->peer == NULL || peer_end(way->peer, fault);
}

void
way_close(struct way *way)
{
	if (way == NULL)
		return;
	if (way->is_from && way->from.top != NULL)
		filters_source_clear(&way->from);
	if (!way->is_from && way->to.top != NULL)
		filters_sink_clear(&way->to);
	if (way->has_file && way->is_from)
		file_source_close(&way->file_source);
	if (way->has_file && !way->is_from)
		file_sink_close(&way->file_sink);
	peer_free(way->peer);
	seal_key_free(way->key);
	free(way);
}
