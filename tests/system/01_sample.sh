#!/bin/sh
# The rows that the original system published go in unchanged and run as they
# always should have: on Monday, at 12:34, 12:35 and 12:39.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

sed 's,^/$,;,' "$bin/sql/sqlite/90_sample.sql" | catalog_by_hand
if [ $has_clock = yes ]; then
	clock_set "$(date -u -d '2030-01-07 12:33:56' +%s)" # a Monday
fi
daemon_start

run bx next --hours 168 --json
check 'next tells the coming week' ended 0
check 'five slots' same "$(json_count)" 5
check 'each strategy at its minute, the earliest first' same "$(json_rows "
    select group_concat(strftime('%w %H:%M ', value ->> 'slot') ||
    (value ->> 'strategy'), char(10)) from rows")" \
'1 12:34 EST_1509986192
1 12:35 EST_1509986176
1 12:35 EST_1509986180
1 12:35 EST_1509986184
1 12:39 EST_1509986188'

# to HH:MM:SS, as if the daemon had been stopped for the time between.
jump() {
	daemon_stop
	check 'a stop is no failure' ended 0
	clock_set "$(date -u -d "2030-01-07 $1" +%s)"
	daemon_start
}

all='EST_1509986176 EST_1509986180 EST_1509986184 EST_1509986188
    EST_1509986192'
if [ $has_clock = yes ]; then
	await 20 'what is due at 12:34 ends' latest_is EST_1509986192 state ended
	check 'nothing else was due' same \
	    "$(journal 'select count(*) from execution')" 1
	jump 12:34:57
	for strategy in EST_1509986176 EST_1509986180 EST_1509986184; do
		await 20 'what is due at 12:35 ends' latest_is $strategy \
		    state ended
	done
	jump 12:38:57
	await 20 'what is due at 12:39 ends' latest_is EST_1509986188 state ended
	check 'each slot once, at its minute' same "$(journal "
	    select group_concat(strftime('%H:%M ', slot * 60, 'unixepoch') ||
	    strategy, char(10)) from (select * from execution order by slot,
	    strategy)")" \
'12:34 EST_1509986192
12:35 EST_1509986176
12:35 EST_1509986180
12:35 EST_1509986184
12:39 EST_1509986188'
else
	say 'the clock is the real one: the five run by hand'
	for strategy in $all; do
		run bx run "$strategy"
	done
fi

check 'the good one succeeds' latest_is EST_1509986176 outcome success
check 'the wrong one fails' latest_is EST_1509986180 outcome failure
check 'its code tells why' latest_is EST_1509986180 code RMAN-01009
for strategy in EST_1509986184 EST_1509986188 EST_1509986192; do
	check 'without lines there is nothing to run' latest_is $strategy \
	    outcome skipped
	check 'and that is said' latest_is $strategy reason 'it has no lines'
done

# What rman was given. The wrong script was refused before anything ran.
lines_of() {
	file=$(grep -l "^input\.[0-9]*$tab.*$1" "$T"/trace/*.trace)
	sed -n "s/^input\.[0-9]*$tab\([^$tab]*\).*/\1/p" "$file"
}
check 'two scripts reached rman' same "$(traces)" 2
check 'the five lines, in order' same "$(lines_of "run{$tab")" 'crosscheck archivelog all;
run{
SQL "alter system switch logfile";
backup tablespace users;
}'

await 20 'the catalog has it all' is_recorded
check 'five executions' same "$(sql "select group_concat(outcome || ' ' ||
    strategy_id, char(10)) from (select * from execution order by strategy_id)
    ")" 'success EST_1509986176
failure EST_1509986180
skipped EST_1509986184
skipped EST_1509986188
skipped EST_1509986192'
check 'one error row, with the code' same "$(sql "
    select strategy_id || ' ' || code from error
    where strategy_id = 'EST_1509986180'")" 'EST_1509986180 RMAN-01009'
check 'its stack' same "$(sql "select detail like 'RMAN-00558: %
RMAN-01009: %
RMAN-01007: %' from error where strategy_id =
    'EST_1509986180'")" 1
for strategy in EST_1509986176 EST_1509986180; do
	id=$(latest $strategy execution)
	check 'the whole log' same "$(sum_of_catalog "$id")" "$(sum_of_log "$id")"
done
daemon_stop
check 'the end' ended 0
finish
