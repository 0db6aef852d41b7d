/*
 * edit - a change of the plan (model/edit) as blocks, on its way to the
 * catalog helper.
 *
 * Thread: maker.
 */
#ifndef CATALOG_EDIT_H
#define CATALOG_EDIT_H

#include "model/edit.h"
#include "stream/sink.h"
#include "stream/source.h"

void edit_write(const struct edit *edit, struct sink *sink);

/* NULL after a fault; what was read passes edit_check. */
MUST_CHECK struct edit *edit_read(struct source *source, struct fault *fault);

#endif
