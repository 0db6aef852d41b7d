#include "config.h"

#include "base/zone_name.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"

static bool
is_allowed(char c)
{
	char lower = text_lower(c);

	return (lower >= 'a' && lower <= 'z') || text_is_digit(c) ||
	    (c != '\0' && strchr("+-_./<>,: ()", c) != NULL);
}

/* "" and "." and "..", up to the slash or the end. */
static bool
leads_astray(const char *part)
{
	size_t length = strcspn(part, "/");

	return length == 0 || (length == 1 && part[0] == '.') ||
	    (length == 2 && part[0] == '.' && part[1] == '.');
}

bool
zone_name_check(const char *name, struct fault *fault)
{
	const char *part = name;

	if (strlen(name) > LIMIT_ZONE_NAME)
		return fault_set(fault, FAULT_LIMIT,
		    "the name of a time zone is longer than %d bytes",
		    LIMIT_ZONE_NAME);
	for (const char *at = name; *at != '\0'; at++)
		if (!is_allowed(*at))
			part = NULL;
	while (part != NULL && !leads_astray(part)) {
		part = strchr(part, '/');
		if (part++ == NULL)
			return true;
	}
	return fault_set(fault, FAULT_FORMAT,
	    "'%.40s' is not a time zone such as Europe/Prague, local or "
	    "CET-1CEST,M3.5.0,M10.5.0/3",
	    name);
}

const char *
zone_name_nearest(const char *typed, const char *const *names, size_t count)
{
	const char *nearest = text_nearest(typed, names, count);
	const char **parts;

	if (nearest != NULL || count == 0)
		return nearest;
	parts = mem_new(count, sizeof(*parts));
	for (size_t i = 0; i < count; i++) {
		const char *slash = strrchr(names[i], '/');

		parts[i] = slash == NULL ? names[i] : slash + 1;
	}
	nearest = text_nearest(typed, parts, count);
	for (size_t i = 0; nearest != NULL && i < count; i++)
		if (parts[i] == nearest) {
			nearest = names[i];
			break;
		}
	free(parts);
	return nearest;
}
