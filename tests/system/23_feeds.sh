#!/bin/sh
# How the lines reach rman: what runs after an error, what is refused, and where
# a password goes.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

canary=Canary_7Xq2
umask 077
printf '%s\n' "$canary" >"$T/standby.pass"
umask 022

# outcome_of STRATEGY: run it to its end.
outcome_of() {
	run bx run "$1" --json
	json '$.outcome'
}
knobs FAIL=fra_full FAIL_MATCH='backup database'
{
	connection_row XE XE
	connection_row STBY STBY
	connection_option_row STBY user 'sys as sysbackup'
	connection_option_row STBY password_file "$T/standby.pass"
	for feed in cmdfile stdin step; do
		strategy_row "$feed" XE - \
		    'backup database; delete noprompt obsolete;'
		strategy_option_row "$feed" feed $feed
	done
	strategy_row good XE - 'backup archivelog all;' 'run {' \
	    ' backup spfile; # one; two' '}' 'crosscheck backup;'
	strategy_option_row good feed step
	strategy_row hosts XE - 'backup spfile;' 'host "touch touched";'
	strategy_row asks XE - 'delete obsolete;'
	strategy_option_row asks feed step
	strategy_row standby STBY - 'backup database plus archivelog;' \
	    'delete noprompt obsolete;'
} | catalog_by_hand
# shellcheck disable=SC3045 # where the shell has it
ulimit -c unlimited 2>/dev/null
daemon_start

#
# What runs after an error.
#
deletes() { traces command 'delete noprompt obsolete'; }
check 'a failed backup by cmdfile is a failure' same failure \
    "$(outcome_of cmdfile)"
check 'and nothing follows it' same 0 "$(deletes)"
check 'a failed backup by step is a failure' same failure "$(outcome_of step)"
check 'with its code' same ORA-19809 "$(latest step code)"
check 'and nothing follows it' same 0 "$(deletes)"
check 'it did connect, and was told to end' traced command exit
check 'a failed backup by stdin is a failure' same failure "$(outcome_of stdin)"
check 'and the delete runs all the same' same 1 "$(deletes)"
run bx strategy check stdin
check 'of which one was warned' \
    says 'stdin: line 1: warning: this DELETE runs even when the BACKUP of line 1 has failed'
run bx strategy check cmdfile
check 'and not of what does not happen' empty "$T/out"

#
# Every command of a good script goes in, in its order.
#
rm -f "$T"/trace/*
check 'a good script by step is a success' same success "$(outcome_of good)"
check 'all of it went in' same \
    'SET ECHO OFF|backup archivelog all|SET ECHO OFF|backup spfile|SET ECHO OFF|crosscheck backup|SET ECHO OFF|' \
    "SET ECHO OFF|$(cat "$T"/trace/*.trace | sed -n "s/^command$tab\([^$tab]*\).*/\1/p" |
	grep -v exit | tr '\n' '|')"

#
# HOST, and questions.
#
check 'a script with HOST is not started' same failure "$(outcome_of hosts)"
check 'and says which line' same \
    'line 2 is a HOST command, which [rman] allow_host = no refuses' \
    "$(latest hosts reason)"
echo "host 'ls';" >"$T/lines"
run bx strategy set good --script "$T/lines"
check 'nor can it be written' ended 5
check 'for the same reason' complains 'line 1 is a HOST command'
check 'what would wait for an answer is not started' same failure \
    "$(outcome_of asks)"
check 'and says so' same 1 \
    "$(latest asks reason | grep -c 'line 1 asks a question')"

#
# A password.
#
check 'a password in a script is refused' not sh -c "
    echo 'connect target sys/$canary@x;' | '$bin/backupexec' -c '$T/conf' \
    strategy add leak --connection XE --script - 2>'$T/err'"
check 'without being repeated' not grep -q "$canary" "$T/err"
knobs ROLE=standby PASSWORD=$canary ECHO_SECRET=1 BACKUP_MS=800
rm -f "$T"/trace/*
bx run standby >"$T/run.standby" 2>&1 &
client=$!
await 10 'the standby is backed up' latest_is standby state running
id=$(latest standby execution)
await 10 'it is connected' sh -c \
    "cat '$T'/trace/*.trace | grep -q '^command.backup'"
for pid in "$(keeper_of "$id")" "$(rman_of "$id")" "$daemon"; do
	cat "/proc/$pid/cmdline" "/proc/$pid/environ" >>"$T/seen" 2>/dev/null
done
check 'the processes could be looked at' [ -s "$T/seen" ]
wait "$client"
check 'it is backed up by step' not same failure \
    "$(latest standby outcome)"
check 'as far as its keeper says' grep -q ' feed=step ' \
    "$state/executions/$id/begun"
check 'the delete came after the backup' same 1 "$(deletes)"
check 'as that user, at the address of the connection' \
    grep -q 'connect target sys/\*\*\*@//127.0.0.1:1521/STBY as sysbackup' \
    "$state/executions/$id/output"
await 20 'all is in the catalog' is_recorded
check 'the password is in no file but its own' same "$T/standby.pass" \
    "$(grep -rlaF "$canary" "$T" --exclude=fakerman.conf)"
check 'nor in what was seen of the processes' not grep -qaF "$canary" "$T/seen"

# A keeper that crashes leaves no core.
bx run standby >"$T/run.standby" 2>&1 &
client=$!
await 10 'it runs again' latest_is standby state running
keeper=$(keeper_of "$(latest standby execution)")
folder=$(readlink "/proc/$keeper/cwd")
kill -SEGV "$keeper"
wait "$client"
check 'a crashed keeper leaves no core' not ls "$folder/core" \
    "$folder/core.$keeper" 2>/dev/null

#
# The recovery catalog.
#
knobs CATALOG_FAIL=ORA-12541
rm -f "$T"/trace/*
check 'without a recovery catalog nothing is asked of one' same success \
    "$(outcome_of good)"
run bx connection set XE catalog_connect=/@rcat
check 'one that must be there fails the backup' same failure \
    "$(outcome_of good)"
run bx connection set XE catalog_optional=yes
check 'one that may be away does not' same warning "$(outcome_of good)"
check 'and the outcome says so' same 1 \
    "$(latest good reason | grep -c 'without the recovery catalog: .*ORA-12541')"
knobs
rm -f "$T"/trace/*
check 'one that answers is used' same success "$(outcome_of good)"
check 'by a session of its own first, and by the backup' same 2 \
    "$(cat "$T"/trace/*.trace | grep -c "^argv.*$tab/@rcat")"
run bx connection set XE catalog_connect= catalog_optional=
knobs ROLE=standby PASSWORD=$canary ECHO_SECRET=1

# One that others may read is not used.
chmod 640 "$T/standby.pass"
check 'a password that the group may read is refused' same failure \
    "$(outcome_of standby)"
check 'and the way out is said' same 1 \
    "$(latest standby reason | grep -c 'chmod g-rwx')"
chmod 600 "$T/standby.pass"
echo wrong >"$T/standby.pass"
check 'a wrong one fails' same failure "$(outcome_of standby)"
check 'with what Oracle says' same ORA-01017 "$(latest standby code)"
daemon_stop
finish
