/* examples/reservation/README.md shows the bytes of a small backup. */
#include "config.h"

#include <stdio.h>

#include "examples/reservation/backup.h"
#include "tests/examples/reservation/world.h"
#include "tests/unit.h"

/* The elements of that backup in order. */
static const struct element {
	size_t size;
	const char *note;
} elements[] = {
	{ 8, "stream, version" },
	{ 8, "segment, size of its content" },
	{ 8, "block: the database" },
	{ 8, "counter of customers" },
	{ 8, "block: cities" },
	{ 8, "counter of cities" },
	{ 8, "how many" },
	{ 8, "block: a city" },
	{ 8, "number" },
	{ 8, "size of a text" },
	{ 5, "name" },
	{ 8, "block: a city" },
	{ 8, "number" },
	{ 8, "size of a text" },
	{ 4, "name" },
	{ 8, "block: aliases" },
	{ 8, "how many" },
	{ 8, "size of a text" },
	{ 6, "name" },
	{ 8, "number of the city" },
	{ 8, "block: buses" },
	{ 8, "counter of buses" },
	{ 8, "how many" },
	{ 8, "block: a bus" },
	{ 8, "number" },
	{ 8, "size of a text" },
	{ 8, "name" },
	{ 8, "how many seats" },
	{ 8, "block: a seat" },
	{ 8, "number" },
	{ 1, "is at a window" },
	{ 8, "how many journeys it is taken on" },
	{ 8, "number of the plan" },
	{ 8, "number of the customer" },
	{ 8, "block: a seat" },
	{ 8, "number" },
	{ 1, "is at a window: no" },
	{ 8, "how many journeys it is taken on" },
	{ 8, "block: plans" },
	{ 8, "counter of plans" },
	{ 8, "how many" },
	{ 8, "block: a plan" },
	{ 8, "number" },
	{ 8, "number of the bus" },
	{ 8, "number of the city it departs from" },
	{ 8, "number of the city it goes to" },
	{ 8, "day: 20261224" },
	{ 8, "minute of the day: 510, 08:30" },
	{ 8, "how many customers" },
	{ 8, "block: a customer" },
	{ 8, "number: 1 cancelled" },
	{ 8, "how many seats" },
	{ 8, "size of a text" },
	{ 3, "name" },
	{ 8, "digest up to here, first 8 bytes" },
	{ 4, "end mark" },
	{ 8, "size of all content" },
	{ 16, "digest of all content" },
};

static void
make(struct database *database, struct answer *answer)
{
	static const struct moment departure = { 20261224, 510 };
	struct booking_wish wish = world_wish();
	struct booking booking;
	struct fault fault;

	ck_assert(database_add_city(database, "Praha", &fault));
	ck_assert(database_add_city(database, "Brno", &fault));
	ck_assert(database_add_alias(database, "Praha", "Prague", &fault));
	ck_assert(database_add_bus(database, "1AB 2345", 2, &fault));
	ck_assert(database_add_plan(database, "1AB 2345", "Praha", "Brno",
	    &departure, &fault));
	wish.seat_count = 1;
	ck_assert(booking_make(database, &wish, &booking, &fault));
	ck_assert(booking_cancel(database, 1, 1, &fault));
	wish.name = "Eva";
	ck_assert(booking_make(database, &wish, &booking, &fault));
	ck_assert(backup_make(database, answer, &fault));
}

/* At most eight bytes: offset, hexadecimal, characters, note. */
static void
dump_row(const unsigned char *bytes, size_t at, size_t size, const char *note,
    struct answer *out)
{
	char hex[3 * 8 + 1] = "";
	char shown[8 + 1] = "";

	for (size_t i = 0; i < size; i++) {
		unsigned char c = bytes[at + i];

		(void)snprintf(hex + 3 * i, 4, "%02x ", (unsigned)c);
		shown[i] = c >= ' ' && c < 0x7f ? (char)c : '.';
	}
	if (note[0] == '\0')
		answer_format(out, "%04zx  %-24s %s\n", at, hex, shown);
	else
		answer_format(out, "%04zx  %-24s %-8s  %s\n", at, hex, shown,
		    note);
}

static size_t
dump(const struct answer *backup, struct answer *out)
{
	const unsigned char *bytes = (const unsigned char *)backup->bytes;
	size_t at = 0;

	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++) {
		const char *note = elements[i].note;

		for (size_t left = elements[i].size; left != 0; note = "") {
			size_t size = left < 8 ? left : 8;

			ck_assert_uint_le(at + size, backup->size);
			dump_row(bytes, at, size, note, out);
			at += size;
			left -= size;
		}
	}
	answer_format(out, "%c", '\0');
	return at;
}

/* The whole file, with an end mark. */
static char *
read_document(void)
{
	const char *top = getenv("top_srcdir");
	char path[4096];
	char *text = calloc(1, 1 << 20);
	FILE *file;

	ck_assert_msg(top != NULL, "run me with make check");
	ck_assert_ptr_nonnull(text);
	(void)snprintf(path, sizeof(path), "%s/examples/reservation/README.md",
	    top);
	file = fopen(path, "r");
	ck_assert_msg(file != NULL, "%s", path);
	ck_assert_uint_gt(fread(text, 1, (1 << 20) - 1, file), 0);
	(void)fclose(file);
	return text;
}

START_TEST(the_dump_in_the_readme_is_what_is_written)
{
	struct answer backup = { 0 };
	struct answer rows = { 0 };
	struct database database;
	char *document = read_document();

	database_init(&database);
	make(&database, &backup);
	ck_assert_uint_eq(dump(&backup, &rows), backup.size);
	if (strstr(document, rows.text) == NULL) {
		(void)fputs(rows.text, stdout);
		(void)fflush(stdout);
		ck_abort_msg("README.md: its dump is not this one");
	}
	free(document);
	answer_clear(&backup);
	answer_clear(&rows);
	database_clear(&database);
}
END_TEST

UNIT_MAIN("examples/reservation/document",
    the_dump_in_the_readme_is_what_is_written)
