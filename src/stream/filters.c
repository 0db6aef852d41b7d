#include "config.h"

#include "stream/filters.h"

#include <inttypes.h>

#include "stream/block.h"

#define SEAL_WORD BLOCK_KIND('B', 'X', 'A', 'E')
#define ZSTD_WORD BLOCK_KIND('B', 'X', 'Z', 'S')

void
filters_sink_init(struct filters_sink *filters, struct sink *under,
    bool compresses, const struct seal_key *key)
{
	*filters = (struct filters_sink){ .top = under };
	if (key != NULL) {
		filters->seal = seal_sink_new(under, key);
		filters->top = seal_sink_sink(filters->seal);
	}
	if (compresses) {
		filters->zstd = zstd_sink_new(filters->top);
		filters->top = zstd_sink_sink(filters->zstd);
	}
}

void
filters_sink_clear(struct filters_sink *filters)
{
	zstd_sink_free(filters->zstd);
	seal_sink_free(filters->seal);
	*filters = (struct filters_sink){ 0 };
}

static void
refuse(struct source *source, const char *sentence)
{
	struct fault fault;

	(void)fault_set(&fault, FAULT_REFUSED, "%s", sentence);
	source_fail(source, &fault);
}

static void
open_seal(struct filters_source *filters, const struct seal_key *key)
{
	if (key == NULL) {
		refuse(filters->top,
		    "it is encrypted, and neither key nor passphrase was "
		    "given");
		return;
	}
	filters->seal = seal_source_new(filters->top, key);
	filters->top = seal_source_source(filters->seal);
}

/* What comes out of the last filter must be none. */
static void
refuse_filter(struct filters_source *filters, uint32_t word)
{
	struct fault fault;

	if (word != SEAL_WORD && word != ZSTD_WORD)
		return;
	(void)fault_set(&fault, FAULT_FORMAT,
	    "at byte 0 of what was %s: expected no %s stream",
	    filters->zstd != NULL ? "compressed" : "encrypted",
	    word == SEAL_WORD ? "encrypted" : "compressed");
	source_fail(filters->top, &fault);
}

void
filters_source_init(struct filters_source *filters, struct source *under,
    const struct seal_key *key)
{
	uint32_t word = source_peek_u32(under);

	*filters = (struct filters_source){ .top = under };
	if (word == SEAL_WORD) {
		open_seal(filters, key);
		word = source_peek_u32(filters->top);
	} else if (key != NULL) {
		refuse(under,
		    "it is not encrypted, and a key or passphrase was given");
	}
	if (word == ZSTD_WORD) {
		filters->zstd = zstd_source_new(filters->top);
		filters->top = zstd_source_source(filters->zstd);
		word = source_peek_u32(filters->top);
	}
	refuse_filter(filters, word);
}

void
filters_source_clear(struct filters_source *filters)
{
	zstd_source_free(filters->zstd);
	seal_source_free(filters->seal);
	*filters = (struct filters_source){ 0 };
}
