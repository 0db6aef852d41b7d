#include "config.h"

#include "api/route.h"

#include <string.h>

#include "base/text.h"

/* A star stands for one segment, which becomes route.what. */
static const struct route_row {
	const char *method;
	const char *path;
	enum route_kind kind;
	enum right right;
	const char *parameters;
} rows[] = {
	{ "GET", "/v1/status", ROUTE_STATUS, RIGHT_READ, "" },
	{ "GET", "/v1/next", ROUTE_NEXT, RIGHT_READ, " hours from " },
	{ "GET", "/v1/forecast", ROUTE_FORECAST, RIGHT_READ, " hours from " },
	{ "GET", "/v1/executions", ROUTE_EXECUTIONS, RIGHT_READ,
	    " strategy failed since most " },
	{ "GET", "/v1/executions/*", ROUTE_EXECUTION, RIGHT_READ, "" },
	{ "GET", "/v1/executions/*/wait", ROUTE_WAIT, RIGHT_READ, "" },
	{ "GET", "/v1/executions/*/output", ROUTE_OUTPUT, RIGHT_READ,
	    " from follow " },
	{ "POST", "/v1/run", ROUTE_RUN, RIGHT_CHANGE, "" },
	{ "POST", "/v1/executions/*/cancel", ROUTE_CANCEL, RIGHT_CHANGE, "" },
	{ "GET", "/v1/connections", ROUTE_CONNECTIONS, RIGHT_READ, "" },
	{ "GET", "/v1/strategies", ROUTE_STRATEGIES, RIGHT_READ, " strategy " },
	{ "POST", "/v1/edit", ROUTE_EDIT, RIGHT_CHANGE, "" },
	{ "POST", "/v1/test", ROUTE_TEST, RIGHT_CHANGE, "" },
	{ "POST", "/v1/syntax", ROUTE_SYNTAX, RIGHT_CHANGE, "" },
	{ "GET", "/v1/check", ROUTE_CHECK, RIGHT_READ, " connection " },
	{ "GET", "/v1/databases", ROUTE_DATABASES, RIGHT_READ, "" },
	{ "GET", "/v1/snapshot", ROUTE_SNAPSHOT, RIGHT_READ, "" },
};

enum { MOST_DEFAULT = 100, HOURS_DEFAULT = 24 };

