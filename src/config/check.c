#include "config.h"

#include "config/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/defs.h"
#include "base/mem.h"
#include "base/text.h"
#include "platform/zone.h"

static bool
is_letter(char c)
{
	char lower = text_lower(c);

	return lower >= 'a' && lower <= 'z';
}

static bool
is_made_of(const char *text, const char *others)
{
	for (; *text != '\0'; text++)
		if (!is_letter(*text) && !text_is_digit(*text) &&
		    strchr(others, *text) == NULL)
			return false;
	return true;
}

/* Does `text` hold `word`, in whatever case? */
static bool
holds(const char *text, const char *word)
{
	for (; *text != '\0'; text++) {
		size_t i = 0;

		while (word[i] != '\0' &&
		    text_lower(text[i]) == text_lower(word[i]))
			i++;
		if (word[i] == '\0')
			return true;
	}
	return false;
}

bool
check_name(const char *value, struct fault *fault)
{
	if (text_equal_fold(value, "any"))
		return fault_set(fault, FAULT_FORMAT,
		    "'any' means several servers and cannot name one");
	if (!is_made_of(value, "._-"))
		return fault_set(fault, FAULT_FORMAT,
		    "'%.40s' is not made of letters, digits, dots, _ and -",
		    value);
	return true;
}

bool
check_group(const char *value, struct fault *fault)
{
	/* A backslash and blanks: DOMAIN\Backup Operators. */
	if (!is_made_of(value, "._-$\\ "))
		return fault_set(fault, FAULT_FORMAT,
		    "'%.40s' is not the name of a group", value);
	return true;
}

/* HOST:PORT; whether the host is one shows when it is called. */
static bool
is_address(const char *text)
{
	const char *colon = strrchr(text, ':');
	size_t digits = colon == NULL ? 0 : strspn(colon + 1, "0123456789");

	return colon != NULL && colon != text && digits >= 1 && digits <= 5 &&
	    colon[1 + digits] == '\0' && strchr(text, '/') == NULL;
}

bool
check_ship(const char *value, struct fault *fault)
{
	if (value[0] == '/' ||
	    ((text_begins(value, "tcp://") || text_begins(value, "tls://")) &&
		is_address(value + 6)))
		return true;
	return fault_set(fault, FAULT_FORMAT,
	    "'%.40s' is neither the absolute path of a folder nor "
	    "tcp://HOST:PORT nor tls://HOST:PORT; servers cannot be named yet",
	    value);
}

bool
check_command(const char *value, struct fault *fault)
{
	if (strpbrk(value, "/\\") != NULL && value[0] != '/')
		return fault_set(fault, FAULT_FORMAT,
		    "'%.40s' is neither a name in ORACLE_HOME/bin nor an "
		    "absolute path",
		    value);
	return true;
}

/* Does the attribute's name between the two say that it is a password? */
static bool
is_password_attribute(const char *begin, const char *end)
{
	char *name = mem_text_n(begin, (size_t)(end - begin));
	bool is_one = holds(name, "PWD") || holds(name, "PASSW") ||
	    holds(name, "PASSPHRASE");

	free(name);
	return is_one;
}

bool
check_connection(const char *value, struct fault *fault)
{
	const char *begin = value;
	bool in_value = false;
	bool in_braces = false;

	for (const char *at = value; *at != '\0'; at++) {
		if (*at == '{' && in_value)
			in_braces = true;
		else if (*at == '}')
			in_braces = false;
		else if (*at == ';' && !in_braces) {
			in_value = false;
			begin = at + 1;
		} else if (*at == '=' && !in_value) {
			in_value = true;
			if (is_password_attribute(begin, at))
				return fault_set(fault, FAULT_FORMAT,
				    "a password does not stand here; "
				    "password_file names the file that holds "
				    "it");
		}
	}
	return true;
}

/* The slash at `at`: is there a user before it and a password behind? */
static bool
divides_user_and_password(const char *text, const char *at)
{
	const char *user = at;

	if (at[1] == '\0' || at[1] == '@' || at[1] == '"' || at[1] == '\'' ||
	    text_is_space(at[1]))
		return false;
	/* In '"/ as sysdba' the quote opens, in '"sys"/x' it closes. */
	if (user != text && (user[-1] == '"' || user[-1] == '\''))
		user--;
	return user != text && !text_is_space(user[-1]);
}

