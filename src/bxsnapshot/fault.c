#include "config.h"

#include "bxsnapshot/fault.h"

#include <assert.h>
#include <string.h>

static_assert((int)BX_FAULT_TEXT_MAX == FAULT_TEXT_MAX, "one length of both");

/* Kinds that no stream knows are the caller's mistake. */
static const enum bx_fault_kind kinds[FAULT_KINDS] = {
	[FAULT_USAGE] = BX_USAGE,
	[FAULT_CONFIG] = BX_USAGE,
	[FAULT_SYSTEM] = BX_SYSTEM,
	[FAULT_TIMEOUT] = BX_TIMEOUT,
	[FAULT_CLOSED] = BX_CLOSED,
	[FAULT_FORMAT] = BX_FORMAT,
	[FAULT_LIMIT] = BX_LIMIT,
	[FAULT_REFUSED] = BX_REFUSED,
	[FAULT_ABSENT] = BX_ABSENT,
	[FAULT_DUPLICATE] = BX_USAGE,
	[FAULT_RETRY] = BX_SYSTEM,
	[FAULT_FULL] = BX_SYSTEM,
};

void
bx_fault_out(struct bx_fault *out, const struct fault *fault)
{
	out->kind = kinds[fault->kind];
	memcpy(out->text, fault->text, sizeof(out->text));
}

void
bx_fault_in(struct fault *out, const struct bx_fault *fault)
{
	out->kind = FAULT_SYSTEM;
	for (unsigned kind = 0; kind < FAULT_KINDS; kind++)
		if (kinds[kind] == fault->kind && kind != FAULT_RETRY) {
			out->kind = (enum fault_kind)kind;
			break;
		}
	memcpy(out->text, fault->text, sizeof(out->text));
	out->text[sizeof(out->text) - 1] = '\0';
}

bool
bx_fault_is_format(const struct bx_fault *fault)
{
	return fault->kind == BX_FORMAT || fault->kind == BX_LIMIT;
}
