/*
 * route - what a request asks for, read from its method, path and query.
 *
 * Pure. Names in a path or query are percent-decoded; a control character, a
 * NUL or a bad escape in one is refused, so is a parameter nobody knows.
 *
 * Thread: any.
 */
#ifndef API_ROUTE_H
#define API_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/rights.h"
#include "base/fault.h"
#include "base/limits.h"

enum route_kind {
	ROUTE_STATUS,
	ROUTE_NEXT,
	ROUTE_FORECAST,
	ROUTE_EXECUTIONS,
	ROUTE_EXECUTION,
	ROUTE_WAIT,
	ROUTE_OUTPUT,
	ROUTE_RUN,
	ROUTE_CANCEL,
	ROUTE_CONNECTIONS,
	ROUTE_STRATEGIES,
	ROUTE_EDIT,
	ROUTE_TEST,
	ROUTE_SYNTAX,
	ROUTE_CHECK,
	ROUTE_DATABASES,
	ROUTE_SNAPSHOT,
	ROUTES
};

struct route {
	enum route_kind kind;
	enum right right;                    /* what it takes */
	char what[LIMIT_API_NAME + 1];       /* execution, prefix or strategy */
	char strategy[LIMIT_API_NAME + 1];   /* ?strategy=, "" for any */
	char connection[LIMIT_API_NAME + 1]; /* ?connection=, likewise */
	char since[LIMIT_API_NAME + 1];      /* ?since=, as a person wrote it */
	char from[LIMIT_API_NAME + 1];       /* ?from= of next, likewise */
	int64_t hours;                       /* ?hours=, 24 when not given */
	uint64_t offset;                     /* ?from= of output */
	size_t most;                         /* ?most=, 100 when not given */
	bool only_bad;                       /* ?failed=1 */
	bool follows;                        /* ?follow=1 */
};

/*
 * The status of the answer: 200 with the route, else 400, 404 or 405 with the
 * fault. `query` is what stands behind the question mark, or NULL.
 */
int route_find(const char *method, const char *path, const char *query,
    struct route *out_route, struct fault *fault);

/* "GET" or "POST": what the path of a 405 allows. */
const char *route_method(const char *path);

#endif
