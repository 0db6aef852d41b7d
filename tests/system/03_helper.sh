#!/bin/sh
# The catalog goes away, in three ways: its helper is killed, frozen, or has no
# driver. What is due runs on time from the last plan, `status` says since when
# the catalog is away, and when it is back everything stands in it once.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

clock_before 4
{
	connection_row one XE1
	strategy_row first one "$(minute 1)" 'backup database;'
	connection_row two XE2
	strategy_row second two - 'backup database;'
} | catalog_by_hand
daemon_start
frozen=$(helper_pid)
must 'there is a helper' [ -n "$frozen" ]

# Frozen. It is asked once a minute whether the plan has changed.
kill -STOP "$frozen"
await "$(until_minute)" 'the slot is run' latest_is first outcome success
check 'within two seconds of its minute' at_most "$(journal "
    select started_ms / 1000 - slot * 60 from execution
    where strategy = 'first'")" $((2 * slowness))
run bx run second
check 'a run by hand works, too' ended 0
check 'nothing of it is recorded yet' same \
    "$(sql 'select count(*) from execution')" 0
is_away() { [ -n "$(about catalog_away_since)" ]; }
# It may be back before we look: then the log has seen it.
was_away() { is_away || logs 'the catalog is away, the last plan goes on'; }
await 30 'the catalog counts as away' was_away
await 5 'the frozen helper is ended' gone "$frozen"
await 30 'another helper is started and records' is_recorded
check 'both stand in the catalog' same "$(sql "select group_concat(strategy_id ||
    ' ' || outcome, ', ') from (select * from execution order by strategy_id)")" \
    'first success, second success'

# Killed, each time that it comes back, and meanwhile backups run.
rounds=0
while [ $rounds -lt 5 ]; do
	rounds=$((rounds + 1))
	helper=$(helper_pid)
	[ -z "$helper" ] || kill -9 "$helper"
	run bx run second
	check 'it runs without a helper' ended 0
done
await 90 'the catalog is back and has it all' is_recorded
check 'seven executions' same "$(sql 'select count(*) from execution')" 7
check 'none of them twice' same "$(sql "
    select count(*) || ' ' || count(distinct execution_id) from log")" '7 7'

# No driver, and the daemon starts with that.
daemon_stop
sql "insert into strategy (strategy_id, connection) values ('late', 'C_one')"
configure <<-END
[catalog]
connection = "DRIVER=/nonexistent/driver.so;Database=$state/catalog.db"
END
clock_before 9
before=$(clock_now)
daemon_start disk
await 10 'the catalog is away' is_away
run bx status
check 'status says so' says 'catalog away since'
check 'and why' says '/nonexistent/driver.so'
check 'since when' at_least \
    "$(date -u -d "$(about catalog_away_since)" +%s)" "$before"
check 'the plan is the last one' about_is plan_from disk
run bx run second
check 'a run by hand works' ended 0
run bx strategy set second --priority high
check 'a change needs the catalog' ended 3
check 'what waits to be recorded is counted' at_least "$(about to_record)" 1

# The driver is found again.
configure </dev/null
kill -HUP "$daemon"
await 90 'a reload brings the catalog back' has_plan catalog
await 90 'and what had waited into it' is_recorded
check 'eight executions' same "$(sql 'select count(*) from execution')" 8
check 'none of them twice' same "$(sql "
    select count(*) || ' ' || count(distinct execution_id) from log")" '8 8'
daemon_stop
check 'the end' ended 0
finish
