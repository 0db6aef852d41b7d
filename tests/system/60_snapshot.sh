#!/bin/sh
# A plan goes out of a running daemon and comes back into another catalog: to
# and from files, the standard streams and another host, compressed and
# encrypted; and without a daemon.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

{
	connection_row one XE
	connection_row two ORCL
	connection_option_row two nls_lang AMERICAN_AMERICA.UTF8
	strategy_row weekly one 02:30 'backup database;' 'sql "x";' ''
	strategy_row logs two - 'backup archivelog all;'
	strategy_option_row weekly timeout 6h
	echo "insert into frequency (strategy_id, day, hour, minutes)
	    values ('logs', 3, -1, 15);"
} | catalog_by_hand
daemon_start
run bx pause logs --reason 'the disk is full'
check 'a pause is part of the plan' ended 0

# To a file, and what is in it.
run bx snapshot save "$T/plan.bx"
check 'save' ended 0
check 'it says nothing' empty "$T/out"
run bx snapshot verify "$T/plan.bx"
check 'verify' ended 0
check 'it says what is in it' says \
    '2 connections, 2 strategies, 4 lines, 2 times, 3 options, 0 last good'
run bx snapshot show "$T/plan.bx"
check 'show' ended 0
check 'a connection' says 'CONN id=C_two name=two instance=ORCL'
check 'an option' says 'name=nls_lang value=AMERICAN_AMERICA.UTF8'
run bx snapshot show "$T/plan.bx" --json
check 'show as JSON' same "$(json '$.strategies[1].lines[0]')" \
    'backup database;'
check 'with its times' same "$(json '$.strategies[0].frequencies[0]')" \
    'wed *:15'
check 'with its pause' same "$(json '$.strategies[0].options.pause' |
    grep -c 'the disk is full')" 1
check 'others may not read it' same "$(stat -c %a "$T/plan.bx")" 600
bx snapshot save - >"$T/piped.bx"
check 'the same to the standard output' cmp "$T/plan.bx" "$T/piped.bx"
run sh -c "'$bin/backupexec' -c '$T/conf' snapshot verify - <'$T/plan.bx'"
check 'and from the standard input' ended 0

# Compressed, encrypted, both.
od -An -tx1 -N32 /dev/urandom | tr -d ' \n' >"$T/key"
echo 'correct horse battery staple' >"$T/passphrase"
chmod 600 "$T/key" "$T/passphrase"
for options in --compress "--key-file $T/key" \
    "--compress --passphrase-file $T/passphrase"; do
	# shellcheck disable=SC2086 # words
	run bx snapshot save "$T/other.bx" $options
	check "save $options" ended 0
	check "$options: other bytes" not cmp -s "$T/plan.bx" "$T/other.bx"
	# shellcheck disable=SC2086
	run bx snapshot show "$T/other.bx" ${options#--compress}
	check "$options: show" says 'CONN id=C_two'
done
run bx snapshot verify "$T/other.bx"
check 'without the passphrase' ended 5
run bx snapshot verify "$T/other.bx" --key-file "$T/key"
check 'with another key' not ended 0
check 'no secret is told' not grep -q 'battery' "$T/err"
chmod 644 "$T/key"
run bx snapshot save "$T/none.bx" --key-file "$T/key"
check 'a key that others may read' ended 5
check 'is not used' not test -e "$T/none.bx"

# To another host: who reads listens, and both know how it went.
# receive ARGUMENT...: in the background; its port in $port.
receive() {
	rm -f "$T/got.err"
	bx snapshot "$@" >"$T/got.out" 2>"$T/got.err" </dev/null &
	receiver=$!
	await 20 'it listens' grep -qs 'waiting for a snapshot at' "$T/got.err"
	port=$(sed -n 's/^waiting for a snapshot at .*://p' "$T/got.err")
}
receive show tcp://127.0.0.1:0
run bx snapshot save "tcp://127.0.0.1:$port" --compress
check 'save over TCP' ended 0
wait "$receiver"
check 'the reader has it' same $? 0
check 'all of it' grep -q 'CONN id=C_two' "$T/got.out"
receive verify tcp://127.0.0.1:0 --passphrase-file "$T/passphrase"
run bx snapshot save "tcp://127.0.0.1:$port"
wait "$receiver"
check 'a reader that refuses' not same $? 0
receive verify tcp://127.0.0.1:0
run sh -c "'$bin/backupexec' -c '$T/conf' snapshot save tcp://127.0.0.1:$port \
    --passphrase-file '$T/passphrase'"
check 'tells the writer' not ended 0
wait "$receiver"
check 'who does not believe that it was taken' not same $? 0
run bx snapshot save tcp://127.0.0.1:1
check 'nobody listens' ended 3
check 'and it is said' complains '127.0.0.1:1'

# Into the same catalog: a look, then the change.
run bx snapshot restore "$T/plan.bx"
check 'nothing differs' says 'no differences'
run bx strategy set logs --priority high
run bx strategy remove weekly
run bx connection add three --instance THREE
run bx snapshot restore "$T/plan.bx"
check 'a look' ended 0
check 'one comes back' says 'added    strategy weekly of C_one, medium:'
check 'one goes' says 'removed  connection three: three, instance THREE'
check 'one is put right' says '           priority: high -> medium'
check 'they are counted' says '1 added, 1 changed, 1 removed'
check 'nothing is done' complains 'nothing was changed'
run bx snapshot restore "$T/plan.bx" --apply
check 'another plan is left alone' ended 5
check 'and it is said what would help' complains '--replace'
version=$(about plan_version)
run bx snapshot restore "$T/plan.bx" --apply --replace
check 'it is replaced when told to' ended 0
is_newer() { [ "$(about plan_version)" -gt "$version" ]; }
kill -HUP "$daemon"
await 20 'the daemon loads it' is_newer
run bx snapshot show "$T/plan.bx" --json
before=$(json '$.strategies')
run bx snapshot save "$T/again.bx"
run bx snapshot show "$T/again.bx" --json
check 'the plan is what it was' same "$(json '$.strategies')" "$before"
check 'who did it stands in the catalog' same "$(sql "
    select distinct who from change where what = 'snapshot restore'")" \
    "$(id -un)"
check 'in one change' same "$(sql "
    select count(distinct change_id) from change
    where what = 'snapshot restore'")" 1

# Without a daemon: the last plan; into an empty catalog; the same again.
daemon_stop
run bx snapshot save "$T/left.bx"
check 'without a daemon' ended 0
check 'it says what that is' complains 'no daemon is running: this is version'
# The plan of a snapshot, without its version and what a daemon adds.
tree() {
	bx snapshot show "$1" | sed '1s/ version=[0-9]*//
	    /name=minute/d; s/^[0-9a-f]* //; s/COUN [01]/COUN/'
}
tree "$T/again.bx" >"$T/again.tree"
tree "$T/left.bx" >"$T/left.tree"
check 'it is the last plan' cmp "$T/again.tree" "$T/left.tree"
mv "$state/catalog.db" "$T/old.db"
run bx snapshot restore "$T/left.bx" --apply
check 'into an empty catalog' ended 0
check 'it is that catalog' same \
    "$(sql 'select catalog_uuid from catalog_info')" \
    "$(sqlite3 "$T/old.db" 'select catalog_uuid from catalog_info')"
daemon_start
run bx snapshot save "$T/last.bx"
tree "$T/last.bx" >"$T/last.tree"
check 'what is saved again is the same' cmp "$T/left.tree" "$T/last.tree"
daemon_stop
check 'the end' ended 0
finish
