#include "config.h"

#include "worker/environment.h"

#include <stdlib.h>
#include <string.h>

#include "base/defs.h"
#include "base/mem.h"
#include "base/text.h"
#include "platform/process.h"
#include "worker/oratab.h"

#define SYSTEM_PATH "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"

static size_t
count_of(char *const *environment)
{
	size_t count = 0;

	while (environment[count] != NULL)
		count++;
	return count;
}

char **
environment_set(char **take_environment, const char *name, const char *value)
{
	char **environment = take_environment;
	char *word = mem_format("%s=%s", name, value);
	size_t length = strlen(name) + 1;
	size_t count = count_of(environment);

	for (size_t i = 0; i < count; i++) {
		if (strncmp(environment[i], word, length) == 0) {
			free(environment[i]);
			environment[i] = word;
			return environment;
		}
	}
	environment = mem_grow(environment, count + 2, sizeof(*environment));
	environment[count] = word;
	environment[count + 1] = NULL;
	return environment;
}

static bool
is_name_character(char c)
{
	return (text_lower(c) >= 'a' && text_lower(c) <= 'z') ||
	    text_is_digit(c) || c == '_';
}

static bool
holds_fold(const char *text, const char *part)
{
	size_t length = strlen(part);

	for (; *text != '\0'; text++) {
		size_t i = 0;

		while (i < length && text_lower(text[i]) == part[i])
			i++;
		if (i == length)
			return true;
	}
	return false;
}

static bool
check_name(const char *name, struct fault *fault)
{
	static const char *const settled[] = { "ORACLE_HOME", "ORACLE_SID" };
	static const char *const secrets[] = { "passw", "secret", "token" };

	if (text_begins(name, "LD_"))
		return fault_set(fault, FAULT_CONFIG,
		    "environment: %s is refused, it changes what programs load",
		    name);
	for (size_t i = 0; i < COUNT_OF(settled); i++) {
		if (strcmp(name, settled[i]) == 0)
			return fault_set(fault, FAULT_CONFIG,
			    "environment: %s has a setting of its own", name);
	}
	for (size_t i = 0; i < COUNT_OF(secrets); i++) {
		if (holds_fold(name, secrets[i]))
			return fault_set(fault, FAULT_CONFIG,
			    "environment: %s is refused, a secret belongs in "
			    "password_file or a wallet",
			    name);
	}
	return true;
}

static bool
check_word(const char *word, size_t length, size_t *out_name_length,
    struct fault *fault)
{
	size_t at = 0;
	char *name;
	bool is_good;

	while (at < length && is_name_character(word[at]))
		at++;
	if (at == 0 || at == length || word[at] != '=' ||
	    text_is_digit(word[0]))
		return fault_set(fault, FAULT_CONFIG,
		    "environment: '%.*s' is not NAME=VALUE",
		    length > 64 ? 64 : (int)length, word);
	for (size_t i = at; i < length; i++) {
		if ((unsigned char)word[i] < ' ')
			return fault_set(fault, FAULT_CONFIG,
			    "environment: the value of %.*s has a control "
			    "character",
			    (int)at, word);
	}
	name = mem_text_n(word, at);
	is_good = check_name(name, fault);
	free(name);
	if (is_good)
		*out_name_length = at;
	return is_good;
}

/* Check all words, and put them into *environment unless that is NULL. */
static bool
take_words(const char *words, char ***environment, struct fault *fault)
{
	while (*words != '\0') {
		size_t length = strcspn(words, " ");
		size_t name_length;

		if (length == 0) {
			words++;
			continue;
		}
		if (!check_word(words, length, &name_length, fault))
			return false;
		if (environment != NULL) {
			char *word = mem_text_n(words, length);

			word[name_length] = '\0';
			*environment = environment_set(*environment, word,
			    word + name_length + 1);
			free(word);
		}
		words += length;
	}
	return true;
}

bool
environment_check(const char *words, struct fault *fault)
{
	return take_words(words, NULL, fault);
}

