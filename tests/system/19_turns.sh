#!/bin/sh
# Many at once: eight connections due in one minute where four may run, each
# run longer than a master waits for news; archived logs every quarter of an
# hour beside a full backup of ten hours; and what `next` says of it, before and
# after. TURNS_SLOTS says how many quarters, 40 in check-turns.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3
[ $has_clock = yes ] || skip 'a sanitizer wants to be loaded first'
slots=${TURNS_SLOTS:-8}

# How often the daemon looks whether the clock was set: twice in this time.
WATCHDOG_USEC=1000000
export WATCHDOG_USEC

# Eight connections, four places; a run takes three seconds, five minutes of
# this clock.
mkdir "$T/lock"
knobs BACKUP_MS=3000 "LOCK=$T/lock"
configure <<-END
[schedule]
max_running = 4
END
begin_s=$(($(date +%s) / 3600 * 3600 + 1200))
due=$(date -u -d "@$((begin_s + 600))" +%H:%M)
{
	for name in a b c d e f g h; do
		connection_row $name $name
		strategy_row ${name}_full $name "$due" 'backup database;'
	done
} | catalog_by_hand
clock_run $begin_s 0
daemon_start
run bx next --hours 1 --json
check 'next foresees that four wait' same "$(json_rows "select
    sum(value ->> 'expected' = 'runs') || ' ' ||
    sum(value ->> 'waits_for' = 'its turn') from rows")" '8 4'
clock_run $begin_s 100
eight() {
	[ "$(journal "select count(*) from execution where outcome = 1")" -eq 8 ]
}
await 60 'eight successes' eight
check 'and nothing else' same \
    "$(journal 'select count(*) from execution')" 8
check 'in runs of five minutes' at_least "$(journal "
    select min(finished_ms - started_ms) from execution")" 240000
check 'four at once, never more' same "$(journal "
    with s as (select started_ms a, finished_ms b from execution)
    select max((select count(*) from s y where y.a <= x.a and y.b > x.a))
    from s x")" 4
check 'no database twice at once' same "$(traces OVERLAP)" 0
await 20 'the catalog has it' is_recorded
check 'no error row' same "$(sql 'select count(*) from error')" 0
from=$(date -u -d "@$begin_s" +%Y-%m-%dT%H:%MZ)
run bx next --from "$from" --hours 1 --json
check 'next tells what became of them' same "$(json_rows "select
    sum(value ->> 'outcome' = 'success') || ' ' ||
    sum(value ->> 'late_s' >= 60) from rows")" '8 4'
run bx next --from "$from" --hours 1
check 'for a person, too' says 'success, took '
check 'and who was late' grep -q 'success, [0-9]* min late, took ' "$T/out"
run bx next --heatmap
check 'a week has seven lines and a title' same "$(wc -l <"$T/out")" 8
check 'of 80 columns' same "$(awk 'length > 80' "$T/out")" ''
check 'with four at once' grep -q ' 4 ' "$T/out"
daemon_stop
check 'the daemon ends well' ended 0

# A full backup that lasts until it is ended, and the clock set from quarter to
# quarter; twenty times as fast between, so that a minute is three seconds.
rm -rf "$state" "$T/trace" "$T/clock"
mkdir "$T/trace"
knobs BACKUP_MS=100
hour_s=$(($(date +%s) / 3600 * 3600 + 7200))
{
	connection_row a A
	strategy_row long a 23:59 'backup database;'
	echo "update frequency set hour = $(date -u -d "@$hour_s" +%-H),
	    minutes = 5 where strategy_id = 'long';"
	strategy_option_row long timeout 2d
	strategy_row logs a - 'backup archivelog all;'
	for minute in 0 15 30 45; do
		echo "insert into frequency values ('logs', -1, -1, $minute);"
	done
} | catalog_by_hand
clock_run $((hour_s + 60)) 0
daemon_start
knobs HANG=backup
clock_run $((hour_s + 290)) 20
is_running() { latest_is long state running; }
await 20 'the full backup runs' is_running
full=$(latest long execution)
wait_s=$((hour_s + 900))
hangs() { [ -n "$(rman_of "$full")" ]; }
await 20 'and goes on' hangs
knobs BACKUP_MS=100
n=0
logs_of() {
	[ "$(journal "select count(*) from execution where strategy = 'logs'
	    and slot = $1 / 60 and outcome = 1")" -eq 1 ]
}
while [ $n -lt "$slots" ] && [ $failures -eq 0 ]; do
	clock_run $((wait_s - 5)) 20
	await 20 "the archived logs of quarter $n" logs_of $wait_s
	n=$((n + 1))
	wait_s=$((wait_s + 900))
done
check 'every slot of the archived logs ran' same "$(journal "
    select count(*) from execution where strategy = 'logs'
    and outcome = 1")" "$slots"
check 'within its minute' same "$(journal "
    select count(*) from execution where strategy = 'logs'
    and started_ms >= slot * 60000 + 60000")" 0
check 'and nothing else was written of it' same "$(journal "
    select count(*) from execution where strategy = 'logs'")" "$slots"
check 'while the full backup ran' is_running
run bx cancel long
await 20 'it is ended' latest_is long outcome cancelled
daemon_stop
check 'the end' ended 0
finish
