#include "config.h"

#include "daemon/order.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "memdb/kinds.h"
#include "model/command.h"
#include "model/lint.h"
#include "worker/environment.h"
#include "worker/oratab.h"

static bool
resolve(const struct config *config, const struct memdb *memdb,
    const struct strategy *strategy, const char *key, struct value *out_value,
    struct fault *fault)
{
	const char *of_connection = memdb_option(memdb, OPTION_CONNECTION,
	    strategy->connection, key);
	const char *of_strategy = memdb_option(memdb, OPTION_STRATEGY,
	    strategy->id, key);

	return setting_resolve(config, key, of_connection, of_strategy,
		   out_value, fault) ||
	    fault_wrap(fault, "strategy %s", strategy->id);
}

bool
order_number(const struct config *config, const struct memdb *memdb,
    const struct strategy *strategy, const char *key, int64_t *out_number,
    struct fault *fault)
{
	struct value value;

	if (!resolve(config, memdb, strategy, key, &value, fault))
		return false;
	*out_number = value.number;
	value_clear(&value);
	return true;
}

/* NULL for a text that is not set; free it. */
static bool
take_text(const struct config *config, const struct memdb *memdb,
    const struct strategy *strategy, const char *key, char **out_text,
    struct fault *fault)
{
	struct value value;

	if (!resolve(config, memdb, strategy, key, &value, fault))
		return false;
	*out_text = value.text == NULL || value.text[0] == '\0' ?
	    NULL :
	    mem_text(value.text);
	value_clear(&value);
	return true;
}

static bool
take_words(const struct config *config, const struct memdb *memdb,
    const struct strategy *strategy, const char *key, char **out_text,
    struct fault *fault)
{
	struct value value;
	char *text = mem_text("");

	if (!resolve(config, memdb, strategy, key, &value, fault)) {
		free(text);
		return false;
	}
	for (size_t i = 0; i < value.words.count; i++) {
		char *longer = mem_format("%s%s%s", text, i == 0 ? "" : " ",
		    value.words.items[i]);

		free(text);
		text = longer;
	}
	value_clear(&value);
	*out_text = text;
	return true;
}

/* "target /" as words; the program comes first. */
static char **
split_words(const char *text)
{
	char **words = NULL;
	size_t count = 0;

	while (*text != '\0') {
		size_t length = 0;

		while (text_is_space(*text))
			text++;
		while (text[length] != '\0' && !text_is_space(text[length]))
			length++;
		words = mem_grow(words, count + 2, sizeof(*words));
		if (length != 0)
			words[count++] = mem_text_n(text, length);
		text += length;
	}
	if (words == NULL)
		words = mem_new(1, sizeof(*words));
	words[count] = NULL;
	return words;
}

static void
clear_words(char **words)
{
	for (size_t i = 0; words[i] != NULL; i++)
		free(words[i]);
	words[0] = NULL;
}

static char *
join_lines(const struct strategy *strategy)
{
	size_t size = 1, used = 0;
	char *script;

	for (size_t i = 0; i < strategy->line_count; i++)
		size += strlen(strategy->lines[i]) + 1;
	script = mem_new(size, 1);
	for (size_t i = 0; i < strategy->line_count; i++) {
		size_t length = strlen(strategy->lines[i]);

		memcpy(script + used, strategy->lines[i], length);
		used += length;
		script[used++] = '\n';
	}
	return script;
}

static bool
has_text(const struct strategy *strategy)
{
	for (size_t i = 0; i < strategy->line_count; i++)
		for (const char *c = strategy->lines[i]; *c != '\0'; c++)
			if (!text_is_space(*c))
				return true;
	return false;
}

/* Where rman is and what surrounds it. */
static bool
find_program(const struct config *config, const struct memdb *memdb,
    const struct strategy *strategy, struct order *order, struct fault *fault)
{
	const struct connection *connection = memdb_connection(memdb,
	    strategy->connection);
	struct environment_order surroundings = { 0 };
	char *home = NULL, *sid = NULL, *language = NULL, *words = NULL;
	bool done = false;

	if (!take_text(config, memdb, strategy, "oracle_home", &home, fault) ||
	    !take_text(config, memdb, strategy, "oracle_sid", &sid, fault) ||
	    !take_text(config, memdb, strategy, "nls_lang", &language, fault) ||
	    !take_words(config, memdb, strategy, "environment", &words, fault))
		goto out;
	if (sid == NULL && connection != NULL)
		sid = mem_text(connection->instance);
	if (!environment_find(config->rman.command, home, sid,
		oratab_path(config->rman.oratab), &order->program,
		&order->oracle_home, fault))
		goto out;
	surroundings.oracle_home = order->oracle_home;
	surroundings.oracle_sid = sid;
	surroundings.nls_lang = language;
	surroundings.words = words;
	order->environment = environment_new(&surroundings, fault);
	done = order->environment != NULL;
out:
	free(home);
	free(sid);
	free(language);
	free(words);
	return done;
}

