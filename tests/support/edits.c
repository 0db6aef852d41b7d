#include "config.h"

#include "tests/support/edits.h"

#include "base/mem.h"

struct edit *
edits_new(enum edit_kind kind, const char *id, const char *name)
{
	struct edit *edit = edit_new(kind);

	edit->id = id == NULL ? NULL : mem_text(id);
	edit->name = name == NULL ? NULL : mem_text(name);
	return edit;
}
