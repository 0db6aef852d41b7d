#!/bin/sh
# Snapshots are shipped: to a folder, over TCP, encrypted; after a change, not
# more often than told; what fails is said, tried again and in nobody's way.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

{
	connection_row one XE
	strategy_row weekly one 02:30 'backup database;'
} | catalog_by_hand
od -An -tx1 -N32 /dev/urandom | tr -d ' \n' >"$T/key"
chmod 600 "$T/key"
mkdir "$T/copies"
copy=$T/copies/here.snapshot

# Who receives: once a port is known it is kept.
receive() {
	rm -f "$T/got.err"
	bx snapshot verify "$1" --key-file "$T/key" >"$T/got.out" \
	    2>"$T/got.err" </dev/null &
	receiver=$!
	await 20 'somebody listens' grep -qs 'waiting for a snapshot' "$T/got.err"
}
receive tcp://127.0.0.1:0
port=$(sed -n 's/^waiting for a snapshot at .*://p' "$T/got.err")
targets() {
	configure <<-END
	[snapshot]
	ship = $*
	ship_every = 1s
	key_file = $T/key
	END
}
targets "$T/copies" "tcp://127.0.0.1:$port"
daemon_start
exists() { [ -e "$copy" ]; }
await 30 'the folder gets a copy' exists
check 'a whole one' bx snapshot verify "$copy" --key-file "$T/key"
wait "$receiver"
check 'the other host, too' same $? 0
is_quiet() {
	bx status --json >"$T/out" 2>/dev/null
	[ "$(json '$.ship[0].failing_since')$(json '$.ship[1].failing_since')" = \
	    "" ] && [ -n "$(json '$.ship[1].shipped_at')" ]
}
await 20 'status says so' is_quiet
check 'as the log does' logs 'snapshot shipped: to='

# Nobody receives any more: a change reaches the folder only.
before=$(sum_of "$copy")
bx strategy set weekly --priority high
is_another() { [ "$(sum_of "$copy")" != "$before" ]; }
await 30 'the folder has the change' is_another
is_failing() {
	bx status --json >"$T/out" 2>/dev/null
	[ -n "$(json '$.ship[1].failing_since')" ]
}
await 30 'what fails is known' is_failing
check 'why' says "127.0.0.1:$port"
check 'which' same "$(json '$.ship[1].to')" "tcp://127.0.0.1:$port"
bx status >"$T/out"
check 'a person is told' says "not shipped to tcp://127.0.0.1:$port since"
check 'the log has it' logs 'the snapshot could not be shipped, tried again'
run bx run weekly
check 'backups go on' ended 0
check 'no key is told' not grep -q "$(cat "$T/key")" "$T/daemon.log"

# It is tried again.
receive "tcp://127.0.0.1:$port"
wait "$receiver"
check 'it is received at last' same $? 0
await 30 'and failing no more' is_quiet
check 'the log knows' logs 'snapshots can be shipped again'

# A folder that is away; a plan that did not change is not shipped again.
mv "$T/copies" "$T/elsewhere"
targets "$T/copies"
kill -HUP "$daemon"
bx strategy set weekly --priority low
folder_fails() {
	bx status --json >"$T/out" 2>/dev/null
	[ -n "$(json '$.ship[0].failing_since')" ]
}
await 30 'a folder that is away is known' folder_fails
check 'the other target is no more' same "$(json_count '$.ship')" 1
mv "$T/elsewhere" "$T/copies"
await 60 'it is found again' is_another
daemon_stop
check 'the end' ended 0

# Wrong targets are mistakes in the configuration.
for wrong in db02 relative/folder ftp://x:1 tcp://x; do
	targets "$wrong"
	run "$bin/backupexecd" --check-config -c "$T/conf"
	check "$wrong is no target" ended 4
	check "$wrong: what is" complains 'tcp://HOST:PORT'
done
finish
