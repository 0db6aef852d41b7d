#include "bus.h"

#include <stdlib.h>

#include "kinds.h"
#include "memory.h"
#include "restoring.h"
#include "text.h"

struct bus *
bus_new(uint64_t number, const char *name, size_t seat_count)
{
	struct bus *bus = memory_new(1, sizeof(*bus));

	bus->number = number;
	text_copy(bus->name, name);
	(void)pthread_mutex_init(&bus->lock, NULL);
	bus->seats = memory_new(seat_count, sizeof(*bus->seats));
	bus->seat_count = seat_count;
	for (size_t i = 0; i < seat_count; i++)
		seat_init(&bus->seats[i], i + 1, i % 4 == 0 || i % 4 == 3);
	return bus;
}

void
bus_free(struct bus *bus)
{
	if (bus == NULL)
		return;
	for (size_t i = 0; i < bus->seat_count; i++)
		seat_clear(&bus->seats[i]);
	free(bus->seats);
	(void)pthread_mutex_destroy(&bus->lock);
	free(bus);
}

struct seat *
bus_seat(const struct bus *bus, uint64_t number)
{
	if (number < 1 || number > bus->seat_count)
		return NULL;
	return &bus->seats[number - 1];
}

void
bus_save(const struct bus *bus, struct bx_sink *sink)
{
	bx_write_header(sink, KIND_BUS);
	bx_write_uint(sink, bus->number);
	bx_write_text(sink, bus->name);
	bx_write_uint(sink, bus->seat_count);
	for (size_t i = 0; i < bus->seat_count; i++)
		seat_save(&bus->seats[i], sink);
}

struct bus *
bus_restore(struct bx_source *source)
{
	char name[LIMIT_NAME + 1];
	uint64_t number, count;
	struct bus *bus;

	bx_read_header(source, KIND_BUS);
	number = bx_read_uint(source, 1, LIMIT_NUMBER);
	restoring_name(source, name);
	count = bx_read_uint(source, 1, LIMIT_SEATS);
	if (bx_source_failed(source))
		return NULL;
	bus = bus_new(number, name, count);
	for (size_t i = 0; i < count && !bx_source_failed(source); i++)
		seat_restore(&bus->seats[i], i + 1, source);
	if (!bx_source_failed(source))
		return bus;
	bus_free(bus);
	return NULL;
}
