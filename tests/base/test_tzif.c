#include "config.h"

#include "base/tzif.h"

#include "base/buf.h"
#include "base/defs.h"
#include "base/limits.h"
#include "tests/unit.h"

/* What to write into a zone file; bad ones too. */
struct draft {
	char version;
	uint32_t is_utc, is_standard, leaps, changes, types, names;
	const int64_t *times;
	const unsigned char *kinds;
	const int32_t *offsets;
	const char *footer;
	unsigned char summer; /* of each type */
	unsigned char name;   /* where that of each type begins */
};

static struct fault fault;

static void
put_number(struct buf *buf, uint64_t number, int width)
{
	while (width-- > 0) {
		char byte = (char)(number >> 8 * width & 0xff);

		ck_assert(buf_add(buf, &byte, 1, &fault));
	}
}

static void
put_header(struct buf *buf, const struct draft *draft, bool is_empty)
{
	ck_assert(buf_add(buf, "TZif", 4, &fault));
	put_number(buf, (unsigned char)draft->version, 1);
	for (int i = 0; i < 15; i++)
		put_number(buf, 0, 1);
	put_number(buf, is_empty ? 0 : draft->is_utc, 4);
	put_number(buf, is_empty ? 0 : draft->is_standard, 4);
	put_number(buf, is_empty ? 0 : draft->leaps, 4);
	put_number(buf, is_empty ? 0 : draft->changes, 4);
	put_number(buf, is_empty ? 0 : draft->types, 4);
	put_number(buf, is_empty ? 0 : draft->names, 4);
}

static void
put_block(struct buf *buf, const struct draft *draft, int width)
{
	for (size_t i = 0; i < draft->changes; i++)
		put_number(buf, (uint64_t)draft->times[i], width);
	for (size_t i = 0; i < draft->changes; i++)
		put_number(buf, draft->kinds[i], 1);
	for (size_t i = 0; i < draft->types; i++) {
		put_number(buf, (uint32_t)draft->offsets[i], 4);
		put_number(buf, draft->summer, 1);
		put_number(buf, draft->name, 1);
	}
	for (size_t i = 0; i < draft->names; i++)
		put_number(buf, i % 4 == 3 ? 0 : 'A', 1);
	for (size_t i = 0; i < draft->leaps; i++) {
		put_number(buf, i, width);
		put_number(buf, i, 4);
	}
	for (size_t i = 0; i < draft->is_standard; i++)
		put_number(buf, 0, 1);
	for (size_t i = 0; i < draft->is_utc; i++)
		put_number(buf, 0, 1);
}

static void
write_draft(struct buf *buf, const struct draft *draft)
{
	buf_init(buf, 1 << 20);
	put_header(buf, draft, draft->version != 0);
	if (draft->version == 0) {
		put_block(buf, draft, 4);
		return;
	}
	put_header(buf, draft, false);
	put_block(buf, draft, 8);
	put_number(buf, '\n', 1);
	ck_assert(buf_add_text(buf, draft->footer, &fault));
	put_number(buf, '\n', 1);
}

static bool
read_draft(const struct draft *draft, struct zone *out_zone)
{
	struct buf buf;
	bool done;

	write_draft(&buf, draft);
	done = tzif_read(buf.bytes, buf.size, out_zone, &fault);
	buf_clear(&buf);
	return done;
}

static const int64_t times[] = { -1000, 0, 100, 1792890000 };
static const unsigned char kinds[] = { 1, 1, 0, 2 };
static const int32_t offsets[] = { 3464, 7200, 3600 };
static const struct draft good = { .version = '2',
	.changes = 4,
	.types = 3,
	.names = 4,
	.times = times,
	.kinds = kinds,
	.offsets = offsets,
	.footer = "CET-1CEST,M3.5.0,M10.5.0/3" };

START_TEST(changes_are_read_and_the_rule_goes_on)
{
	static const char versions[] = { '2', '3', '4' };

	for (size_t i = 0; i < COUNT_OF(versions); i++) {
		struct draft draft = good;
		struct zone zone;

		draft.version = versions[i];
		ck_assert_msg(read_draft(&draft, &zone), "%s", fault.text);
		ck_assert_int_eq(zone.first_offset_s, 3464);
		ck_assert_int_eq(zone.changes[0].utc_s, -1000);
		ck_assert_int_eq(zone.changes[0].offset_s, 7200);
		/* The second changes nothing. */
		ck_assert_int_eq(zone.changes[1].utc_s, 100);
		ck_assert_int_eq(zone.changes[1].offset_s, 3464);
		ck_assert_int_eq(zone.changes[2].utc_s, 1792890000);
		/* 2027-03-28T01:00:00Z */
		ck_assert_int_eq(zone.changes[3].utc_s, 1806195600);
		ck_assert_int_eq(zone.changes[3].offset_s, 7200);
		ck_assert_uint_eq(zone.count, 3 + 2 * (2199 - 2026));
		ck_assert(zone_check(&zone, &fault));
		zone_clear(&zone);
	}
}
END_TEST

START_TEST(the_first_version_has_32_bits_and_no_rule)
{
	struct draft draft = good;
	struct zone zone;

	draft.version = 0;
	ck_assert_msg(read_draft(&draft, &zone), "%s", fault.text);
	ck_assert_uint_eq(zone.count, 3);
	ck_assert_int_eq(zone.changes[0].utc_s, -1000);
	zone_clear(&zone);
}
END_TEST

