#!/bin/sh
# Who runs when: max_running, priorities, one run of a database at a time with
# archived logs beside, and of several slots that wait only the latest.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

mkdir "$T/lock"
knobs BACKUP_MS=1200 "LOCK=$T/lock"
configure <<-END
[schedule]
max_running = 3
END
clock_before 4
due=$(minute 1)
{
	connection_row a A
	strategy_row a_low a "$due" 'backup tablespace low;'
	strategy_row a_medium a "$due" 'backup tablespace medium;'
	strategy_row a_high a "$due" 'backup tablespace high;'
	strategy_row a_logs a "$due" 'backup archivelog all;'
	strategy_row a_logs2 a "$due" 'backup archivelog all;'
	echo "update strategy set priority = 'LOW' where strategy_id = 'a_low';"
	echo "update strategy set priority = 'HIGH'
	    where strategy_id = 'a_high';"
	for other in b c d e; do
		connection_row $other $other
		strategy_row ${other}_1 $other "$due" 'backup database;'
	done
	echo "update strategy set priority = 'low' where strategy_id = 'e_1';"
} | catalog_by_hand
daemon_start
waits() { [ "$(about waiting)" -gt 0 ]; }
await "$(until_minute)" 'more are due than may run' waits
run bx status
check 'status says for what they wait' says 'for its turn: 3 run already'
nine_ended() {
	[ "$(journal 'select count(*) from execution where state = 3')" -eq 9 ]
}
await 40 'all nine end' nine_ended
run bx log --json
check 'all succeed' same "$(json_rows "select count(*) || ' ' ||
    group_concat(distinct value ->> 'outcome') from rows")" '9 success'
check 'no database was backed up twice at once' same "$(traces OVERLAP)" 0

# When each ran, as the journal has it.
spans="select e.strategy, e.connection, e.started_ms a, e.finished_ms b,
    e.strategy like 'a_logs%' is_logs from execution e"
check 'never more than three at once' same "$(journal "
    with s as ($spans)
    select max((select count(*) from s y where y.a <= x.a and y.b > x.a)) <= 3
    from s x")" 1
check 'three at once' same "$(journal "
    with s as ($spans)
    select max((select count(*) from s y where y.a <= x.a and y.b > x.a))
    from s x")" 3
check 'logs beside data files' same "$(journal "
    with s as ($spans)
    select count(*) > 0 from s x, s y where x.connection = y.connection and
    x.is_logs and not y.is_logs and x.a < y.b and y.a < x.b")" 1
check 'data files never beside data files, nor logs beside logs' same "$(journal "
    with s as ($spans)
    select count(*) from s x, s y where x.connection = y.connection and
    x.strategy < y.strategy and x.is_logs = y.is_logs and x.a < y.b and
    y.a < x.b")" 0
check 'high before medium before low' same "$(journal "
    with s as ($spans)
    select group_concat(strategy, ' ') from (select * from s
    where strategy in ('a_low', 'a_medium', 'a_high') order by a)")" \
    'a_high a_medium a_low'
check 'low comes last among the others' same "$(journal "
    with s as ($spans)
    select (select a from s where strategy = 'e_1') >
    max(a) from s where strategy in ('b_1', 'c_1', 'd_1')")" 1
daemon_stop

# Away: of what was due meanwhile only the latest runs, and what is too old is
# missed.
knobs
sql "delete from strategy_line; delete from frequency; delete from strategy;"
# at N: the minute that is N minutes ago once the absence is over.
over=$(clock_now)
[ $has_clock = no ] || over=$((over + 181 * 60))
at() { date -u -d "@$((over - $1 * 60))" +%H:%M; }
{
	strategy_row often b "$(at 41)" 'backup database;'
	strategy_row seldom c "$(at 176)" 'backup database;'
	for minutes in 21 1; do
		moment=$(at $minutes)
		echo "insert into frequency values
		    ('often', -1, ${moment%:*}, ${moment#*:});"
	done
} | sqlite3 -batch "$state/catalog.db"
# The cursor knows these rows before they are due.
daemon_start
daemon_stop
away $((181 * 60))
daemon_start
await 20 'the latest slot runs' latest_is often outcome success
often() {
	journal "select $1 from execution where strategy = 'often'
	    order by slot ${2-} limit 1"
}
check 'three slots, three outcomes' same "$(journal "
    select count(*) from execution where strategy = 'often'")" 3
check 'the first is superseded' same \
    "$(often "reason like 'superseded by %'")" 1
check 'the last ran' same "$(often 'started_ms > 0' desc)" 1
check 'what is older than catch_up is missed' latest_is seldom outcome missed
check 'with a reason' [ -n "$(latest seldom reason)" ]
check 'only one was started' same "$(journal "
    select count(*) from execution where strategy in ('often', 'seldom') and
    started_ms > 0")" 1
await 20 'the catalog has it' is_recorded
check 'the missed one has its error row' same "$(sql "
    select count(*) from error where strategy_id = 'seldom'")" 1

# Away for longer than the horizon: one row for all that is older.
daemon_stop
away $((10 * 86400))
daemon_start
absence() {
	[ "$(journal "select count(*) from execution where strategy = 'seldom'
	    and slots > 1")" -eq 1 ]
}
await 20 'a long absence is one row' absence
check 'that counts' same "$(journal "select slots from execution
    where strategy = 'seldom' and slots > 1")" 9
run bx status
check 'and is no success' ended 1
daemon_stop
check 'the end' ended 0
finish