char **
environment_new(const struct environment_order *order, struct fault *fault)
{
	static const char *const kept[] = { "HOME", "LOGNAME", "TZ" };
	char **made = mem_new(1, sizeof(*made));
	char *path = mem_format("%s/bin:%s", order->oracle_home, SYSTEM_PATH);
	char *libraries = mem_format("%s/lib", order->oracle_home);

	made = environment_set(made, "ORACLE_HOME", order->oracle_home);
	if (order->oracle_sid != NULL)
		made = environment_set(made, "ORACLE_SID", order->oracle_sid);
	made = environment_set(made, "PATH", path);
	made = environment_set(made, "LD_LIBRARY_PATH", libraries);
	made = environment_set(made, "NLS_LANG",
	    order->nls_lang != NULL ? order->nls_lang :
				      "AMERICAN_AMERICA.AL32UTF8");
	made = environment_set(made, "NLS_DATE_FORMAT",
	    "YYYY-MM-DD HH24:MI:SS");
	for (size_t i = 0; i < COUNT_OF(kept); i++) {
		const char *value = process_variable(kept[i]);

		if (value != NULL)
			made = environment_set(made, kept[i], value);
	}
	free(path);
	free(libraries);
	if (order->words != NULL && !take_words(order->words, &made, fault)) {
		environment_free(made);
		return NULL;
	}
	return made;
}

void
environment_free(char **environment)
{
	if (environment == NULL)
		return;
	for (size_t i = 0; environment[i] != NULL; i++)
		free(environment[i]);
	free(environment);
}

static char *
look_up_home(const char *sid, const char *path, struct fault *fault)
{
	struct oratab oratab;
	const char *home;
	char *copy = NULL;

	if (!oratab_read(path, &oratab, fault)) {
		fault->kind = FAULT_CONFIG;
		(void)fault_wrap(fault, "no oracle_home is set for %s", sid);
		return NULL;
	}
	home = oratab_home(&oratab, sid);
	if (home != NULL)
		copy = mem_text(home);
	else
		(void)fault_set(fault, FAULT_CONFIG,
		    "%s has no line for %s: set oracle_home", path, sid);
	oratab_clear(&oratab);
	return copy;
}

/* /home of /home/bin/rman. */
static char *
home_of_program(const char *program)
{
	const char *name = strrchr(program, '/');
	size_t length = (size_t)(name - program);

	if (length > 4 && strncmp(name - 4, "/bin", 4) == 0)
		return mem_text_n(program, length - 4);
	return NULL;
}

static char *
find_oracle_home(const char *command, const char *oracle_home,
    const char *oracle_sid, const char *oratab, struct fault *fault)
{
	char *home;

	if (oracle_home != NULL) {
		if (oracle_home[0] == '/')
			return mem_text(oracle_home);
		(void)fault_set(fault, FAULT_CONFIG,
		    "oracle_home: '%s' is not an absolute path", oracle_home);
		return NULL;
	}
	if (command[0] == '/') {
		home = home_of_program(command);
		if (home != NULL)
			return home;
	}
	if (oracle_sid == NULL) {
		(void)fault_set(fault, FAULT_CONFIG,
		    "set oracle_home, or oracle_sid and a line of it in %s",
		    oratab);
		return NULL;
	}
	return look_up_home(oracle_sid, oratab, fault);
}

bool
environment_find(const char *command, const char *oracle_home,
    const char *oracle_sid, const char *oratab, char **out_program,
    char **out_oracle_home, struct fault *fault)
{
	char *home;

	if (command[0] == '\0' ||
	    (command[0] != '/' && strchr(command, '/') != NULL))
		return fault_set(fault, FAULT_CONFIG,
		    "command: '%s' is neither a name nor an absolute path",
		    command);
	home = find_oracle_home(command, oracle_home, oracle_sid, oratab,
	    fault);
	if (home == NULL)
		return false;
	*out_program = command[0] == '/' ?
	    mem_text(command) :
	    mem_format("%s/bin/%s", home, command);
	*out_oracle_home = home;
	return true;
}
