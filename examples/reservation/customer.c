#include "customer.h"

#include <stdlib.h>

#include "kinds.h"
#include "limits.h"
#include "memory.h"
#include "restoring.h"

struct customer *
customer_new(uint64_t number, const char *name, uint64_t seat_count)
{
	struct customer *customer = memory_new(1, sizeof(*customer));

	customer->number = number;
	customer->seat_count = seat_count;
	customer->name = memory_text(name);
	return customer;
}

void
customer_free(struct customer *customer)
{
	if (customer == NULL)
		return;
	free(customer->name);
	free(customer);
}

void
customer_save(const struct customer *customer, struct bx_sink *sink)
{
	bx_write_header(sink, KIND_CUSTOMER);
	bx_write_uint(sink, customer->number);
	bx_write_uint(sink, customer->seat_count);
	bx_write_text(sink, customer->name);
}

struct customer *
customer_restore(struct bx_source *source, uint64_t last_number)
{
	char name[LIMIT_NAME + 1];
	uint64_t number, seat_count;

	bx_read_header(source, KIND_CUSTOMER);
	number = bx_read_uint(source, 1, last_number);
	seat_count = bx_read_uint(source, 1, LIMIT_SEATS);
	restoring_name(source, name);
	if (bx_source_failed(source))
		return NULL;
	return customer_new(number, name, seat_count);
}
