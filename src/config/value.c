#include "config.h"

#include "config/value.h"

#include <stdlib.h>
#include <string.h>

#include "base/defs.h"
#include "base/mem.h"
#include "base/text.h"
#include "config/setting.h"

/* "a, b or c" */
static char *
join_choices(const char *const *choices)
{
	char *joined = mem_text(choices[0]);

	for (size_t i = 1; choices[i] != NULL; i++) {
		const char *between = choices[i + 1] == NULL ? " or " : ", ";
		char *longer = mem_format("%s%s%s", joined, between,
		    choices[i]);

		free(joined);
		joined = longer;
	}
	return joined;
}

static char *
allowed_amount(const struct setting *setting, const char *noun,
    void (*format)(char room[TEXT_AMOUNT_MAX], int64_t amount))
{
	char lowest[TEXT_AMOUNT_MAX];
	char highest[TEXT_AMOUNT_MAX];

	format(lowest, setting->lowest);
	format(highest, setting->highest);
	return mem_format("a %s from %s to %s", noun, lowest, highest);
}

static char *
allowed_words(const struct setting *setting)
{
	char *choices;
	char *allowed;

	if (setting->choices == NULL)
		return mem_format("words between spaces, at most %d bytes",
		    (int)setting->highest);
	choices = join_choices(setting->choices);
	allowed = mem_format("words of %s", choices);
	free(choices);
	return allowed;
}

char *
value_allowed(const struct setting *setting)
{
	switch (setting->kind) {
	case SETTING_TEXT:
		return mem_format("a text of at most %d bytes",
		    (int)setting->highest);
	case SETTING_PATH:
		return mem_format("an absolute path of at most %d bytes",
		    (int)setting->highest);
	case SETTING_BOOLEAN:
		return mem_text("yes or no");
	case SETTING_CHOICE:
		return join_choices(setting->choices);
	case SETTING_NUMBER:
		return mem_format("a number of %s from %d to %d", setting->unit,
		    (int)setting->lowest, (int)setting->highest);
	case SETTING_DURATION:
		return allowed_amount(setting, "duration",
		    text_format_duration);
	case SETTING_SIZE:
		return allowed_amount(setting, "size", text_format_size);
	case SETTING_WORDS:
		break;
	}
	return allowed_words(setting);
}

void
words_clear(struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		free(words->items[i]);
	free(words->items);
	*words = (struct words){ 0 };
}

void
value_clear(struct value *value)
{
	free(value->text);
	words_clear(&value->words);
	*value = (struct value){ 0 };
}

/* Frees `allowed`. */
static bool
fault_not(const char *text, char *allowed, struct fault *fault)
{
	(void)fault_set(fault, FAULT_FORMAT, "'%.40s' is not %s", text,
	    allowed);
	free(allowed);
	return false;
}

/* An option comes from a catalog or a command line, not through ini. */
static bool
check_plain(const char *text, struct fault *fault)
{
	size_t size = strlen(text);
	size_t length;

	for (size_t i = 0; i < size; i += length) {
		unsigned char c = (unsigned char)text[i];

		length = text_utf8_length(text + i, size - i);
		if (length == 0 || (c < ' ' && c != '\t') || c == 0x7f)
			return fault_set(fault, FAULT_FORMAT,
			    "byte 0x%02X is not plain text in UTF-8", c);
	}
	return true;
}

static bool
parse_text(const struct setting *setting, const char *text, struct value *value,
    struct fault *fault)
{
	if (strlen(text) > (size_t)setting->highest)
		return fault_set(fault, FAULT_FORMAT, "longer than %d bytes",
		    (int)setting->highest);
	if (text[0] != '\0') {
		if (setting->kind == SETTING_PATH && text[0] != '/')
			return fault_not(text, value_allowed(setting), fault);
		if (setting->check != NULL && !setting->check(text, fault))
			return false;
	}
	value->text = mem_text(text);
	return true;
}

static bool
parse_boolean(const struct setting *setting, const char *text,
    struct value *value, struct fault *fault)
{
	static const char *const words[] = { "no", "yes", "false", "true",
		"off", "on" };

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (text_equal_fold(text, words[i])) {
			value->number = (int64_t)(i % 2);
			return true;
		}
	}
	return fault_not(text, value_allowed(setting), fault);
}

