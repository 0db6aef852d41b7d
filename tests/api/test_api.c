#include "config.h"

#include "api/api.h"

#include <jansson.h>

#include "base/mem.h"
#include "platform/account.h"
#include "tests/support/backend.h"
#include "tests/support/http.h"
#include "tests/unit.h"

/* The answer as JSON; its status must be the one given. */
static json_t *
ask(struct backend *backend, const char *method, const char *target,
    const char *body, int status)
{
	struct http_answer answer = http_ask(backend->socket, method, target,
	    body);
	json_t *json;

	ck_assert_msg(answer.status == status, "%s: %d %s", target,
	    answer.status, answer.body);
	ck_assert_ptr_nonnull(strstr(answer.headers, "application/json"));
	json = json_loads(answer.body, 0, NULL);
	ck_assert_ptr_nonnull(json);
	http_clear(&answer);
	return json;
}

static const char *
text_of(const json_t *json, const char *name)
{
	const char *text = json_string_value(json_object_get(json, name));

	return text == NULL ? "" : text;
}

START_TEST(status_tells_all)
{
	struct backend *backend = backend_start();
	json_t *json = ask(backend, "GET", "/v1/status", "", 200);
	const json_t *row;

	ck_assert_str_eq(text_of(json, "name"), "db01");
	ck_assert_str_eq(text_of(json, "state"), "running");
	ck_assert_str_eq(text_of(json, "plan_from"), "catalog");
	ck_assert(json_is_null(json_object_get(json, "catalog_away_since")));
	ck_assert_str_eq(json_string_value(
			     json_array_get(json_object_get(json, "remarks"),
				 0)),
	    "nobody runs far");
	row = json_array_get(json_object_get(json, "connections"), 1);
	ck_assert_str_eq(text_of(row, "not_ours"), "it runs on db09");
	row = json_array_get(json_object_get(json, "strategies"), 0);
	ck_assert_str_eq(text_of(row, "connection"), "local");
	ck_assert_str_eq(text_of(json_object_get(row, "last"), "code"),
	    "ORA-19809");
	ck_assert_str_eq(text_of(json_object_get(row, "living"), "state"),
	    "running");
	ck_assert_ptr_null(json_object_get(row, "lines"));
	json_decref(json);
	backend_stop(backend);
}
END_TEST

START_TEST(listings_are_arrays)
{
	const struct {
		const char *target;
		size_t count;
	} cases[] = {
		{ "/v1/next", 1 },
		{ "/v1/next?hours=0", 0 },
		{ "/v1/next?hours=168&from=2026-10-25T01:30:00+01:00", 1 },
		{ "/v1/executions", 3 },
		{ "/v1/executions?failed=1", 1 },
		{ "/v1/executions?most=2&since=2026-01-01", 2 },
		{ "/v1/connections", 2 },
		{ "/v1/strategies", 2 },
		{ "/v1/strategies?strategy=nightly", 1 },
	};
	struct backend *backend = backend_start();

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		json_t *json = ask(backend, "GET", cases[i].target, "", 200);

		ck_assert(json_is_array(json));
		ck_assert_uint_eq(json_array_size(json), cases[i].count);
		json_decref(json);
	}
	backend_stop(backend);
}
END_TEST

START_TEST(one_strategy_comes_with_its_lines)
{
	struct backend *backend = backend_start();
	json_t *json = ask(backend, "GET", "/v1/strategies?strategy=nightly",
	    "", 200);
	const json_t *row = json_array_get(json, 0);

	ck_assert_uint_eq(json_array_size(json_object_get(row, "lines")), 3);
	ck_assert_str_eq(text_of(json_object_get(row, "options"), "timeout"),
	    "2h");
	json_decref(json);
	backend_stop(backend);
}
END_TEST

START_TEST(an_execution_has_its_connections_name_and_its_stack)
{
	struct backend *backend = backend_start();
	json_t *json = ask(backend, "GET", "/v1/executions/3333", "", 200);

	ck_assert_str_eq(text_of(json, "execution"), BACKEND_BAD);
	ck_assert_str_eq(text_of(json, "connection"), "local");
	ck_assert_str_eq(text_of(json, "detail"), "RMAN-00571");
	json_decref(json);
	backend_stop(backend);
}
END_TEST

START_TEST(refusals_have_a_sentence_and_a_kind)
{
	const struct {
		const char *method, *target, *body;
		int status;
		const char *kind, *sentence;
	} cases[] = {
		{ "GET", "/v1/executions/9999", "", 404, "absent",
		    "there is no execution '9999'" },
		{ "GET", "/v1/executions/9999/output", "", 404, "absent",
		    "there is no execution '9999'" },
		{ "GET", "/v1/executions?strategy=gone", "", 404, "absent",
		    "there is no strategy 'gone'" },
		{ "GET", "/v1/strategies?strategy=gone", "", 404, "absent",
		    "there is no strategy 'gone'" },
		{ "GET", "/v1/next?hours=2000", "", 400, "usage",
		    "that is too long" },
		{ "POST", "/v1/run", "{\"strategy\":\"busy\"}", 409, "refused",
		    "busy runs already" },
		{ "POST", "/v1/run", "{}", 400, "format",
		    "a run is {\"strategy\": NAME} and nothing else" },
		{ "POST", "/v1/edit", "{}", 400, "format",
		    "edit is not connection_ or strategy_ with add, set or "
		    "remove, nor pause or resume" },
		{ "GET", "/v1", "", 404, "absent",
		    "there is nothing at this path" },
	};
	struct backend *backend = backend_start();

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		json_t *json = ask(backend, cases[i].method, cases[i].target,
		    cases[i].body, cases[i].status);

		ck_assert_str_eq(text_of(json, "kind"), cases[i].kind);
		ck_assert_str_eq(text_of(json, "error"), cases[i].sentence);
		json_decref(json);
	}
	backend_stop(backend);
}
END_TEST

