#include "config.h"

#include "worker/redact.h"

#include "base/buf.h"
#include "base/defs.h"
#include "tests/unit.h"

static void
keep(void *arg, const char *bytes, size_t size)
{
	struct fault fault;

	ck_assert(buf_add(arg, bytes, size, &fault));
}

/* The text in pieces of `step` bytes. */
static void
check_redacted(const char *secret, const char *text, const char *shown,
    size_t step)
{
	struct secret of = { { 0 } };
	struct redact redact;
	struct buf out;

	memcpy(of.text, secret, strlen(secret));
	redact_init(&redact, secret[0] == '\0' ? NULL : &of);
	buf_init(&out, 4096);
	for (size_t at = 0, size = strlen(text); at < size; at += step)
		redact_bytes(&redact, text + at,
		    size - at < step ? size - at : step, keep, &out);
	redact_finish(&redact, keep, &out);
	ck_assert_msg(strcmp(buf_text(&out), shown) == 0, "%s in %s: %s",
	    secret, text, buf_text(&out));
	buf_clear(&out);
}

START_TEST(a_secret_is_taken_out_however_the_bytes_are_cut)
{
	static const struct {
		const char *secret, *text, *shown;
	} cases[] = {
		{ "", "all is shown", "all is shown" },
		{ "tiger", "no cat", "no cat" },
		{ "tiger", "sys/tiger@x", "sys/***@x" },
		{ "tiger", "tigertiger tige", "****** tige" },
		{ "tiger", "titiger", "ti***" },
		{ "aab", "aaaab aab", "aa*** ***" },
		{ "abab", "abaabab ababab", "aba*** ***ab" },
		{ "x", "axxb", "a******b" },
		{ "aabaaa", "aabaabaaa", "aab***" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		for (size_t step = 1; step < 12; step++)
			check_redacted(cases[i].secret, cases[i].text,
			    cases[i].shown, step);
}
END_TEST

UNIT_MAIN("worker/redact", a_secret_is_taken_out_however_the_bytes_are_cut)
