#include "config.h"

#include "catalog/embedded.h"

#include "platform/file.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

START_TEST(the_file_is_made_once_and_kept)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "catalog.db");
	struct buf bytes;
	struct fault fault;

	ck_assert(embedded_make(path, &fault));
	/* Nobody else may read it: file_read_secret is content. */
	buf_init(&bytes, 100);
	ck_assert(file_read_secret(path, 100, &bytes, &fault));
	ck_assert_uint_eq(bytes.size, 0);
	free(scratch_file(folder, "catalog.db", "kept"));
	ck_assert(embedded_make(path, &fault));
	ck_assert(file_read_secret(path, 100, &bytes, &fault));
	ck_assert_str_eq(buf_text(&bytes), "kept");
	buf_clear(&bytes);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_driver_is_found_in_the_usual_places)
{
	struct fault fault;
	char **strings;
	size_t count;

	ck_assert_msg(embedded_strings("/x/catalog.db", &strings, &count,
			  &fault),
	    "%s", fault.text);
	ck_assert_uint_ge(count, 1);
	ck_assert(strncmp(strings[0], "DRIVER=/usr/", 12) == 0);
	ck_assert_ptr_nonnull(
	    strstr(strings[0], ";Database=/x/catalog.db;Timeout=2000;"));
	embedded_free(strings, count);
	embedded_free(NULL, 0);
}
END_TEST

START_TEST(a_path_that_would_be_more_than_a_path_is_refused)
{
	struct fault fault;
	char **strings;
	size_t count;

	ck_assert(!embedded_strings("/x/a;b", &strings, &count, &fault));
	ck_assert_str_eq(fault.text,
	    "/x/a;b: the catalog's path may not hold ; { or }");
}
END_TEST

UNIT_MAIN("catalog/embedded", the_file_is_made_once_and_kept,
    a_driver_is_found_in_the_usual_places,
    a_path_that_would_be_more_than_a_path_is_refused)
