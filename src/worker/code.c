#include "config.h"

#include "worker/code.h"

#include <string.h>

#include "base/defs.h"
#include "base/text.h"

enum { DIGITS = 5 };

/* Numbers of RMAN codes that mean failure wherever they begin a line. */
static const int failures[] = { 554, 558, 569, 601, 3002, 3009, 6135 };

/* Numbers of RMAN codes that only wrap the cause, which follows them. */
static const int wrappers[] = { 552, 554, 558, 601, 1006, 3002, 3004, 3006,
	3007, 3009, 3010, 3013, 3014, 3015, 4004, 4005, 4006, 5501, 6003, 6004,
	6136, 6403, 7004, 10032, 10035 };

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
	    "ORA-19809 ORA-19804 ORA-19815 ORA-00257 ORA-15041 ORA-19502 "
	    "ORA-27072 ORA-27063 ORA-27061 ORA-27054 " },
	/* Syntax, rights, names, an unregistered database, NOARCHIVELOG, a
	 * missing file, a folder, a wallet, corruption. */
	{ RETRY_NEVER,
	    "RMAN-00558 RMAN-01009 RMAN-01005 RMAN-01008 "
	    "ORA-01017 ORA-01031 ORA-28000 ORA-28001 ORA-12154 "
	    "RMAN-06149 RMAN-06817 ORA-19602 RMAN-20202 RMAN-20201 "
	    "RMAN-20001 RMAN-05021 RMAN-06059 RMAN-06160 "
	    "ORA-19504 ORA-27040 ORA-00245 ORA-19606 ORA-28365 ORA-19914 "
	    "ORA-01531 ORA-19566 ORA-01578 RMAN-06056 " },
};

static bool
is_in(const int *numbers, size_t count, int number)
{
	for (size_t i = 0; i < count; i++) {
		if (numbers[i] == number)
			return true;
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
	if (bytes[length] != ':')
		return false;
	memcpy(code.text, bytes, length);
	*out_code = code;
	return true;
}

bool
code_is_wrapper(const struct code *code)
{
	return code->is_rman &&
	    is_in(wrappers, COUNT_OF(wrappers), code->number);
}

bool
code_is_failure(const struct code *code)
{
	return code->is_rman &&
	    is_in(failures, COUNT_OF(failures), code->number);
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
