/*
 * descriptor - a sink and a source over an open file, pipe or socket.
 *
 * The caller opened it and closes it. Writes and reads are whole: short ones
 * and interruptions are continued. The sink gathers small writes and flushes
 * at sink_finish.
 *
 * Thread: maker.
 */
#ifndef STREAM_DESCRIPTOR_H
#define STREAM_DESCRIPTOR_H

#include "stream/gather.h"

struct descriptor_sink {
	struct gather_sink gather;
	int descriptor;
};

struct descriptor_source {
	struct gather_source gather;
	int descriptor;
};

void descriptor_sink_init(struct descriptor_sink *sink, int descriptor);
void descriptor_source_init(struct descriptor_source *source, int descriptor);

#endif
