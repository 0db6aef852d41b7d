#!/bin/sh
# Snapshots of a large plan, one after the other and several at once, while
# slots are due: no slot is late, and the daemon answers as fast as before.
#
# SNAPSHOT_ITEMS: lines and times of the plan; 100000.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3
items=${SNAPSHOT_ITEMS:-100000}
most_us=10000
readers=3

# 500 strategies with so many lines each, and one that is due each minute; as
# many times, which are over for today.
each=$((items / 1000))
{
	connection_row one XE
	connection_row large ORCL
	echo "update connection set runner = 'elsewhere' where conn_id = 'C_large';
	    with recursive n(i) as (select 1 union all select i + 1 from n
	    where i < 500) insert into strategy (strategy_id, connection)
	    select 'S' || i, 'C_large' from n;
	    with recursive n(i) as (select 1 union all select i + 1 from n
	    where i < $each) insert into strategy_line
	    (strategy_id, line_no, line) select s.strategy_id, i,
	    'backup datafile ' || i || ';' from strategy s, n;
	    with recursive n(i) as (select 0 union all select i + 1 from n
	    where i < $each - 1) insert into frequency
	    (strategy_id, day, hour, minutes) select s.strategy_id, i % 7,
	    i / 7 % 24, i / 168 % 60 from strategy s, n;
	    insert into strategy (strategy_id, connection)
	    values ('each', 'C_one');
	    with recursive n(i) as (select 0 union all select i + 1 from n
	    where i < 59) insert into frequency select 'each', -1, -1, i from n;"
	echo "insert into strategy_line (strategy_id, line)
	    values ('each', 'backup database;');"
} | catalog_by_hand
clock_before 25
daemon_start
# What else this machine does is not the question: where that is allowed the
# daemon goes first, and who asks.
ahead=
if chrt -a -f -p 10 "$daemon" >/dev/null 2>&1; then
	ahead='chrt -f 10'
fi
first=$(($(clock_now) / 60 + 1))
bx snapshot save "$T/plan.bx"
run bx snapshot verify "$T/plan.bx"
check 'the plan is large' ended 0
say "$(tail -n 1 "$T/out"), $(stat -c %s "$T/plan.bx") bytes"

# One loop a reader, until they are told to end.
saves=0
begin_saving() {
	touch "$T/saving"
	for reader in $(seq $readers); do
		(
			count=0
			while [ -e "$T/saving" ]; do
				bx snapshot save - 2>>"$T/saves.err" |
				    tail -c 28 | head -c 4 >"$T/tail.$reader"
				[ "$(cat "$T/tail.$reader")" = BXEN ] ||
				    echo "cut" >>"$T/saves.err"
				count=$((count + 1))
			done
			echo $count >"$T/count.$reader"
		) &
		eval "saver_$reader=\$!"
	done
}
end_saving() {
	rm "$T/saving"
	for reader in $(seq $readers); do
		eval "wait \$saver_$reader"
		saves=$((saves + $(cat "$T/count.$reader")))
	done
}

# ask TARGET SECONDS: $asked, $median, $high and $longest, in microseconds.
ask() {
	# shellcheck disable=SC2046 # words
	set -- $($ahead "$bin/tests/system/asking" "$state/control" "$1" "$2")
	asked=$1 median=$2 high=$3 longest=$4
	say "$asked answers: median $median us, 99.9th percentile $high us," \
	    "longest $longest us"
}
# What stands nowhere is answered without the disk: how long are questions kept
# waiting? Then one that the journal answers, when the disk is ready.
target=/v1/nothing
seconds=3
[ "$items" -lt 1000000 ] || seconds=30

# How fast a machine is that does other things, too, is known by asking just
# before; and it gets more than one chance.
tries=0
added=$((most_us + 1))
while [ $tries -lt 5 ] && [ "$added" -gt $most_us ]; do
	tries=$((tries + 1))
	say 'without snapshots:'
	ask "$target" $seconds
	alone=$high
	say "with $readers that save all the time:"
	begin_saving
	ask "$target" $seconds
	end_saving
	added=$((high < most_us ? high : high - alone))
done
say 'the same with the journal:'
ask '/v1/executions?most=1' 2
begin_saving
ask '/v1/executions?most=1' 2
end_saving
say "$saves snapshots"
check 'snapshots were made meanwhile' at_least "$saves" $((2 * readers))
check 'each of them whole' empty "$T/saves.err"
if [ "$slowness" -eq 1 ]; then
	check 'they add less than 10 ms at the 99.9th percentile' \
	    at_most "$added" $most_us
fi

# The next full minute falls into it.
begin_saving
has_run() { [ "$(journal "select count(*) from execution
    where strategy = 'each' and slot >= $first and state >= 2")" -ge 1 ]; }
await "$(until_minute 20)" 'a slot is due meanwhile' has_run
end_saving
late_ms=$(journal "select max(started_ms - slot * 60000) from execution
    where strategy = 'each' and slot >= $first")
say "started $late_ms ms after its minute began"
check 'no slot is late' at_most "$late_ms" $((1000 * slowness))
kib=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB$/\1/p' "/proc/$daemon/status")
say "the daemon had $kib KiB at most"
daemon_stop
check 'the end' ended 0
finish
