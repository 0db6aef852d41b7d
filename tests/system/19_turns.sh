#!/bin/sh
# Many at once: eight connections due in one minute where four may run, each
# run longer than the others would like to wait; and what `next` says of it,
# before and after.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

ended_ok() {
	journal "select count(*) from execution where outcome = 1 and
	    strategy like '$1'"
}

# Eight connections, four places, runs that take their time.
mkdir "$T/lock"
knobs BACKUP_MS=3000 "LOCK=$T/lock"
configure <<-END
[schedule]
max_running = 4
END
clock_before 5
due=$(minute 1)
{
	for name in a b c d e f g h; do
		connection_row $name $name
		strategy_row ${name}_full $name "$due" 'backup database;'
	done
} | catalog_by_hand
daemon_start
run bx next --hours 1 --json
check 'next foresees that four wait' same "$(json_rows "select
    sum(value ->> 'expected' = 'runs') || ' ' ||
    sum(value ->> 'waits_for' = 'its turn') from rows")" '8 4'
eight() { [ "$(ended_ok '%_full')" -eq 8 ]; }
await $(($(until_minute) + 60)) 'eight successes' eight
check 'and nothing else' same \
    "$(journal 'select count(*) from execution')" 8
check 'never more than four at once' same "$(journal "
    with s as (select started_ms a, finished_ms b from execution)
    select max((select count(*) from s y where y.a <= x.a and y.b > x.a))
    from s x")" 4
check 'no database twice at once' same "$(traces OVERLAP)" 0
await 20 'the catalog has it' is_recorded
check 'no error row' same "$(sql 'select count(*) from error')" 0
run bx next --from "$(date -u -d "@$(($(clock_now) - 3600))" +%Y-%m-%dT%H:%MZ)" \
    --hours 2 --json
check 'next tells what became of them' same "$(json_rows "select
    sum(value ->> 'outcome' = 'success') from rows")" 8
run bx next --from "$(date -u -d "@$(($(clock_now) - 3600))" +%Y-%m-%dT%H:%MZ)" \
    --hours 2
check 'for a person, too' says 'success, took '
run bx next --heatmap
check 'a week has seven lines and a title' same "$(wc -l <"$T/out")" 8
check 'of 80 columns' same "$(awk 'length > 80' "$T/out")" ''
check 'with four at once' grep -q ' 4 ' "$T/out"
daemon_stop

finish
