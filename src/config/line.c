#include "config.h"

#include "config/line.h"

#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

char *
line_skip_blanks(char *at)
{
	while (is_blank(*at))
		at++;
	return at;
}

char *
line_cut_blanks(char *text)
{
	char *end = text + strlen(text);

	while (end != text && is_blank(end[-1]))
		end--;
	*end = '\0';
	return text;
}

static bool
is_comment_mark(char c)
{
	return c == ';' || c == '#';
}

bool
line_ends_here(const char *at)
{
	const char *rest = at + strspn(at, " \t");

	return *rest == '\0' || (rest != at && is_comment_mark(*rest));
}

bool
line_is_name(const char *text)
{
	size_t i = 0;

	for (; text[i] != '\0'; i++) {
		char c = text_lower(text[i]);

		if ((c < 'a' || c > 'z') &&
		    (i == 0 || (!text_is_digit(c) && c != '_' && c != '-')))
			return false;
	}
	return i != 0 && i <= LIMIT_OPTION_NAME;
}

static bool
check_plain(const char *text, struct fault *fault)
{
	size_t size = strlen(text);

	for (size_t i = 0; i < size;) {
		unsigned char c = (unsigned char)text[i];
		size_t length = text_utf8_length(text + i, size - i);

		if (length == 0)
			return fault_set(fault, FAULT_FORMAT,
			    "byte 0x%02X is not UTF-8 text", c);
		if ((c < ' ' && c != '\t') || c == 0x7f)
			return fault_set(fault, FAULT_FORMAT,
			    "control character 0x%02X in the value", c);
		i += length;
	}
	return true;
}

/* The inside of the quotes, in place; `at` stands behind the first. */
static bool
unquote(char *at, struct fault *fault)
{
	char *to = at;

	for (; *at != '"'; at++) {
		if (*at == '\0')
			return fault_set(fault, FAULT_FORMAT,
			    "no closing quote; a \\ that ends the value is "
			    "written \\\\");
		if (*at == '\\' && (at[1] == '"' || at[1] == '\\'))
			at++;
		*to++ = *at;
	}
	if (!line_ends_here(at + 1))
		return fault_set(fault, FAULT_FORMAT,
		    "text behind the closing quote; a quote in the value is "
		    "written \\\"");
	*to = '\0';
	return true;
}

/* The value that begins at `at`, in place. */
bool
line_value(char *at, const char **out_value, struct fault *fault)
{
	char *value = line_skip_blanks(at);

	if (*value == '"') {
		value++;
		if (!unquote(value, fault))
			return false;
	} else {
		for (char *c = value; *c != '\0'; c++) {
			if (is_comment_mark(*c) && c != at && is_blank(c[-1])) {
				*c = '\0';
				break;
			}
		}
		value = line_cut_blanks(value);
	}
	if (!check_plain(value, fault))
		return false;
	*out_value = value;
	return true;
}

static bool
needs_quotes(const char *value)
{
	size_t size = strlen(value);

	if (size == 0)
		return false;
	if (value[0] == '"' || is_comment_mark(value[0]) ||
	    is_blank(value[0]) || is_blank(value[size - 1]))
		return true;
	for (size_t i = 1; i < size; i++)
		if (is_comment_mark(value[i]) && is_blank(value[i - 1]))
			return true;
	return false;
}

char *
line_quote(const char *value)
{
	char *quoted;
	char *at;

	if (!needs_quotes(value))
		return mem_text(value);
	quoted = mem_new(2 * strlen(value) + 3, 1);
	at = quoted;
	*at++ = '"';
	for (; *value != '\0'; value++) {
		if (*value == '"' || *value == '\\')
			*at++ = '\\';
		*at++ = *value;
	}
	*at++ = '"';
	return quoted;
}
