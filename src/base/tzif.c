#include "config.h"

#include "base/tzif.h"

#include <inttypes.h>
#include <string.h>

#include "base/limits.h"
#include "base/tzrule.h"

enum {
	HEADER = 44,
	COUNTS_AT = 20, /* in the header */
	TYPE = 6,       /* offset, is it summer time, where its name begins */
	TYPES_MOST = 256,
	NAMES_MOST = 1024 /* bytes */
};

/* What is left to read. */
struct input {
	const unsigned char *bytes;
	size_t size;
};

/* The counts of a header, in their order. */
struct header {
	unsigned char version;
	uint32_t is_utc, is_standard, leaps, changes, types, names;
};

/* The parts of a data block; `width` is that of a time. */
struct block {
	size_t width;
	const unsigned char *times, *kinds, *types, *names;
};

static uint32_t
number_at(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
	    (uint32_t)bytes[2] << 8 | bytes[3];
}

static int64_t
signed_at(const unsigned char *bytes, size_t width)
{
	uint64_t high = number_at(bytes);

	if (width == 4)
		return (int32_t)(uint32_t)high;
	return (int64_t)(high << 32 | number_at(bytes + 4));
}

/* NULL when there is not that much. */
static const unsigned char *
take(struct input *input, uint64_t size)
{
	const unsigned char *bytes = input->bytes;

	if (size > input->size)
		return NULL;
	input->bytes += size;
	input->size -= (size_t)size;
	return bytes;
}

static bool
fault_short(struct fault *fault)
{
	return fault_set(fault, FAULT_FORMAT, "the zone file ends too early");
}

static bool
read_header(struct input *input, struct header *out_header, struct fault *fault)
{
	const unsigned char *bytes = take(input, HEADER);
	struct header header;
	const unsigned char *at;

	if (bytes == NULL || memcmp(bytes, "TZif", 4) != 0)
		return fault_set(fault, FAULT_FORMAT, "it is no zone file");
	header.version = bytes[4];
	at = bytes + COUNTS_AT;
	header.is_utc = number_at(at);
	header.is_standard = number_at(at + 4);
	header.leaps = number_at(at + 8);
	header.changes = number_at(at + 12);
	header.types = number_at(at + 16);
	header.names = number_at(at + 20);
	if (header.version != 0 &&
	    (header.version < '2' || header.version > '4'))
		return fault_set(fault, FAULT_FORMAT,
		    "version %u of the zone file is not 1 to 4",
		    header.version < '0' ? header.version + 0U :
					   header.version - '0' + 0U);
	*out_header = header;
	return true;
}

static bool
check_header(const struct header *header, struct fault *fault)
{
	if (header->leaps != 0)
		return fault_set(fault, FAULT_FORMAT,
		    "the zone file counts leap seconds, the system's clock "
		    "does not");
	if (header->changes > LIMIT_ZONE_CHANGES)
		return fault_set(fault, FAULT_LIMIT,
		    "%" PRIu32 " changes in the zone file are more than %d",
		    header->changes, LIMIT_ZONE_CHANGES);
	if (header->types == 0 || header->types > TYPES_MOST ||
	    header->names == 0 || header->names > NAMES_MOST ||
	    (header->is_utc != 0 && header->is_utc != header->types) ||
	    (header->is_standard != 0 && header->is_standard != header->types))
		return fault_set(fault, FAULT_FORMAT,
		    "the counts in the zone file's header cannot be");
	return true;
}

/* No product of two 32-bit counts leaves 64 bits. */
static uint64_t
block_size(const struct header *header, size_t width)
{
	return (uint64_t)header->changes * (width + 1) +
	    (uint64_t)header->types * TYPE + header->names +
	    (uint64_t)header->leaps * (width + 4) + header->is_standard +
	    header->is_utc;
}

static bool
check_types(const struct header *header, const struct block *block,
    struct fault *fault)
{
	for (size_t i = 0; i < header->types; i++) {
		const unsigned char *type = block->types + i * TYPE;
		int64_t offset_s = signed_at(type, 4);

		if (offset_s < -ZONE_OFFSET_MOST || offset_s > ZONE_OFFSET_MOST)
			return fault_set(fault, FAULT_FORMAT,
			    "offset %" PRId64 " s in the zone file is not "
			    "-%d to %d",
			    offset_s, ZONE_OFFSET_MOST, ZONE_OFFSET_MOST);
		if (type[4] > 1 || type[5] >= header->names)
			return fault_set(fault, FAULT_FORMAT,
			    "type %zu in the zone file cannot be", i);
	}
	if (block->names[header->names - 1] != '\0')
		return fault_set(fault, FAULT_FORMAT,
		    "a name in the zone file has no end");
	return true;
}

