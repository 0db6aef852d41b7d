#include "config.h"

#include "worker/login.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "platform/file.h"

bool
login_read_password(const char *path, struct secret *out_password,
    struct fault *fault)
{
	struct buf file;
	bool done;

	/* A buf does not move before 256 bytes are used up. */
	buf_init(&file, LIMIT_PASSWORD);
	done = file_read_own_secret(path, LIMIT_PASSWORD, &file, fault) &&
	    secret_take_line(path, buf_text(&file), file.size, out_password,
		fault);
	if (file.bytes != NULL)
		secret_wipe(file.bytes, file.size);
	buf_clear(&file);
	return done || fault_wrap(fault, "password_file");
}

static bool
check_password(const char *text, struct fault *fault)
{
	for (; *text != '\0'; text++)
		if (*text == '"' || *text == '\'' || (unsigned char)*text < ' ')
			return fault_set(fault, FAULT_CONFIG,
			    "password_file: a password with a quote or a "
			    "control character cannot be given to rman");
	return true;
}

/* Without quotes only these mean themselves. */
static bool
is_plain(const char *text)
{
	for (; *text != '\0'; text++) {
		char c = text_lower(*text);

		if ((c < 'a' || c > 'z') && !text_is_digit(c) &&
		    strchr("_$#", c) == NULL)
			return false;
	}
	return true;
}

bool
login_make(const char *user, const struct secret *password, const char *alias,
    struct login *out_login, struct fault *fault)
{
	size_t name = strcspn(user, " ");
	const char *role = user + name;
	int size;

	if (!check_password(password->text, fault))
		return false;
	size = snprintf(out_login->line, sizeof(out_login->line),
	    is_plain(password->text) ? "CONNECT TARGET \"%.*s/%s@%s%s\";\n" :
				       "CONNECT TARGET '%.*s/\"%s\"@%s%s';\n",
	    (int)name, user, password->text, alias, role);
	if (size < 0 || (size_t)size >= sizeof(out_login->line)) {
		secret_wipe(out_login, sizeof(*out_login));
		return fault_set(fault, FAULT_LIMIT,
		    "the user and the address are too long");
	}
	out_login->size = (size_t)size;
	return true;
}
