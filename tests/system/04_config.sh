#!/bin/sh
# A configuration with twelve different mistakes is refused with a line for
# each; a running daemon that is told to read it keeps what it has.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3
wrong=$sources/tests/data/config/twelve.conf

sed "s,^twelve\.conf,$T/wrong," \
    "$sources/tests/data/config/twelve.expected" >"$T/expected"
cp "$wrong" "$T/wrong"
check 'twelve are expected' same "$(wc -l <"$T/expected")" 12
# Every line names a file, a line, a key or section, and what is allowed.
check 'each with file, line and key' same "$(grep -cE \
    "^$T/wrong:[0-9]+: \[[a-z]+\] [a-z_ ]+: .|^$T/wrong:[0-9]+: \[[a-z]+\] no " \
    "$T/expected")" 12

run "$bin/backupexecd" --check-config -c "$T/wrong"
check 'the check fails as wrong configuration' ended 4
sed "s, of twelve\.conf\$, of $T/wrong," "$T/expected" >"$T/expected.full"
check 'each mistake has its line, and nothing else is said' same \
    "$(sed "s, of $T/wrong\$, of twelve.conf," "$T/err")" "$(cat "$T/expected")"
check 'nothing is on stdout' empty "$T/out"
run "$bin/backupexecd" -c "$T/wrong"
check 'the daemon does not start' ended 4
check 'with the same lines' same \
    "$(sed "s, of $T/wrong\$, of twelve.conf," "$T/err")" "$(cat "$T/expected")"
run "$bin/backupexec" -c "$T/wrong" status
check 'nor do the commands' ended 4
run "$bin/backupexecd" --check-config -c "$T/nowhere"
check 'a file that is not there is a wrong configuration' ended 4
check 'and is named' complains "$T/nowhere"
run "$bin/backupexecd" --check-config -c "$T/conf"
check 'a good one is good' ended 0
check 'in silence' empty "$T/err"

# A daemon that runs.
{
	connection_row one XE1
	strategy_row good one - 'backup database;'
} | catalog_by_hand
daemon_start
cp "$T/conf" "$T/old"
cp "$T/wrong" "$T/conf"
kill -HUP "$daemon"
twelve_told() {
	[ "$(grep -c 'the old one stays' "$T/daemon.log")" -eq 12 ]
}
await 10 'each mistake stands in the log' twelve_told
cp "$T/old" "$T/conf"
run bx run good
check 'the daemon goes on with the old configuration' ended 0
configure <<-END
[rman]
timeout = 1s
END
knobs HANG=backup
kill -HUP "$daemon"
await 10 'a good one is taken' logs 'configuration loaded'
run bx run good
check 'and obeyed' says timeout
check 'as a failure' ended 1
configure <<-END
[daemon]
mode = master
[api]
group = nobody-here
END
sed "s,^state_dir = .*,state_dir = $T/other," "$T/conf" >"$T/moved"
mv "$T/moved" "$T/conf"
kill -HUP "$daemon"
await 10 'what needs a restart is said' logs \
    'a changed setting needs a restart: setting=[daemon]state_dir'
configure </dev/null
check 'and stays as it was' about_is state running
daemon_stop
check 'the end' ended 0
finish
