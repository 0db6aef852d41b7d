#include "config.h"

#include "examples/reservation/names.h"

#include "tests/unit.h"

START_TEST(a_city_is_found_by_each_of_its_names)
{
	struct city *praha = city_new(1, "Praha");
	struct city *brno = city_new(2, "Brno");
	struct names names;

	names_init(&names);
	ck_assert(names_put(&names, praha->name, praha));
	ck_assert(names_put(&names, brno->name, brno));
	ck_assert(names_put(&names, "Prague", praha));
	ck_assert(!names_put(&names, "PRAGUE", brno));
	ck_assert_ptr_eq(names_find(&names, "prague"), praha);
	ck_assert_ptr_eq(names_find(&names, "PRAHA"), praha);
	ck_assert_ptr_eq(names_find(&names, "Brno"), brno);
	ck_assert_ptr_null(names_find(&names, "Prag"));
	names_clear(&names);
	ck_assert_ptr_null(names_find(&names, "Brno"));
	city_free(praha);
	city_free(brno);
}
END_TEST

UNIT_MAIN("examples/reservation/names", a_city_is_found_by_each_of_its_names)
