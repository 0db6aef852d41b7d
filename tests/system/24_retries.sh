#!/bin/sh
# What passes is tried again, what does not is not; also when the daemon is
# killed meanwhile.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

# world NAME HOME KNOB...: a connection and a strategy that is due in a minute.
world() {
	name=$1
	shift
	mkdir -p "$T/$name/bin" && cp "$home/bin/rman" "$T/$name/bin/rman"
	{
		echo "FAKERMAN_TRACE=$T/trace"
		printf 'FAKERMAN_%s\n' "$@"
	} >"$T/$name/fakerman.conf"
	connection_row "$name" "$name"
	connection_option_row "$name" oracle_home "$T/$name"
	strategy_row "s_$name" "$name" "$due" 'backup database;'
	strategy_option_row "s_$name" retries 3
	strategy_option_row "s_$name" retry_delay "$delay"
}
attempts() {
	journal "select group_concat(attempt || ' ' || outcome || ' ' || is_good,
	    ', ') from (select * from execution where strategy = '$1'
	    order by attempt)"
}
has_attempts() { [ "$(attempts "$1")" = "$2" ]; }
ends() {
	[ "$(journal "select count(*) from execution where strategy = '$1'
	    and state = 3")" = "$2" ]
}

clock_before 8
due=$(minute 1)
{
	delay=1s
	world passes FAIL=enqueue FAIL_TIMES=2 "COUNTER=$T/passes.runs"
	world refused CONNECT_FAIL=ORA-12541 FAIL_TIMES=1 \
	    "COUNTER=$T/refused.runs"
	world password CONNECT_FAIL=ORA-01017
	world syntax EXIT=any
	echo "update strategy_line set line = 'run{; backup database; }'
	    where strategy_id = 's_syntax';"
	delay=8s
	world killed FAIL=enqueue FAIL_TIMES=1 "COUNTER=$T/killed.runs"
} >"$T/rows.sql"
configure <<-END
[schedule]
max_running = 8
END
catalog_by_hand <"$T/rows.sql"
daemon_start

await "$(until_minute 20)" 'one has failed and waits' \
    latest_is s_killed attempt 2
check 'durable, and not started' latest_is s_killed state claimed
bx status >"$T/out"
check 'which status says' says 'attempt 2 after an error that passes'
daemon_kill
check 'nothing of it is lost' same '1 3 0, 2 0 0' "$(attempts s_killed)"
daemon_start
await 30 'two failures, then a success' \
    has_attempts s_passes '1 3 0, 2 3 0, 3 1 1'
await 30 'one refusal, then a success' \
    has_attempts s_refused '1 3 0, 2 1 1'
await 60 'and the attempt that was waiting' \
    has_attempts s_killed '1 3 0, 2 1 1'
check 'all attempts of one slot' same 1 "$(journal "select
    count(distinct slot) from execution where strategy = 's_passes'")"
check 'each at its time' same 1 "$(journal "select min(b.started_ms >=
    a.finished_ms + 1000 * a.attempt) from execution a join execution b on
    b.strategy = a.strategy and b.attempt = a.attempt + 1
    where a.strategy = 's_passes'")"
check 'a syntax error has one' same '1 3 0' "$(attempts s_syntax)"
check 'a wrong password has one' same '1 3 0' "$(attempts s_password)"
check 'the reason says what follows' same 1 "$(journal "select count(*) from
    execution where strategy = 's_passes' and attempt = 1 and
    reason like 'ORA-00230:%; attempt 2 of 4 follows at %'")"
await 20 'all is in the catalog' is_recorded
check 'an execution each' same 3 "$(sql "select count(*) from execution
    where strategy_id = 's_passes'")"
check 'an error for each failure' same 2 "$(sql "select count(*) from error
    where strategy_id = 's_passes'")"
run bx status --strategies
check 'what has succeeded at last is not bad' same 0 \
    "$(grep -c '^s_passes.*failure' "$T/out")"

run bx log --failed
check 'log says which attempt it was' says 'ORA-00230, attempt 2'

# By hand there is one attempt.
printf 'FAKERMAN_%s\n' "TRACE=$T/trace" FAIL=enqueue \
    >"$T/passes/fakerman.conf"
run bx run s_passes
check 'a run by hand is not repeated' ended 1
check 'and has one attempt' latest_is s_passes attempt 1
daemon_stop
finish
