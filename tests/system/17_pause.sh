#!/bin/sh
# A pause: what is due in it ends as skipped and is no error, a run by hand
# runs, what waits is skipped too; it survives restarts with and without its
# catalog, and ends by itself.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

clock_before 5
due=$(minute 1)
due_s=$((($(clock_now) / 60 + 1) * 60))
configure <<-END
[schedule]
max_running = 1
END
knobs BACKUP_MS=8000
{
	connection_row a A
	connection_row b B
	strategy_row a_now a "$due" 'backup database;'
	strategy_row b_now b "$due" 'backup database;'
	strategy_row b_hand b - 'backup archivelog all;'
} | catalog_by_hand
daemon_start

# One of two waits for its turn; the pause finds it waiting.
waits() { [ "$(about waiting)" -eq 1 ]; }
await "$(until_minute)" 'one of two waits' waits
waiting=$(journal "select strategy from execution where state = 0")
run bx pause "$waiting" --until 2h --reason 'new disks'
check 'a strategy is paused' ended 0
skipped() { latest_is "$1" outcome skipped; }
await 10 'what waits is skipped' skipped "$waiting"
run bx log "$waiting" --json
who=$(json '$[0].reason' | sed -n 's/^paused until [^ ]*Z by \([^ ]*\): new disks$/\1/p')
check 'its reason says until when, by whom and why' [ -n "$who" ]
runs() { [ "$(about running)" -eq 1 ]; }
check 'the other runs on' runs
knobs
run bx status
check 'status says that it is paused' says "paused: $waiting until "
check 'and by whom and why' says " by $who: new disks"
run bx strategy show "$waiting"
check 'so does strategy show' says "by $who: new disks"
check 'table change has who did it' same "$(sql "select who, what, object, item
    from change where what = 'pause'")" "$who|pause|$waiting|pause"
run bx resume "$waiting"
check 'it is resumed' ended 0
run bx resume "$waiting"
check 'but once' ended 1
check 'with a sentence' complains "strategy $waiting has no pause of its own"

# A connection, over a restart, and its slots of a later minute.
run bx pause --connection b --reason 'a move'
check 'a connection is paused' ended 0
run bx pause --until tomorrow --all
check 'an end that is none is refused' ended 2
run bx pause a_now --until 3d
daemon_kill
mv "$state/catalog.db" "$state/catalog.away"
mkdir "$state/catalog.db"
[ $has_clock = no ] || clock_set $((due_s + 86400 - 5))
daemon_start disk
skipped_again() {
	[ "$(journal "select count(*) from execution where strategy = 'b_now'
	    and slot = $due_s / 60 + 1440 and outcome = 8 and
	    reason = 'paused by $who: a move'")" -eq 1 ]
}
if [ $has_clock = yes ]; then
	await "$(until_minute)" 'without a catalog the slot is skipped' \
	    skipped_again
fi
run bx status --json
check 'what was paused just before the daemon was killed still is' same \
    "$(json '$.strategies[0].pause.of')" strategy
run bx run b_hand
check 'a run by hand runs' ended 0
run bx status --json
check 'the pause is still told' same "$(json '$.connections[1].pause.reason')" \
    'a move'
daemon_stop
rmdir "$state/catalog.db"
mv "$state/catalog.away" "$state/catalog.db"
daemon_start
await 20 'the catalog has it all' is_recorded
check 'no skipped slot makes an error row' same "$(sql 'select count(*)
    from error')" 0

run bx resume --all
check 'all is resumed' ended 0
run bx pause b_now --until 2s
check 'a pause of two seconds' ended 0
await 10 'ends by itself' about_is 'strategies[2].pause' ''
daemon_stop
run bx pause a_now --until 1h
check 'without a daemon it is made in the catalog' ended 0
daemon_start
run bx status --json
check 'where the daemon finds it' same "$(json '$.strategies[0].pause.of')" \
    strategy
daemon_stop
check 'the end' ended 0
finish
