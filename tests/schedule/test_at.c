#include "config.h"

#include "schedule/at.h"

#include "base/buf.h"
#include "base/defs.h"
#include "tests/unit.h"

/* Check that the frequencies, as text separated by ", ", are these. */
static void
check_read(const char *text, const char *expected)
{
	struct frequency frequencies[AT_MOST];
	struct fault fault;
	struct buf buf;
	size_t count = 0;

	buf_init(&buf, 1 << 10);
	ck_assert_msg(at_read(text, frequencies, &count, &fault), "%s: %s",
	    text, fault.text);
	for (size_t i = 0; i < count; i++) {
		char one[FREQUENCY_TEXT_MAX];

		frequency_format(one, &frequencies[i]);
		ck_assert(
		    buf_format(&buf, &fault, "%s%s", i == 0 ? "" : ", ", one));
	}
	ck_assert_str_eq(buf_text(&buf), expected);
	buf_clear(&buf);
}

START_TEST(times_are_read_as_a_person_types_them)
{
	const struct {
		const char *text, *frequencies;
	} cases[] = {
		{ "sun 02:30", "sun 02:30" },
		{ "daily 12:35", "daily 12:35" },
		{ "* 12:35", "daily 12:35" },
		{ "daily *:15", "daily *:15" },
		{ "Daily *:15", "daily *:15" },
		{ "* *:05", "daily *:05" },
		{ "mon,wed 06:00,18:00",
		    "mon 06:00, mon 18:00, wed 06:00, wed 18:00" },
		{ "mon, wed 6:00 , 18:00",
		    "mon 06:00, mon 18:00, wed 06:00, wed 18:00" },
		{ "  tue\t0:00  ", "tue 00:00" },
		{ "SUNDAY 23:59", "sun 23:59" },
		{ "Thursday,friday 1:01", "thu 01:01, fri 01:01" },
		{ "mon-wed 1:00", "mon 01:00, tue 01:00, wed 01:00" },
		{ "sat-mon 1:00", "sun 01:00, mon 01:00, sat 01:00" },
		{ "fri-fri 1:00", "fri 01:00" },
		{ "0 1:00", "sun 01:00" },
		{ "6,0-1 1:00", "sun 01:00, mon 01:00, sat 01:00" },
		{ "sun-sat 1:00", "daily 01:00" },
		{ "mon-fri,sat,sun 1:00", "daily 01:00" },
		{ "mon,mon,1 1:00,01:00", "mon 01:00" },
		{ "wed *:00,*:30,5:15", "wed *:00, wed *:30, wed 05:15" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		check_read(cases[i].text, cases[i].frequencies);
}
END_TEST

#define SHAPE                                                                  \
	" is not DAYS HOUR:MINUTE, as in sun 02:30, mon-fri 06:00,18:00 or "   \
	"daily *:15"
#define NO_DAY " is not a day: sun to sat, 0 to 6, or daily"

START_TEST(what_is_no_time_is_refused_with_the_reason)
{
	const struct {
		const char *text, *sentence;
	} cases[] = {
		{ "", "''" SHAPE },
		{ " ", "' '" SHAPE },
		{ "sun", "'sun'" SHAPE },
		{ "sun ", "'sun '" SHAPE },
		{ "02:30", "'02:30'" NO_DAY },
		{ "sunny 02:30", "'sunny'" NO_DAY },
		{ "su 02:30", "'su'" NO_DAY },
		{ "7 02:30", "'7'" NO_DAY },
		{ "mon-xyz 02:30", "'xyz'" NO_DAY },
		{ "mon- 02:30", "'mon- 02:30'" SHAPE },
		{ "-mon 02:30", "'-mon 02:30'" SHAPE },
		{ "mon,,tue 02:30", "'mon,,tue 02:30'" SHAPE },
		{ "mon-tue-wed 02:30", "'mon-tue-wed 02:30'" SHAPE },
		{ "mon,daily 02:30", "'daily'" NO_DAY },
		{ "daily,mon 02:30", "'daily,mon 02:30'" SHAPE },
		{ "*,mon 02:30", "'*,mon 02:30'" SHAPE },
		{ "sun 0230", "'sun 0230'" SHAPE },
		{ "sun :30", "'sun :30'" SHAPE },
		{ "sun 2:5", "'sun 2:5'" SHAPE },
		{ "sun 2:", "'sun 2:'" SHAPE },
		{ "sun 2:005", "'sun 2:005'" SHAPE },
		{ "sun 2:30:00", "'sun 2:30:00'" SHAPE },
		{ "sun 2:30pm", "'sun 2:30pm'" SHAPE },
		{ "sun 2:30 3:30", "'sun 2:30 3:30'" SHAPE },
		{ "sun 2:30,", "'sun 2:30,'" SHAPE },
		{ "sun 2:*", "'sun 2:*'" SHAPE },
		{ "sun **:30", "'sun **:30'" SHAPE },
		{ "sun 24:00", "'sun 24:00': hour 24 is not 0 to 23 or *" },
		{ "sun 99999999999:00",
		    "'sun 99999999999:00': hour 9999 is not 0 to 23 or *" },
		{ "sun 23:60", "'sun 23:60': minute 60 is not 0 to 59" },
	};
	struct frequency frequencies[AT_MOST];
	size_t count = 77;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct fault fault;

		ck_assert_msg(!at_read(cases[i].text, frequencies, &count,
				  &fault),
		    "%s", cases[i].text);
		ck_assert_int_eq(fault.kind, FAULT_FORMAT);
		ck_assert_str_eq(fault.text, cases[i].sentence);
	}
	ck_assert_uint_eq(count, 77);
}
END_TEST

/* "DAYS 0:00,0:01,..." with `count` different times. */
static bool
read_many(const char *days, int count, size_t *out_count, struct fault *fault)
{
	struct frequency frequencies[AT_MOST];
	struct buf buf;
	bool is_read;

	buf_init(&buf, 1 << 20);
	ck_assert(buf_add_text(&buf, days, fault));
	for (int i = 0; i < count; i++)
		ck_assert(buf_format(&buf, fault, "%c%d:%02d",
		    i == 0 ? ' ' : ',', i / 60, i % 60));
	is_read = at_read(buf_text(&buf), frequencies, out_count, fault);
	buf_clear(&buf);
	return is_read;
}

START_TEST(one_text_names_at_most_so_many)
{
	struct fault fault;
	size_t count;

	ck_assert(read_many("daily", AT_MOST, &count, &fault));
	ck_assert_uint_eq(count, AT_MOST);
	ck_assert(!read_many("daily", AT_MOST + 1, &count, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	ck_assert(read_many("mon,tue", AT_MOST / 2, &count, &fault));
	ck_assert_uint_eq(count, AT_MOST);
	ck_assert(!read_many("mon,tue", AT_MOST / 2 + 1, &count, &fault));
	ck_assert_int_eq(fault.kind, FAULT_LIMIT);
	ck_assert_str_eq(fault.text,
	    "'mon,tue 0:00,0:01,0:02,0:03,0:04,0:05,0:06,0:07,0:08,0:09,0:' "
	    "names more than 1024 times of the week");
}
END_TEST

UNIT_MAIN("schedule/at", times_are_read_as_a_person_types_them,
    what_is_no_time_is_refused_with_the_reason, one_text_names_at_most_so_many)
