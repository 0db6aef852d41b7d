#include "names.h"

#include <stdlib.h>

#include "memory.h"
#include "text.h"

struct entry {
	const char *name;
	const struct city *city;
};

static int
compare(const void *a, const void *b)
{
	return text_compare_fold(((const struct entry *)a)->name,
	    ((const struct entry *)b)->name);
}

void
names_init(struct names *names)
{
	sorted_init(&names->by_name, compare);
}

void
names_clear(struct names *names)
{
	for (size_t i = 0; i < names->by_name.count; i++)
		free(names->by_name.items[i]);
	sorted_clear(&names->by_name);
}

bool
names_put(struct names *names, const char *name, const struct city *city)
{
	struct entry *entry;

	if (names_find(names, name) != NULL)
		return false;
	entry = memory_new(1, sizeof(*entry));
	entry->name = name;
	entry->city = city;
	sorted_put(&names->by_name, entry);
	return true;
}

const struct city *
names_find(const struct names *names, const char *name)
{
	const struct entry key = { .name = name };
	const struct entry *entry = sorted_find(&names->by_name, &key);

	return entry == NULL ? NULL : entry->city;
}
