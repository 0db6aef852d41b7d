#include "config.h"

#include "stream/address.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static bool
refuse(const char *text, struct fault *fault)
{
	char *quoted = text_quote(text);

	(void)fault_set(fault, FAULT_USAGE,
	    "%.150s is not FILE, -, tcp://HOST:PORT or tls://HOST:PORT",
	    quoted);
	free(quoted);
	return false;
}

static bool
read_port(const char *text, char port[ADDRESS_PORT_MAX])
{
	size_t length = strlen(text);

	if (length == 0 || length >= ADDRESS_PORT_MAX ||
	    strspn(text, "0123456789") != length ||
	    strtol(text, NULL, 10) > 65535)
		return false;
	memcpy(port, text, length + 1);
	return true;
}

static bool
read_host(const char *begin, size_t length, char host[ADDRESS_HOST_MAX])
{
	if (length >= 2 && begin[0] == '[' && begin[length - 1] == ']') {
		begin++;
		length -= 2;
	} else if (memchr(begin, ':', length) != NULL) {
		return false; /* an IPv6 address must stand in brackets */
	}
	if (length == 0 || length >= ADDRESS_HOST_MAX)
		return false;
	for (size_t i = 0; i < length; i++)
		if (begin[i] <= ' ' || begin[i] == '/' || begin[i] == '@' ||
		    begin[i] == '[' || begin[i] == ']' || begin[i] == 0x7f)
			return false;
	memcpy(host, begin, length);
	host[length] = '\0';
	return true;
}

bool
address_read(const char *text, struct address *out, struct fault *fault)
{
	struct address address = { .kind = ADDRESS_FILE, .path = text };
	const char *rest = strstr(text, "://");
	const char *colon;

	if (text[0] == '\0')
		return refuse(text, fault);
	if (strcmp(text, "-") == 0) {
		address.kind = ADDRESS_STANDARD;
	} else if (rest != NULL &&
	    strspn(text, "abcdefghijklmnopqrstuvwxyz+") ==
		(size_t)(rest - text)) {
		if (strncmp(text, "tcp:", 4) == 0)
			address.kind = ADDRESS_TCP;
		else if (strncmp(text, "tls:", 4) == 0)
			address.kind = ADDRESS_TLS;
		else
			return refuse(text, fault);
		rest += 3;
		colon = strrchr(rest, ':');
		if (colon == NULL ||
		    !read_host(rest, (size_t)(colon - rest), address.host) ||
		    !read_port(colon + 1, address.port))
			return refuse(text, fault);
	}
	*out = address;
	return true;
}
