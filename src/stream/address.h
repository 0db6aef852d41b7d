/*
 * address - what a person types for a stream: a file, "-", tcp:// or tls://.
 *
 * Pure. A name of a file that looks like something else begins with "./".
 *
 * Thread: any.
 */
#ifndef STREAM_ADDRESS_H
#define STREAM_ADDRESS_H

#include "base/fault.h"

enum address_kind { ADDRESS_FILE, ADDRESS_STANDARD, ADDRESS_TCP, ADDRESS_TLS };

enum { ADDRESS_HOST_MAX = 256, ADDRESS_PORT_MAX = 6 };

struct address {
	enum address_kind kind;
	const char *path; /* of a file: the text itself */
	char host[ADDRESS_HOST_MAX];
	char port[ADDRESS_PORT_MAX];
};

/*
 * HOST is a name, an IPv4 address, an IPv6 address in brackets, or "*"; PORT is
 * 0 to 65535. Faults: FAULT_USAGE.
 */
MUST_CHECK bool
address_read(const char *text, struct address *out, struct fault *fault);

#endif
