#!/bin/sh
# A daemon that starts in the middle of a due minute runs what is due, once;
# and so does one that is stopped, killed and started again within that minute,
# RESTARTS times. The clock stands still meanwhile.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3
[ $has_clock = yes ] || skip 'a sanitizer wants to be loaded first'
restarts=${RESTARTS-12}
strategies=6

configure <<-END
[schedule]
timezone = UTC
max_running = 2
END
{
	for i in $(seq $strategies); do
		connection_row "c$i" XE
		strategy_row "s$i" "c$i" 12:34 'backup database;'
	done
	# Not now.
	connection_row other XE
	strategy_row before other 12:33 'backup database;'
	strategy_row after other 12:35 'backup database;'
} | catalog_by_hand
knobs BACKUP_MS=150
now=$(date -u -d '2030-01-07 12:34:27' +%s)
slot=$((now / 60))
clock_run "$now" 0

i=0
while [ $i -lt "$restarts" ]; do
	i=$((i + 1))
	daemon_spawn
	# From before it has its lock to after its first runs.
	sleep "$(printf '0.%03d' $((i * 137 % 500)))"
	if [ $((i % 3)) -eq 0 ]; then
		daemon_stop
	else
		daemon_kill
	fi
done
daemon_start
has_all() {
	same "$(journal 'select count(*) from execution where state = 3')" \
	    "$strategies" >/dev/null
}
await 60 'all that is due in this minute ends' has_all
check 'each once, in the journal' same "$(journal "select count(*) ||
    ' ' || count(distinct strategy) || ' ' || min(slot) || ' ' || max(slot)
    from execution")" "$strategies $strategies $slot $slot"
check 'well' same "$(journal 'select count(*) from execution
    where outcome = 1')" $strategies
check 'and once by rman' same "$(traces)" $strategies

# The next minute has its own.
clock_step 60
kill -HUP "$daemon"
await 60 'the next minute is evaluated' logs 'strategy=after'
await 60 'and its backup ends' latest_is after outcome success
daemon_stop
check 'the daemon ends well' ended 0
check 'nothing else has run' same "$(traces)" $((strategies + 1))

finish
