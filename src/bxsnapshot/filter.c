#include "config.h"

#include "bxsnapshot/bxsnapshot.h"

#include <stdlib.h>

#include "base/mem.h"
#include "bxsnapshot/fault.h"
#include "bxsnapshot/own.h"
#include "stream/digest.h"
#include "stream/filters.h"

struct bx_key {
	struct seal_key *key;
};

static struct bx_key *
make_key(struct seal_key *take_key, const struct fault *why,
    struct bx_fault *fault)
{
	struct bx_key *made;

	if (take_key == NULL) {
		bx_fault_out(fault, why);
		return NULL;
	}
	made = mem_new(1, sizeof(*made));
	made->key = take_key;
	return made;
}

struct bx_key *
bx_key_read(const char *path, struct bx_fault *fault)
{
	struct fault why;

	return make_key(seal_key_read(path, &why), &why, fault);
}

struct bx_key *
bx_key_read_passphrase(const char *path, struct bx_fault *fault)
{
	struct fault why;

	return make_key(seal_key_read_passphrase(path, &why), &why, fault);
}

struct bx_key *
bx_key_new_passphrase(const char *passphrase, struct bx_fault *fault)
{
	struct fault why;

	return make_key(seal_key_of_passphrase(passphrase, &why), &why, fault);
}

void
bx_key_free(struct bx_key *key)
{
	if (key == NULL)
		return;
	seal_key_free(key->key);
	free(key);
}

static void
free_seal_sink(void *own)
{
	seal_sink_free(own);
}

struct bx_sink *
bx_sink_new_seal(struct bx_sink *under, const struct bx_key *key)
{
	struct seal_sink *seal = seal_sink_new(under->sink, key->key);

	return bx_own_sink(seal_sink_sink(seal), under, seal, free_seal_sink);
}

static void
free_zstd_sink(void *own)
{
	zstd_sink_free(own);
}

struct bx_sink *
bx_sink_new_zstd(struct bx_sink *under)
{
	struct zstd_sink *zstd = zstd_sink_new(under->sink);

	return bx_own_sink(zstd_sink_sink(zstd), under, zstd, free_zstd_sink);
}

static void
free_digest_sink(void *own)
{
	digest_sink_free(own);
}

struct bx_sink *
bx_sink_new_digest(struct bx_sink *under)
{
	struct digest_sink *digest = digest_sink_new(under->sink);

	return bx_own_sink(digest_sink_sink(digest), under, digest,
	    free_digest_sink);
}

static void
free_filters_source(void *own)
{
	filters_source_clear(own);
	free(own);
}

struct bx_source *
bx_source_new_filters(struct bx_source *under, const struct bx_key *key)
{
	struct filters_source *filters = mem_new(1, sizeof(*filters));

	filters_source_init(filters, under->source,
	    key == NULL ? NULL : key->key);
	return bx_own_source(filters->top, under, filters, free_filters_source);
}

static void
free_digest_source(void *own)
{
	digest_source_free(own);
}

struct bx_source *
bx_source_new_digest(struct bx_source *under)
{
	struct digest_source *digest = digest_source_new(under->source);

	return bx_own_source(digest_source_source(digest), under, digest,
	    free_digest_source);
}
