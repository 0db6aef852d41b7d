#!/bin/sh
# Memory that runs out: the n-th allocation of each command fails, and of the
# daemon and its helpers while a slot is run. A program ends with a word: no
# crash, no hang, no loss.
#
# FAULT_EVERY: every n-th allocation, from a random one on; 1: all of them.
# Without it a few, spread over all.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
# shellcheck source=tests/faults/sweep.sh
. "$top_srcdir/tests/faults/sweep.sh"
need sqlite3
[ $has_clock = yes ] || skip 'a sanitizer wants to be loaded first'
sweep_prepare

# stride SAMPLES: how far apart they are, $every, and the first, $at, when
# there are $total.
stride() {
	every=${FAULT_EVERY:-$((total / $1 + 1))}
	at=$(($(od -An -N4 -tu4 /dev/urandom) % every + 1))
}
read_hit() {
	hit=$("$bin/tests/faults/control" "$control")
	call=${hit##* }
	hit=${hit% *}
}

# one AT ARGUMENT...: a command whose AT-th allocation fails; 0: none does.
one() {
	sweep_control backupexec alloc "$1"
	shift
	# shellcheck disable=SC2086 # words
	run timeout 20 $clock "$bin/backupexec" -c "$T/conf" "$@"
	read_hit
}

# command_sweep ARGUMENT...: while a daemon lives.
command_sweep() {
	one 0 "$@"
	total=${hit% *}
	[ "$total" -gt 0 ] || fail "$*: no allocation is counted"
	stride 4
	rounds=0
	while [ $at -le "$total" ] && one $at "$@" && [ "${hit#* }" = 1 ]; do
		rounds=$((rounds + 1))
		checks=$((checks + 1))
		if [ $status -ne 1 ] || ! grep -q 'out of memory' "$T/err"; then
			fail "$* without allocation $at ($call): $status"
			show
		fi
		at=$((at + every))
	done
	say "$*: $rounds of $total allocations"
}
cp -a "$T/template" "$state"
# Its control would be that of the commands.
clock="env LD_PRELOAD=$bin/tests/system/clock.so CLOCK_OFFSET_S=$offset"
daemon_start
clock=$(sweep_clock)
echo 'backup archivelog all;' >"$T/script"
for words in --version help 'config show' check status 'status --json' next \
    log 'log due' 'why due' 'run due' 'cancel due' 'pause due --until 1h' \
    'resume due' 'connection list' 'connection show one' \
    'connection add two --instance YE' 'connection set two --instance ZE' \
    'connection test one' 'connection discover' 'strategy list' \
    "strategy add more --connection two --script $T/script" \
    'strategy set more --priority high' 'strategy show more' \
    'strategy check more' 'catalog init' 'catalog check' \
    "snapshot save $T/plan" "snapshot verify $T/plan" \
    "snapshot show $T/plan" "snapshot restore $T/plan" \
    'strategy remove more' 'connection remove two'; do
	# shellcheck disable=SC2086 # words
	command_sweep $words
done
sweep_control nobody none 0
run bx snapshot verify "$T/plan"
check 'a whole snapshot stays one' ended 0
daemon_stop
check 'the daemon did not mind' ended 0

for program in backupexecd backupexec-worker backupexec-catalog; do
	sweep_round "$program" alloc 0
	total=${hit% *}
	[ "$total" -gt 0 ] || fail "$program: no allocation is counted"
	stride 2
	rounds=0
	while [ $at -le "$total" ] && sweep_round "$program" alloc $at; do
		rounds=$((rounds + 1))
		at=$((at + every))
	done
	say "$program: $rounds of $total allocations"
done
finish
