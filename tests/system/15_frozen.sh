#!/bin/sh
# The daemon does not get the processor for a second to ten minutes, STOPS
# times: no slot is lost, and what runs late is known to be late. The clock runs
# CLOCK_RATE times as fast.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3
[ $has_clock = yes ] || skip 'a sanitizer wants to be loaded first'
stops=${STOPS-10}
rate=${CLOCK_RATE-600}

configure <<-END
[schedule]
timezone = UTC
END
{
	connection_row one XE
	strategy_row thirds one - 'backup archivelog all;'
	for minute in $(seq 0 3 57); do
		echo "insert into frequency values ('thirds', -1, -1, $minute);"
	done
	connection_row two YE
	strategy_row quarters two - 'backup archivelog all;'
	for minute in 0 15 30 45; do
		echo "insert into frequency values ('quarters', -1, -1, $minute);"
	done
} | catalog_by_hand
begin=$(date -u -d '2030-01-07 12:01:00' +%s)
clock_run "$begin" "$rate"
daemon_start

# asleep SECONDS: of our time, in the system's.
asleep() {
	sleep "$(awk "BEGIN { printf \"%.4f\", $1 / $rate }")"
}
cursor_is_at_least() {
	[ "$(journal "select value from note where name = 'cursor'")" -ge \
	    $(($1 / 60)) ] 2>/dev/null
}
freeze() {
	kill -STOP "$daemon"
	asleep "$1"
	kill -CONT "$daemon"
	await 30 "it comes back after $1 s" cursor_is_at_least \
	    $(($(clock_now) - 120))
}
i=0
while [ $i -lt "$stops" ]; do
	i=$((i + 1))
	# 1 s to 10 min, at moments that differ in the minute.
	case $((i % 5)) in
	0) length=600 ;;
	1) length=1 ;;
	2) length=$((i * 7 % 60 + 1)) ;;
	3) length=$((i * 31 % 240 + 60)) ;;
	4) length=$((i * 53 % 300 + 300)) ;;
	esac
	asleep $((i * 17 % 60 + 60))
	freeze "$length"
done
# Ten minutes from just before one that is due.
while [ $(($(clock_now) / 60 % 15)) -ne 14 ]; do
	asleep 20
done
freeze 600
quiet() { [ "$(journal 'select count(*) from execution where state <> 3')" = 0 ]; }
await 30 'all has ended' quiet
daemon_stop
check 'the daemon ends well' ended 0

until=$(journal "select value from note where name = 'cursor'")
first=$(((begin + 59) / 60))
# slots PERIOD: how many there were.
slots() {
	seq $first "$until" | awk "\$1 % $1 == 0 { n++ } END { print n + 0 }"
}
for strategy in 'thirds 3' 'quarters 15'; do
	check 'each slot has one execution' same "$(journal "select count(*) ||
	    ' ' || count(distinct slot) from execution
	    where strategy = '${strategy% *}'")" \
	    "$(slots "${strategy#* }") $(slots "${strategy#* }")"
done
check 'that ran, or gave way to a later one' same "$(journal "select count(*)
    from execution where outcome <> 1 and
    (outcome <> 8 or reason not like 'superseded by %')")" 0
check 'rman ran as often' same "$(traces)" "$(journal "select count(*)
    from execution where started_ms > 0")"
id=$(journal "select id from execution where strategy = 'quarters'
    order by started_ms / 1000 - slot * 60 desc limit 1")
check 'what ran late has when it was due and when it began' \
    at_least "$(journal "select started_ms / 1000 - slot * 60 from execution
    where id = '$id'")" 480
daemon_start
bx log "$id" --json >"$T/out"
check 'in its log, too' at_least "$(json_rows "select strftime('%s',
    value ->> 'started_at') - strftime('%s', value ->> 'slot')
    from rows")" 480
daemon_stop

finish
