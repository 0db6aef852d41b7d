#!/bin/sh
# The daemon judges as backupexec-worker --judge does: the same logs, through a
# keeper and its files, with what a site ignores and escalates; the journal, the
# API and the catalog's error rows agree.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

logs=$top_srcdir/tests/data/rman
# replay NAME LOG [KNOB...]: a connection whose rman prints this log.
replay() {
	name=$1
	words="FAKERMAN_REPLAY=$logs/$2.log"
	shift 2
	for knob; do
		words="$words FAKERMAN_$knob"
	done
	connection_row "$name" "$name"
	strategy_row "s_$name" "$name" - 'backup database;'
	connection_option_row "$name" environment "$words"
}
configure <<-END
[schedule]
max_running = 20
END
{
	replay good good-ja-cp932-cmdfile
	replay full stack-recovery-area-full EXIT=1
	replay lies stack-fr-cp1252 EXIT=0
	strategy_option_row s_lies feed stdin
	replay corrupt validate-failed
	replay moved inband-other-channel
	replay skipped all-skipped
	replay cut end-missing
	replay standby warn-08137
	replay strict warn-08137
	strategy_option_row s_strict ignore 'RMAN-08120'
	replay block warn-mismatched
	strategy_option_row s_block ignore 'RMAN-06207'
	replay raised warn-mismatched
	strategy_option_row s_raised escalate 'RMAN-06207 ORA-28002'
	replay status exit-1-borrows-nothing EXIT=1
} | catalog_by_hand
daemon_start
names='good full lies corrupt moved skipped cut standby strict block raised
    status'
clients=
for name in $names; do
	bx run "s_$name" >"$T/run.$name" 2>&1 &
	clients="$clients $!"
done
for client in $clients; do
	wait "$client"
done

# verdict NAME OUTCOME CODE GOOD RETRY; "" is null.
verdict() {
	check "$1 is $2" latest_is "s_$1" outcome "$2"
	check "$1 has its code" latest_is "s_$1" code "$3"
	check "$1 is good or not" latest_is "s_$1" good "$4"
	check "$1 may be tried again or not" latest_is "s_$1" retry "$5"
}
verdict good success '' 1 ''
verdict full failure ORA-19809 0 later
verdict lies failure ORA-19809 0 later
verdict corrupt failure '' 0 ''
verdict moved warning ORA-19502 1 ''
verdict skipped warning '' 0 ''
verdict cut warning '' 0 ''
verdict standby success '' 1 ''
verdict strict warning RMAN-08137 1 ''
verdict block success '' 1 ''
verdict raised failure RMAN-06207 0 ''
verdict status failure '' 0 ''

await 60 'the catalog has it all' is_recorded
check 'each failure has an error row, and a code where it has one' same \
    "$(sql "select strategy_id || ' ' || ifnull(nullif(code, ''), '-') from error
	order by 1" | tr '\n' ' ')" \
    's_corrupt - s_full ORA-19809 s_lies ORA-19809 s_raised RMAN-06207 s_status - '
check 'with the stack' same "$(sql "select detail like '%ORA-19804%' from error
    where strategy_id = 's_full'")" 1
daemon_stop
finish
