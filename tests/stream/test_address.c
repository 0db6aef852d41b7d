#include "config.h"

#include "stream/address.h"

#include "tests/unit.h"

START_TEST(an_address_says_what_kind_it_is)
{
	static const struct {
		const char *text;
		enum address_kind kind;
		const char *host, *port;
	} cases[] = {
		{ "plan.bx", ADDRESS_FILE, "", "" },
		{ "/var/tcp:1", ADDRESS_FILE, "", "" },
		{ "./tcp://x:1", ADDRESS_FILE, "", "" },
		{ "-", ADDRESS_STANDARD, "", "" },
		{ "tcp://db01:7000", ADDRESS_TCP, "db01", "7000" },
		{ "tls://db01.example.com:1", ADDRESS_TLS, "db01.example.com",
		    "1" },
		{ "tcp://*:0", ADDRESS_TCP, "*", "0" },
		{ "tcp://[::1]:65535", ADDRESS_TCP, "::1", "65535" },
		{ "tls://10.0.0.1:443", ADDRESS_TLS, "10.0.0.1", "443" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct address address;
		struct fault fault;

		ck_assert_msg(address_read(cases[i].text, &address, &fault),
		    "%s", cases[i].text);
		ck_assert_int_eq(address.kind, cases[i].kind);
		ck_assert_str_eq(address.host, cases[i].host);
		ck_assert_str_eq(address.port, cases[i].port);
		if (address.kind == ADDRESS_FILE)
			ck_assert_str_eq(address.path, cases[i].text);
	}
}
END_TEST

START_TEST(what_is_none_is_refused)
{
	static const char *const cases[] = { "", "tcp://", "tcp://db01",
		"tcp://db01:", "tcp://:7000", "tcp://db01:65536",
		"tcp://db01:-1", "tcp://db01:7000x", "tcp://::1:7000",
		"tcp://a b:1", "tcp://a/b:1", "tcp://user@host:1", "tcp://[:1",
		"http://db01:80", "tls:///x:1", "tcp://db01:000001" };

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct address address;
		struct fault fault;

		ck_assert_msg(!address_read(cases[i], &address, &fault), "%s",
		    cases[i]);
		ck_assert_int_eq(fault.kind, FAULT_USAGE);
		ck_assert(strstr(fault.text,
			      "is not FILE, -, tcp://HOST:PORT or "
			      "tls://HOST:PORT") != NULL);
	}
}
END_TEST

UNIT_MAIN("stream/address", an_address_says_what_kind_it_is,
    what_is_none_is_refused)
