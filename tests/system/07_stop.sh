#!/bin/sh
# Stopping: backups go on without the daemon and are found again (leave), are
# waited for (wait), or are ended (end). One state_dir has one daemon.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

stop_is() {
	configure <<-END
	[rman]
	timeout = 5m
	END
	sed "s,^name = here,&\nstop = $1," "$T/conf" >"$T/conf.new"
	mv "$T/conf.new" "$T/conf"
}
stop_is leave
{
	connection_row one XE
	strategy_row slow one - 'backup database;'
} | catalog_by_hand
daemon_start

# A second one.
run "$bin/backupexecd" -c "$T/conf" -f
check 'a second daemon is refused' ended 5
check 'in a sentence' complains "one state_dir, one"

# begin MS: a run of that length, in the background.
begin() {
	knobs "BACKUP_MS=$1"
	bx run slow >"$T/run.out" 2>"$T/run.err" &
	client=$!
	await 10 'it runs' latest_is slow state running
	id=$(latest slow execution)
}

# leave
begin 2500
rman=$(rman_of "$id")
daemon_stop
check 'the daemon ends at once' ended 0
check 'the backup goes on' not gone "$rman"
wait "$client"
status=$?
check 'who waited is told that the daemon is gone' ended 3
check 'and that the run goes on' grep -q 'the run goes on' "$T/run.err"
run bx status
check 'status without a daemon says so' ended 3
check 'in words' says 'no daemon is running'
daemon_start
check 'it is found again' logs 'backup found again'
check 'under its old id' same "$(latest slow execution)" "$id"
await 10 'it ends well' latest_is slow outcome success
check 'it ran once' same "$(traces)" 1

# leave, and it ends while nobody looks.
begin 600
rman=$(rman_of "$id")
daemon_stop
await 10 'the backup ends by itself' gone "$rman"
run bx log "$id"
check 'its log is read without a daemon' ended 0
daemon_start
await 10 'its outcome is found' latest_is slow outcome success
check 'it ran once, too' same "$(traces)" 2

# wait
stop_is wait
kill -HUP "$daemon"
await 10 'it is told to wait from now on' logs 'configuration loaded'
begin 1500
kill -TERM "$daemon"
run bx run slow
check 'a daemon that stops takes no more' ended 5
wait "$daemon"
status=$?
daemon=
check 'it ends well' ended 0
wait "$client"
status=$?
check 'after the backup, whose outcome was told' ended 0
run bx log slow --json
check 'which is a success' same "$(json '$[0].outcome')" success

# end
stop_is end
daemon_start
begin 60000
rman=$(rman_of "$id")
daemon_stop
check 'it ends well' ended 0
check 'and rman with it' gone "$rman"
run bx log slow --json
check 'the run was cancelled' same "$(json '$[0].outcome')" cancelled
finish
