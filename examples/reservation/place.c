#include "place.h"

#include <string.h>
#include <unistd.h>

static bool
is_standard(const char *place)
{
	return strcmp(place, "-") == 0;
}

struct bx_sink *
place_sink(const char *place, struct bx_fault *fault)
{
	if (is_standard(place))
		return bx_sink_new_descriptor(STDOUT_FILENO);
	return bx_sink_new_file(place, fault);
}

struct bx_source *
place_source(const char *place, struct bx_fault *fault)
{
	if (is_standard(place))
		return bx_source_new_descriptor(STDIN_FILENO);
	return bx_source_new_file(place, fault);
}
