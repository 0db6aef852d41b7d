#include "config.h"

#include "examples/reservation/city.h"

#include "tests/examples/reservation/world.h"
#include "tests/unit.h"

START_TEST(a_city_is_saved_and_restored)
{
	struct world_bytes world = world_sink();
	struct city *city = city_new(7, "Hradec Králové");

	city_save(city, world.sink);
	city_free(city);
	city_free(NULL);
	world_written(&world);
	ck_assert(memcmp(world.bytes, "BXBKCITY", 8) == 0);
	city = city_restore(world.source);
	world_read(&world);
	ck_assert_uint_eq(city->number, 7);
	ck_assert_str_eq(city->name, "Hradec Králové");
	city_free(city);
	world_forget(&world);
}
END_TEST

START_TEST(what_is_no_city_is_refused)
{
	struct world_bytes world = world_sink();

	bx_write_header(world.sink, BX_KIND('C', 'I', 'T', 'S'));
	world_written(&world);
	ck_assert_ptr_null(city_restore(world.source));
	world_refused(&world, "at byte 0: expected block CITY, found 'CITS'");
	world_forget(&world);
}
END_TEST

UNIT_MAIN("examples/reservation/city", a_city_is_saved_and_restored,
    what_is_no_city_is_refused)
