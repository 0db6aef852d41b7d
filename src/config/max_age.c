#include "config.h"

#include "config/max_age.h"

#include <string.h>

#include "base/text.h"

enum { WORD_MAX = 40, LEAST_S = 60 };
#define MOST_S (INT64_C(10) * 365 * 86400)

const char *const max_age_kinds[MAX_AGE_KINDS + 1] = { "full", "incremental",
	"archivelog", "controlfile", "tablespace", "validate", "maintenance",
	"other", NULL };

/* The next word of an item, before a blank or its comma; "" at its end. */
static void
take_word(const char **text, char room[WORD_MAX])
{
	size_t size;

	while (text_is_space(**text))
		(*text)++;
	size = strcspn(*text, " \t,");
	if (size < WORD_MAX) {
		memcpy(room, *text, size);
		room[size] = '\0';
	} else {
		(void)text_copy(room, WORD_MAX, *text);
	}
	*text += size;
	while (text_is_space(**text))
		(*text)++;
}

static bool
find_kind(const char *word, size_t *out_kind, struct fault *fault)
{
	const char *nearest;

	for (size_t i = 0; i < MAX_AGE_KINDS; i++) {
		if (text_equal_fold(word, max_age_kinds[i])) {
			*out_kind = i;
			return true;
		}
	}
	nearest = text_nearest(word, max_age_kinds, MAX_AGE_KINDS);
	return fault_set(fault, FAULT_FORMAT, "'%s' is no kind: %s%s%s", word,
	    nearest == NULL ? "" : "nearest is '",
	    nearest == NULL ? "full, incremental, archivelog, controlfile, "
			      "tablespace, validate, maintenance, other" :
			      nearest,
	    nearest == NULL ? "" : "'");
}

static bool
read_item(const char **text, struct max_age *max_age, struct fault *fault)
{
	char kind[WORD_MAX], age[WORD_MAX];
	int64_t seconds;
	size_t which;

	take_word(text, kind);
	take_word(text, age);
	if (kind[0] == '\0' || age[0] == '\0' ||
	    (**text != ',' && **text != '\0'))
		return fault_set(fault, FAULT_FORMAT,
		    "'%s' is not followed by one duration: it is a list such "
		    "as full 8d, incremental 26h",
		    kind);
	if (!find_kind(kind, &which, fault) ||
	    !text_duration(age, &seconds, fault))
		return false;
	if (seconds < LEAST_S || seconds > MOST_S)
		return fault_set(fault, FAULT_FORMAT, "%s %s is not 60s to 10y",
		    kind, age);
	if (max_age->seconds[which] != 0)
		return fault_set(fault, FAULT_FORMAT, "%s stands twice", kind);
	max_age->seconds[which] = seconds;
	return true;
}

bool
max_age_read(const char *text, struct max_age *out_max_age, struct fault *fault)
{
	struct max_age max_age = { 0 };

	if (!text_equal_fold(text, "none")) {
		for (;; text++) {
			if (!read_item(&text, &max_age, fault))
				return false;
			if (*text == '\0')
				break;
		}
	}
	*out_max_age = max_age;
	return true;
}

bool
max_age_check(const char *text, struct fault *fault)
{
	struct max_age max_age;

	return max_age_read(text, &max_age, fault);
}
