#include "config.h"

#include "journal/reserve.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "platform/file.h"

enum { STEPS = 8, STEP_LEAST = 64 << 10 };

void
reserve_open(struct reserve *reserve, const char *path)
{
	struct fault fault;
	int descriptor;

	*reserve = (struct reserve){ .path = mem_text(path) };
	descriptor = file_open(path, FILE_READ, &fault);
	if (descriptor >= 0)
		(void)!file_size(descriptor, &reserve->held, &fault);
	file_close(descriptor);
	reserve->wanted = reserve->held;
}

void
reserve_clear(struct reserve *reserve)
{
	free(reserve->path);
	*reserve = (struct reserve){ 0 };
}

static bool
resize(struct reserve *reserve, uint64_t size, struct fault *fault)
{
	int descriptor = file_open_ours(reserve->path, fault);
	bool done = descriptor >= 0 && file_cut(descriptor, size, fault) &&
	    (size == 0 || file_allocate(descriptor, size, true, fault));

	/* One that was made in part holds only what it held. */
	if (!done && descriptor >= 0 && size > reserve->held) {
		struct fault ignored;

		(void)!file_cut(descriptor, reserve->held, &ignored);
	}
	file_close(descriptor);
	if (done)
		reserve->held = size;
	return done || fault_wrap(fault, "%s", reserve->path);
}

bool
reserve_make(struct reserve *reserve, struct fault *fault)
{
	uint64_t missing, space;

	if (reserve->wanted == 0) {
		if (!file_remove(reserve->path, fault))
			return false;
		reserve->held = 0;
		return true;
	}
	if (reserve->held >= reserve->wanted)
		return resize(reserve, reserve->wanted, fault);
	missing = reserve->wanted - reserve->held;
	space = file_space(reserve->path);
	if (space == 0) { /* it is not there: what its folder says */
		char *folder = file_folder(reserve->path);

		space = file_space(folder);
		free(folder);
	}
	if (space / 2 < missing)
		return fault_set(fault, FAULT_FULL,
		    "%s: %" PRIu64 " bytes are missing, and %" PRIu64
		    " are free",
		    reserve->path, missing, space);
	return resize(reserve, reserve->wanted, fault);
}

bool
reserve_spend(struct reserve *reserve)
{
	uint64_t step = reserve->wanted / STEPS;
	struct fault fault;

	if (reserve->held == 0)
		return false;
	if (step < STEP_LEAST)
		step = STEP_LEAST;
	if (resize(reserve, reserve->held <= step ? 0 : reserve->held - step,
		&fault))
		return true;
	/* A disk that takes no change gives nothing back, either. */
	return false;
}

bool
reserve_is_whole(const struct reserve *reserve)
{
	return reserve->held >= reserve->wanted;
}
