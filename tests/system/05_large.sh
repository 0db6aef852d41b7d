#!/bin/sh
# A run that prints very much: every byte is kept, and no process grows.
#
# LARGE_BYTES: how much; 134217728.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3
bytes=${LARGE_BYTES:-134217728}
most_kib=65536

{
	connection_row big XE
	strategy_row large big - 'backup database;'
} | catalog_by_hand
# Its digest is made as it writes: there need be no second copy.
mkfifo "$T/tee"
sha256sum <"$T/tee" >"$T/sum" &
digest=$!
knobs "BYTES=$bytes" "TEE=$T/tee" EXIT_MS=2000
daemon_start

# watch FILE: what `status` of a process says its memory once was, in KiB.
peak() {
	sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB$/\1/p' "/proc/$1/status" 2>/dev/null
}
# The highest that was seen. The helper may be renewed meanwhile.
keeper_kib=0
helper_kib=0
look() {
	id=${id:-$(latest large execution)}
	now=$(peak "$(keeper_of "$id")")
	[ "${now:-0}" -le "$keeper_kib" ] || keeper_kib=$now
	now=$(peak "$(helper_pid)")
	[ "${now:-0}" -le "$helper_kib" ] || helper_kib=$now
}
has_ended() {
	look
	latest_is large state ended
}
recorded() {
	look
	is_recorded
}
id=
bx run large >"$T/run.out" 2>&1 &
runner=$!
await 10 'it runs' latest_is large state running
await $((60 + bytes / 5000000)) 'it ends' has_ended
wait "$runner"
status=$?
check 'it is a success' ended 0
await $((60 + bytes / 5000000)) 'the catalog has it' recorded
daemon_kib=$(peak "$daemon")
say "peaks: daemon $daemon_kib KiB, keeper $keeper_kib KiB," \
    "helper $helper_kib KiB"
if [ "$slowness" -eq 1 ]; then
	check 'the keeper was looked at' at_least "$keeper_kib" 100
	check 'the helper, too' at_least "$helper_kib" 100
	check 'the daemon stays small' at_most "$daemon_kib" $most_kib
	check 'the keeper stays small' at_most "$keeper_kib" $most_kib
	check 'the helper stays small' at_most "$helper_kib" $most_kib
fi

wait "$digest"
sum=$(cut -c1-64 "$T/sum")
size=$(stat -c %s "$state/executions/$id/output")
check 'all of it was printed' at_least "$size" "$bytes"
check 'the log is what rman wrote' same "$(sum_of_log large)" "$sum"
kept=$(latest large log_bytes)
check 'its size is told' same "$kept" "$size"
check 'log stays small, too' at_most "$(
	bx log large | head -c 1000000 | wc -c)" 1000000

# The catalog: head, mark, tail, at most max_log, in whole parts.
check 'the catalog keeps max_log of it' same "$(sql "
    select sum(log_bytes) between 15 * 1048576 and 16 * 1048576 from log
    where execution_id = '$id'")" 1
check 'in parts of at most 1 MiB' same "$(sql "
    select max(log_bytes) <= 1048576 and min(log_bytes) > 0 from log")" 1
check 'numbered from 1' same "$(sql "
    select min(part) || ' ' || (max(part) = count(*)) from log")" '1 1'
check 'none is empty or cut' same "$(sql "
    select count(*) from log where length(log) is not log_bytes")" 0
sum_of_catalog "$id" >/dev/null
mark='^\[backupexec: [0-9]* bytes are left out here\]$'
check 'one mark says how much is left out' same \
    "$(grep -ac "$mark" "$T/parts")" 1
left_out=$(sed -n "s/$mark/&/p" "$T/parts" | tr -cd 0-9)
mark_at=$(grep -abo "$mark" "$T/parts" | cut -d: -f1)
check 'and is right' same $((left_out + $(stat -c %s "$T/parts") -
    $(grep -a "$mark" "$T/parts" | wc -c) - 1)) "$size"
check 'before it stands how it began' cmp -n $((mark_at - 1)) "$T/parts" \
    "$state/executions/$id/output"
last_of() { tail -c 1000000 "$1" | sum_of /dev/stdin; }
check 'behind it how it ended' same "$(last_of "$T/parts")" \
    "$(last_of "$state/executions/$id/output")"
check 'the row tells the whole size' same \
    "$(sql 'select log_bytes from execution')" "$size"
daemon_stop
check 'the end' ended 0
finish
