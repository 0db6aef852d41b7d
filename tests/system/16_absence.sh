#!/bin/sh
# Nobody was there for a year: one missed row a strategy says how many slots
# there were, which was the first and which the last; the last day is recorded
# slot by slot, and what is not too late still runs.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3
[ $has_clock = yes ] || skip 'a sanitizer wants to be loaded first'

configure <<-END
[schedule]
timezone = CET-1CEST,M3.5.0,M10.5.0/3
catch_up = 30m
horizon = 24h
END
{
	connection_row one XE
	connection_row two YE
	strategy_row hourly one - 'backup archivelog all;'
	echo "insert into frequency values ('hourly', -1, -1, 15);"
	strategy_row daily two 02:30 'backup database;'
	strategy_row weekly two - 'backup database;'
	echo "insert into frequency values ('weekly', 0, 4, 0);"
	strategy_row never two - 'backup database;'
	strategy_row dead two 02:30 'backup database;'
	echo "update strategy set alive = 0 where strategy_id = 'dead';"
} | catalog_by_hand
clock_set "$(date -u -d '2029-06-01 10:20:05' +%s)"
daemon_start
daemon_stop
check 'nothing was due yet' same "$(journal 'select count(*) from execution')" 0

clock_set "$(date -u -d '2030-06-01 10:20:05' +%s)"
daemon_start
await 30 'what is not too late runs' latest_is hourly outcome success
daemon_stop

# absent STRATEGY: count, first and last of the row for the long time.
absent() {
	journal "select slots || ' ' || strftime('%Y-%m-%dT%H:%M', slot * 60,
	    'unixepoch') || ' ' || strftime('%Y-%m-%dT%H:%M', last_slot * 60,
	    'unixepoch') || ' ' || outcome from execution
	    where strategy = '$1' and slots > 1"
}
# 364 days of real time have 24 hours each, however the clock is changed.
check 'of the hourly one' same "$(absent hourly)" \
    '8736 2029-06-01T11:15 2030-05-31T10:15 7'
# 02:30 in Prague is 00:30 in summer.
check 'of the daily one' same "$(absent daily)" \
    '364 2029-06-02T00:30 2030-05-31T00:30 7'
check 'of the weekly one' same "$(absent weekly)" \
    '52 2029-06-03T02:00 2030-05-26T02:00 7'
check 'of one without times there is none' same "$(absent never)" ''
check 'nor of one that is not alive' same "$(journal "select count(*)
    from execution where strategy = 'dead'")" 0
check 'the last day is recorded slot by slot' same "$(journal "select
    count(*) || ' ' || sum(outcome = 7) || ' ' || sum(outcome = 1)
    from execution where strategy = 'hourly' and slots = 1")" '24 23 1'
check 'the daily one of that day was too late' same "$(journal "select
    outcome || ' ' || reason from execution where strategy = 'daily' and
    slots = 1")" \
    '7 nobody was there to start it until 590m later, catch_up is 30m'
check 'rman ran once' same "$(traces)" 1
check 'the log says it' logs \
    'backup missed: strategy=hourly slot=2029-06-01T11:15:00Z slots=8736'

# The catalog is told so, too.
daemon_start
await 30 'all is recorded' is_recorded
daemon_stop
check 'the catalog has count, first and last' same "$(sql "select slots ||
    ' ' || slot || ' ' || last_slot from execution where
    strategy_id = 'hourly' and slots > 1")" \
    "8736 $(journal "select slot || ' ' || last_slot from execution
    where strategy = 'hourly' and slots > 1")"

finish