START_TEST(a_bad_time_is_refused)
{
	struct backend *backend = backend_start();

	json_decref(ask(backend, "GET", "/v1/next?from=soon", "", 400));
	json_decref(ask(backend, "GET", "/v1/executions?since=soon", "", 400));
	backend_stop(backend);
}
END_TEST

START_TEST(changes_reach_the_backend_with_who_asked)
{
	const struct {
		const char *target, *body, *asked;
	} cases[] = {
		{ "/v1/run", "{\"strategy\":\"nightly\"}", "run nightly by " },
		{ "/v1/executions/2222/cancel", "", "cancel 2222 by " },
		{ "/v1/edit",
		    "{\"edit\":\"strategy_set\",\"id\":\"nightly\","
		    "\"values\":{\"alive\":\"0\"},\"lines\":[\"a\",\"b\"],"
		    "\"frequencies\":[[0,2,30]]}",
		    "edit 4 nightly 1 2 1 by " },
	};
	struct backend *backend = backend_start();
	char me[64];

	account_name(account_self(), me);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char *wanted = mem_format("%s%s", cases[i].asked, me), *asked;

		json_decref(
		    ask(backend, "POST", cases[i].target, cases[i].body, 200));
		asked = backend_asked(backend);
		ck_assert_str_eq(asked, wanted);
		free(asked);
		free(wanted);
	}
	backend_stop(backend);
}
END_TEST

START_TEST(waiting_for_what_has_ended_answers_at_once)
{
	struct backend *backend = backend_start();
	json_t *json = ask(backend, "GET", "/v1/executions/1111/wait", "", 200);

	ck_assert_str_eq(text_of(json, "outcome"), "success");
	json_decref(json);
	backend_stop(backend);
}
END_TEST

START_TEST(waiters_get_their_answer_at_the_end)
{
	const char *request = "GET /v1/executions/2222/wait HTTP/1.0\r\n\r\n";
	struct backend *backend = backend_start();
	int waiters[3], gone = http_open(backend->socket, request);
	char room[4096];

	for (int i = 0; i < 3; i++)
		waiters[i] = http_open(backend->socket, request);

	/* Requests are taken in order: after this one all of them wait. */
	json_decref(ask(backend, "GET", "/v1/status", "", 200));
	http_close(gone);
	json_decref(ask(backend, "GET", "/v1/status", "", 200));
	backend_grow(backend, "it goes on\n");
	backend_end(backend, OUTCOME_FAILURE);
	for (int i = 0; i < 3; i++) {
		size_t size = 0, got;

		while ((got = http_read(waiters[i], room + size,
			    sizeof(room) - 1 - size)) > 0)
			size += got;
		room[size] = '\0';
		ck_assert_ptr_nonnull(strstr(room, "\"outcome\":\"failure\""));
		ck_assert_ptr_nonnull(strstr(room, "\"detail\":"));
		http_close(waiters[i]);
	}
	backend_stop(backend);
}
END_TEST

START_TEST(an_answer_may_come_after_its_client_or_the_api_has_gone)
{
	struct backend *backend = backend_start();
	int client;

	backend->is_slow = true;
	client = http_open(backend->socket,
	    "GET /v1/executions/1111 HTTP/1.1\r\n\r\n");
	backend_wait_held(backend);
	http_close(client);
	backend_stop(backend);

	backend = backend_start();
	backend->is_slow = true;
	client = http_open(backend->socket,
	    "GET /v1/executions/1111 HTTP/1.1\r\n\r\n");
	backend_wait_held(backend);
	backend_stop(backend);
	http_close(client);
}
END_TEST

static void
change_groups(struct backend *backend)
{
	api_set_groups(backend->api, "readers", "changers");
}

START_TEST(groups_that_nobody_knows_lock_nobody_out)
{
	struct backend *backend = backend_start_with("", "no such group");

	json_decref(ask(backend, "GET", "/v1/status", "", 200));
	backend_do(backend, change_groups);
	json_decref(ask(backend, "GET", "/v1/status", "", 200));
	backend_stop(backend);
}
END_TEST

UNIT_MAIN("api/api", status_tells_all, listings_are_arrays,
    one_strategy_comes_with_its_lines,
    an_execution_has_its_connections_name_and_its_stack,
    refusals_have_a_sentence_and_a_kind, a_bad_time_is_refused,
    changes_reach_the_backend_with_who_asked,
    waiting_for_what_has_ended_answers_at_once,
    waiters_get_their_answer_at_the_end,
    an_answer_may_come_after_its_client_or_the_api_has_gone,
    groups_that_nobody_knows_lock_nobody_out)
