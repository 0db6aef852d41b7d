#!/bin/sh
# A daemon that is killed again and again, at any moment, while twenty backups
# run: each runs once, to its end, and no byte of its output is lost.
#
# KILL_ROUNDS: how often; 8.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3
rounds=${KILL_ROUNDS:-8}
names=$(seq -w 1 20)

# Long enough for all rounds.
mkdir "$T/tee"
knobs LINES=$((rounds * 30)) LINE_MS=25 "TEE=$T/tee/%s"
configure <<-END
[schedule]
max_running = 20
END
clock_before 5
due=$(minute 1)
for name in $names; do
	connection_row "c$name" "SID$name"
	strategy_row "k$name" "c$name" "$due" 'backup database;'
done | catalog_by_hand
daemon_start

# pause: up to 1.2 s, any length.
pause() {
	sleep "$(od -An -N2 -tu2 /dev/urandom |
	    awk '{ printf "%.3f", $1 / 65536 * 1.2 }')"
}

# The first comes before the minute, the second about when it begins.
is_near() { [ $(($(clock_now) % 60)) -ge 58 ]; }
await "$(until_minute)" 'the minute is near' is_near
round=0
while [ $round -lt "$rounds" ]; do
	round=$((round + 1))
	pause
	daemon_kill
	daemon_spawn
done
await 20 'the last daemon lives' about_is state running

all_ended() {
	[ "$(journal 'select count(*) from execution where state = 3')" -eq 20 ]
}
await $((60 + rounds * 2)) 'all twenty end' all_ended
check 'each slot has one execution' same \
    "$(journal 'select count(*) from execution')" 20
check 'each succeeds' same \
    "$(bx log --json >"$T/out"; json_rows "select group_concat(distinct
    value ->> 'outcome') from rows")" success
check 'rman was started twenty times' same "$(traces)" 20
check 'once for each' same "$(cat "$T"/trace/*.trace |
    sed -n "s/^env\.ORACLE_SID$tab\([^$tab]*\).*/\1/p" | sort -u | wc -l)" 20
check 'and went to its end each time' same "$(traces exit 0)" 20
await 60 'the catalog has it all' is_recorded
for name in $names; do
	id=$(latest "k$name" execution)
	sum=$(sum_of "$T/tee/SID$name")
	check "log k$name is what rman wrote" same "$(sum_of_log "$id")" "$sum"
	check "so is the catalog" same "$(sum_of_catalog "$id")" "$sum"
done
say "$(grep -c 'daemon started' "$T/daemon.log") daemons started," \
    "$(grep -c 'backup found again' "$T/daemon.log") backups were found again"
daemon_stop
check 'the end' ended 0
finish
