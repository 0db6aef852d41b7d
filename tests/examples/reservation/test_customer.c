#include "config.h"

#include "examples/reservation/customer.h"

#include "tests/examples/reservation/world.h"
#include "tests/unit.h"

START_TEST(a_customer_is_saved_and_restored)
{
	struct world_bytes world = world_sink();
	struct customer *customer = customer_new(77, "Jan Novák", 4);

	customer_save(customer, world.sink);
	customer_free(customer);
	customer_free(NULL);
	world_written(&world);
	customer = customer_restore(world.source, 77);
	world_read(&world);
	ck_assert_uint_eq(customer->number, 77);
	ck_assert_uint_eq(customer->seat_count, 4);
	ck_assert_str_eq(customer->name, "Jan Novák");
	customer_free(customer);
	world_forget(&world);
}
END_TEST

START_TEST(a_customer_beyond_the_counter_is_refused)
{
	struct world_bytes world = world_sink();
	struct customer *customer = customer_new(77, "Jan Novák", 4);

	customer_save(customer, world.sink);
	customer_free(customer);
	world_written(&world);
	ck_assert_ptr_null(customer_restore(world.source, 76));
	world_refused(&world,
	    "at byte 8, in block CUST: expected a number from 1 to 76, found "
	    "77");
	world_forget(&world);
}
END_TEST

UNIT_MAIN("examples/reservation/customer", a_customer_is_saved_and_restored,
    a_customer_beyond_the_counter_is_refused)
