#include "config.h"

#include "journal/reserve.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "platform/file.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

enum { SIZE = 1 << 20 };

static uint64_t
size_of(const char *path)
{
	struct fault fault;
	uint64_t size = 0;
	int descriptor = file_open(path, FILE_READ, &fault);

	if (descriptor >= 0)
		ck_assert(file_size(descriptor, &size, &fault));
	file_close(descriptor);
	return size;
}

START_TEST(it_is_given_up_in_eighths_and_made_again)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "reserve");
	struct reserve reserve;
	struct fault fault;

	reserve_open(&reserve, path);
	ck_assert(!reserve_spend(&reserve));
	reserve.wanted = SIZE;
	ck_assert_msg(reserve_make(&reserve, &fault), "%s", fault.text);
	ck_assert_uint_eq(size_of(path), SIZE);
	for (uint64_t left = 8; left-- > 0;) {
		ck_assert(reserve_spend(&reserve));
		ck_assert_uint_eq(size_of(path), left * (SIZE / 8));
	}
	ck_assert(!reserve_spend(&reserve));
	ck_assert(!reserve_is_whole(&reserve));
	ck_assert(reserve_make(&reserve, &fault));
	ck_assert(reserve_is_whole(&reserve));
	reserve_clear(&reserve);
	/* What a life before left is there to be given. */
	reserve_open(&reserve, path);
	ck_assert_uint_eq(reserve.held, SIZE);
	reserve.wanted = 0;
	ck_assert(reserve_make(&reserve, &fault));
	ck_assert_int_eq(file_kind(path), FILE_NONE);
	reserve_clear(&reserve);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_disk_without_room_is_left_alone)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "reserve");
	struct reserve reserve;
	struct fault fault;

	reserve_open(&reserve, path);
	reserve.wanted = UINT64_C(1) << 62;
	ck_assert(!reserve_make(&reserve, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FULL);
	ck_assert_int_eq(file_kind(path), FILE_NONE);
	reserve_clear(&reserve);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(one_that_cannot_be_made_whole_holds_what_it_held)
{
	const struct rlimit limit = { SIZE / 2, RLIM_INFINITY };
	char *folder = scratch_new();
	char *path = file_join(folder, "reserve");
	struct reserve reserve;
	struct fault fault;

	(void)signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	reserve_open(&reserve, path);
	reserve.wanted = SIZE;
	ck_assert(!reserve_make(&reserve, &fault));
	ck_assert_uint_eq(size_of(path), 0);
	ck_assert_uint_eq(reserve.held, 0);
	reserve_clear(&reserve);
	free(path);
	scratch_free(folder);
}
END_TEST

START_TEST(a_link_in_its_place_is_refused)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "reserve");
	struct reserve reserve;
	struct fault fault;

	ck_assert_int_eq(symlink("/dev/null", path), 0);
	reserve_open(&reserve, path);
	reserve.wanted = SIZE;
	ck_assert(!reserve_make(&reserve, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	reserve_clear(&reserve);
	free(path);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("journal/reserve", it_is_given_up_in_eighths_and_made_again,
    a_disk_without_room_is_left_alone,
    one_that_cannot_be_made_whole_holds_what_it_held,
    a_link_in_its_place_is_refused)
