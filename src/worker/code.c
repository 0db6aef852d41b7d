#include "config.h"

#include "worker/code.h"

#include <string.h>

#include "base/defs.h"
#include "base/text.h"

enum { DIGITS = 5, HEADER = 569, RULE = 571 };

/* Numbers of RMAN codes, in ascending order. */
static const int failing[] = { 554, 558, HEADER, 601, 3002, 3009, 6135 };

/* They only wrap the cause, on the same line (8i, a catalog) or before it. */
static const int wrapping[] = { 552, 554, 558, 601, 1006, 3002, 3004, 3006,
	3007, 3008, 3009, 3010, 3012, 3013, 3014, 3015, 4004, 4005, 4006, 5501,
	6003, 6004, 6010, 6136, 6403, 7004, 10002, 10003, 10006, 10008, 10032,
	10033, 10035, 12001, 12004 };

/* Objects that do not match, a standby, a lost status, parallelism, archived
 * logs that were kept or are not there, a guaranteed restore point. */
static const int warning[] = { 6207, 6208, 6209, 6210, 6211, 6212, 6213, 6214,
	6755, 6820, 6900, 6901, 6908, 6909, 7553, 8120, 8137, 8138, 8139,
	8591 };

/* What only 8i, MSGNO and PIPE print with a number. */
static const int informing[] = { 572, 3022, 3023, 3024, 3025, 3027, 3028, 3029,
	3030, 3031, 3033, 3090, 3091, 6005, 6006, 6008, 6009, 6020, 6134, 6162,
	6163, 6193, 6196, 6199, 6400, 6401, 6402, 6404, 6405, 6421, 6567, 8000,
	8001, 8002, 8003, 8004, 8005, 8006, 8008, 8009, 8010, 8011, 8012, 8013,
	8014, 8015, 8016, 8017, 8018, 8019, 8020, 8021, 8022, 8023, 8024, 8025,
	8026, 8027, 8028, 8029, 8030, 8031, 8032, 8038, 8039, 8040, 8042, 8044,
	8046, 8047, 8048, 8049, 8054, 8055, 8070, 8071, 8072, 8073, 8074, 8080,
	8084, 8085, 8086, 8087, 8088, 8089, 8090, 8091, 8092, 8093, 8094, 8161,
	8162, 8500, 8501, 8502, 8503, 8504, 8505, 8506, 8507, 8508, 8509, 8510,
	8511, 8512, 8513, 8514, 8515, 8516, 8517, 8518, 8519, 8520, 8521, 8522,
	8523, 8524, 8525, 8526, 8527, 8528, 8529, 8530, 8531, 8532, 8533, 8534,
	8540, 8580, 8581, 8589, 8600, 8999 };

static const struct {
	enum retry_class retry;
	const char *codes; /* each followed by one space */
} retries[] = {
	/* A lock of the control file, the listener, the network, the instance
	 * on its way up or down, too many sessions, the media manager. */
	{ RETRY_SOON,
	    "ORA-00230 "
	    "ORA-12541 ORA-12514 ORA-12516 ORA-12519 ORA-12520 ORA-12528 "
	    "ORA-12537 ORA-12545 ORA-12547 ORA-12170 ORA-12535 ORA-12606 "
	    "ORA-03113 ORA-03114 ORA-03135 RMAN-10038 "
	    "ORA-01033 ORA-01034 ORA-01090 "
	    "ORA-00018 ORA-00020 ORA-04031 "
	    "ORA-19511 ORA-27023 ORA-27028 ORA-19506 " },
	/* Space in the recovery area or on a device, a remount. */
	{ RETRY_LATER,
	    "ORA-19809 ORA-19804 ORA-19815 ORA-00257 ORA-15041 "
	    "ORA-27072 ORA-27063 ORA-27061 ORA-27054 " },
	/* Syntax, rights, names, an unregistered database, NOARCHIVELOG, a
	 * missing file, a folder, a wallet, corruption. */
	{ RETRY_NEVER,
	    "RMAN-00558 RMAN-01009 RMAN-01005 RMAN-01008 "
	    "ORA-01017 ORA-01031 ORA-28000 ORA-28001 ORA-12154 "
	    "RMAN-06149 RMAN-06817 ORA-19602 RMAN-20202 RMAN-20201 "
	    "RMAN-20001 RMAN-05021 RMAN-06059 RMAN-06160 "
	    "ORA-27040 ORA-00245 ORA-19606 ORA-28365 ORA-19914 "
	    "ORA-01531 ORA-19566 ORA-01578 RMAN-06056 " },
};

static bool
is_in(const int *numbers, size_t count, int number)
{
	size_t begin = 0, end = count;

	while (begin < end) {
		size_t middle = begin + (end - begin) / 2;

		if (numbers[middle] == number)
			return true;
		if (numbers[middle] < number)
			begin = middle + 1;
		else
			end = middle;
	}
	return false;
}

