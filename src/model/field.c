#include "config.h"

#include "model/field.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"

static bool
is_utf8(const char *text, size_t size)
{
	for (size_t at = 0; at < size;) {
		size_t length = text_utf8_length(text + at, size - at);

		if (length == 0)
			return false;
		at += length;
	}
	return true;
}

static bool
has_control(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return true;
	return false;
}

bool
field_check(const char *name, const char *text, size_t most,
    struct fault *fault)
{
	size_t size = text == NULL ? 0 : strlen(text);

	if (size == 0)
		return fault_set(fault, FAULT_FORMAT, "%s is missing", name);
	if (size > most)
		return fault_set(fault, FAULT_LIMIT,
		    "%s has %zu bytes, at most %zu are allowed", name, size,
		    most);
	if (has_control(text))
		return fault_set(fault, FAULT_FORMAT,
		    "%s holds a control character", name);
	if (!is_utf8(text, size))
		return fault_set(fault, FAULT_FORMAT, "%s is not UTF-8", name);
	return true;
}

bool
field_check_line(size_t number, const char *line, struct fault *fault)
{
	size_t size = strlen(line);

	if (size > LIMIT_LINE)
		return fault_set(fault, FAULT_LIMIT,
		    "line %zu has %zu bytes, at most %d are allowed", number,
		    size, LIMIT_LINE);
	if (strpbrk(line, "\r\n") != NULL)
		return fault_set(fault, FAULT_FORMAT,
		    "line %zu holds a line end", number);
	if (!is_utf8(line, size))
		return fault_set(fault, FAULT_FORMAT, "line %zu is not UTF-8",
		    number);
	return true;
}
