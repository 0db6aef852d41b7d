#!/bin/sh
# Under load one after the other is killed, at any moment: the daemon, its
# catalog helper, a keeper. Each slot has one execution, no execution starts
# rman twice, a keeper's death costs its own backup and nothing else.
#
# KILL_ROUNDS: how often; 12.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3
rounds=${KILL_ROUNDS:-12}
names=$(seq -w 1 20)

# Long runs have keepers to kill at every time.
lines=40
[ "$rounds" -lt 100 ] || lines=800
knobs LINES=$lines LINE_MS=50
configure <<-END
[schedule]
max_running = 20
END
clock_before 3
first=$(($(clock_now) / 60 + 1))
every='with recursive m(n) as (select 0 union all select n + 1 from m
    where n < 59)'
{
	for name in $names; do
		connection_row "c$name" "SID$name"
		strategy_row "k$name" "c$name" - 'backup database;'
		echo "$every insert into frequency (strategy_id, day, hour,
		    minutes) select 'k$name', -1, -1, n from m;"
	done
} | catalog_by_hand
daemon_start

# pick WORDS: one of them, nothing when there is none.
pick() {
	[ $# -eq 0 ] || eval "echo \${$((($(od -An -N2 -tu2 /dev/urandom) % $#) + 1))}"
}
# Those that have begun: what dies before that is started again.
keepers() {
	for folder in "$state"/executions/*; do
		[ -s "$folder/begun" ] || continue
		grep -q '^end' "$folder/end" 2>/dev/null && continue
		pid=$(sed -n 's/^begun 1 pid=\([0-9]*\) .*/\1/p' "$folder/begun")
		[ "$(cat "/proc/${pid:-0}/comm" 2>/dev/null)" = backupexec-work ] &&
		    echo "$pid"
	done
}
is_near() { [ $(($(clock_now) / 60)) -ge "$first" ]; }
await "$(until_minute)" 'the minute begins' is_near
killed_keepers=0
killed_helpers=0
killed_daemons=0
round=0
while [ $round -lt "$rounds" ]; do
	round=$((round + 1))
	sleep "$(od -An -N2 -tu2 /dev/urandom |
	    awk '{ printf "%.3f", $1 / 65536 * 0.8 }')"
	case $((round % 3)) in
	0)	daemon_kill
		daemon_spawn
		killed_daemons=$((killed_daemons + 1))
		;;
	1)	victim=$(helper_pid)
		[ -z "$victim" ] || kill -9 "$victim" 2>/dev/null &&
		    killed_helpers=$((killed_helpers + 1))
		;;
	2)	# shellcheck disable=SC2046 # words
		victim=$(pick $(keepers))
		[ -z "$victim" ] || ! kill -9 "$victim" 2>/dev/null ||
		    killed_keepers=$((killed_keepers + 1))
		;;
	esac
done
await 20 'the last daemon lives' about_is state running
sqlite3 -cmd '.timeout 5000' "$state/catalog.db" 'update strategy set alive = 0'
kill -HUP "$daemon"
last=$(($(clock_now) / 60))
all_ended() {
	[ "$(journal 'select count(*) from execution where state < 3')" -eq 0 ]
}
await 90 'all end' all_ended
say "killed: $killed_daemons daemons, $killed_helpers helpers," \
    "$killed_keepers keepers;" \
    "$(journal 'select count(*) from execution') executions of" \
    "$((last - first + 1)) minutes"
check 'no slot is lost' same "$(journal "select count(*) from (select strategy
    from execution where slot between $first and $last - 1 group by strategy
    having count(distinct slot) <> $last - $first)")" 0
check 'none has two executions' same "$(journal "select count(*) from (select
    1 from execution group by strategy, slot having count(*) > 1)")" 0
check 'each ends well, or its keeper was killed' same "$(journal "select count(*)
    from execution where outcome not in (1, 5, 8)")" 0
check 'no more than the killed keepers are interrupted' at_most \
    "$(journal 'select count(*) from execution where outcome = 5')" \
    "$killed_keepers"
started=$(journal 'select count(*) from execution where started_ms > 0')
check 'rman is not started twice' at_most "$(traces)" "$started"
check 'each success is one rman that ended' at_least "$(traces exit 0)" \
    "$(journal 'select count(*) from execution where outcome = 1')"
await 90 'the catalog has it all' is_recorded
check 'once each' same "$(sql 'select count(*) from execution')" \
    "$(journal 'select count(*) from execution')"
check 'with the outcomes of the journal' same "$(sql "select count(*) from
    execution where outcome = 'success'")" \
    "$(journal 'select count(*) from execution where outcome = 1')"
daemon_stop
check 'the end' ended 0
finish
