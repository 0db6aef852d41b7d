#include "config.h"

#include "worker/request.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "platform/file.h"
#include "platform/socket.h"
#include "stream/block.h"
#include "stream/memory.h"

enum { REQUEST_VERSION = 2, REQUEST_HEAD = 4 /* the length */ };

#define KIND BLOCK_KIND('R', 'U', 'N', 'Q')

static void
free_texts(char **texts)
{
	if (texts == NULL)
		return;
	for (size_t i = 0; texts[i] != NULL; i++)
		free(texts[i]);
	free(texts);
}

void
request_clear(struct request *request)
{
	free(request->program);
	free_texts(request->arguments);
	free_texts(request->environment);
	free(request->script);
	free(request->user);
	free(request->password_file);
	free(request->address);
	free(request->catalog);
	free(request->work);
	*request = (struct request){ 0 };
}

/* As data, not as text: an argument or a script need not be UTF-8. */
static void
write_string(struct sink *sink, const char *text)
{
	block_write_data(sink, text, strlen(text));
}

static void
write_strings(struct sink *sink, char *const *texts)
{
	size_t count = 0;

	while (texts[count] != NULL)
		count++;
	block_write_uint(sink, count);
	for (size_t i = 0; i < count; i++)
		write_string(sink, texts[i]);
}

bool
request_write(const struct request *request, struct buf *out,
    struct fault *fault)
{
	struct memory_sink memory;
	struct sink *sink = &memory.sink;

	buf_clear(out);
	buf_init(out, LIMIT_REQUEST);
	memory_sink_init(&memory, out);
	block_write_header(sink, KIND);
	block_write_uint(sink, REQUEST_VERSION);
	write_string(sink, request->program);
	write_strings(sink, request->arguments);
	write_strings(sink, request->environment);
	block_write_uint(sink, request->feed);
	write_string(sink, request->script);
	block_write_bool(sink, request->allows_host);
	write_string(sink, request->user);
	write_string(sink, request->password_file);
	write_string(sink, request->address);
	write_string(sink, request->catalog);
	block_write_uint(sink, (uint64_t)request->timeout_s);
	block_write_uint(sink, (uint64_t)request->stop_wait_s);
	block_write_uint(sink, request->log_limit);
	block_write_bool(sink, request->expects_pieces);
	write_string(sink, request->work);
	return sink_finish(sink, fault);
}

/* Never NULL; "" after a fault. */
static char *
read_string(struct source *source)
{
	struct buf text;

	buf_init(&text, LIMIT_REQUEST);
	block_read_data(source, LIMIT_REQUEST, &text);
	if (strlen(buf_text(&text)) != text.size) {
		struct fault fault;

		(void)fault_set(&fault, FAULT_FORMAT,
		    "a zero byte where none may be");
		block_fail(source, source->taken, &fault);
		buf_cut(&text, 0);
	}
	return buf_take(&text);
}

static char **
read_strings(struct source *source)
{
	uint64_t count = block_read_uint(source, 0, LIMIT_REQUEST_WORDS);
	char **texts = mem_new((size_t)count + 1, sizeof(*texts));

	for (size_t i = 0; i < count && !source_failed(source); i++)
		texts[i] = read_string(source);
	return texts;
}

bool
request_read(const void *bytes, size_t size, struct request *out_request,
    struct fault *fault)
{
	struct memory_source memory;
	struct source *source = &memory.source;
	struct request request = { 0 };

	memory_source_init(&memory, bytes, size);
	block_read_header(source, KIND);
	(void)block_read_uint(source, REQUEST_VERSION, REQUEST_VERSION);
	request.program = read_string(source);
	request.arguments = read_strings(source);
	request.environment = read_strings(source);
	request.feed = (enum scan_feed)block_read_uint(source, SCAN_CMDFILE,
	    SCAN_FEEDS - 1);
	request.script = read_string(source);
	request.allows_host = block_read_bool(source);
	request.user = read_string(source);
	request.password_file = read_string(source);
	request.address = read_string(source);
	request.catalog = read_string(source);
	request.timeout_s = (int64_t)block_read_uint(source, 0,
	    LIMIT_TIMEOUT_S);
	request.stop_wait_s = (int64_t)block_read_uint(source, 0,
	    LIMIT_TIMEOUT_S);
	request.log_limit = block_read_uint(source, 0, UINT64_MAX);
	request.expects_pieces = block_read_bool(source);
	request.work = read_string(source);
	if (!source_finish(source, fault)) {
		request_clear(&request);
		return fault_wrap(fault, "the request");
	}
	*out_request = request;
	return true;
}

static bool
receive_body(int socket, const unsigned char head[REQUEST_HEAD],
    struct request *out_request, struct fault *fault)
{
	uint32_t size = (uint32_t)head[0] | (uint32_t)head[1] << 8 |
	    (uint32_t)head[2] << 16 | (uint32_t)head[3] << 24;
	size_t none = 0;
	char *body;
	bool done;

	if (size > LIMIT_REQUEST)
		return fault_set(fault, FAULT_LIMIT,
		    "a request of %" PRIu32 " bytes is more than %d", size,
		    LIMIT_REQUEST);
	body = mem_new((size_t)size + 1, 1);
	done = socket_receive(socket, body, size, NULL, &none, fault) &&
	    request_read(body, size, out_request, fault);
	free(body);
	return done;
}

bool
request_receive(int socket, struct request *out_request,
    int out_files[REQUEST_DESCRIPTORS], struct fault *fault)
{
	unsigned char head[REQUEST_HEAD];
	int files[SOCKET_DESCRIPTORS];
	size_t count = SOCKET_DESCRIPTORS;
	bool done;

	if (!socket_receive(socket, head, sizeof(head), files, &count, fault))
		return false;
	if (count != REQUEST_DESCRIPTORS)
		done = fault_set(fault, FAULT_FORMAT,
		    "%zu descriptors came with the request, not %d", count,
		    REQUEST_DESCRIPTORS);
	else
		done = receive_body(socket, head, out_request, fault);
	for (size_t i = 0; i < count; i++) {
		if (done)
			out_files[i] = files[i];
		else
			file_close(files[i]);
	}
	return done;
}

bool
request_send(int socket, const struct request *request,
    const int files[REQUEST_DESCRIPTORS], struct buf *out_rest,
    struct fault *fault)
{
	unsigned char head[REQUEST_HEAD];

	if (!request_write(request, out_rest, fault))
		return false;
	for (size_t i = 0; i < sizeof(head); i++)
		head[i] = (unsigned char)(out_rest->size >> (8 * i));
	return socket_send(socket, head, sizeof(head), files,
	    REQUEST_DESCRIPTORS, fault);
}
