#include "config.h"

#include "worker/redact.h"

#include <string.h>

/* Knuth, Morris and Pratt: how much of the secret still fits after a miss. */
static void
prepare(struct redact *redact)
{
	const char *text = redact->secret->text;
	size_t fits = 0;

	for (size_t i = 1; i < redact->size; i++) {
		while (fits != 0 && text[i] != text[fits])
			fits = redact->back[fits - 1];
		if (text[i] == text[fits])
			fits++;
		redact->back[i] = fits;
	}
}

void
redact_init(struct redact *redact, const struct secret *secret)
{
	*redact = (struct redact){ .secret = secret };
	if (secret == NULL)
		return;
	redact->size = strlen(secret->text);
	prepare(redact);
}

/* Take one byte: the secret grows, or its beginning was none. */
static void
take(struct redact *redact, char byte, redact_fn *pass, void *arg)
{
	const char *text = redact->secret->text;

	while (redact->held != 0 && byte != text[redact->held]) {
		size_t kept = redact->back[redact->held - 1];

		pass(arg, text, redact->held - kept);
		redact->held = kept;
	}
	if (byte != text[redact->held]) {
		pass(arg, &byte, 1);
		return;
	}
	if (++redact->held == redact->size) {
		pass(arg, REDACT_SIGN, sizeof(REDACT_SIGN) - 1);
		redact->held = 0;
	}
}

void
redact_bytes(struct redact *redact, const char *bytes, size_t size,
    redact_fn *pass, void *arg)
{
	if (redact->size == 0) {
		pass(arg, bytes, size);
		return;
	}
	while (size != 0) {
		const char *first = redact->held != 0 ?
		    bytes :
		    memchr(bytes, redact->secret->text[0], size);
		size_t plain = first == NULL ? size : (size_t)(first - bytes);

		if (plain != 0)
			pass(arg, bytes, plain);
		bytes += plain;
		size -= plain;
		if (size != 0) {
			take(redact, *bytes, pass, arg);
			bytes++;
			size--;
		}
	}
}

void
redact_finish(struct redact *redact, redact_fn *pass, void *arg)
{
	if (redact->held != 0)
		pass(arg, redact->secret->text, redact->held);
	redact->held = 0;
}