enum scan_feed
order_feed(int64_t number)
{
	if (number == CONFIG_FEED_STEP)
		return SCAN_STEP;
	return number == CONFIG_FEED_STDIN ? SCAN_STDIN : SCAN_CMDFILE;
}

static bool
has_password(const struct memdb *memdb, const struct strategy *strategy)
{
	const char *file = memdb_option(memdb, OPTION_CONNECTION,
	    strategy->connection, "password_file");

	return file != NULL && file[0] != '\0';
}

/* A list of codes. Each was checked when it was set. */
static bool
take_codes(const struct config *config, const struct memdb *memdb,
    const struct strategy *strategy, const char *key,
    struct code_list *out_list, struct fault *fault)
{
	char *text;
	bool done;

	if (!take_words(config, memdb, strategy, key, &text, fault))
		return false;
	done = code_list_read(text, out_list, fault) ||
	    fault_wrap(fault, "%s", key);
	free(text);
	return done;
}

bool
order_policy(const struct config *config, const struct memdb *memdb,
    const struct strategy *strategy, struct scan_policy *policy,
    struct fault *fault)
{
	int64_t feed, expects_pieces;

	if (!order_number(config, memdb, strategy, "feed", &feed, fault) ||
	    !order_number(config, memdb, strategy, "expects_pieces",
		&expects_pieces, fault) ||
	    !take_codes(config, memdb, strategy, "ignore", &policy->ignore,
		fault) ||
	    !take_codes(config, memdb, strategy, "escalate", &policy->escalate,
		fault))
		return false;
	policy->feed = has_password(memdb, strategy) ? SCAN_STEP :
						       order_feed(feed);
	policy->expects_pieces = expects_pieces != 0;
	return true;
}

static bool
take_numbers(const struct config *config, const struct memdb *memdb,
    const struct strategy *strategy, struct run_order *run, struct fault *fault)
{
	if (!order_number(config, memdb, strategy, "timeout", &run->timeout_s,
		fault) ||
	    !order_policy(config, memdb, strategy, &run->policy, fault))
		return false;
	run->policy.kinds = kinds_of(memdb, strategy);
	run->stop_wait_s = config->worker.stop_wait_s;
	run->log_limit = (uint64_t)config->worker.log_limit_bytes;
	return true;
}

/* Behind the @ of `connect`, else where the connection is. */
static char *
address_of(const char *connect, const struct connection *connection)
{
	const char *at = connect == NULL ? NULL : strchr(connect, '@');
	bool is_v6 = strchr(connection->ip, ':') != NULL;

	if (at != NULL)
		return mem_text_n(at + 1, strcspn(at + 1, " \t'\""));
	return mem_format("//%s%s%s:%s/%s", is_v6 ? "[" : "", connection->ip,
	    is_v6 ? "]" : "", connection->port, connection->instance);
}

/* Where it must be there rman is told at once, else its keeper asks first. */
static bool
take_catalog(const struct config *config, const struct memdb *memdb,
    const struct strategy *strategy, struct order *order, struct fault *fault)
{
	char *catalog = NULL;
	int64_t is_optional;
	size_t count = 0;

	if (!order_number(config, memdb, strategy, "catalog_optional",
		&is_optional, fault) ||
	    !take_text(config, memdb, strategy, "catalog_connect", &catalog,
		fault))
		return false;
	if (catalog == NULL || is_optional != 0) {
		order->catalog = catalog;
		return true;
	}
	while (order->arguments[count] != NULL)
		count++;
	order->arguments = mem_grow(order->arguments, count + 3,
	    sizeof(*order->arguments));
	order->arguments[count] = mem_text("catalog");
	order->arguments[count + 1] = catalog;
	order->arguments[count + 2] = NULL;
	return true;
}

/* What rman is to connect to, by its command line or by its input. */
static bool
take_target(const struct config *config, const struct memdb *memdb,
    const struct strategy *strategy, struct order *order, struct fault *fault)
{
	const struct connection *connection = memdb_connection(memdb,
	    strategy->connection);
	char *connect = NULL;

	if (!take_text(config, memdb, strategy, "connect", &connect, fault))
		return false;
	order->arguments = split_words(connect == NULL ? "" : connect);
	if (has_password(memdb, strategy) && connection != NULL) {
		order->address = address_of(connect, connection);
		clear_words(order->arguments);
	}
	free(connect);
	if (!take_catalog(config, memdb, strategy, order, fault))
		return false;
	if (order->address == NULL)
		return true;
	if (!take_text(config, memdb, strategy, "user", &order->user, fault) ||
	    !take_text(config, memdb, strategy, "password_file",
		&order->password_file, fault))
		return false;
	return order->user != NULL ||
	    fault_set(fault, FAULT_CONFIG,
		"connection %s has a password_file and no user: set user",
		connection->name);
}

