#!/bin/sh
# Memory that runs out: the n-th allocation of each command fails, and of the
# daemon and its helpers while a slot is run. No crash, no hang, no loss.
#
# FAULT_EVERY: every n-th allocation, from a random one on; 1: all of them.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
# shellcheck source=tests/faults/sweep.sh
. "$top_srcdir/tests/faults/sweep.sh"
need sqlite3
[ $has_clock = yes ] || skip 'a sanitizer wants to be loaded first'
every=${FAULT_EVERY:-4000}
sweep_prepare

# commands ARGUMENT...: each allocation of one command, while a daemon lives.
command_sweep() {
	at=$(($(od -An -N2 -tu2 /dev/urandom) % (every / 20 + 1) + 1))
	rounds=0
	while :; do
		sweep_control backupexec alloc $at
		# shellcheck disable=SC2086 # words
		timeout 20 $clock "$bin/backupexec" -c "$T/conf" "$@" \
		    >"$T/out" 2>"$T/err" </dev/null
		status=$?
		hit=$("$bin/tests/faults/control" "$control")
		hit=${hit% *}
		[ "${hit#* }" = 1 ] || break
		rounds=$((rounds + 1))
		checks=$((checks + 1))
		[ $status -lt 124 ] || fail "$* with allocation $at: status $status"
		if [ $status -ne 0 ] && [ ! -s "$T/err" ]; then
			fail "$* with allocation $at: status $status without a word"
		fi
		at=$((at + every / 20 + 1))
	done
	say "$*: $rounds of ${hit% *} allocations"
}
cp -a "$T/template" "$state"
clock=$(sweep_clock)
sweep_control backupexecd none 0
daemon_start
for words in --version 'config show' 'status' 'status --json' 'next' 'log' \
    'log due' 'connection list' 'strategy show due' 'run due'; do
	# shellcheck disable=SC2086 # words
	command_sweep $words
done
daemon_stop
check 'the daemon did not mind' ended 0

for program in backupexecd backupexec-work backupexec-cata; do
	at=$(($(od -An -N2 -tu2 /dev/urandom) % every + 1))
	rounds=0
	while sweep_round "$program" alloc $at; do
		rounds=$((rounds + 1))
		at=$((at + every))
	done
	say "$program: $rounds of ${hit% *} allocations"
done
finish