bool
check_connect(const char *value, struct fault *fault)
{
	/* Behind the @ a slash belongs to the address: //host/service. */
	for (const char *at = value; *at != '\0' && *at != '@'; at++)
		if (*at == '/' && divides_user_and_password(value, at))
			return fault_set(fault, FAULT_FORMAT,
			    "a password does not stand here; use 'target /' or "
			    "a wallet, 'target /@alias'");
	return true;
}

bool
check_user(const char *value, struct fault *fault)
{
	size_t name = strcspn(value, " ");
	char *first = mem_text_n(value, name);
	bool is_good = name != 0 && is_made_of(first, "_$#") &&
	    (value[name] == '\0' ||
		text_equal_fold(value + name, " as sysdba") ||
		text_equal_fold(value + name, " as sysbackup"));

	free(first);
	/* It may be a login with its password: it is not repeated. */
	return is_good ||
	    fault_set(fault, FAULT_FORMAT,
		"not NAME, NAME as sysdba or NAME as sysbackup; the password "
		"stands in password_file");
}

bool
check_sid(const char *value, struct fault *fault)
{
	if (!is_made_of(value, "_$#+-"))
		return fault_set(fault, FAULT_FORMAT,
		    "'%.40s' is not an ORACLE_SID: letters, digits and _ $ # + "
		    "-",
		    value);
	return true;
}

bool
check_language(const char *value, struct fault *fault)
{
	if (strchr(value, '.') == NULL || !is_made_of(value, "_. -"))
		return fault_set(fault, FAULT_FORMAT,
		    "'%.40s' is not LANGUAGE_TERRITORY.CHARSET, for example "
		    "AMERICAN_AMERICA.AL32UTF8",
		    value);
	return true;
}

static bool
check_variable_name(const char *name, struct fault *fault)
{
	static const char *const owned[] = { "ORACLE_HOME", "ORACLE_SID",
		"NLS_LANG" };
	static const char *const secret[] = { "PASS", "SECRET", "TOKEN",
		"KEY" };

	if (!is_made_of(name, "_") || name[0] == '\0' || text_is_digit(name[0]))
		return fault_set(fault, FAULT_FORMAT,
		    "'%.40s' is not the name of a variable: letters, digits "
		    "and _",
		    name);
	if (text_begins(name, "LD_"))
		return fault_set(fault, FAULT_FORMAT,
		    "%.40s is refused: a variable that begins with LD_ changes "
		    "what the program loads",
		    name);
	for (size_t i = 0; i < COUNT_OF(secret); i++)
		if (holds(name, secret[i]))
			return fault_set(fault, FAULT_FORMAT,
			    "%.40s is refused: a name with %s is taken for a "
			    "secret's, and secrets do not stand here",
			    name, secret[i]);
	for (size_t i = 0; i < COUNT_OF(owned); i++)
		if (text_equal_fold(name, owned[i]))
			return fault_set(fault, FAULT_FORMAT,
			    "%s has a setting of its own", owned[i]);
	return true;
}

bool
check_variable(const char *value, struct fault *fault)
{
	const char *equals = strchr(value, '=');
	char *name;
	bool is_good;

	/* The word itself may be a secret: it is not repeated. */
	if (equals == NULL)
		return fault_set(fault, FAULT_FORMAT,
		    "a word is not NAME=VALUE");
	name = mem_text_n(value, (size_t)(equals - value));
	is_good = check_variable_name(name, fault);
	free(name);
	return is_good;
}

bool
check_code(const char *value, struct fault *fault)
{
	const char *digits = value;
	size_t count = 0;

	if (text_begins(value, "RMAN-"))
		digits += 5;
	else if (text_begins(value, "ORA-"))
		digits += 4;
	while (text_is_digit(digits[count]))
		count++;
	if (digits != value && count == 5 && digits[count] == '\0')
		return true;
	return fault_set(fault, FAULT_FORMAT,
	    "'%.40s' is not a code like RMAN-08137 or ORA-28002", value);
}

bool
check_timezone(const char *value, struct fault *fault)
{
	struct zone zone;

	if (strcmp(value, ZONE_LOCAL) == 0)
		return true;
	if (!zone_read(value, &zone, fault)) {
		fault->kind = FAULT_FORMAT;
		return false;
	}
	zone_clear(&zone);
	return true;
}