static int
hex_digit(char c)
{
	c = text_lower(c);
	if (text_is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decode `size` bytes of a segment or value into a name's room. */
static bool
decode(char room[LIMIT_API_NAME + 1], const char *text, size_t size,
    const char *what, struct fault *fault)
{
	size_t length = 0;

	for (size_t i = 0; i < size; i++) {
		char c = text[i];

		if (c == '%') {
			int high = i + 2 < size ? hex_digit(text[i + 1]) : -1;
			int low = high < 0 ? -1 : hex_digit(text[i + 2]);

			if (low < 0)
				return fault_set(fault, FAULT_USAGE,
				    "%s: a %% is not followed by two "
				    "hexadecimal digits",
				    what);
			c = (char)(high * 16 + low);
			i += 2;
		}
		if ((unsigned char)c < 0x20 || c == 0x7f)
			return fault_set(fault, FAULT_USAGE,
			    "%s: control characters are not allowed", what);
		if (length == LIMIT_API_NAME)
			return fault_set(fault, FAULT_USAGE,
			    "%s is longer than %d bytes", what, LIMIT_API_NAME);
		room[length++] = c;
	}
	room[length] = '\0';
	return true;
}

/* Does `path` fit the row's? The star's segment is handed out undecoded. */
static bool
path_fits(const char *pattern, const char *path, const char **out_segment,
    size_t *out_size)
{
	for (; *pattern != '\0'; pattern++) {
		if (*pattern != '*') {
			if (*path++ != *pattern)
				return false;
			continue;
		}
		*out_segment = path;
		*out_size = strcspn(path, "/");
		path += *out_size;
		if (*out_size == 0)
			return false;
	}
	return *path == '\0';
}

static bool
read_flag(const char *name, const char *text, bool *out_flag,
    struct fault *fault)
{
	if (strcmp(text, "0") != 0 && strcmp(text, "1") != 0)
		return fault_set(fault, FAULT_USAGE, "%s is not 0 or 1", name);
	*out_flag = text[0] == '1';
	return true;
}

static bool
read_number(const char *name, const char *text, int64_t highest,
    int64_t *out_number, struct fault *fault)
{
	if (!text_number(text, 0, highest, out_number, fault)) {
		fault->kind = FAULT_USAGE;
		return fault_wrap(fault, "%s", name);
	}
	return true;
}

static bool
set_parameter(struct route *route, const char *name, const char *value,
    struct fault *fault)
{
	int64_t number;

	if (strcmp(name, "strategy") == 0)
		return text_copy(route->strategy, sizeof(route->strategy),
		    value);
	if (strcmp(name, "connection") == 0)
		return text_copy(route->connection, sizeof(route->connection),
		    value);
	if (strcmp(name, "since") == 0)
		return text_copy(route->since, sizeof(route->since), value);
	if (strcmp(name, "failed") == 0)
		return read_flag(name, value, &route->only_bad, fault);
	if (strcmp(name, "follow") == 0)
		return read_flag(name, value, &route->follows, fault);
	if (strcmp(name, "from") == 0 && route->kind != ROUTE_OUTPUT)
		return text_copy(route->from, sizeof(route->from), value);
	if (strcmp(name, "from") == 0) {
		if (!read_number(name, value, INT64_MAX, &number, fault))
			return false;
		route->offset = (uint64_t)number;
		return true;
	}
	if (strcmp(name, "hours") == 0)
		return read_number(name, value, LIMIT_API_HOURS, &route->hours,
		    fault);
	if (!read_number(name, value, LIMIT_API_EXECUTIONS, &number, fault))
		return false;
	route->most = (size_t)number;
	return true;
}

static bool
read_query(struct route *route, const char *known, const char *query,
    struct fault *fault)
{
	char name[LIMIT_API_NAME + 1], value[LIMIT_API_NAME + 1];
	char wanted[LIMIT_API_NAME + 3];

	while (query != NULL && *query != '\0') {
		size_t size = strcspn(query, "&");
		size_t name_size = strcspn(query, "=&");
		size_t begin = name_size < size ? name_size + 1 : size;

		if (!decode(name, query, name_size, "a parameter", fault) ||
		    !decode(value, query + begin, size - begin, name, fault))
			return false;
		wanted[0] = ' ';
		(void)text_copy(wanted + 1, sizeof(wanted) - 2, name);
		(void)text_copy(wanted + strlen(wanted), 2, " ");
		if (name[0] == '\0' || strchr(name, ' ') != NULL ||
		    strstr(known, wanted) == NULL)
			return fault_set(fault, FAULT_USAGE,
			    "'%s' is no parameter here", name);
		if (!set_parameter(route, name, value, fault))
			return false;
		query += size;
		query += *query == '&' ? 1 : 0;
	}
	return true;
}

const char *
route_method(const char *path)
{
	const char *segment;
	size_t size;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (path_fits(rows[i].path, path, &segment, &size))
			return rows[i].method;
	}
	return NULL;
}

int
route_find(const char *method, const char *path, const char *query,
    struct route *out_route, struct fault *fault)
{
	struct route route = { .hours = HOURS_DEFAULT, .most = MOST_DEFAULT };

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct route_row *row = &rows[i];
		const char *segment = "";
		size_t size = 0;

		if (!path_fits(row->path, path, &segment, &size))
			continue;
		if (strcmp(method, row->method) != 0) {
			(void)fault_set(fault, FAULT_USAGE,
			    "%s takes %s, not %s", row->path, row->method,
			    method);
			return 405;
		}
		route.kind = row->kind;
		route.right = row->right;
		if (!decode(route.what, segment, size, "the name in the path",
			fault) ||
		    !read_query(&route, row->parameters, query, fault))
			return 400;
		*out_route = route;
		return 200;
	}
	(void)fault_set(fault, FAULT_ABSENT, "there is nothing at this path");
	return 404;
}
