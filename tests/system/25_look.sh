#!/bin/sh
# Where RMAN is, who answers, what is missing: check, connection test, connection
# discover, the syntax check, and what is looked at when the daemon starts.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

# A home a database, and a process that looks like an instance.
for sid in PROD STBY OLD DOWN NEW; do
	mkdir -p "$T/$sid/bin" && cp "$home/bin/rman" "$T/$sid/bin/rman"
	echo "$sid:$T/$sid:N"
done >"$T/oratab"
echo "+ASM:$T/grid:N # no database" >>"$T/oratab"
home_knobs() {
	sid=$1
	shift
	{
		echo "FAKERMAN_TRACE=$T/trace"
		[ $# -eq 0 ] || printf 'FAKERMAN_%s\n' "$@"
	} >"$T/$sid/fakerman.conf"
}
home_knobs PROD
home_knobs STBY ROLE=standby STATE=mounted ARCHIVELOG=0
home_knobs OLD VERSION=11.2
home_knobs DOWN CONNECT_FAIL=ORA-01034
home_knobs NEW
cp "$(command -v sleep)" "$T/ora_pmon_PROD"
"$T/ora_pmon_PROD" 300 &
pmon=$!
{
	printf '[daemon]\nname = here\nstate_dir = %s\n' "$state"
	printf '[rman]\noratab = %s\ntest_at_start = yes\n' "$T/oratab"
	printf '[worker]\nstop_wait = 1s\n'
} >"$T/conf"
{
	connection_row PROD PROD
	connection_row STBY STBY
	connection_row OLD OLD
	connection_row DOWN DOWN
	connection_row LOST LOST
	strategy_row nightly PROD - 'backup database;'
	strategy_row broken PROD - 'backup spfile;' 'run {; backup spfile; }'
} | catalog_by_hand
daemon_start

#
# At its start, beside everything else.
#
await 20 'what is wrong at the start is logged, with what to do' \
    logs 'of=LOST what=session found='
check 'a home that is not in oratab' logs \
    'of=LOST what="oracle home" found="'
check 'an instance that does not run' logs \
    'of=DOWN what=instance found="no process pmon of DOWN is seen" do="start it, or correct oracle_sid"'
check 'a session that fails' logs \
    'of=DOWN what=session found="ORA-01034:'
await 20 'and what is good too' \
    logs 'of=PROD what=session found=good database=PROD'
check 'a database that nobody backs up' logs \
    'of=NEW what=backup found="nobody backs it up"'

#
# connection test
#
run bx connection test PROD
check 'a connection is tested' ended 0
check 'it tells the release' says 'release      19.0.0.0.0'
check 'the database' says 'database     PROD'
check 'its role' says 'role         PRIMARY'
check 'its mode' says 'open mode    READ WRITE'
check 'and whether it archives' says 'log mode     ARCHIVELOG'
run bx connection test STBY --json
check 'a standby is one' same 'PHYSICAL STANDBY MOUNTED NOARCHIVELOG' \
    "$(json '$.role') $(json '$.open_mode') $(json '$.log_mode')"
run bx connection test OLD --json
check 'an old release says less' same '1 11.2.0.4.0 OLD' \
    "$(json '$.good') $(json '$.release') $(json '$.database')"
run bx connection test DOWN
check 'one that fails exits 1' ended 1
check 'with the error' says 'failed       ORA-01034: '
check 'and what to do' says 'do           start the instance, or correct oracle_sid'
run bx connection test LOST
check 'one without a home says so' complains 'has no line for LOST'
run bx connection test GONE
check 'one that is none says so' complains "there is no connection 'GONE'"
check 'nothing of it is left' same '' "$(ls "$state/sessions")"
check 'nor in the journal' same 0 "$(journal 'select count(*) from execution')"

#
# strategy check, with the rman of the connection.
#
rm -f "$T"/trace/*
run bx strategy check nightly
check 'a good script is good' ended 0
check 'rman was asked' traced argv.1 checksyntax
check 'and ran nothing' not traced command
run bx strategy check broken
check 'a wrong one is not' ended 1
check 'we say where' says 'broken: line 2: error: a ; that ends no command'
check 'and so does rman' says 'broken: line 2: error: rman: RMAN-01009: '
run bx strategy check --file "$T/oratab" --connection PROD --json
check 'what is no script is none' same error "$(json '$[0].severity')"

#
# check, and what can be added.
#
run bx check
check 'check says that not all is well' ended 1
check 'what is good' says "good     PROD    rman         $T/PROD/bin/rman"
check 'what runs' says 'good     PROD    instance     PROD runs'
check 'who answers' says 'PROD (DBID '
check 'what does not' says 'error    DOWN    session      ORA-01034: '
check 'what does not archive' says 'NOARCHIVELOG: alter database archivelog'
check 'who is backed up by nobody' says \
    'warning  NEW     backup       nobody backs it up: backupexec connection discover --add'
check 'a grid is no database' not grep -q ASM "$T/out"
run bx check PROD
check 'one connection that is well' ended 0
run bx connection discover
check 'discover lists them' says 'NEW   no    none'
run bx connection discover --add
check 'and adds what is missing' complains 'added: connection NEW'
run bx connection test NEW
check 'which works' ended 0
run bx check --local --json
check 'it only lacks a strategy' same strategies "$(json_rows \
    "select json_extract(value, '\$.check') from rows where
    json_extract(value, '\$.subject') = 'NEW' and
    json_extract(value, '\$.grade') = 'warning' order by 1 desc limit 1")"
kill "$pmon"
daemon_stop
finish
