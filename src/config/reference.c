#include "config.h"

#include "config/reference.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "config/line.h"
#include "config/setting.h"

enum { WIDTH = 78 };

/* A failure sticks; `out` and `fault` are the caller's. */
struct writer {
	struct buf *out;
	struct fault *fault;
	bool failed;
};

static void
put(struct writer *writer, const char *text)
{
	if (!writer->failed)
		writer->failed = !buf_add_text(writer->out, text,
		    writer->fault);
}

/* "# " before every line, lines of at most WIDTH bytes where words allow. */
static void
put_comment(struct writer *writer, const char *sentences)
{
	const char *at = sentences;
	size_t column = 0;

	while (*at != '\0') {
		size_t size = strcspn(at, " \n");
		char *word = mem_text_n(at, size);

		if (column != 0 && column + 1 + size > WIDTH) {
			put(writer, "\n");
			column = 0;
		}
		put(writer, column == 0 ? "# " : " ");
		put(writer, word);
		column += size + (column == 0 ? 2 : 1);
		free(word);
		at += size;
		if (*at == '\n') {
			put(writer, "\n");
			column = 0;
		}
		at += *at != '\0';
	}
	put(writer, "\n");
}

static const char *
restart_sentence(const struct setting *setting)
{
	return setting->needs_restart ? "\nA change needs a restart." : "";
}

static const char *
owner_sentence(const struct setting *setting)
{
	if ((setting->scope & SETTING_STRATEGY) != 0)
		return "\nA strategy may have its own.";
	if ((setting->scope & SETTING_CONNECTION) != 0)
		return "\nA connection may have its own.";
	return "";
}

static void
put_example(struct writer *writer, const struct setting *setting)
{
	char *allowed = value_allowed(setting);
	char *quoted = line_quote(setting->standard);
	char *comment = mem_format("%s\nAllowed: %s.%s%s", setting->help,
	    allowed, owner_sentence(setting), restart_sentence(setting));
	char *line = mem_format(";%s =%s%s\n\n", setting->key,
	    quoted[0] == '\0' ? "" : " ", quoted);

	put_comment(writer, comment);
	put(writer, line);
	free(line);
	free(comment);
	free(quoted);
	free(allowed);
}

static void
put_heading(struct writer *writer, const char *before, const char *section,
    const char *after)
{
	put(writer, before);
	put(writer, section);
	put(writer, after);
}

bool
reference_example(struct buf *out, struct fault *fault)
{
	struct writer writer = { .out = out, .fault = fault };
	const char *section = "";

	put(&writer,
	    "# backupexec.conf - the configuration of backupexecd(8).\n"
	    "#\n"
	    "# Every setting stands here with its default, as a comment. "
	    "Remove the ; to\n"
	    "# change one. backupexecd --check-config lists every mistake; "
	    "SIGHUP makes a\n"
	    "# running daemon read this file again. See "
	    "backupexec.conf(5).\n\n");
	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *setting = &setting_table[i];

		if ((setting->scope & SETTING_FILE) == 0)
			continue;
		if (strcmp(section, setting->section) != 0)
			put_heading(&writer, "[", setting->section, "]\n\n");
		section = setting->section;
		put_example(&writer, setting);
	}
	/* One empty line parts two settings; none stands at the end. */
	if (!writer.failed)
		buf_cut(out, out->size - 1);
	return !writer.failed;
}

/* A sentence a line as it is; what mdoc would take for its own is escaped. */
static void
put_mdoc(struct writer *writer, const char *sentences)
{
	for (const char *at = sentences; *at != '\0'; at++) {
		char plain[2] = { *at, '\0' };

		if (*at == '\\')
			put(writer, "\\e");
		else if (*at == '-' && (at == sentences || at[-1] != '-') &&
		    text_begins(at, "--")) {
			put(writer, "\\-\\-");
			at++;
		} else
			put(writer, plain);
	}
	put(writer, "\n");
}

static void
put_item(struct writer *writer, const struct setting *setting,
    const char *sentences)
{
	char *allowed = value_allowed(setting);

	put_heading(writer, ".It Ic ", setting->key, "\n");
	put_mdoc(writer, setting->help);
	put_heading(writer, "Allowed: ", allowed, ".\n");
	if (setting->standard[0] == '\0')
		put(writer, "Default: empty.");
	else
		put_heading(writer, "Default:\n.Ql ", setting->standard, " .");
	put(writer, sentences);
	put(writer, "\n");
	free(allowed);
}

bool
reference_settings(struct buf *out, struct fault *fault)
{
	struct writer writer = { .out = out, .fault = fault };
	const char *section = "";

	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *setting = &setting_table[i];
		char *sentences;

		if ((setting->scope & SETTING_FILE) == 0)
			continue;
		if (strcmp(section, setting->section) != 0) {
			put(&writer, section[0] == '\0' ? "" : ".El\n");
			put_heading(&writer, ".Ss [", setting->section, "]\n");
			put(&writer, ".Bl -tag -width Ds\n");
		}
		section = setting->section;
		sentences = mem_format("%s%s", owner_sentence(setting),
		    restart_sentence(setting));
		put_item(&writer, setting, sentences);
		free(sentences);
	}
	put(&writer, ".El\n");
	return !writer.failed;
}

static void
put_options(struct writer *writer, enum setting_scope scope)
{
	put(writer, ".Bl -tag -width Ds\n");
	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *setting = &setting_table[i];

		if ((setting->scope & scope) == 0)
			continue;
		if ((setting->scope & SETTING_FILE) == 0)
			put_item(writer, setting, "");
		else {
			put_heading(writer, ".It Ic ", setting->key, "\n");
			put_heading(writer, "Overrides the setting in [",
			    setting->section, "].\n");
		}
	}
	put(writer, ".El\n");
}

bool
reference_options(struct buf *out, struct fault *fault)
{
	struct writer writer = { .out = out, .fault = fault };

	put(&writer, ".Ss Of a connection\n");
	put_options(&writer, SETTING_CONNECTION);
	put(&writer, ".Ss Of a strategy\n");
	put_options(&writer, SETTING_STRATEGY);
	return !writer.failed;
}
