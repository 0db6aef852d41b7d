#!/bin/sh
# Each call to the system that the daemon, a keeper or the catalog helper makes
# while one slot is claimed, run and recorded and the configuration is loaded
# again: killed there, or failed. Afterwards no start is double, no slot without
# an outcome, no byte lost.
#
# FAULT_EVERY: every n-th call, from a random one on; 1: all, until none is left.
# FAULT_PROGRAMS, FAULT_KINDS: of which programs, how.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
# shellcheck source=tests/faults/sweep.sh
. "$top_srcdir/tests/faults/sweep.sh"
need sqlite3
[ $has_clock = yes ] || skip 'a sanitizer wants to be loaded first'
every=${FAULT_EVERY:-60}
sweep_prepare
for program in ${FAULT_PROGRAMS:-backupexecd backupexec-work backupexec-cata}; do
	for kind in ${FAULT_KINDS:-kill}; do
		at=$(($(od -An -N2 -tu2 /dev/urandom) % every + 1))
		rounds=0
		# One round beyond the last call shows that there is none.
		while sweep_round "$program" "$kind" $at; do
			rounds=$((rounds + 1))
			at=$((at + every))
		done
		total=${hit% *}
		say "$program $kind: $rounds of $total calls"
	done
done
finish
