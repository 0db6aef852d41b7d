#include "request.h"

#include <string.h>

#include "admin.h"
#include "desk.h"

/* One row a request: its word, how many words follow, who may, what it does. */
static const struct row {
	const char *word;
	size_t fewest, most;
	bool is_admins;
	bool (*serve)(struct database *database, char *const *words,
	    struct answer *answer, struct fault *fault);
	const char *form;
} rows[] = {
	{ "book", 6, 7, false, desk_book,
	    "book;FROM;TO;DAY;TIME;NAME;COUNT[;SEAT,SEAT...]" },
	{ "cancel", 1, 1, false, desk_cancel, "cancel;TICKET" },
	{ "list", 1, 4, false, desk_list,
	    "list;cities | buses | plans[;FROM;TO;DAY] | seats;PLAN" },
	{ "status", 0, 0, false, admin_status, "status" },
	{ "city", 1, 1, true, admin_city, "city;NAME" },
	{ "alias", 2, 2, true, admin_alias, "alias;CITY;NAME" },
	{ "bus", 2, 2, true, admin_bus, "bus;NAME;SEATS" },
	{ "plan", 5, 5, true, admin_plan, "plan;BUS;FROM;TO;DAY;TIME" },
	{ "backup", 0, 0, true, admin_backup, "backup" },
};

/* Without the spaces around it. */
static char *
trimmed(char *word)
{
	size_t size;

	while (*word == ' ' || *word == '\t')
		word++;
	size = strlen(word);
	while (size != 0 &&
	    (word[size - 1] == ' ' || word[size - 1] == '\t' ||
		word[size - 1] == '\r'))
		size--;
	word[size] = '\0';
	return word;
}

/* The words of a line, NULL behind the last; how many there were. */
static size_t
split(char *line, char *words[REQUEST_WORDS + 1])
{
	size_t count = 0;

	while (line != NULL) {
		char *next = strchr(line, ';');

		if (next != NULL)
			*next++ = '\0';
		if (count < REQUEST_WORDS)
			words[count] = trimmed(line);
		count++;
		line = next;
	}
	words[count < REQUEST_WORDS ? count : REQUEST_WORDS] = NULL;
	return count;
}

static bool
serve(struct database *database, char *line, bool is_admin,
    struct answer *answer, struct fault *fault)
{
	char *words[REQUEST_WORDS + 1];
	size_t count = split(line, words);
	const struct row *row = NULL;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(words[0], rows[i].word) == 0)
			row = &rows[i];
	if (row == NULL)
		return fault_set(fault, "there is no request '%.40s'",
		    words[0]);
	if (row->is_admins && !is_admin)
		return fault_set(fault,
		    "only the administrator, who runs the server, may '%s'",
		    row->word);
	if (count - 1 < row->fewest || count - 1 > row->most)
		return fault_set(fault, "it is %s", row->form);
	return row->serve(database, words + 1, answer, fault);
}

bool
request_serve(struct database *database, char *line, bool is_admin,
    struct answer *out_answer)
{
	struct fault fault;

	*out_answer = (struct answer){ 0 };
	if (serve(database, line, is_admin, out_answer, &fault))
		return true;
	answer_clear(out_answer);
	answer_format(out_answer, "%s", fault.text);
	return false;
}
