#include "config.h"

#include "cli/client.h"

#include "base/mem.h"
#include "cli/pick.h"
#include "tests/support/backend.h"
#include "tests/unit.h"

START_TEST(nobody_there_is_a_fault_of_its_own)
{
	struct fault fault;

	ck_assert_ptr_null(client_open("/nonexistent/control", &fault));
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
	ck_assert_str_eq(fault.text,
	    "no daemon listens at /nonexistent/control");
}
END_TEST

START_TEST(answers_and_refusals_arrive)
{
	struct backend *backend = backend_start();
	struct fault fault;
	struct client *client = client_open(backend->socket, &fault);
	json_t *json, *body = json_pack("{s: s}", "strategy", "busy");

	json = client_get(client, "/v1/status", &fault);
	ck_assert_str_eq(pick_text(json, "name"), "db01");
	json_decref(json);
	ck_assert_ptr_null(client_get(client, "/v1/nothing", &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	ck_assert_str_eq(fault.text, "there is nothing at this path");
	ck_assert_ptr_null(client_post(client, "/v1/run", body, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	ck_assert_str_eq(fault.text, "busy runs already");
	json_decref(body);
	client_close(client);
	backend_stop(backend);
}
END_TEST

START_TEST(a_daemon_that_goes_away_is_noticed)
{
	struct backend *backend = backend_start();
	struct fault fault;
	struct client *client = client_open(backend->socket, &fault);

	backend_stop(backend);
	ck_assert_ptr_null(client_get(client, "/v1/status", &fault));
	ck_assert_int_eq(fault.kind, FAULT_CLOSED);
	client_close(client);
}
END_TEST

static bool
add_up(void *arg, const char *bytes, size_t size)
{
	size_t *total = arg;

	(void)bytes;
	*total += size;
	return true;
}

static bool
refuse(void *arg, const char *bytes, size_t size)
{
	(void)arg;
	(void)bytes;
	(void)size;
	return false;
}

START_TEST(a_stream_comes_in_pieces_and_may_be_ended)
{
	struct backend *backend = backend_start();
	struct fault fault;
	struct client *client = client_open(backend->socket, &fault);
	const char *target = "/v1/executions/2222/output";
	size_t total = 0;

	backend_grow(backend, "one\ntwo\n");
	ck_assert(client_stream(client, target, add_up, &total, &fault));
	ck_assert_uint_eq(total, 8);
	ck_assert(!client_stream(client, target, refuse, NULL, &fault));
	ck_assert_str_eq(fault.text, "the output cannot be written");
	ck_assert(!client_stream(client, "/v1/executions/9999/output", add_up,
	    &total, &fault));
	ck_assert_int_eq(fault.kind, FAULT_ABSENT);
	client_close(client);
	backend_stop(backend);
}
END_TEST

START_TEST(names_are_percent_encoded)
{
	char *target = client_target("/a/", "x y/../\xc3\xa4+&", "/z");

	ck_assert_str_eq(target, "/a/x%20y%2F%2E%2E%2F%C3%A4%2B%26/z");
	free(target);
}
END_TEST

UNIT_MAIN("cli/client", nobody_there_is_a_fault_of_its_own,
    answers_and_refusals_arrive, a_daemon_that_goes_away_is_noticed,
    a_stream_comes_in_pieces_and_may_be_ended, names_are_percent_encoded)
