#!/bin/sh
# What the tests with fault.so share. One round: a state_dir in which one slot
# is due, a daemon that claims, starts, records it, reloads and stops, while one
# call fails; then a daemon without faults, and a look at what came of it. A
# test sources tests/system/lib.sh first.
# shellcheck disable=SC2034,SC2154,SC2317 # what lib.sh has, and who uses this

control=$T/control
minute=29000000 # of the epoch, some day in 2025

# sweep_prepare: the world that each round begins with.
sweep_prepare() {
	offset=$((minute * 60 + 20 - $(date +%s)))
	{
		connection_row one XE
		strategy_row due one "$(date -u -d "@$((minute * 60))" +%H:%M)" \
		    'backup database;'
	} | catalog_by_hand
	knobs LINES=50 "TEE=$T/tee"
	clock=$(sweep_clock)
	sweep_control backupexecd none 0
	daemon_start
	daemon_stop
	# The slot before is the last that was looked at.
	sqlite3 "$state/journal.db" "delete from execution; delete from fact;
	    delete from reader; update note set value = $((minute - 1))
	    where name = 'cursor'; pragma wal_checkpoint(truncate)" >/dev/null
	sqlite3 "$state/catalog.db" 'delete from log; delete from error;
	    delete from execution' >/dev/null
	rm -rf "$state"/executions/* "$T"/trace/* "$state"/control
	mv "$state" "$T/template"
}

# Each round sees the same time of day.
sweep_clock() {
	echo "env LD_PRELOAD=$bin/tests/faults/fault.so:$bin/tests/system/clock.so \
FAULT_CONTROL=$control CLOCK_OFFSET_S=$((minute * 60 + 20 - $(date +%s)))"
}
sweep_control() { "$bin/tests/faults/control" "$control" "$@"; }

of_catalog() {
	sqlite3 -batch -cmd '.timeout 2000' "$state/catalog.db" "$1" 2>/dev/null
}
is_in_catalog() {
	[ "$(of_catalog 'select count(*) from execution
	    where outcome is not null')" = 1 ]
}
over() { gone "$daemon" || is_in_catalog; }

# quickly TENTHS COMMAND...: true as soon as it is.
quickly() {
	tries=$(($1 * 2))
	shift
	until "$@"; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || return 1
		sleep 0.05
	done
}

# blame SENTENCE: what is wrong with this round.
blame() {
	fail "$round: $*"
	cat "$T/daemon.log.1" "$T/daemon.log" 2>/dev/null | tail -n 20 | cut -c1-240 | sed 's/^/    /'
}

# let_end: TERM, and its status in $status; 999: it hung.
let_end() {
	kill -TERM "$daemon" 2>/dev/null
	if ! quickly 200 gone "$daemon"; then
		kill -9 "$daemon"
		wait "$daemon"
		status=999
	else
		wait "$daemon"
		status=$?
	fi
	daemon=
}

# sweep_round PROGRAM KIND AT: false when there was no such call any more.
sweep_round() {
	round="$1 $2 $3"
	program=$1
	kind=$2
	rm -rf "$state" "$T"/trace/* "$T/tee"
	cp -a "$T/template" "$state"
	sweep_control "$@"
	clock=$(sweep_clock)
	: >"$T/daemon.log"
	daemon_spawn
	quickly 150 over
	reloaded() { gone "$daemon" || logs 'configuration loaded'; }
	if ! gone "$daemon"; then
		kill -HUP "$daemon"
		quickly 50 reloaded
	fi
	let_end
	hit=$("$bin/tests/faults/control" "$control")
	call=${hit##* }
	hit=${hit% *}
	round="$1 $2 $3 ($call)"
	checks=$((checks + 1))
	[ "$status" -ne 999 ] || blame 'it hung'
	if [ "$status" -ge 128 ] && [ "$kind $status" != 'kill 137' ] &&
	    [ "$status" -ne 999 ]; then
		blame "it died of a signal: $status"
	fi
	sweep_control backupexecd none 0
	clock=$(sweep_clock)
	mv "$T/daemon.log" "$T/daemon.log.1"
	: >"$T/daemon.log"
	daemon_spawn
	settled() { gone "$daemon" || { logs 'daemon started' && over; }; }
	quickly 600 settled || blame 'no outcome in the catalog'
	if gone "$daemon"; then
		blame 'the next daemon ends'
		daemon=
	else
		let_end
		[ "$status" -eq 0 ] || blame "the next daemon ends with $status"
	fi
	sweep_look
	[ "${hit#* }" = 1 ]
}

# Promises 1, 3 and 4.
sweep_look() {
	rows=$(journal 'select count(*), min(state), min(outcome),
	    length(min(reason)), min(id) from execution' 2>&1)
	id=${rows##*|}
	starts=$(traces)
	case $rows in
	"1|3|1|0|$id")
		[ "$starts" -eq 1 ] || blame "a success of $starts starts"
		cmp -s "$T/tee" "$state/executions/$id/output" ||
		    blame 'bytes of the output are lost'
		;;
	"1|3|0|"* | "1|3|"?"|0|"*) blame "an end without a reason: $rows" ;;
	"1|3|"*)
		case $program,$kind in
		backupexecd,kill | backupexec-catalog*,kill)
			blame "a kill cost the backup: $rows" ;;
		esac
		[ "$starts" -le 1 ] || blame "started $starts times: $rows"
		;;
	*) blame "the slot has not one ended execution: $rows" ;;
	esac
	[ "$(of_catalog "select count(*) from execution
	    where execution_id = '$id' and outcome is not null")" = 1 ] ||
	    blame 'the catalog has it not once'
	[ "$(of_catalog 'select count(*) from execution')" = 1 ] ||
	    blame 'the catalog has more than it'
	[ "$(of_catalog "select coalesce(sum(log_bytes), 0) from log")" = \
	    "$(stat -c %s "$state/executions/$id/output" 2>/dev/null ||
	    echo 0)" ] || blame 'the catalog has not all of the output'
}