static int32_t
offset_of(const struct block *block, size_t type)
{
	return (int32_t)signed_at(block->types + type * TYPE, 4);
}

static bool
fill(const struct header *header, const struct block *block, struct zone *zone,
    struct fault *fault)
{
	zone->first_offset_s = offset_of(block, 0);
	for (size_t i = 0; i < header->changes; i++) {
		const unsigned char *at = block->times + i * block->width;
		int64_t utc_s = signed_at(at, block->width);

		if (i > 0 &&
		    utc_s <= signed_at(at - block->width, block->width))
			return fault_set(fault, FAULT_FORMAT,
			    "change %zu of the zone file is not after the "
			    "one before",
			    i);
		if (block->kinds[i] >= header->types)
			return fault_set(fault, FAULT_FORMAT,
			    "change %zu of the zone file has no type", i);
		zone_append(zone, utc_s, offset_of(block, block->kinds[i]));
	}
	return true;
}

/* Of the whole block; its numbers in `zone`, its last instant too. */
static bool
read_block(struct input *input, const struct header *header, size_t width,
    struct zone *zone, int64_t *out_last_s, struct fault *fault)
{
	const unsigned char *bytes = take(input, block_size(header, width));
	struct block block = { .width = width, .times = bytes };

	if (bytes == NULL)
		return fault_short(fault);
	block.kinds = block.times + header->changes * width;
	block.types = block.kinds + header->changes;
	block.names = block.types + (size_t)header->types * TYPE;
	if (header->changes != 0)
		*out_last_s = signed_at(block.times +
			(header->changes - 1) * width,
		    width);
	return check_types(header, &block, fault) &&
	    fill(header, &block, zone, fault);
}

/* "\nCET-1CEST,M3.5.0,M10.5.0/3\n"; an empty one says nothing. */
static bool
read_footer(struct input *input, const struct header *header, int64_t last_s,
    struct zone *zone, struct fault *fault)
{
	char text[LIMIT_ZONE_NAME + 1];
	struct tzrule rule;
	size_t length;

	if (input->size < 2 || input->bytes[0] != '\n' ||
	    input->bytes[input->size - 1] != '\n' ||
	    memchr(input->bytes, '\0', input->size) != NULL)
		return fault_set(fault, FAULT_FORMAT,
		    "the footer of the zone file is no line");
	length = input->size - 2;
	if (length > LIMIT_ZONE_NAME)
		return fault_set(fault, FAULT_LIMIT,
		    "the rule in the zone file is longer than %d bytes",
		    LIMIT_ZONE_NAME);
	memcpy(text, input->bytes + 1, length);
	text[length] = '\0';
	if (length == 0)
		return true;
	if (!tzrule_read(text, &rule, fault))
		return fault_wrap(fault, "the footer of the zone file");
	/* Where the list ends, the rule goes on. */
	tzrule_expand(&rule, header->changes == 0 ? INT64_MIN : last_s, zone);
	return true;
}

static bool
read_file(struct input *input, struct zone *zone, struct fault *fault)
{
	struct header header;
	int64_t last_s = 0;

	if (!read_header(input, &header, fault))
		return false;
	if (header.version == 0)
		return check_header(&header, fault) &&
		    read_block(input, &header, 4, zone, &last_s, fault);
	/* The first block is for those who know but 32 bits. */
	if (take(input, block_size(&header, 4)) == NULL)
		return fault_short(fault);
	return read_header(input, &header, fault) &&
	    check_header(&header, fault) &&
	    read_block(input, &header, 8, zone, &last_s, fault) &&
	    read_footer(input, &header, last_s, zone, fault);
}

bool
tzif_read(const void *bytes, size_t size, struct zone *out_zone,
    struct fault *fault)
{
	struct input input = { bytes, size };
	struct zone zone = { 0 };

	if (!read_file(&input, &zone, fault)) {
		zone_clear(&zone);
		return false;
	}
	*out_zone = zone;
	return true;
}
