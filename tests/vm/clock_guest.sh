#!/bin/busybox sh
# Inside the machine: the clock is set while the daemon runs. The timer of the
# minute is told so by the kernel, so every step is noticed at once, long before
# the watchdog's tick; no slot runs twice and none is lost.
# shellcheck shell=dash disable=SC2317
failures=0
say() { echo "$*"; }
check() {
	sentence=$1
	shift
	"$@" && say "ok: $sentence" && return
	say "FAILED: $sentence ($*)"
	failures=$((failures + 1))
}
same() { [ "$1" = "$2" ] || { say "    '$1' is not '$2'"; return 1; }; }
journal() { sqlite3 -batch -cmd '.timeout 5000' /state/journal.db "$1"; }
cursor() { journal "select value from note where name = 'cursor'" 2>/dev/null; }

mkdir -p /state /home /trace
chmod 711 /state
cat >/conf <<END
[daemon]
name = here
state_dir = /state
[rman]
oracle_home = /home
[schedule]
timezone = UTC
catch_up = 2h
horizon = 2h
END
echo FAKERMAN_TRACE=/trace >/home/fakerman.conf
{
	sed 's,^/$,;,' /bin/sql/sqlite/10_tables.sql
	for name in quarters minutes; do
		echo "insert into connection (conn_id, conn_name,
		    database_instance, ip) values ('C_$name', '$name', 'XE',
		    '127.0.0.1');
		    insert into strategy (strategy_id, connection, priority)
		    values ('$name', 'C_$name', 'medium');
		    insert into strategy_line (strategy_id, line)
		    values ('$name', 'backup archivelog all;');"
	done
	for minute in $(seq 0 59); do
		echo "insert into frequency values ('minutes', -1, -1, $minute);"
		[ $((minute % 15)) -ne 0 ] ||
		    echo "insert into frequency values
		        ('quarters', -1, -1, $minute);"
	done
} | sqlite3 -batch /state/catalog.db
chmod 600 /state/catalog.db

date -u -s '2030-01-07 12:03:50' >/dev/null
begin=$(($(date +%s) / 60))
backupexecd -c /conf -f >/log 2>&1 &
daemon=$!
until grep -q 'plan loaded: from=catalog' /log; do
	sleep 0.2
done

# The minute comes by itself.
until [ "$(date +%M)" != 03 ]; do
	sleep 0.1
done
tries=0
until [ "$(cursor)" = $((begin + 1)) ] || [ $tries -gt 50 ]; do
	sleep 0.1
	tries=$((tries + 1))
done
check 'the minute comes by itself' same "$(cursor)" $((begin + 1))

# step SECONDS: set the clock; the new time is evaluated within 5 s, far from
# the next full minute and before the watchdog's tick of 15 s.
step() {
	# Not just before a full minute, which would come by itself.
	while [ $(($(date +%s) % 60)) -gt 40 ]; do
		sleep 1
	done
	ticks=$(sed 's/ .*//' /proc/uptime)
	date -u -s "@$(($(date +%s) + $1))" >/dev/null
	tries=0
	until [ "$(cursor)" = $(($(date +%s) / 60)) ] || [ $tries -gt 100 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	took=$(awk -v a="$ticks" '{ printf "%d", ($1 - a) * 1000 }' /proc/uptime)
	say "step of $1 s noticed after $took ms"
	check "a step of $1 s is noticed at once" [ "$took" -lt 5000 ]
	sleep 2
}
farthest=0
for seconds in 60 3540 10800 90000 -60 -3540 -10800 -90000; do
	step $seconds
	now=$(date +%s)
	[ "$now" -le "$farthest" ] || farthest=$now
done
# A second back, over a full minute: the minute before is there again.
while [ $(($(date +%s) % 60)) -ne 0 ]; do
	sleep 0.05
done
sleep 0.3
date -u -s "@$(($(date +%s) - 1))" >/dev/null
sleep 3
check 'the minute that came twice is evaluated' \
    same "$(cursor)" $(($(date +%s) / 60))
date -u -s "@$farthest" >/dev/null
sleep 3
tries=0
until [ "$(journal 'select count(*) from execution where state <> 3')" = 0 ] ||
    [ $tries -gt 300 ]; do
	sleep 0.1
	tries=$((tries + 1))
done
kill -TERM $daemon
wait $daemon
check 'the daemon ends well' same $? 0

until=$(cursor)
lost() {
	journal "with recursive due(slot) as (select ($begin / $2 + 1) * $2
	        union all select slot + $2 from due where slot + $2 <= $until)
	    select count(*) from due where not exists (select 1 from execution
	        where strategy = '$1' and state = 3 and
	        (execution.slot = due.slot or (slots > 1 and
	        due.slot between execution.slot and last_slot)))"
}
check 'no slot of the quarters is lost' same "$(lost quarters 15)" 0
check 'no slot of the minutes is lost' same "$(lost minutes 1)" 0
check 'nothing ran twice' same "$(journal "select count(*) from
    (select 1 from execution where started_ms > 0
    group by strategy, slot having count(*) > 1)")" 0
check 'and rman as often as the journal says' \
    same "$(find /trace -type f | wc -l)" "$(journal "select count(*) from execution
    where started_ms > 0")"
[ $failures -eq 0 ] || tail -n 40 /log
exit $failures
