#!/bin/sh
# Power is cut again and again, at any moment, while backups run: what somebody
# was told is there afterwards, nothing is started twice, and with ten thousand
# executions in the journal the next daemon is ready within a second. On a disk
# of its own in a file; needs root.
#
# POWER_ROUNDS: how often; 4.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3 mkfs.ext4
rounds=${POWER_ROUNDS:-4}
[ "$(id -u)" -eq 0 ] || skip 'only root can mount a disk'
truncate -s 128M "$T/disk"
mkfs.ext4 -q -F "$T/disk" || skip 'no ext4 can be made'
mkdir "$state"
plug() { mount -o loop "$T/disk" "$state" 2>"$T/err"; }
plug || skip "no loop device: $(cat "$T/err")"
unplug() {
	tries=0
	until umount "$state" 2>/dev/null; do
		tries=$((tries + 1))
		[ $tries -lt 50 ] || { umount -l "$state"; break; }
		sleep 0.1
	done
}
trap 'daemon_kill; unplug; clean_up' EXIT
chmod 711 "$state"

names='a b c d e f'
configure <<-END
[journal]
reserve = 1M
[schedule]
max_running = 10
END
for name in $names; do
	connection_row "c$name" "SID$name"
	strategy_row "$name" "c$name" - 'backup database;'
done | catalog_by_hand
knobs LINES=20 LINE_MS=20
daemon_start
run bx run a
check 'a first run' ended 0
daemon_stop
journal "with recursive n(i) as (select 1 union all select i + 1 from n where
    i < 10000) insert into execution select
    printf('00000000-0000-4000-9000-%012d', i), strategy, connection, -1, 1, 3,
    outcome, priority, kinds, asked_by, reason, code, script_digest,
    claimed_ms - i, started_ms - i, finished_ms - i, exit_status, signal, pieces,
    log_bytes, slots, last_slot, stack_begin, stack_end,
    $(journal "select group_concat(name) from pragma_table_info('execution')
        where cid between 24 and (select cid from pragma_table_info('execution')
        where name = 'claim_key') - 1" | sed 's/^$/0/'),
    printf('00000000-0000-4000-9000-%012d', i), null
    from execution, n" 2>"$T/err" || journal "insert into execution select * from
    execution where 0"
check 'with ten thousand executions' at_least \
    "$(journal 'select count(*) from execution')" 10000
rm -f "$T"/trace/*

# ready_ms: from the start to the word that it is ready.
slowest=0
begin_ms=0
now_ms() { date +%s%3N; }
is_ready() { [ "$(grep -c 'daemon started' "$T/daemon.log")" -gt "$before" ]; }

# client NAME: runs a strategy, and notes what it was told.
client() {
	bx run "$1" --json >"$T/told.$1.new" 2>/dev/null || return 0
	sqlite3 :memory: "select json_extract(cast(readfile('$T/told.$1.new') as
	    text), '\$.execution') || ' ' || json_extract(cast(readfile(
	    '$T/told.$1.new') as text), '\$.outcome')" >>"$T/told" 2>/dev/null
}
round=0
while [ $round -lt "$rounds" ]; do
	round=$((round + 1))
	before=$(grep -c 'daemon started' "$T/daemon.log")
	begin_ms=$(now_ms)
	daemon_spawn
	tries=0
	until is_ready || [ $tries -gt 1000 ]; do
		tries=$((tries + 1))
		sleep 0.01
	done
	took=$(($(now_ms) - begin_ms))
	[ $took -le $slowest ] || slowest=$took
	await 20 "round $round: it starts" about_is state running
	clients=
	for name in $names; do
		client "$name" &
		clients="$clients $!"
	done
	sleep "$(od -An -N2 -tu2 /dev/urandom |
	    awk '{ printf "%.3f", $1 / 65536 * 1.5 }')"
	"$bin/tests/faults/shutdown" "$state" || fail 'no power to cut'
	daemon_kill
	for folder in /proc/[0-9]*; do
		case $(readlink "$folder/cwd" 2>/dev/null) in
		"$state"/*) kill -9 "${folder#/proc/}" 2>/dev/null ;;
		esac
		case $(cat "$folder/comm" 2>/dev/null) in
		backupexec-work | backupexec-cata)
			find "$folder/fd" -lname "$state/*" 2>/dev/null |
			    grep -q . && kill -9 "${folder#/proc/}" 2>/dev/null ;;
		esac
	done
	# shellcheck disable=SC2086 # words
	wait $clients
	unplug
	plug || fail "round $round: no disk: $(cat "$T/err")"
done
daemon_start
all_ended() {
	[ "$(journal 'select count(*) from execution where state < 3')" -eq 0 ]
}
await 60 'all end' all_ended
lost=0
while read -r id outcome; do
	[ "$(bx log "$id" --json 2>/dev/null | tr -d ' \n' |
	    grep -c "\"outcome\":\"$outcome\"")" -ge 1 ] || {
		lost=$((lost + 1))
		say "lost: $id $outcome"
	}
done <"$T/told"
say "$rounds cuts, $(wc -l <"$T/told") outcomes told," \
    "$(journal "select count(*) from execution where id not like
    '00000000-%'") executions, ready after $slowest ms at most"
check 'what was told is there' same $lost 0
check 'rman was not started twice for any' at_most "$(traces)" \
    "$(journal "select count(*) from execution where started_ms > 0 and
    id not like '00000000-%'")"
check 'durable output is there' same "$(journal "select id || ' ' || log_bytes
    from execution where state = 3 and started_ms > 0 and
    id not like '00000000-%'" | while read -r id bytes; do
	[ "$(stat -c %s "$state/executions/$id/output")" -ge "$bytes" ] ||
	    echo "$id"
    done)" ''
[ "$slowness" -ne 1 ] ||
    check 'each was ready soon' at_most $slowest "${POWER_READY_MS:-10000}"
daemon_stop
check 'the end' ended 0
unplug
finish
