#include "config.h"

#include "api/route.h"

#include <stdio.h>

#include "tests/unit.h"

START_TEST(every_path_finds_its_route)
{
	const struct {
		const char *method, *path;
		enum route_kind kind;
		enum right right;
		const char *what;
	} cases[] = {
		{ "GET", "/v1/status", ROUTE_STATUS, RIGHT_READ, "" },
		{ "GET", "/v1/next", ROUTE_NEXT, RIGHT_READ, "" },
		{ "GET", "/v1/executions", ROUTE_EXECUTIONS, RIGHT_READ, "" },
		{ "GET", "/v1/executions/ab12", ROUTE_EXECUTION, RIGHT_READ,
		    "ab12" },
		{ "GET", "/v1/executions/a%2Fb%20c/wait", ROUTE_WAIT,
		    RIGHT_READ, "a/b c" },
		{ "GET", "/v1/executions/a+b/output", ROUTE_OUTPUT, RIGHT_READ,
		    "a+b" },
		{ "GET", "/v1/executions/..", ROUTE_EXECUTION, RIGHT_READ,
		    ".." },
		{ "POST", "/v1/run", ROUTE_RUN, RIGHT_CHANGE, "" },
		{ "POST", "/v1/executions/x/cancel", ROUTE_CANCEL, RIGHT_CHANGE,
		    "x" },
		{ "GET", "/v1/connections", ROUTE_CONNECTIONS, RIGHT_READ, "" },
		{ "GET", "/v1/strategies", ROUTE_STRATEGIES, RIGHT_READ, "" },
		{ "POST", "/v1/edit", ROUTE_EDIT, RIGHT_CHANGE, "" },
		{ "GET", "/v1/snapshot", ROUTE_SNAPSHOT, RIGHT_READ, "" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct route route;
		struct fault fault;

		ck_assert_int_eq(route_find(cases[i].method, cases[i].path,
				     NULL, &route, &fault),
		    200);
		ck_assert_int_eq(route.kind, cases[i].kind);
		ck_assert_int_eq(route.right, cases[i].right);
		ck_assert_str_eq(route.what, cases[i].what);
		ck_assert_str_eq(route_method(cases[i].path), cases[i].method);
	}
}
END_TEST

START_TEST(what_is_no_route_is_refused_with_a_sentence)
{
	const struct {
		const char *method, *path, *query;
		int status;
		const char *sentence;
	} cases[] = {
		{ "GET", "/", NULL, 404, "there is nothing at this path" },
		{ "GET", "", NULL, 404, "there is nothing at this path" },
		{ "GET", "/v1/status/", NULL, 404,
		    "there is nothing at this path" },
		{ "GET", "/v1/executions//output", NULL, 404,
		    "there is nothing at this path" },
		{ "GET", "/v1/executions/../../etc/passwd", NULL, 404,
		    "there is nothing at this path" },
		{ "PUT", "/v1/status", NULL, 405,
		    "/v1/status takes GET, not PUT" },
		{ "GET", "/v1/run", NULL, 405, "/v1/run takes POST, not GET" },
		{ "HEAD", "/v1/executions/x/output", NULL, 405,
		    "/v1/executions/*/output takes GET, not HEAD" },
		{ "GET", "/v1/executions/a%00", NULL, 400,
		    "the name in the path: control characters are not "
		    "allowed" },
		{ "GET", "/v1/executions/a%4", NULL, 400,
		    "the name in the path: a % is not followed by two "
		    "hexadecimal digits" },
		{ "GET", "/v1/executions/%", NULL, 400,
		    "the name in the path: a % is not followed by two "
		    "hexadecimal digits" },
		{ "GET", "/v1/executions/%zz", NULL, 400,
		    "the name in the path: a % is not followed by two "
		    "hexadecimal digits" },
		{ "GET", "/v1/status", "x=1", 400, "'x' is no parameter here" },
		{ "GET", "/v1/status", "=1", 400, "'' is no parameter here" },
		{ "GET", "/v1/next", "hours%20from=1", 400,
		    "'hours from' is no parameter here" },
		{ "GET", "/v1/next", "hours=-1", 400,
		    "hours: '-1' is not a number from 0 to 8784" },
		{ "GET", "/v1/next", "hours=8785", 400,
		    "hours: '8785' is not a number from 0 to 8784" },
		{ "GET", "/v1/executions", "failed=yes", 400,
		    "failed is not 0 or 1" },
		{ "GET", "/v1/executions", "most=100001", 400,
		    "most: '100001' is not a number from 0 to 100000" },
		{ "GET", "/v1/executions/x/output", "from=x", 400,
		    "from: 'x' is not a number from 0 to 9223372036854775807" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct route route;
		struct fault fault;

		ck_assert_int_eq(route_find(cases[i].method, cases[i].path,
				     cases[i].query, &route, &fault),
		    cases[i].status);
		ck_assert_str_eq(fault.text, cases[i].sentence);
	}
	ck_assert_ptr_null(route_method("/v2"));
}
END_TEST

START_TEST(parameters_arrive)
{
	struct route route;
	struct fault fault;

	ck_assert_int_eq(route_find("GET", "/v1/next", NULL, &route, &fault),
	    200);
	ck_assert_int_eq(route.hours, 24);
	ck_assert_str_eq(route.from, "");
	ck_assert_int_eq(route_find("GET", "/v1/next",
			     "hours=168&from=2026-10-25T01%3A30:00+01:00",
			     &route, &fault),
	    200);
	ck_assert_int_eq(route.hours, 168);
	ck_assert_str_eq(route.from, "2026-10-25T01:30:00+01:00");
	ck_assert_int_eq(route_find("GET", "/v1/executions",
			     "strategy=a%26b&failed=1&since=2026-01-01&most=7&",
			     &route, &fault),
	    200);
	ck_assert_str_eq(route.strategy, "a&b");
	ck_assert_str_eq(route.since, "2026-01-01");
	ck_assert(route.only_bad);
	ck_assert_uint_eq(route.most, 7);
	ck_assert_int_eq(route_find("GET", "/v1/executions", "", &route,
			     &fault),
	    200);
	ck_assert_uint_eq(route.most, 100);
	ck_assert_int_eq(route_find("GET", "/v1/executions/x/output",
			     "from=5000000000&follow=1", &route, &fault),
	    200);
	ck_assert_uint_eq(route.offset, 5000000000u);
	ck_assert(route.follows);
}
END_TEST

START_TEST(a_name_may_be_255_bytes_long_and_not_256)
{
	struct route route;
	struct fault fault;
	char path[400];

	(void)snprintf(path, sizeof(path), "/v1/executions/%0255d", 7);
	ck_assert_int_eq(route_find("GET", path, NULL, &route, &fault), 200);
	(void)snprintf(path, sizeof(path), "/v1/executions/%0256d", 7);
	ck_assert_int_eq(route_find("GET", path, NULL, &route, &fault), 400);
	ck_assert_str_eq(fault.text,
	    "the name in the path is longer than 255 bytes");
}
END_TEST

UNIT_MAIN("api/route", every_path_finds_its_route,
    what_is_no_route_is_refused_with_a_sentence, parameters_arrive,
    a_name_may_be_255_bytes_long_and_not_256)
