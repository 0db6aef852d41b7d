#!/bin/sh
# The clock is changed: by summer time in both directions, and by somebody who
# sets it. No slot runs twice, none is skipped without a word. CLOCK_DAYS says
# how far it is set ahead by mistake, 3 in check-clock.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3
[ $has_clock = yes ] || skip 'a sanitizer wants to be loaded first'

# How often the daemon looks whether the clock was set: twice in this time. A
# timer that is armed does not tell it here.
WATCHDOG_USEC=1000000
export WATCHDOG_USEC

# A world of its own for each part. configure_in ZONE, settings on stdin.
configure_in() {
	{
		echo '[schedule]'
		echo "timezone = $1"
		cat
	} | configure
}
seconds_of() {
	date -u -d "$1" +%s
}
part_begin() {
	say "part: $1"
	rm -rf "$state" "$T/trace" "$T/clock"
	mkdir "$T/trace"
}
part_end() {
	daemon_stop
	check 'the daemon ends well' ended 0
}

# start_at SECONDS RATE: the clock stands until the daemon has its plan.
start_at() {
	clock_run "$1" 0
	daemon_start
	clock_run "$1" "$2"
}

# hourly NAME CONNECTION MINUTE...: a strategy of every hour.
hourly() {
	strategy_row "$1" "$2" - 'backup archivelog all;'
	name=$1
	shift 2
	for minute; do
		echo "insert into frequency values ('$name', -1, -1, $minute);"
	done
}

# ran STRATEGY: its slots that ran, in UTC, and how often each.
ended=3 success=1
ran() {
	journal "select group_concat(strftime('%H:%M', slot * 60, 'unixepoch')
	    || iif(n = 1, '', ' ' || n || ' times'), ' ') from (select slot,
	    count(*) as n from execution where strategy = '$1' and
	    outcome = $success group by slot order by slot)"
}
# No more rman than executions that say that they ran.
each_ran_once() {
	same "$(traces)" "$(journal "select count(*) from execution
	    where started_ms > 0")"
}
cursor_is_at_least() {
	[ "$(journal "select value from note where name = 'cursor'")" -ge \
	    $(($1 / 60)) ] 2>/dev/null
}
quiet() {
	[ "$(journal "select count(*) from execution
	    where state <> $ended")" = 0 ]
}

#
# Summer time in Prague. Nothing here needs the system's zone files.
#
prague=CET-1CEST,M3.5.0,M10.5.0/3
nights() {
	{
		connection_row one XE
		connection_row two YE
		strategy_row half_past_two one 02:30 'backup database;'
		strategy_row three one 03:00 'backup database;'
		hourly hourly two 15
		# The same minutes in another zone, which has no summer time.
		strategy_row elsewhere two 07:05 'backup archivelog all;'
		strategy_option_row elsewhere timezone '<+0545>-5:45'
	} | catalog_by_hand
}

part_begin 'the night of 29 March 2026'
configure_in $prague </dev/null
nights
start_at "$(seconds_of '2026-03-29 00:10:00')" 1200
await 30 'the night passes' cursor_is_at_least \
    "$(seconds_of '2026-03-29 02:20:00')"
await 20 'all has ended' quiet
part_end
check 'a minute that is skipped runs at the first after the gap' \
    same "$(ran half_past_two)" 01:00
check 'what is due there runs there' same "$(ran three)" 01:00
check 'an hour of -1 has nothing in the hour that is not there' \
    same "$(ran hourly)" '00:15 01:15 02:15'
check 'a strategy in another zone does not notice' \
    same "$(ran elsewhere)" 01:20
check 'each ran once' each_ran_once

part_begin 'the night of 25 October 2026'
configure_in $prague </dev/null
nights
start_at "$(seconds_of '2026-10-25 00:10:00')" 1200
await 30 'the night passes' cursor_is_at_least \
    "$(seconds_of '2026-10-25 02:20:00')"
await 20 'all has ended' quiet
part_end
check 'a minute that comes twice runs at the first' \
    same "$(ran half_past_two)" 00:30
check 'what is due after it runs once' same "$(ran three)" 02:00
check 'an hour of -1 has both passes' \
    same "$(ran hourly)" '00:15 01:15 02:15'
check 'a strategy in another zone does not notice' \
    same "$(ran elsewhere)" 01:20
check 'each ran once' each_ran_once

