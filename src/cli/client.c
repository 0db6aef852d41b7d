#include "config.h"

#include "cli/client.h"

#include <assert.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "api/json_read.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "platform/file.h"
#include "platform/socket.h"

struct client {
	CURL *curl;
	char *path;
};

/* One request: who gets the bytes of its answer. */
struct transfer {
	struct client *client;
	struct buf answer; /* JSON, or a refusal */
	client_write_fn write;
	void *arg;
	bool has_stopped; /* write had enough */
	struct fault fault;
	bool has_fault;
};

struct client *
client_open(const char *socket_path, struct fault *fault)
{
	struct client *client;
	int descriptor = socket_connect(socket_path, fault);

	if (descriptor == -1) {
		if (fault->kind == FAULT_ABSENT || fault->kind == FAULT_CLOSED)
			(void)fault_set(fault, FAULT_CLOSED,
			    "no daemon listens at %s", socket_path);
		return NULL;
	}
	file_close(descriptor);
	client = mem_new(1, sizeof(*client));
	client->path = mem_text(socket_path);
	client->curl = curl_easy_init();
	assert(client->curl != NULL);
	return client;
}

void
client_close(struct client *client)
{
	if (client == NULL)
		return;
	curl_easy_cleanup(client->curl);
	free(client->path);
	free(client);
}

static size_t
take_bytes(char *bytes, size_t one, size_t size, void *arg)
{
	struct transfer *transfer = arg;
	long status = 0;

	size *= one;
	(void)curl_easy_getinfo(transfer->client->curl, CURLINFO_RESPONSE_CODE,
	    &status);
	if (transfer->write != NULL && status == 200) {
		transfer->has_stopped = !transfer->write(transfer->arg, bytes,
		    size);
		return transfer->has_stopped ? 0 : size;
	}
	transfer->has_fault = !buf_add(&transfer->answer, bytes, size,
	    &transfer->fault);
	return transfer->has_fault ? 0 : size;
}

/* What curl could not do, in our words. */
static bool
fault_of_curl(const struct transfer *transfer, CURLcode code,
    struct fault *fault)
{
	const char *path = transfer->client->path;

	switch ((int)code) {
	case CURLE_COULDNT_CONNECT:
		return fault_set(fault, FAULT_CLOSED, "no daemon listens at %s",
		    path);
	case CURLE_OPERATION_TIMEDOUT:
		return fault_set(fault, FAULT_TIMEOUT,
		    "the daemon did not answer within %d s",
		    LIMIT_API_ANSWER_S);
	case CURLE_WRITE_ERROR:
		if (transfer->has_fault) {
			*fault = transfer->fault;
			return fault_wrap(fault, "the daemon's answer");
		}
		return fault_set(fault, FAULT_SYSTEM,
		    "the output cannot be written");
	case CURLE_GOT_NOTHING:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_PARTIAL_FILE:
		return fault_set(fault, FAULT_CLOSED,
		    "the daemon closed the connection");
	default:
		return fault_set(fault, FAULT_SYSTEM, "asking the daemon: %s",
		    curl_easy_strerror(code));
	}
}

/* A refusal has our JSON, but for what the HTTP library itself refuses. */
static bool
fault_of_answer(const struct transfer *transfer, long status,
    struct fault *fault)
{
	json_t *json = json_loadb(buf_text(&transfer->answer),
	    transfer->answer.size, 0, NULL);

	if (json == NULL || !json_read_fault(json, fault))
		(void)fault_set(fault, FAULT_FORMAT,
		    "the daemon answered with status %ld", status);
	json_decref(json);
	return false;
}

static void
set_up(struct transfer *transfer, const char *url, const char *body,
    long most_s)
{
	struct client *client = transfer->client;
	CURL *curl = client->curl;

	curl_easy_reset(curl);
	(void)curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, client->path);
	(void)curl_easy_setopt(curl, CURLOPT_URL, url);
	(void)curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_PROXY, "");
	(void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_TIMEOUT, most_s);
	(void)curl_easy_setopt(curl, CURLOPT_BUFFERSIZE, 128L << 10);
	(void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
	(void)curl_easy_setopt(curl, CURLOPT_WRITEDATA, (void *)transfer);
	if (body != NULL) {
		(void)curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)strlen(body));
		(void)curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
	}
}

/* Carry out the request; the answer is in the transfer. */
static bool
perform(struct transfer *transfer, const char *target, const char *body,
    long most_s, struct fault *fault)
{
	CURL *curl = transfer->client->curl;
	char *url = mem_format("http://localhost%s", target);
	struct curl_slist *headers = NULL;
	long status = 0;
	CURLcode code;

	set_up(transfer, url, body, most_s);

	/* No "Expect: 100-continue": the daemon is near. */
	headers = curl_slist_append(headers, "Expect:");
	headers = curl_slist_append(headers, "Content-Type: application/json");
	(void)curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	code = curl_easy_perform(curl);
	(void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_slist_free_all(headers);
	free(url);
	if (code != CURLE_OK)
		return fault_of_curl(transfer, code, fault);
	return status == 200 || fault_of_answer(transfer, status, fault);
}

static json_t *
ask(struct client *client, const char *target, const char *body, long most_s,
    struct fault *fault)
{
	struct transfer transfer = { .client = client };
	json_error_t error;
	json_t *json = NULL;

	buf_init(&transfer.answer, LIMIT_API_ANSWER);
	if (perform(&transfer, target, body, most_s, fault)) {
		json = json_loadb(buf_text(&transfer.answer),
		    transfer.answer.size, 0, &error);
		if (json == NULL)
			(void)fault_set(fault, FAULT_FORMAT,
			    "the daemon's answer is not JSON: %s", error.text);
	}
	buf_clear(&transfer.answer);
	return json;
}

json_t *
client_get(struct client *client, const char *target, struct fault *fault)
{
	return ask(client, target, NULL, LIMIT_API_ANSWER_S, fault);
}

json_t *
client_wait(struct client *client, const char *target, struct fault *fault)
{
	return ask(client, target, NULL, 0, fault);
}

json_t *
client_post(struct client *client, const char *target, const json_t *body,
    struct fault *fault)
{
	char *text = json_dumps(body, JSON_COMPACT);
	json_t *answer;

	assert(text != NULL);
	answer = ask(client, target, text, LIMIT_API_ANSWER_S, fault);
	free(text);
	return answer;
}

bool
client_stream(struct client *client, const char *target, client_write_fn write,
    void *arg, struct fault *fault)
{
	struct transfer transfer = { .client = client,
		.write = write,
		.arg = arg };
	bool is_good;

	buf_init(&transfer.answer, LIMIT_API_BODY);
	is_good = perform(&transfer, target, NULL, 0, fault);
	buf_clear(&transfer.answer);
	return is_good;
}

char *
client_target(const char *before, const char *text, const char *after)
{
	static const char hex[] = "0123456789ABCDEF";
	char *encoded = mem_new(strlen(text) + 1, 3), *to = encoded, *target;

	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;
		bool is_plain = (c >= '0' && c <= '9') ||
		    (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		    c == '-' || c == '_' || c == '~';

		if (is_plain) {
			*to++ = (char)c;
			continue;
		}
		*to++ = '%';
		*to++ = hex[c >> 4];
		*to++ = hex[c & 15];
	}
	*to = '\0';
	target = mem_format("%s%s%s", before, encoded, after);
	free(encoded);
	return target;
}
