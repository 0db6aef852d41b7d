#!/bin/sh
# `snapshot save FILE`, killed at any point, on a device that fails at any
# write, on a full disk, to a socket that closes: the file is the old one or
# the new one, whole, and the fault is told as what it is.
#
# ATOMIC_ROUNDS: how many kills; 40.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3
rounds=${ATOMIC_ROUNDS:-40}

{
	connection_row one XE
	echo "with recursive n(i) as (select 1 union all select i + 1 from n
	    where i < 400) insert into strategy (strategy_id, connection)
	    select 'S' || i, 'C_one' from n;"
	echo "with recursive n(i) as (select 1 union all select i + 1 from n
	    where i < 40) insert into strategy_line (strategy_id, line_no, line)
	    select s.strategy_id, i, 'backup database; # ' || i
	    from strategy s, n;"
} | catalog_by_hand
daemon_start
file=$T/plan.bx
bx snapshot save "$file"
old=$(sum_of "$file")
size=$(stat -c %s "$file")
bx strategy set S1 --priority high
bx snapshot save "$T/new.bx"
new=$(sum_of "$T/new.bx")
check 'the plan is another one' not same "$old" "$new"
is_whole() {
	sum=$(sum_of "$file")
	[ "$sum" = "$old" ] || [ "$sum" = "$new" ]
}

# Killed after a time that grows from nothing to longer than it takes.
begin=$(date +%s%N)
bx snapshot save "$file"
took_us=$((($(date +%s%N) - begin) / 1000))
round=0
killed=0
while [ $round -lt "$rounds" ]; do
	round=$((round + 1))
	cp "$T/new.bx" "$file"
	[ $((round % 2)) -eq 0 ] || { bx snapshot save - >/dev/null; }
	"$bin/backupexec" -c "$T/conf" snapshot save "$file" \
	    >/dev/null 2>&1 &
	pid=$!
	sleep "$(awk "BEGIN { print $took_us * 1.2 * $round / $rounds / 1e6 }")"
	kill -9 $pid 2>/dev/null && killed=$((killed + 1))
	wait $pid 2>/dev/null
	is_whole || fail "round $round: neither the old one nor the new one"
	run bx snapshot verify "$file"
	[ "$status" -eq 0 ] || fail "round $round: it is not whole"
done
say "$killed of $rounds were killed while they ran"
check 'it was killed while it ran' at_least "$killed" 3
run bx snapshot save "$file"
check 'what a kill left behind is in nobody'"'"'s way' ended 0
check 'and is gone' same "$(find "$T" -name 'plan.bx*' | wc -l)" 1

# Writes fail at the first byte and further on: a limit on the size of files.
cp "$T/new.bx" "$file"
touch -d '2020-01-01' "$file"
limit=1
refused=0
while [ $limit -lt $((size / 512)) ]; do
	run sh -c "trap '' XFSZ; ulimit -f $limit
	    exec '$bin/backupexec' -c '$T/conf' snapshot save '$file'"
	if [ "$status" -eq 1 ] && complains "$file"; then
		refused=$((refused + 1))
	else
		fail "a limit of $limit blocks: status $status"
	fi
	limit=$((limit + 64))
done
say "$refused writes failed"
check 'the file is the one that was there' same "$(stat -c %Y "$file")" \
    "$(date -d 2020-01-01 +%s)"
check 'with its content' is_whole

# A disk that is full.
if [ "$(id -u)" -eq 0 ] && mkdir "$T/disk" &&
    mount -t tmpfs -o size=1m none "$T/disk" 2>/dev/null; then
	cp "$T/new.bx" "$T/disk/plan.bx" 2>/dev/null
	head -c 100000 "$T/new.bx" >"$T/disk/plan.bx"
	small=$(sum_of "$T/disk/plan.bx")
	head -c 900000 /dev/zero >"$T/disk/filler" 2>/dev/null
	run bx snapshot save "$T/disk/plan.bx"
	check 'a full disk' ended 1
	check 'is called one' complains 'No space left on device'
	check 'the old file is there' same "$(sum_of "$T/disk/plan.bx")" \
	    "$small"
	rm "$T/disk/filler"
	umount "$T/disk"
else
	say 'no tmpfs could be mounted: a full disk was not tried'
fi
finish_full() {
	run sh -c "'$bin/backupexec' -c '$T/conf' snapshot save - >/dev/full"
	check 'an output that is full' ended 1
	check 'is told' complains 'the output cannot be written'
}
[ ! -w /dev/full ] || finish_full

# A reader that goes away.
run sh -c "'$bin/backupexec' -c '$T/conf' snapshot save - | head -c 100000 |
    wc -c"
check 'a reader that leaves harms nobody' about_is state running
"$bin/backupexec" -c "$T/conf" snapshot verify tcp://127.0.0.1:0 \
    >"$T/got.out" 2>"$T/got.err" &
receiver=$!
await 20 'it listens' grep -q 'waiting for a snapshot at' "$T/got.err"
port=$(sed -n 's/^waiting for a snapshot at .*://p' "$T/got.err")
kill -STOP $receiver
"$bin/backupexec" -c "$T/conf" snapshot save "tcp://127.0.0.1:$port" \
    >/dev/null 2>"$T/sent.err" &
sender=$!
await 20 'it is connected' sh -c "! kill -0 $sender 2>/dev/null ||
    grep -qi ':$(printf %04X "$port") .* 01 ' /proc/net/tcp"
kill -9 $receiver
wait $receiver 2>/dev/null
wait $sender
check 'a socket that closes is told' not same $? 0
check 'as what it is' grep -q "127.0.0.1:$port" "$T/sent.err"
daemon_stop
check 'the end' ended 0
finish