#
# The rules of a zone are changed: an hour of the wall is skipped, and then it
# comes again.
#
# put_zone OCTAL: the zone file, with its offset in seconds as four bytes.
put_zone() {
	mkdir -p "$T/zones"
	{
		printf 'TZif'
		printf '%032d' 0 | tr 0 '\000'
		printf '\000\000\000\001\000\000\000\004'
		printf '%b\000\000XXX\000' "$1"
	} >"$T/zones/new"
	mv "$T/zones/new" "$T/zones/Here"
}
read_again() {
	[ "$(grep -c 'time zone read again' "$T/daemon.log")" -ge "$1" ]
}
part_begin 'other rules for a zone'
put_zone '\0000\0000\0016\0020' # one hour
TZDIR=$T/zones
export TZDIR
configure_in Here </dev/null
{
	connection_row one XE
	strategy_row half_past_one one 13:30 'backup database;'
	strategy_row later one 14:45 'backup database;'
} | catalog_by_hand
begin=$(seconds_of '2030-01-07 12:20:30')
start_at "$begin" 240
await 30 'minutes pass' cursor_is_at_least $((begin + 60))
put_zone '\0000\0000\0034\0040' # two hours: 13:2x becomes 14:2x
await 30 'the new rules are read' read_again 1
await 30 'what they skip runs at once' latest_is half_past_one outcome success
put_zone '\0000\0000\0016\0020' # and 14:2x becomes 13:2x again
await 30 'the old rules are read' read_again 2
await 30 'the time passes' cursor_is_at_least "$(seconds_of '2030-01-07 13:46:00')"
await 20 'all has ended' quiet
part_end
unset TZDIR
check 'what was skipped ran before its time, once' at_most \
    "$(journal "select max(slot) from execution
    where strategy = 'half_past_one'")" \
    $(($(seconds_of '2030-01-07 12:29:00') / 60))
check 'once' same "$(journal "select count(*) from execution
    where strategy = 'half_past_one'")" 1
check 'what was not, at its time' same "$(ran later)" 13:45
check 'each ran once' each_ran_once

#
# Somebody sets the clock, ahead and back. Whatever he does, every slot of the
# time that passed is accounted for, and no slot has two runs.
#
# accounted FROM UNTIL STRATEGY PERIOD: each slot from FROM to UNTIL, in
# seconds, has run, or is a slot of a row that says why not.
accounted() {
	journal "with recursive due(slot) as (select ($1 + 59) / 60 / $4 * $4
	        union all select slot + $4 from due
	        where slot + $4 <= $2 / 60)
	    select count(*) from due where slot >= ($1 + 59) / 60
	    and not exists (select 1 from execution
	        where strategy = '$3' and state = $ended and
	        (execution.slot = due.slot or (slots > 1 and
	        due.slot between execution.slot and last_slot)))"
}
runs_twice() {
	journal "select count(*) from (select 1 from execution
	    where started_ms > 0 group by strategy, slot having count(*) > 1)"
}
now_is_evaluated() {
	cursor_is_at_least $(($(clock_now) - 300))
}

part_begin 'steps'
configure_in UTC0 <<-END
catch_up = 2h
horizon = 2h
END
{
	connection_row one XE
	connection_row two YE
	# Every 15 minutes, and every 2.
	hourly quarters one 0 15 30 45
	hourly twos two 0 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 32 34 36 38 \
	    40 42 44 46 48 50 52 54 56 58
} | catalog_by_hand
begin=$(seconds_of '2030-01-07 12:01:00')
start_at "$begin" 60
farthest=$begin
for step in 60 3540 10800 90000 -1 -60 -3540 -10800 -90000; do
	clock_step $step
	now=$(clock_now)
	[ "$now" -le "$farthest" ] || farthest=$now
	await 30 "a step of $step s is noticed" now_is_evaluated
	sleep 1 # a minute of ours
	check "after $step s nothing has run twice" same "$(runs_twice)" 0
done
# Back where it was, so that all that was ahead is behind again.
clock_step $((farthest - $(clock_now)))
await 30 'it is noticed' now_is_evaluated
await 30 'all has ended' quiet
part_end
until=$(($(journal "select value from note where name = 'cursor'") * 60))
check 'no slot of the quarters is lost' \
    same "$(accounted "$begin" $until quarters 15)" 0
check 'no slot of the others is lost' \
    same "$(accounted "$begin" $until twos 2)" 0
check 'nothing ran twice' same "$(runs_twice)" 0
check 'and rman as often as it says' each_ran_once
check 'a step back is said' logs 'the clock was set back'

#
# Three days ahead for ten minutes, and back.
#
ahead=7200
[ -z "${CLOCK_DAYS-}" ] || ahead=$((CLOCK_DAYS * 86400))
part_begin "$ahead seconds ahead for ten minutes, and back"
configure_in UTC0 <<-END
catch_up = 20m
horizon = 1h
END
{
	connection_row one XE
	hourly halves one 0 30
} | catalog_by_hand
begin=$(seconds_of '2030-01-07 12:05:00')
start_at "$begin" 1200
clock_step $ahead
await 30 'it is noticed' now_is_evaluated
sleep 0.5 # ten minutes of ours
clock_step -$ahead
await 30 'the step back is noticed' logs 'the clock was set back'
check 'a row counts what was thought to be missed' \
    same "$(journal "select count(*) from execution where slots > 1")" 1
await 300 'the time passes' cursor_is_at_least $((begin + ahead + 1800))
await 30 'all has ended' quiet
part_end
check 'every slot of that time has run' same "$(journal "select count(*)
    from execution where outcome = $success and started_ms > 0 and
    slot between $begin / 60 and ($begin + $ahead) / 60")" $((ahead / 1800))
check 'once' same "$(runs_twice)" 0
check 'and rman as often as it says' each_ran_once

finish
