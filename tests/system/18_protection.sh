#!/bin/sh
# Is every database protected: never from the first minute, protected after a
# good run, late when that is too old; through failures, pauses, restarts and
# without a daemon alike; and what a monitor is told.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

configure <<-END
[protect]
max_age = full 8d, archivelog 1h
END
{
	connection_row a A
	connection_row b B
	connection_row c C
	connection_row d D
	strategy_row a_full a - 'backup database plus archivelog;'
	strategy_row b_full b - 'backup database;'
	strategy_row b_logs b - 'backup archivelog all;'
	strategy_row c_check c - 'crosscheck backup;'
	strategy_row d_full d - 'backup database;'
	connection_option_row d max_age 'full 2d'
} | catalog_by_hand
daemon_start
# protection NAME [KEY]: of a connection.
protection() {
	bx status --json >"$T/out" 2>/dev/null
	sqlite3 :memory: "select value ->> '${2-protection}' from json_each(cast(
	    readfile('$T/out') as text), '\$.connections')
	    where value ->> 'connection' = '$1'"
}
run bx status --check
check 'never, from the first minute' same "$(cat "$T/out")" \
    'BAD: 0 of 4 protected, 0 late, 3 never, 1 with nothing planned; a never full archivelog; b never full archivelog; c nothing planned; d never full'
check 'exits 1' ended 1
for strategy in a_full b_full b_logs d_full; do
	run bx run $strategy
	check "$strategy runs" ended 0
done
run bx connection set c max_age=none
check 'what is not to be watched says so' ended 0
run bx status --check
check 'a good run of each is enough' same "$(cat "$T/out")" \
    'GOOD: 3 of 3 protected, 0 late, 0 never'
check 'exits 0' ended 0
run bx connection set b 'max_age=full 1d, archivelgo 1h'
check 'a slip of the pen is refused' ended 2
check 'with the nearest kind' complains "nearest is 'archivelog'"
check 'json tells the kind that is worst' same \
    "$(protection b kind) $(protection b max_age_s)" 'archivelog 3600'

# Ageing: archived logs after an hour and a bit, also while paused.
run bx pause --connection b
check 'a pause' ended 0
daemon_stop
# older SECONDS: as if all that ran had run so much earlier.
older() {
	if [ $has_clock = yes ]; then
		away "$1"
		return
	fi
	for table in good execution; do
		journal "update $table
		    set finished_ms = finished_ms - $1 * 1000"
	done
}
older 3700
daemon_start
check 'protection ages through a pause and a restart' same \
    "$(protection a) $(protection b) $(protection d)" 'late late protected'
run bx status
check 'status counts them' says '1 of 3 protected, 2 late, 0 never'
check 'and names the kind' says 'late archivelog'
run bx resume --all
knobs EXIT=1
run bx run b_logs
check 'a failure renews nothing' same "$(protection b)" late
knobs
run bx run b_logs
check 'a good one does' same "$(protection b)" protected

# An own max_age; and the executions' rows may go.
daemon_stop
older $((3 * 86400))
journal "delete from execution where connection = 'C_d'"
daemon_start
check 'an own max_age, after retention took the rows' same \
    "$(protection d) $(protection d max_age_s)" 'late 172800'

# Without a daemon the journal and the last plan say it.
daemon_kill
run bx status --check
check 'without a daemon it exits 3' ended 3
check 'and says what the journal knows' says \
    '0 of 3 protected, 3 late, 0 never; a late archivelog; b late archivelog; d late full'
run bx status
check 'one line a connection' says 'late archivelog'
finish