static bool
find_choice(const struct setting *setting, const char *text, int64_t *out_place,
    struct fault *fault)
{
	for (size_t i = 0; setting->choices[i] != NULL; i++) {
		if (text_equal_fold(text, setting->choices[i])) {
			*out_place = (int64_t)i;
			return true;
		}
	}
	return fault_not(text, join_choices(setting->choices), fault);
}

static bool
parse_amount(const struct setting *setting, const char *text,
    struct value *value, struct fault *fault)
{
	bool is_duration = setting->kind == SETTING_DURATION;
	int64_t amount;

	if (!(is_duration ? text_duration(text, &amount, fault) :
			    text_size(text, &amount, fault)))
		return false;
	if (amount < setting->lowest || amount > setting->highest)
		return fault_not(text, value_allowed(setting), fault);
	value->number = amount;
	return true;
}

static bool
parse_number(const struct setting *setting, const char *text,
    struct value *value, struct fault *fault)
{
	if (text_number(text, setting->lowest, setting->highest, &value->number,
		fault))
		return true;
	return fault_not(text, value_allowed(setting), fault);
}

/* How much of a word the names of two variables share: up to the =. */
static bool
is_same_word(const struct setting *setting, const char *a, const char *b)
{
	size_t size = strcspn(a, "=");

	if (setting->choices != NULL)
		return strcmp(a, b) == 0;
	return strcspn(b, "=") == size && memcmp(a, b, size) == 0;
}

static bool
add_word(const struct setting *setting, const char *word, struct words *words,
    struct fault *fault)
{
	int64_t place;

	if (setting->choices != NULL) {
		if (!find_choice(setting, word, &place, fault))
			return false;
		word = setting->choices[place];
	} else if (setting->check != NULL && !setting->check(word, fault)) {
		return false;
	}
	for (size_t i = 0; i < words->count; i++)
		if (is_same_word(setting, words->items[i], word))
			return fault_set(fault, FAULT_FORMAT,
			    "%.*s stands twice", (int)strcspn(word, "="), word);
	words->items[words->count++] = mem_text(word);
	return true;
}

static bool
parse_words(const struct setting *setting, const char *text,
    struct value *value, struct fault *fault)
{
	const char *between = setting->choices != NULL ? " \t," : " \t";
	struct words words = { 0 };
	bool is_good = true;

	if (strlen(text) > (size_t)setting->highest)
		return fault_set(fault, FAULT_FORMAT, "longer than %d bytes",
		    (int)setting->highest);
	words.items = mem_new(strlen(text) / 2 + 1, sizeof(*words.items));
	for (const char *at = text + strspn(text, between);
	     *at != '\0' && is_good; at += strspn(at, between)) {
		size_t size = strcspn(at, between);
		char *word = mem_text_n(at, size);

		is_good = add_word(setting, word, &words, fault);
		free(word);
		at += size;
	}
	if (!is_good) {
		words_clear(&words);
		return false;
	}
	value->words = words;
	return true;
}

bool
value_parse(const struct setting *setting, const char *text,
    struct value *out_value, struct fault *fault)
{
	struct value value = { 0 };
	bool is_good = false;

	if (text[0] == '\0' && setting->standard[0] != '\0') {
		char *allowed = value_allowed(setting);

		(void)fault_set(fault, FAULT_FORMAT, "is empty, not %s",
		    allowed);
		free(allowed);
		return false;
	}
	if (!check_plain(text, fault))
		return false;
	switch (setting->kind) {
	case SETTING_TEXT:
	case SETTING_PATH:
		is_good = parse_text(setting, text, &value, fault);
		break;
	case SETTING_BOOLEAN:
		is_good = parse_boolean(setting, text, &value, fault);
		break;
	case SETTING_CHOICE:
		is_good = find_choice(setting, text, &value.number, fault);
		break;
	case SETTING_NUMBER:
		is_good = parse_number(setting, text, &value, fault);
		break;
	case SETTING_DURATION:
	case SETTING_SIZE:
		is_good = parse_amount(setting, text, &value, fault);
		break;
	case SETTING_WORDS:
		is_good = parse_words(setting, text, &value, fault);
		break;
	}
	if (is_good)
		*out_value = value;
	return is_good;
}

bool
value_is_equal(const struct value *a, const struct value *b)
{
	if (a->number != b->number || a->words.count != b->words.count ||
	    (a->text == NULL) != (b->text == NULL) ||
	    (a->text != NULL && strcmp(a->text, b->text) != 0))
		return false;
	for (size_t i = 0; i < a->words.count; i++)
		if (strcmp(a->words.items[i], b->words.items[i]) != 0)
			return false;
	return true;
}