START_TEST(without_a_rule_the_last_change_stands)
{
	struct draft draft = good;
	struct zone zone;

	draft.footer = "";
	ck_assert(read_draft(&draft, &zone));
	ck_assert_uint_eq(zone.count, 3);
	zone_clear(&zone);
	/* Without changes the rule alone holds. */
	draft.footer = "EST5EDT,M3.2.0,M11.1.0";
	draft.changes = 0;
	ck_assert(read_draft(&draft, &zone));
	ck_assert_int_eq(zone.first_offset_s, -18000);
	ck_assert_uint_eq(zone.count, 600);
	zone_clear(&zone);
	draft.footer = "";
	draft.is_standard = draft.is_utc = 3;
	ck_assert(read_draft(&draft, &zone));
	ck_assert_int_eq(zone.first_offset_s, 3464);
	ck_assert_uint_eq(zone.count, 0);
	zone_clear(&zone);
}
END_TEST

static void
check_refused(const struct draft *draft, enum fault_kind kind,
    const char *sentence)
{
	struct zone zone;

	ck_assert_msg(!read_draft(draft, &zone), "%s", sentence);
	ck_assert_str_eq(fault.text, sentence);
	ck_assert_int_eq(fault.kind, kind);
}

START_TEST(what_cannot_be_is_refused)
{
	static const int64_t late[] = { 5, 5, 6, 7 };
	static const unsigned char unknown[] = { 0, 1, 2, 3 };
	static const int32_t far[] = { 0, 93601, 0 };
	struct draft draft = good;

	draft.leaps = 27;
	check_refused(&draft, FAULT_FORMAT,
	    "the zone file counts leap seconds, the system's clock does not");
	draft = good;
	draft.version = '5';
	check_refused(&draft, FAULT_FORMAT,
	    "version 5 of the zone file is not 1 to 4");
	draft = good;
	draft.times = late;
	check_refused(&draft, FAULT_FORMAT,
	    "change 1 of the zone file is not after the one before");
	draft = good;
	draft.kinds = unknown;
	check_refused(&draft, FAULT_FORMAT,
	    "change 3 of the zone file has no type");
	draft = good;
	draft.offsets = far;
	check_refused(&draft, FAULT_FORMAT,
	    "offset 93601 s in the zone file is not -93600 to 93600");
	draft = good;
	draft.summer = 2;
	check_refused(&draft, FAULT_FORMAT,
	    "type 0 in the zone file cannot be");
	draft = good;
	draft.name = 4;
	check_refused(&draft, FAULT_FORMAT,
	    "type 0 in the zone file cannot be");
	draft = good;
	draft.names = 3;
	check_refused(&draft, FAULT_FORMAT,
	    "a name in the zone file has no end");
	draft = good;
	draft.is_utc = 2;
	check_refused(&draft, FAULT_FORMAT,
	    "the counts in the zone file's header cannot be");
	draft = good;
	draft.types = 0;
	check_refused(&draft, FAULT_FORMAT,
	    "the counts in the zone file's header cannot be");
	draft = good;
	draft.footer = "CET";
	check_refused(&draft, FAULT_FORMAT,
	    "the footer of the zone file: 'CET' is not a rule such as "
	    "CET-1CEST,M3.5.0,M10.5.0/3, from character 4 on");
}
END_TEST

START_TEST(a_file_lists_at_most_so_many_changes)
{
	static int64_t many[LIMIT_ZONE_CHANGES + 1];
	static unsigned char all[LIMIT_ZONE_CHANGES + 1];
	char footer[LIMIT_ZONE_NAME + 2];
	struct draft draft = good;
	struct zone zone;

	for (size_t i = 0; i < COUNT_OF(many); i++)
		many[i] = (int64_t)i;
	draft.times = many;
	draft.kinds = all;
	draft.changes = LIMIT_ZONE_CHANGES;
	ck_assert(read_draft(&draft, &zone));
	zone_clear(&zone);
	draft.changes++;
	check_refused(&draft, FAULT_LIMIT,
	    "2001 changes in the zone file are more than 2000");
	draft = good;
	memset(footer, 'A', sizeof(footer));
	footer[LIMIT_ZONE_NAME + 1] = '\0';
	draft.footer = footer;
	check_refused(&draft, FAULT_LIMIT,
	    "the rule in the zone file is longer than 255 bytes");
}
END_TEST

START_TEST(every_beginning_of_a_file_is_refused)
{
	struct zone zone;
	struct buf buf;

	write_draft(&buf, &good);
	for (size_t size = 0; size < buf.size; size++) {
		/* Of just this size, so that a read too far is seen. */
		char *bytes = malloc(size == 0 ? 1 : size);

		memcpy(bytes, buf.bytes, size);
		ck_assert(!tzif_read(bytes, size, &zone, &fault));
		free(bytes);
	}
	ck_assert(buf_add(&buf, "x", 1, &fault));
	ck_assert(!tzif_read(buf.bytes, buf.size, &zone, &fault));
	ck_assert_str_eq(fault.text, "the footer of the zone file is no line");
	buf_clear(&buf);
	ck_assert(!tzif_read("GIF89a", 6, &zone, &fault));
	ck_assert_str_eq(fault.text, "it is no zone file");
}
END_TEST

UNIT_MAIN("base/tzif", changes_are_read_and_the_rule_goes_on,
    the_first_version_has_32_bits_and_no_rule,
    without_a_rule_the_last_change_stands, what_cannot_be_is_refused,
    a_file_lists_at_most_so_many_changes, every_beginning_of_a_file_is_refused)
