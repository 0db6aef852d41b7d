#!/bin/sh
# A journal that is damaged, cut, emptied, of another version: set aside with an
# alert or refused, and what lies on the disk is taken in. Nothing runs twice.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3
{
	connection_row one XE
	strategy_row quick one - 'backup database;'
	strategy_row slow one - 'backup database;'
} | catalog_by_hand
knobs LINES=100 LINE_MS=100
daemon_start
bx run slow >"$T/slow.out" 2>&1 &
await 10 'it runs' latest_is slow state running
slow=$(latest slow execution)
daemon_kill
wait

say 'a newer one'
version=$(sqlite3 "$state/journal.db" 'pragma user_version')
sqlite3 "$state/journal.db" 'pragma user_version = 999' >/dev/null
run "$bin/backupexecd" -c "$T/conf" -f
check 'is refused' ended 5
check 'with a word of what to do' complains 'install the newer one'
sqlite3 "$state/journal.db" "pragma user_version = $version" >/dev/null

say 'a damaged one'
dd if=/dev/urandom of="$state/journal.db" bs=512 seek=16 count=32 \
    conv=notrunc 2>/dev/null
daemon_start
check 'is set aside' test -n "$(echo "$state"/journal.db.damaged-*)"
check 'the log says so' logs 'the journal was damaged or lost, a new one begins'
run bx status
check 'and status' says 'journal set aside'
check 'with an exit status' ended 1
check 'what ran goes on' same "$(latest slow execution)" "$slow"
slow_ended() { latest_is slow state ended; }
await 30 'to its end' slow_ended
check 'as a success' latest_is slow outcome success
check 'it was started once' same "$(traces)" 1
knobs
run bx run quick
check 'and others run' ended 0
rm "$state"/journal.db.damaged-*
run bx status
check 'who removed the file has seen it' ended 0
daemon_stop

say 'mutants'
# They begin with a whole one each; either answer is a good one.
cp "$state/journal.db" "$T/whole.db"
size=$(stat -c %s "$T/whole.db")
aside=0
refused=0
read_on=0
for mutant in 0 1 100 4096 half "$((size - 1))" b0 b18 b60 b68 b100 b4096 \
    b8192 b12288; do
	rm -f "$state"/journal.db*
	cp "$T/whole.db" "$state/journal.db"
	case $mutant in
	half) truncate -s $((size / 2)) "$state/journal.db" ;;
	b*)	printf '\377\377\377\377\377\377\377\377' |
		    dd of="$state/journal.db" bs=1 seek="${mutant#b}" \
			conv=notrunc 2>/dev/null ;;
	*) truncate -s "$mutant" "$state/journal.db" ;;
	esac
	daemon_spawn
	settled() { gone "$daemon" || about_is state running; }
	await 20 "$mutant: it starts or says why not" settled
	if gone "$daemon"; then
		wait "$daemon"
		status=$?
		daemon=
		check "$mutant: refused, not crashed" ended 5
		refused=$((refused + 1))
		continue
	fi
	if ls "$state"/journal.db.damaged-* >/dev/null 2>&1; then
		aside=$((aside + 1))
	else
		read_on=$((read_on + 1))
	fi
	daemon_stop
	check "$mutant: it ends well" ended 0
done
say "$aside set aside, $refused refused, $read_on read"
check 'rman was not started for any of them' same "$(traces)" 2
finish
