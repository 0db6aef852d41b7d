/*
 * kinds - the kinds of block of a backup, the document's CBkHeader::EObject.
 *
 * A block begins with eight characters: BXBK, and the four below, so that a
 * person with a hex editor sees where each object begins. README.md says what
 * each holds.
 */
#ifndef RESERVATION_KINDS_H
#define RESERVATION_KINDS_H

#include <bxsnapshot.h>

enum kind {
	KIND_DATABASE = BX_KIND('M', 'E', 'M', 'D'),
	KIND_CITIES = BX_KIND('C', 'I', 'T', 'S'),
	KIND_CITY = BX_KIND('C', 'I', 'T', 'Y'),
	KIND_ALIASES = BX_KIND('A', 'L', 'I', 'S'),
	KIND_BUSES = BX_KIND('B', 'U', 'S', 'S'),
	KIND_BUS = BX_KIND('B', 'U', 'S', '_'),
	KIND_SEAT = BX_KIND('S', 'E', 'A', 'T'),
	KIND_PLANS = BX_KIND('P', 'L', 'N', 'S'),
	KIND_PLAN = BX_KIND('P', 'L', 'A', 'N'),
	KIND_CUSTOMER = BX_KIND('C', 'U', 'S', 'T')
};

#endif