bool
code_read(const char *bytes, size_t size, struct code *out_code)
{
	struct code code = { .is_rman = size >= 5 &&
		    memcmp(bytes, "RMAN-", 5) == 0 };
	size_t length = code.is_rman ? 5 : 4;

	if (!code.is_rman && (size < 4 || memcmp(bytes, "ORA-", 4) != 0))
		return false;
	if (size < length + DIGITS + 1)
		return false;
	for (int i = 0; i < DIGITS; i++, length++) {
		if (!text_is_digit(bytes[length]))
			return false;
		code.number = code.number * 10 + (bytes[length] - '0');
	}
	if (bytes[length] != ':' &&
	    !(size > length + 1 && bytes[length] == ' ' &&
		bytes[length + 1] == ':'))
		return false;
	memcpy(code.text, bytes, length);
	*out_code = code;
	return true;
}

/* A code behind one of these is part of a name, or quoted. */
static bool
joins(char c)
{
	return text_is_digit(c) || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z') || (c != '\0' && strchr("_-=./\\'\"", c));
}

bool
code_find(const char *bytes, size_t size, size_t *out_at, struct code *out_code)
{
	for (size_t at = 1; at + DIGITS < size; at++) {
		struct code code;

		if ((bytes[at] != 'R' && bytes[at] != 'O') ||
		    joins(bytes[at - 1]) ||
		    !code_read(bytes + at, size - at, &code) ||
		    code_is_wrapper(&code))
			continue;
		*out_at = at;
		*out_code = code;
		return true;
	}
	return false;
}

enum code_meaning
code_meaning(const struct code *code)
{
	if (!code->is_rman)
		return CODE_WARNS;
	if (code->number == RULE)
		return CODE_RULES;
	if (is_in(failing, COUNT_OF(failing), code->number))
		return CODE_FAILS;
	if (is_in(warning, COUNT_OF(warning), code->number) ||
	    code_is_wrapper(code))
		return CODE_WARNS;
	if (is_in(informing, COUNT_OF(informing), code->number))
		return CODE_INFORMS;
	return CODE_UNKNOWN;
}

bool
code_is_wrapper(const struct code *code)
{
	/* ORA-06512 only says at which line of which package. */
	return code->is_rman ?
	    is_in(wrapping, COUNT_OF(wrapping), code->number) :
	    code->number == 6512;
}

bool
code_connects(const struct code *code)
{
	static const int connecting[] = { 6005, 6006, 6008, 6020, 6193, 6567 };

	return code->is_rman &&
	    is_in(connecting, COUNT_OF(connecting), code->number);
}

bool
code_is(const struct code *code, bool is_rman, int number)
{
	return code->is_rman == is_rman && code->number == number;
}

bool
code_is_nothing(const struct code *code)
{
	return code_is(code, false, 0);
}

bool
code_continues(const struct code *code)
{
	return code->is_rman && code->number > 6207 && code->number <= 6214;
}

enum retry_class
code_retry(const char *code)
{
	size_t length = strlen(code);

	for (size_t i = 0; i < COUNT_OF(retries) && length != 0; i++) {
		const char *at = strstr(retries[i].codes, code);

		if (at != NULL && at[length] == ' ')
			return retries[i].retry;
	}
	return RETRY_NONE;
}

static bool
ends_word(char c)
{
	return c == '\0' || c == ',' || text_is_space(c);
}

bool
code_list_read(const char *text, struct code_list *out_list,
    struct fault *fault)
{
	struct code_list list = { 0 };

	for (;;) {
		char word[LIMIT_CODE + 2];
		struct code code;
		size_t size = 0;

		while (*text != '\0' && ends_word(*text))
			text++;
		if (*text == '\0')
			break;
		while (!ends_word(text[size]))
			size++;
		if (size < LIMIT_CODE) {
			memcpy(word, text, size);
			word[size] = ':';
		}
		if (size >= LIMIT_CODE || !code_read(word, size + 1, &code))
			return fault_set(fault, FAULT_USAGE,
			    "'%.*s' is not a code like RMAN-08137 or ORA-19809",
			    (int)(size < 40 ? size : 40), text);
		if (list.count == LIMIT_CODES)
			return fault_set(fault, FAULT_USAGE,
			    "there are more than %d codes", LIMIT_CODES);
		memcpy(list.codes[list.count++], code.text, sizeof(code.text));
		text += size;
	}
	*out_list = list;
	return true;
}

bool
code_list_has(const struct code_list *list, const struct code *code)
{
	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(list->codes[i], code->text) == 0)
			return true;
	}
	return false;
}
