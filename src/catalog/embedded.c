#include "config.h"

#include "catalog/embedded.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "platform/file.h"

#define DRIVER "libsqlite3odbc.so"

/* Without the pragmas that dialect.c sets on every connection anyway. */
#define OPTIONS                                                                \
	"Timeout=2000;FKSupport=1;JournalMode=WAL;SyncPragma=NORMAL;BigInt=1"

struct strings {
	const char *path;
	char **items;
	size_t count;
};

bool
embedded_make(const char *path, struct fault *fault)
{
	int descriptor = file_open_ours(path, fault);

	if (descriptor == -1)
		return false;
	file_close(descriptor);
	return true;
}

/* Takes `folder`. */
static void
try_folder(struct strings *strings, char *folder)
{
	char *driver = file_join(folder, DRIVER);
	enum file_kind kind = file_kind(driver);

	/* Distributions have a link there to the file with the version. */
	if (kind == FILE_REGULAR || kind == FILE_OTHER) {
		strings->items = mem_grow(strings->items, strings->count + 1,
		    sizeof(*strings->items));
		strings->items[strings->count++] =
		    mem_format("DRIVER=%s;Database=%s;" OPTIONS, driver,
			strings->path);
	}
	free(driver);
	free(folder);
}

/* /usr/lib/<architecture>/odbc, as Debian has it. */
static void
try_architectures(struct strings *strings)
{
	char **names = NULL;
	size_t count = 0;
	struct fault ignored;

	if (!file_list("/usr/lib", &names, &count, &ignored))
		return;
	for (size_t i = 0; i < count; i++) {
		if (strstr(names[i], "-linux-") != NULL)
			try_folder(strings,
			    mem_format("/usr/lib/%s/odbc", names[i]));
		free(names[i]);
	}
	free(names);
}

bool
embedded_strings(const char *path, char ***out_strings, size_t *out_count,
    struct fault *fault)
{
	static const char *const folders[] = {
		"/usr/lib64",
		"/usr/lib64/odbc",
		"/usr/lib/odbc",
		"/usr/lib",
		"/usr/local/lib",
	};
	struct strings strings = { .path = path };

	if (strpbrk(path, ";{}") != NULL)
		return fault_set(fault, FAULT_CONFIG,
		    "%s: the catalog's path may not hold ; { or }", path);
	try_architectures(&strings);
	for (size_t i = 0; i < COUNT_OF(folders); i++)
		try_folder(&strings, mem_text(folders[i]));
	if (strings.count == 0)
		return fault_set(fault, FAULT_CONFIG,
		    "no " DRIVER " in /usr/lib/*/odbc, /usr/lib64 or "
		    "/usr/lib: install libsqliteodbc, or set [catalog] "
		    "connection");
	*out_strings = strings.items;
	*out_count = strings.count;
	return true;
}

void
embedded_free(char **strings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(strings[i]);
	free(strings);
}