/* What would be refused by its keeper, or would make it wait for ever. */
static bool
check_lines(const struct config *config, const struct strategy *strategy,
    enum scan_feed feed, struct fault *fault)
{
	size_t host = config->rman.allow_host ?
	    0 :
	    command_find_host(strategy->lines, strategy->line_count);
	size_t question = feed != SCAN_STEP ?
	    0 :
	    lint_find_question(strategy->lines, strategy->line_count);

	if (host != 0)
		return fault_set(fault, FAULT_REFUSED,
		    "line %zu is a HOST command, which [rman] allow_host = no "
		    "refuses",
		    host);
	return question == 0 ||
	    fault_set(fault, FAULT_CONFIG,
		"line %zu asks a question that nobody answers, and feed = "
		"step would wait: write NOPROMPT",
		question);
}

static bool
make(const struct config *config, const struct memdb *memdb,
    const struct strategy *strategy, struct order *out_order,
    struct fault *fault)
{
	struct order order = { 0 };

	if (!has_text(strategy))
		return fault_set(fault, FAULT_ABSENT, "it has no lines");
	if (!find_program(config, memdb, strategy, &order, fault) ||
	    !take_numbers(config, memdb, strategy, &order.run, fault) ||
	    !take_target(config, memdb, strategy, &order, fault)) {
		order_clear(&order);
		return false;
	}
	order.script = join_lines(strategy);
	digest_of(order.script, strlen(order.script), order.script_digest);
	order.run.program = order.program;
	order.run.arguments = (const char *const *)order.arguments;
	order.run.environment = (const char *const *)order.environment;
	order.run.script = order.script;
	order.run.allows_host = config->rman.allow_host;
	order.run.user = order.user;
	order.run.password_file = order.password_file;
	order.run.address = order.address;
	order.run.catalog = order.catalog;
	*out_order = order;
	return true;
}

bool
order_make(const struct config *config, const struct memdb *memdb,
    const struct strategy *strategy, struct order *out_order,
    struct fault *fault)
{
	struct order order;

	if (!make(config, memdb, strategy, &order, fault))
		return false;
	if (!check_lines(config, strategy, order.run.policy.feed, fault)) {
		order_clear(&order);
		return false;
	}
	*out_order = order;
	return true;
}

/* With what a connection has, and what all strategies have. */
static bool
make_of_lines(const struct config *config, const struct memdb *memdb,
    const struct connection *connection, const char *const *lines, size_t count,
    struct order *out_order, struct fault *fault)
{
	const struct strategy strategy = { .id = "",
		.connection = connection->id,
		.lines = lines,
		.line_count = count };

	if (!make(config, memdb, &strategy, out_order, fault))
		return false;
	out_order->run.policy.expects_pieces = false;
	out_order->run.policy.kinds = 0;
	return true;
}

bool
order_make_session(const struct config *config, const struct memdb *memdb,
    const struct connection *connection, const char *const *lines, size_t count,
    struct order *out_order, struct fault *fault)
{
	if (!make_of_lines(config, memdb, connection, lines, count, out_order,
		fault))
		return false;
	if (out_order->address == NULL)
		out_order->run.policy.feed = SCAN_STDIN;
	return true;
}

bool
order_make_syntax(const struct config *config, const struct memdb *memdb,
    const struct connection *connection, const char *const *lines, size_t count,
    struct order *out_order, struct fault *fault)
{
	struct run_order *run = &out_order->run;

	if (!make_of_lines(config, memdb, connection, lines, count, out_order,
		fault))
		return false;
	clear_words(out_order->arguments);
	free(out_order->arguments);
	out_order->arguments = split_words("checksyntax");
	run->arguments = (const char *const *)out_order->arguments;
	run->policy.feed = SCAN_CMDFILE;
	run->allows_host = true; /* it is only read */
	run->user = run->password_file = run->address = NULL;
	run->catalog = NULL;
	return true;
}

void
order_clear(struct order *order)
{
	if (order->arguments != NULL)
		clear_words(order->arguments);
	free(order->arguments);
	if (order->environment != NULL)
		environment_free(order->environment);
	free(order->program);
	free(order->oracle_home);
	free(order->script);
	free(order->user);
	free(order->password_file);
	free(order->address);
	free(order->catalog);
	*order = (struct order){ 0 };
}
