#!/bin/sh
# A password in every place where one may stand, or should not: it is in no
# argument, environment, log, journal, catalog, answer, error or core. After a
# success, a failure, a crash, a mistake in the configuration.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3
canary=Canary_9Wq4
mkdir "$T/secret"
printf '%s\n' "$canary" >"$T/secret/pass"
chmod 600 "$T/secret/pass"
configure <<-END
[catalog]
password_file = $T/secret/pass
connection = "DRIVER=$(echo /usr/lib/*/odbc/libsqlite3odbc.so);Database=$state/catalog.db"
END
{
	connection_row PROD XE
	connection_option_row PROD user backup
	connection_option_row PROD password_file "$T/secret/pass"
	strategy_row good PROD - 'backup database;'
	strategy_option_row good feed step
	strategy_row told PROD - "connect target sys/$canary@PROD;"
	connection_row BAD XE
	connection_option_row BAD connect "target sys/$canary@BAD"
	connection_option_row BAD environment "ORA_PASSWORD=$canary"
	strategy_row bad BAD - 'backup database;'
} | catalog_by_hand
# What somebody wrote into the catalog stands there; nowhere else.
mkdir "$T/elsewhere"
knobs "PASSWORD=$canary" ECHO_SECRET=1 BACKUP_MS=4000
mv "$home/fakerman.conf" "$T/secret/"
ln -s "$T/secret/fakerman.conf" "$home/fakerman.conf"
cd "$T/elsewhere" || exit 99
# shellcheck disable=SC3045 # where the shell has it
ulimit -c unlimited 2>/dev/null

# look: at all processes of ours; sweep WHEN: at all files and answers.
look() {
	for folder in /proc/[0-9]*; do
		case $(cat "$folder/comm" 2>/dev/null) in
		backupexec* | rman) cat "$folder/cmdline" "$folder/environ" ;;
		esac
	done >>"$T/seen" 2>/dev/null
}
sweep() {
	for words in status 'status --json' log 'log --json' 'log good' \
	    'log bad' 'log told' 'config show' next; do
		# shellcheck disable=SC2086 # words
		bx $words >>"$T/answers" 2>&1
	done
	check "$1: in no file" same '' "$(grep -rlaF "$canary" "$T" \
	    --exclude-dir=secret --exclude='catalog.db*' \
	    --exclude='plan*' | grep -v '/state/snapshots/')"
	check "$1: in no row of what was done" same "$(sql "select count(*) from
	    (select log as text from log union all select message from error
	    union all select detail from error union all select reason from
	    execution) where text like '%$canary%'")" 0
	check "$1: in no process" not grep -qaF "$canary" "$T/seen"
}

daemon_start
bx run good >"$T/run.out" 2>&1 &
runner=$!
running() { look; latest_is good state running; }
await 20 'it runs' running
look
wait "$runner"
check 'with its password' latest_is good outcome success
await 20 'it is recorded' is_recorded
sweep 'a success'
run bx run bad
check 'a password in an option is refused' failed
run bx run told
check 'one in a line, too' failed
knobs PASSWORD=another
run bx run good
check 'a wrong one fails' failed
await 20 'all is recorded' is_recorded
sweep 'a failure'

say 'a crash'
knobs "PASSWORD=$canary" ECHO_SECRET=1 BACKUP_MS=9000
mv "$home/fakerman.conf" "$T/secret/fakerman.conf"
ln -sf "$T/secret/fakerman.conf" "$home/fakerman.conf"
bx run good >"$T/run.out" 2>&1 &
await 20 'one runs again' latest_is good state running
keeper=$(keeper_of "$(latest good execution)")
helper=$(helper_pid)
for pid in "$keeper" "$helper" "$daemon"; do
	kill -SEGV "$pid" 2>/dev/null
done
wait "$daemon" 2>/dev/null
daemon=
wait
check 'no core is left' same '' "$(find "$T" -name 'core*' -type f)"
daemon_start
lost() { latest_is good state ended; }
await 20 'its keeper is lost' lost
await 20 'that is recorded' is_recorded
sweep 'a crash'
daemon_stop

say 'mistakes'
cp "$T/conf" "$T/conf.good"
for line in '[catalog]
connection_2 = "DRIVER=x;UID=y;PWD='"$canary"'"' "[rman]
connect = target sys/$canary@X" "[rman]
environment = SYS_PASSWORD=$canary" "[catalog]
password = $canary"; do
	{
		cat "$T/conf.good"
		printf '%s\n' "$line"
	} >"$T/secret/conf"
	run "$bin/backupexecd" --check-config -c "$T/secret/conf"
	check 'a mistake in the configuration' ended 4
	check 'is told without the password' not grep -qaF "$canary" "$T/err"
	run "$bin/backupexec" -c "$T/secret/conf" config show
	check 'also by backupexec' not grep -qaF "$canary" "$T/err" "$T/out"
done
chmod 644 "$T/secret/pass"
: >"$T/daemon.log"
daemon_spawn
away() { grep -q 'catalog is away' "$T/daemon.log"; }
await 20 'a password that all may read is refused' away
check 'by its name' logs "$T/secret/pass"
look
sweep 'a refused file'
daemon_stop
cd / || exit 99
finish
