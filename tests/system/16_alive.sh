#!/bin/sh
# A strategy, or its connection, is switched off while one of its backups waits
# or runs: what waits is skipped and says why, what runs goes on, and nothing
# is due any more until it is switched on again.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3
[ $has_clock = yes ] || skip 'a sanitizer wants to be loaded first'

configure <<-END
[schedule]
timezone = UTC
max_running = 2
END
{
	connection_row one XE
	connection_row two YE
	strategy_row first one 12:34 'backup database;'
	strategy_row second one 12:34 'backup database;'
	strategy_row third two 12:34 'backup database;'
	strategy_row fourth two 12:34 'backup database;'
	# They go first; the others wait for the same data files.
	echo "update strategy set priority = 'high'
	    where strategy_id in ('first', 'third');"
} | catalog_by_hand
knobs BACKUP_MS=4000
clock_run "$(date -u -d '2030-01-07 12:34:10' +%s)" 0
daemon_start
await 30 'the first runs' latest_is first state running
await 30 'the third runs' latest_is third state running
check 'the second waits' same "$(latest second state)" claimed
check 'the fourth waits' same "$(latest fourth state)" claimed

sql "update strategy set alive = 0 where strategy_id in ('first', 'second');
    update connection set alive = 0 where conn_id = 'C_two'"
kill -HUP "$daemon"
await 30 'what waits is skipped' latest_is second outcome skipped
await 30 'of a connection, too' latest_is fourth outcome skipped
check 'and says why' same "$(latest second reason)" \
    'its strategy or connection is no longer alive'
await 60 'what runs goes on to its end' latest_is first outcome success
await 60 'of a connection, too' latest_is third outcome success
check 'nobody else ran' same "$(traces)" 2

# Nothing is due while it is off, and what is due then is not made up for.
clock_step 86400
kill -HUP "$daemon"
cursor_is_now() {
	[ "$(journal "select value from note where name = 'cursor'")" = \
	    $(($(clock_now) / 60)) ]
}
await 30 'a day is evaluated' cursor_is_now
check 'nothing was due' same "$(journal 'select count(*) from execution')" 4
sql "update strategy set alive = 1; update connection set alive = 1"
knobs
kill -HUP "$daemon"
await 30 'the daemon knows' about_is plan_version \
    "$(sql 'select plan_version from catalog_info')"
clock_step 86400
kill -HUP "$daemon"
await 60 'switched on it is due again' latest_is second outcome success
await 60 'all of them are' latest_is fourth outcome success
check 'each once' same "$(journal "select group_concat(n) from (select
    count(*) as n from execution group by strategy)")" 2,2,2,2
daemon_stop
check 'the daemon ends well' ended 0

finish
