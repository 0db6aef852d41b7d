#!/bin/sh
# Check the stand-in for rman: that each of its knobs does what README.md says.
set -u
: "${top_builddir:?run me with make check}" "${top_srcdir:?run me with make check}"
readme=$top_srcdir/tests/standin/README.md
built=$top_builddir/tests/standin/rman
dir=$(mktemp -d) || exit 99
child=
trap '[ -z "$child" ] || kill -9 "$child" 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 99' HUP INT TERM
home=$dir/oracle_home
mkdir -p "$home/bin" "$dir/trace" "$dir/lock"
cp "$built" "$home/bin/rman" || exit 99
tab=$(printf '\t')
checks=0 failures=0

# knobs NAME=VALUE...: what fakerman.conf holds from here on.
knobs() {
	: >"$home/fakerman.conf"
	[ $# -eq 0 ] || printf 'FAKERMAN_%s\n' "$@" >"$home/fakerman.conf"
	rm -rf "$dir/trace" && mkdir "$dir/trace"
}

# with ARGUMENT...: the stand-in in an environment of three variables.
with() {
	env -i ORACLE_HOME="$home" ORACLE_SID=XE \
	    FAKERMAN_TRACE="$dir/trace" "$home/bin/rman" "$@"
}

# run ARGUMENT...: to its end; out, err and $status are what came back.
run() {
	with "$@" >"$dir/out" 2>"$dir/err"
	status=$?
}

# start ARGUMENT...: in the background, as $pid with its trace in $trace.
start() {
	env -i ORACLE_HOME="$home" ORACLE_SID=XE \
	    FAKERMAN_TRACE="$dir/trace" "$home/bin/rman" "$@" \
	    >"$dir/out" 2>"$dir/err" <"$dir/in" &
	pid=$!
	trace=$dir/trace/$pid.trace
}

# await TEXT: until the trace of $pid has a line that begins so.
await() {
	tries=0
	until grep -q "^$1" "$trace" 2>/dev/null; do
		tries=$((tries + 1))
		[ $tries -lt 400 ] || return 1
		sleep 0.05
	done
}

finish() {
	wait "$pid" 2>/dev/null
	status=$?
}

# check SENTENCE COMMAND...: the sentence holds when the command succeeds.
check() {
	sentence=$1
	shift
	checks=$((checks + 1))
	"$@" && return 0
	failures=$((failures + 1))
	echo "FAILED: $sentence ($*)"
	sed 's/^/    out: /' "$dir/out" | cut -c1-200 | tail -n 30
	sed 's/^/    err: /' "$dir/err" | cut -c1-200 | tail -n 5
}

ended() { [ "$status" -eq "$1" ]; }
says() { grep -aqF -- "$1" "$dir/out"; }
silent() { ! grep -aqF -- "$1" "$dir/out"; }
complains() { grep -qF -- "$1" "$dir/err"; }
traced() { cat "$dir/trace"/*.trace | grep -q "^$1$tab$2"; }
value() { sed -n "s/^$1$tab\([^$tab]*\).*/\1/p" "$trace"; }
untraced() { ! traced "$@"; }
same() { [ "$1" = "$2" ]; }
ends_well() { [ "$(tail -n 1 "$dir/out")" = 'Recovery Manager complete.' ]; }
commands() {
	cat "$dir/trace"/*.trace | grep "^command$tab" | cut -f2 | tr '\n' '|'
}
has_stack() {
	grep -A 1 '^RMAN-00571: =\{59\}$' "$dir/out" |
	    grep -q '^RMAN-00569: =\{15\} ERROR MESSAGE STACK FOLLOWS =\{15\}$'
}

cat >"$dir/good" <<'EOF'
crosscheck archivelog all;
run{
SQL "alter system switch logfile";
backup tablespace users;
}
EOF
sed 's/run{/run{;/' "$dir/good" >"$dir/bad"
printf '%s\n' 'backup database;' >"$dir/one"
printf '%s\n' 'crosscheck backup;' 'backup database;' 'list backup;' \
    >"$dir/three"
: >"$dir/in"
: >"$dir/out"
: >"$dir/err"

# --- what it says about itself
check 'every canned stack is in form' "$built" --self-test >"$dir/self"
check 'and there is one for every failure' \
    [ "$(grep -c '^ok ' "$dir/self")" -ge 25 ]
"$built" --knobs | cut -f1 >"$dir/names"
while read -r name; do
	check 'the manual has every knob' grep -q "^| $name |" "$readme"
done <"$dir/names"
"$built" --assumptions >"$dir/assumed"
while read -r line; do
	check 'the manual has every assumption' grep -qF -- "- $line" "$readme"
done <"$dir/assumed"

# --- where it runs
knobs
check 'it runs only from ORACLE_HOME' same 1 \
    "$(ORACLE_HOME=/nonexistent "$built" target / >"$dir/out" 2>"$dir/err"; echo $?)"
check 'and says so' complains 'ORACLE_HOME'
knobs BAKCUP_MS=1
run target / <"$dir/in"
check 'a misspelt knob is a mistake of the test' ended 98
knobs HANG=bakcup
run target / <"$dir/in"
check 'a misspelt value too' ended 98
knobs VERSION=11.2
FAKERMAN_VERSION=21 ORACLE_HOME=$home ORACLE_SID=XE "$home/bin/rman" target / \
    <"$dir/in" >"$dir/out"
check 'the environment wins over the file' says 'Release 21.0.0.0.0'
knobs
env -i ORACLE_HOME="$home" "$home/bin/rman" target / <"$dir/in" >"$dir/out"
check 'without ORACLE_SID there is no database' says ORA-12162

# --- banner and connection
for version in 10.2:10.2.0.4.0 11.2:11.2.0.4.0 12.1:12.1.0.2.0 12.2:12.2.0.1.0 \
    19:19.0.0.0.0 21:21.0.0.0.0 23:23.0.0.0.0; do
	knobs "VERSION=${version%%:*}"
	run target / <"$dir/good"
	check 'a good run ends with 0' ended 0
	check 'each version has its banner' \
	    says "Recovery Manager: Release ${version#*:} - Production on "
	check 'a good run ends in form' ends_well
done
check 'from 18 on there is a second line' says 'Version 23.4.0.24.05'
knobs VERSION=10.2
run target / <"$dir/good"
check 'before 18 there is none' silent 'Version'
check '10.2 has its own words' says 'devtype=DISK'
knobs VERSION=23 COMMAND_ID=1
run target / <"$dir/in"
check '23 may name the command id' says 'RMAN Command Id : '
for state in 'open:XE (DBID=2544803398)' 'mounted:XE (DBID=2544803398, not open)' \
    'nomount:XE (not mounted)'; do
	knobs "STATE=${state%%:*}"
	run target / <"$dir/in"
	check 'the connect line tells the state' \
	    says "connected to target database: ${state#*:}"
done
knobs STATE=down
run target / <"$dir/one"
check 'an instance may be down' says 'connected to target database (not started)'
check 'and then nothing works' says ORA-01034
knobs
run target /@backup1 <"$dir/in"
check 'an alias names the database' says 'connected to target database: BACKUP1 ('

# --- both feeds
knobs
run target / <"$dir/good"
check 'stdin runs the commands in order' same "$(commands)" \
    'crosscheck archivelog all|SQL "alter system switch logfile"|backup tablespace users|'
check 'stdin is not echoed' silent 'crosscheck archivelog all'
check 'prompts run together' says 'RMAN> 2> 3> 4> '
check 'the block as a whole is in the trace' traced run 'run{.x0aSQL '
check 'lines are traced with their offset' traced input.27 'run{'
check 'a piece has a handle' says 'piece handle='
check 'only that tablespace is read' silent 'system01.dbf'
run target / cmdfile="$dir/good"
check 'a cmdfile runs the same' same "$(commands | tr '|' '\n' | tail -n 3 | tr '\n' '|')" \
    'crosscheck archivelog all|SQL "alter system switch logfile"|backup tablespace users|'
check 'a cmdfile is echoed' says 'RMAN> crosscheck archivelog all;'
check 'with continued lines' says '2> run{'
check 'and one prompt more' says '6> '
check 'and ends in form' ends_well
knobs
run target / <"$dir/bad"
check 'run{; is a syntax error' says 'RMAN-01009: syntax error: found ";"'
check 'with its stack' has_stack
check 'at its place' says 'RMAN-01007: at line 1 column 5 file: standard input'
check 'stdin goes on' same "$(commands)" \
    'crosscheck archivelog all|SQL "alter system switch logfile"|backup tablespace users|'
check 'and ends in form' ends_well
check 'with status 1' ended 1
knobs
run target / @"$dir/bad"
check 'in a cmdfile it is one too' says 'RMAN-01009: syntax error: found ";"'
check 'at its place in the file' says "RMAN-01007: at line 2 column 5 file: $dir/bad"
check 'nothing runs' same "$(commands)" ''
check 'nor is read behind it' silent 'backup tablespace'
check 'and ends in form' ends_well
check 'with status 1' ended 1
knobs PREPARSE=0
run target / @"$dir/bad"
check 'or what stands before it runs' same "$(commands)" 'crosscheck archivelog all|'
knobs
printf 'run {\nsql "x";\n};\nbakcup database;\n\n# note\nlist backup; list backup;\nrun {\n' |
    (run target /; echo "$status" >"$dir/status")
check 'a stray ; has line 0' says 'at line 0 column 2'
check 'an unknown word is named' says 'RMAN-01008: the bad identifier was: bakcup'
check 'two commands may share a line' same "$(commands)" 'sql "x"|list backup|list backup|'
check 'what has no end is an error' says 'found "end-of-file"'
printf 'exit\nlist backup;\n' >"$dir/in2"
knobs
run target / <"$dir/in2"
check 'EXIT ends the session' same "$(commands)" 'exit|'
check 'in form' ends_well
printf 'QUIT;' >"$dir/in2"
knobs
run target / <"$dir/in2"
check 'QUIT too, without the end of the line' same "$(commands)" 'exit|'

# --- the command line
knobs
run target sys/tiger@db <"$dir/in"
check 'a password in argv is a leak' ended 97
check 'which is said' complains 'standin: password in argv'
run TARGET=sys/tiger <"$dir/in"
check 'also without an alias' ended 97
check 'the trace hides it' untraced 'argv..' '.*tiger'
knobs ALLOW_ARGV_PASSWORD=1
run target sys/tiger@db <"$dir/in"
check 'unless it is allowed' ended 0
knobs
run tarjet / <"$dir/in"
check 'an unknown word is refused' says RMAN-00552
check 'with status 1' ended 1
run target / cmdfile /nonexistent
check 'an unreadable cmdfile is refused' says RMAN-00556
check 'with status 1' ended 1
# shellcheck disable=SC2016 # no expansion is wanted
printf 'backup tag &1 tablespace &2;\n' >"$dir/words"
knobs
run TARGET = / CmdFile = "$dir/words" USING monday users
check 'USING fills the cmdfile' same "$(commands)" 'backup tag monday tablespace users|'
knobs
run target / log="$dir/first" MSGLOG "$dir/log" <"$dir/good"
check 'with LOG only prompts are on stdout' same "$(cat "$dir/out")" \
    'RMAN> RMAN> 2> 3> 4> RMAN> '
check 'and the rest is in the last one' grep -q 'Finished backup at' "$dir/log"
run target / log "$dir/log" append <"$dir/in"
check 'APPEND keeps what was there' \
    same "$(grep -c 'Recovery Manager: ' "$dir/log")" 2
knobs
run checksyntax cmdfile "$dir/good"
check 'CHECKSYNTAX says so' says 'The cmdfile has no syntax errors'
check 'without running it' same "$(commands)" ''
run checksyntax cmdfile "$dir/bad"
check 'or what is wrong' says RMAN-00558
check 'with status 1' ended 1

# --- CONNECT and refused connections
for code in ORA-01017 ORA-12541 ORA-12514 ORA-01034 ORA-01031; do
	knobs "CONNECT_FAIL=$code"
	run target / <"$dir/one"
	check 'a refused connection has a stack' has_stack
	check 'with its wrapper' says RMAN-00554
	check 'and its code' says "$code: "
	check 'and ends with 1' ended 1
	check 'before any command' same "$(commands)" ''
done
printf 'connect target "sys/tiger@db";\nset echo off;\nbackup database;\n' >"$dir/in2"
run <"$dir/in2"
check 'a refused CONNECT stays' ends_well
check 'has no wrapper of the start' silent RMAN-00554
check 'and leaves nothing to work with' says RMAN-06171
knobs PASSWORD=tiger
run <"$dir/in2"
check 'a good password connects' says 'connected to target database: DB ('
check 'status 0' ended 0
check 'the trace hides it' traced command 'connect target "sys/[*]*@db"'
check 'in the input too' traced input.0 'connect target "sys/[*]*@db"'
knobs PASSWORD=lion ECHO_SECRET=1
run <"$dir/in2"
check 'a wrong one does not' says ORA-01017
check 'the secret is shown on demand' says sys/tiger@db
knobs CONNECT_FAIL=ORA-12541 FAIL_TIMES=2 "COUNTER=$dir/counter"
for expected in 1 1 0 0; do
	run target / <"$dir/one"
	check 'refused twice, then taken' ended $expected
done

# --- failing commands, statuses
for policy in any:1 last:0 zero:0 7:7; do
	knobs "EXIT=${policy%%:*}" FAIL_AT=1 FAIL=no_dir
	run target / <"$dir/three"
	check 'the status follows the policy' ended "${policy#*:}"
	check 'stdin goes on after a failure' same "$(commands)" \
	    'crosscheck backup|backup database|list backup|'
	check 'with a stack in between' has_stack
	knobs "EXIT=${policy%%:*}" FAIL_AT=1 FAIL=no_dir
	run target / @"$dir/three"
	check 'a cmdfile stops' same "$(commands)" 'crosscheck backup|'
	check 'and ends in form' ends_well
done
knobs EXIT=last FAIL_AT=3
run target / <"$dir/three"
check 'the last one failed' ended 1
check 'in the standard way' says ORA-00600
knobs EXIT=signal:SEGV
run target / <"$dir/one"
check 'it may die by a signal' ended 139
check 'after the end line' ends_well
knobs NO_END=1
run target / <"$dir/one"
check 'the end line may be missing' silent 'Recovery Manager complete.'
while read -r name code; do
	knobs FAIL_MATCH=DATABASE "FAIL=$name"
	run target / <"$dir/three"
	check 'each canned failure has a stack' has_stack
	check 'and its code' says "$code"
	check 'and fails' ended 1
done <<'EOF'
fra_full ORA-19809:
missing_arch RMAN-06059:
nfs ORA-27054:
no_dir ORA-27040:
sbt_auth ORA-19511:
sbt_net ORA-27028:
enqueue ORA-00230:
snapshot_cf ORA-00245:
corrupt ORA-19566:
not_registered RMAN-20001:
wallet ORA-28365:
session_lost RMAN-10038:
ora600 ORA-00600:
ORA-01555 ORA-01555:
RMAN-20202 RMAN-20202:
EOF
knobs FAIL_MATCH=database FAIL=session_lost
run target / <"$dir/three"
check 'a lost session runs nothing more' same "$(commands)" \
    'crosscheck backup|backup database|'
printf '%s\n' 'run {' 'allocate channel c1 type disk;' 'backup database;' \
    'list backup;' '}' >"$dir/in2"
knobs FAIL_MATCH=database FAIL=enqueue
run target / <"$dir/in2"
check 'the rest of a block is dropped' same "$(commands)" \
    'allocate channel c1 type disk|backup database|'
check 'its channels are released before the stack' same \
    "$(grep -A 1 '^released channel: c1' "$dir/out" | tail -n 1 | cut -c1-10)" RMAN-00571
check 'somebody waited' same "$(grep -c '^waiting' "$dir/out")" 5
knobs INBAND_FAIL=1
run target / <"$dir/one"
check 'a failure may come without the three lines' says RMAN-03009
check 'really' silent RMAN-00569
check 'and fails' ended 1
knobs INBAND_FAIL=2
run target / <"$dir/one"
check 'or with them behind it' has_stack
knobs WARN=08137,06207,06900 VERSION=12.1
run target / <"$dir/one"
check 'it warns' says 'RMAN-08137: WARNING'
check 'in blocks' says RMAN-06214
check 'at the begin too' says RMAN-06900
check 'and does not fail' ended 0
knobs WARN=08137
run target / <"$dir/one"
check 'in small letters from 12.2 on' says 'RMAN-08137: warning'
printf 'backup database plus archivelog;\nconfigure retention policy to redundancy 2;\n' \
    >"$dir/in2"
knobs ROLE=standby
run target / <"$dir/in2"
check 'a standby warns' says RMAN-06820
check 'and refuses settings' says RMAN-05021
printf 'validate database;\n' >"$dir/in2"
knobs FAIL=corrupt FAIL_AT=1
run target / <"$dir/in2"
check 'VALIDATE that finds damage says no code' ended 0
check 'but FAILED' says '4    FAILED'

# --- the other commands
cat >"$dir/in2" <<'EOF'
set echo on;
SET COMMAND ID TO '0123456789abcdef';
set newname for database to '/x';
host 'echo hello; exit 2';
backup current controlfile;
backup incremental level 1 cumulative tablespace users, sysaux tag 'T 1' format '/b/%U';
backup archivelog all delete input;
validate database;
delete noprompt obsolete;
list backup summary;
select 1 from dual;
report need backup;
EOF
knobs
run target / <"$dir/in2"
check 'all are understood' ended 0
check 'set echo' says 'echo set on'
check 'set command id' says 'executing command: SET COMMAND ID'
check 'set newname' says 'executing command: SET NEWNAME'
check 'host' says 'host command complete'
check 'host is not run' silent hello
check 'control file' says 'including current control file in backup set'
check 'incremental' says 'starting incremental level 1 datafile backup set'
check 'both tablespaces' says sysaux01.dbf
check 'tag and format' says 'piece handle=/b/0a1b2c3d_1_1 tag=T 1 comment=NONE'
check 'archived logs' says 'starting archived log backup set'
check 'and their end' says 'deleting archived log(s)'
check 'validate' says 'Finished validate at'
check 'delete' says 'Deleted 1 objects'
check 'list' says 'List of Backups'
check 'SQL alone' says 'Statement processed'
knobs VERSION=11.2
run target / <"$dir/in2"
check 'SQL alone is unknown before 12' says 'the bad identifier was: select'
knobs HOST=1
run target / <"$dir/in2"
check 'host may be run' says hello
check 'and fail' says RMAN-06135
check 'with the wait status' says 'Additional information: 512'
printf 'delete obsolete;\nbackup database;\nyes\nlist backup;\n' >"$dir/in2"
knobs
run target / <"$dir/in2"
check 'a DELETE that asks swallows commands' same "$(commands)" 'delete obsolete|list backup|'
check 'and says so' says '"backup database;" is an invalid response - please re-enter.'
printf 'delete obsolete;\n' >"$dir/in2"
run target / @"$dir/in2" <"$dir/in"
check 'without an answer nothing is deleted' silent 'Deleted'
env -i ORACLE_HOME="$home" ORACLE_SID=XE NLS_DATE_FORMAT='YYYY-MM-DD HH24:MI:SS' \
    "$home/bin/rman" target / <"$dir/one" >"$dir/out"
check 'NLS_DATE_FORMAT is honoured' grep -q \
    '^Finished backup at 20[0-9][0-9]-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-6][0-9]$' \
    "$dir/out"

# --- much output, and its bytes
knobs LINES=1000 LINE_MS=1
run target / <"$dir/one"
check 'lines are numbered without a gap' same \
    "$(sed -n 's/^channel ORA_DISK_1: progress 0*\([0-9]*\) of 00001000$/\1/p' "$dir/out" |
	awk '$1 != NR { exit 1 } END { print NR }')" 1000
for size in 1 127 128 65535 65536 65537 33554432; do
	knobs BYTES=0 "TEE=$dir/tee" "DIGEST_FILE=$dir/count"
	run target / <"$dir/one"
	before=$(cat "$dir/count")
	knobs "BYTES=$size" "TEE=$dir/tee" "DIGEST_FILE=$dir/count"
	run target / <"$dir/one"
	check 'BYTES is exact' [ $(($(cat "$dir/count") - before)) -eq "$size" ]
	check 'the count is that of stdout' \
	    [ "$(wc -c <"$dir/out")" -eq "$(cat "$dir/count")" ]
	check 'TEE has the same bytes' cmp "$dir/out" "$dir/tee"
	check 'and the lines count on' same "$(sed -n 's/.*: filler 0*\([0-9]*\) .*/\1/p' \
	    "$dir/out" | awk '$1 != NR { print "gap at", NR; exit }')" ''
done
check 'the last of them is whole' says 'filler 000000262144 '
for size in 1 65535 65536 65537 1048576; do
	knobs "LONG_LINE=$size"
	run target / <"$dir/one"
	check 'LONG_LINE is one line' same \
	    "$(awk -v size="$size" 'length($0) == size' "$dir/out" | grep -c .)" 1
done
knobs STDERR='note on stderr' "TEE=$dir/tee" "DIGEST_FILE=$dir/count"
run target / <"$dir/one"
check 'stderr has a line' complains 'note on stderr'
check 'which counts' same "$(cat "$dir/count")" \
    "$(($(wc -c <"$dir/out") + $(wc -c <"$dir/err")))"
knobs STDERR=note STDERR_INTERLEAVE=1 "TEE=$dir/tee"
with target / <"$dir/one" >"$dir/out" 2>&1
check 'or one after each line' same \
    "$(grep -c '^note' "$dir/out")" "$(grep -vc '^note' "$dir/out")"
check 'in the same order as in TEE' cmp "$dir/out" "$dir/tee"

knobs BYTES=10000000
with target / <"$dir/one" | head -c 1 >"$dir/out"
check 'a reader that goes away kills it' traced signal PIPE
check 'before its end' untraced exit ''
knobs BYTES=10000000 IGNORE=PIPE
with target / <"$dir/one" | head -c 1 >"$dir/out"
check 'unless the signal is ignored' traced exit 0
check 'then the write fails' traced output 'Broken pipe'

# --- odd bytes
knobs GARBAGE=nul,utf8,latin1,ansi,cr,ff,code,bom,nonl
run target / <"$dir/one"
check 'NUL bytes' same "$(tr -cd '\000' <"$dir/out" | wc -c | tr -d ' ')" 3
check 'escapes' same "$(tr -cd '\033' <"$dir/out" | wc -c | tr -d ' ')" 3
check 'form feed' same "$(tr -cd '\014' <"$dir/out" | wc -c | tr -d ' ')" 1
check 'carriage returns alone' same "$(tr -cd '\015' <"$dir/out" | wc -c | tr -d ' ')" 2
check 'bytes of code pages' same "$(tr -cd '\201\202\244\374' <"$dir/out" | wc -c | tr -d ' ')" 5
check 'codes in names' grep -aqF "tag='ORA-01234'" "$dir/out"
check 'and in files' grep -aqF 'RMAN-03009.dbf' "$dir/out"
check 'a byte order mark' same "$(head -c 3 "$dir/out" | od -An -tx1 | tr -d ' ')" efbbbf
check 'no last line end' same "$(tail -c 9 "$dir/out")" complete.
knobs GARBAGE=crlf
run target / <"$dir/one"
check 'CR LF everywhere' same "$(grep -vc "$(printf '\r')\$" "$dir/out")" 0

# --- replay
printf 'line\000one\r\n\377\376 RMAN-00569\nno end' >"$dir/sample"
knobs "REPLAY=$dir/sample"
run target / <"$dir/good"
check 'a replay is byte for byte' cmp "$dir/out" "$dir/sample"
check 'ends with 0' ended 0
check 'and reads all its input' traced input end
knobs "REPLAY=$dir/sample" REPLAY_MS=1 EXIT=4
run target / <"$dir/good"
check 'also with pauses' cmp "$dir/out" "$dir/sample"
check 'and another status' ended 4

# --- crashes
knobs CRASH_AT=backup:2
run target / <"$dir/one"
check 'it crashes' ended 134
check 'in the middle of a line' [ "$(tail -c 1 "$dir/out" | od -An -tx1 | tr -d ' ')" != 0a ]
check 'of BACKUP' says 'Starting backup at'
knobs CRASH_AT=backup:2 CRASH=kill
run target / <"$dir/one"
check 'or is killed' ended 137
check 'with its buffer' silent 'Starting backup at'
knobs CRASH_AT=backup:2 CRASH=kill UNBUFFERED=1
run target / <"$dir/one"
check 'unless it has none' says 'Starting backup at'

# --- signals
cp "$dir/one" "$dir/in"
for place in start connect read backup; do
	knobs "HANG=$place"
	start target /
	check 'it hangs' await "hang$tab$place"
	kill -INT "$pid"
	finish
	check 'INT ends it' ended 1
	check 'with a sentence' says 'user interrupt received'
	check 'and a stack' has_stack
	check 'and is in the trace' traced signal INT
done
knobs HANG=exit
start target /
check 'it hangs at its end' await "hang${tab}exit"
check 'with all its output' ends_well
kill -TERM "$pid"
finish
check 'TERM kills' ended 143
check 'and is in the trace' traced signal TERM
knobs HANG=backup IGNORE=INT,TERM,HUP
start target /
check 'it hangs' await "hang${tab}backup"
kill -INT "$pid"
check 'INT arrives' await "signal${tab}INT"
kill -TERM "$pid"
check 'TERM arrives' await "signal${tab}TERM"
kill -HUP "$pid"
check 'HUP arrives' await "signal${tab}HUP"
check 'nothing ended it' kill -0 "$pid"
kill -KILL "$pid"
finish
check 'but KILL does' ended 137
check 'in that order' same "$(value signal | tr '\n' ' ')" \
    'INT TERM HUP '
knobs HANG=backup TERM_MS=200
start target /
check 'it hangs' await "hang${tab}backup"
kill -TERM "$pid"
finish
check 'it may need a while to end' says 'released channel: ORA_DISK_1'
check 'with status 1' ended 1

# --- a server process
knobs CHILD=60000
start target /
await child.pgid
child=$(value child)
finish
check 'the end does not wait for the server process' ended 0
check 'which lives' kill -0 "$child"
check 'in the same group' same "$(value child.pgid)" "$(value pgid)"
kill -9 "$child"
knobs CHILD=60000:setsid
start target /
await child.pgid
child=$(value child)
finish
check 'or in one of its own' same "$(value child.pgid)" "$child"
check 'alive as well' kill -0 "$child"
kill -9 "$child"
child=
knobs CHILD=300
with target / <"$dir/one" | cat >"$dir/out"
check 'the pipe ends with it' ends_well

# --- stdin
knobs STDIN=ignore
run target / <"$dir/good"
check 'it may not read' untraced 'input.*' ''
check 'and end well' ended 0
knobs STDIN=close
yes 'list backup;' 2>/dev/null | (run target /; echo "$status" >"$dir/status")
check 'it may close stdin' same "$(cat "$dir/status")" 0
check 'at once' same "$(commands)" ''
knobs STDIN=one EXIT=any FAIL_AT=1
run target / <"$dir/three"
check 'it may read one command' same "$(commands)" 'crosscheck backup|'
check 'and end with 0' ended 0
knobs STDIN=slow:5
run target / <"$dir/good"
check 'it may read slowly' same "$(commands)" \
    'crosscheck archivelog all|SQL "alter system switch logfile"|backup tablespace users|'

# --- one of a database at a time
knobs HANG=backup "LOCK=$dir/lock"
start target /
await "hang${tab}backup"
first=$pid
knobs "LOCK=$dir/lock"
run target / <"$dir/one"
check 'a second backup is refused' says ORA-00230
check 'and in the trace' traced OVERLAP "$first"
printf 'backup archivelog all;\n' >"$dir/in2"
run target / <"$dir/in2"
check 'archived logs go beside' ended 0
kill -9 "$first"
wait "$first" 2>/dev/null
run target / <"$dir/one"
check 'a killed one leaves no lock' ended 0
echo held >"$dir/lock/XE.data"
knobs "LOCK=$dir/lock"
run target / <"$dir/one"
check 'somebody else may hold it' says ORA-00230
check 'which is no overlap' untraced OVERLAP ''

# --- trace, load
knobs MEMORY=8 CPU_MS=20 START_MS=1 CMD_MS=1 BACKUP_MS=1 EXIT_MS=1
# shellcheck disable=SC2016 # the shell that is started expands it
env -i ORACLE_HOME="$home" ORACLE_SID=XE DB_PASSWORD=tiger \
    FAKERMAN_TRACE="$dir/trace" sh -c \
    'umask 027; exec "$ORACLE_HOME/bin/rman" target / 3<&- 4<&-' \
    <"$dir/one" >"$dir/out" 2>"$dir/err"
for line in argv.1:target argv.2:/ env.ORACLE_SID:XE 'env.DB_PASSWORD:[*][*][*]' \
    umask:0027 "uid:$(id -u)" 'pgid:[0-9]' 'sid:[0-9]' 'limit.core:' 'limit.nofile:' \
    'signals.blocked:' stdin:file fd.0:file fd.1:file fd.2:file "cwd:/" exit:0; do
	check 'the trace has it' traced "${line%%:*}" "${line#*:}"
done
check 'the count of bytes too' traced bytes "$(wc -c <"$dir/out" | tr -d ' ')"

echo "$checks checks, $failures failed"
[ $failures -eq 0 ]
