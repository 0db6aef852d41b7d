#include "config.h"

#include "catalog/password.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "platform/file.h"

bool
password_read(const char *path, struct secret *out_password,
    struct fault *fault)
{
	struct buf file;
	bool is_good;

	/*
	 * A buf begins with room for 256 bytes, and does not move before they
	 * are used up: no copy of the secret stays behind in freed memory.
	 */
	buf_init(&file, LIMIT_PASSWORD);
	is_good = file_read_secret(path, LIMIT_PASSWORD, &file, fault) &&
	    secret_take_line(path, buf_text(&file), file.size, out_password,
		fault);
	if (file.bytes != NULL)
		secret_wipe(file.bytes, file.size);
	buf_clear(&file);
	return is_good;
}

/* The keyword of one KEY=VALUE of a connection string. */
static bool
is_password_key(const char *key, size_t length)
{
	static const char *const names[] = { "pwd", "password" };

	while (length > 0 && text_is_space(key[0])) {
		key++;
		length--;
	}
	while (length > 0 && text_is_space(key[length - 1]))
		length--;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		size_t at = 0;

		if (strlen(names[i]) != length)
			continue;
		while (at < length && text_lower(key[at]) == names[i][at])
			at++;
		if (at == length)
			return true;
	}
	return false;
}

/* Past a value: to its semicolon or the end; braces protect semicolons. */
static const char *
value_end(const char *value)
{
	bool is_braced = false;

	for (; value[0] != '\0'; value++) {
		if (value[0] == '{')
			is_braced = true;
		else if (value[0] == '}')
			is_braced = false;
		else if (value[0] == ';' && !is_braced)
			break;
	}
	return value;
}

static bool
has_password(const char *connection)
{
	while (connection[0] != '\0') {
		size_t length = strcspn(connection, "=;");

		if (is_password_key(connection, length))
			return true;
		connection += length;
		if (connection[0] == '=')
			connection = value_end(connection + 1);
		if (connection[0] == ';')
			connection++;
	}
	return false;
}

/* Braces where a driver could take a character for its own. */
static void
append_value(char *room, const char *value)
{
	bool is_plain = strpbrk(value, "[]{}(),;?*=!@ \t'\"\\") == NULL;

	if (!is_plain)
		*room++ = '{';
	for (; value[0] != '\0'; value++) {
		*room++ = value[0];
		if (value[0] == '}')
			*room++ = '}';
	}
	if (!is_plain)
		*room++ = '}';
	*room = '\0';
}

bool
password_join(const char *connection, const struct secret *password,
    struct password_string *out_string, struct fault *fault)
{
	size_t length = strlen(connection);

	if (length > LIMIT_CONNECTION_STRING)
		return fault_set(fault, FAULT_CONFIG,
		    "a connection string has at most %d characters, not %zu",
		    LIMIT_CONNECTION_STRING, length);
	if (has_password(connection))
		return fault_set(fault, FAULT_CONFIG,
		    "a connection string holds no password: "
		    "write it into password_file");
	(void)snprintf(out_string->text, sizeof(out_string->text), "%s",
	    connection);
	if (password == NULL)
		return true;
	while (length > 0 && text_is_space(connection[length - 1]))
		length--;
	(void)snprintf(out_string->text + length,
	    sizeof(out_string->text) - length,
	    "%sPWD=", length > 0 && connection[length - 1] == ';' ? "" : ";");
	append_value(out_string->text + strlen(out_string->text),
	    password->text);
	return true;
}
