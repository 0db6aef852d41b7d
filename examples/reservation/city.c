#include "city.h"

#include <stdlib.h>

#include "kinds.h"
#include "memory.h"
#include "restoring.h"
#include "text.h"

struct city *
city_new(uint64_t number, const char *name)
{
	struct city *city = memory_new(1, sizeof(*city));

	city->number = number;
	text_copy(city->name, name);
	return city;
}

void
city_free(struct city *city)
{
	free(city);
}

void
city_save(const struct city *city, struct bx_sink *sink)
{
	bx_write_header(sink, KIND_CITY);
	bx_write_uint(sink, city->number);
	bx_write_text(sink, city->name);
}

struct city *
city_restore(struct bx_source *source)
{
	char name[LIMIT_NAME + 1];
	uint64_t number;

	bx_read_header(source, KIND_CITY);
	number = bx_read_uint(source, 1, LIMIT_NUMBER);
	restoring_name(source, name);
	if (bx_source_failed(source))
		return NULL;
	return city_new(number, name);
}
