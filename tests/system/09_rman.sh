#!/bin/sh
# What RMAN may do to us: hang, ignore signals, crash, be absent, print bytes
# that no one should print. Each has its outcome and its log.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

mkdir "$T/tee"
knobs "TEE=$T/tee/%s"
# world NAME KNOB...: a connection whose rman behaves so.
world() {
	name=$1
	shift
	connection_row "$name" "$name"
	strategy_row "s_$name" "$name" - 'backup database;'
	words=
	for knob; do
		words="$words FAKERMAN_$knob"
	done
	[ -z "$words" ] || connection_option_row "$name" environment "${words# }"
}
configure <<-END
[schedule]
max_running = 20
END
{
	world hang HANG=backup
	strategy_option_row s_hang timeout 1s
	world deaf HANG=backup IGNORE=INT,TERM
	strategy_option_row s_deaf timeout 1s
	world start HANG=start
	strategy_option_row s_start timeout 1s
	world segv CRASH=segv CRASH_AT=backup:3 UNBUFFERED=1
	world killed CRASH=kill CRASH_AT=backup:3
	world status EXIT=3
	world lies EXIT=0 FAIL=corrupt
	world silent EXIT=0 REPLAY=/dev/null
	world bytes GARBAGE=nul,utf8,latin1,ansi,crlf,cr,ff,bom,code
	world cut GARBAGE=nonl
	world line LONG_LINE=16777216
	world child CHILD=60000
	world closed CONNECT_FAIL=ORA-12541
	world absent
	connection_option_row absent oracle_home "$T/nothing"
	world chatter STDERR=stderr STDERR_INTERLEAVE=1
	world warns WARN=08137
	world lost HANG=backup
} | catalog_by_hand
daemon_start
names='hang deaf start segv killed status lies silent bytes cut line child
    closed absent chatter warns'
clients=
for name in $names; do
	bx run "s_$name" >"$T/run.$name" 2>&1 &
	clients="$clients $!"
done
for client in $clients; do
	wait "$client"
done

# Its keeper is killed: nobody knows how it ended, and it is not tried again.
bx run s_lost >"$T/run.lost" 2>&1 &
client=$!
await 10 'it runs' latest_is s_lost state running
id=$(latest s_lost execution)
rman=$(rman_of "$id")
kill -9 "$(keeper_of "$id")"
wait "$client"
status=$?
check 'whose keeper is lost has failed' ended 1
check 'as interrupted' latest_is s_lost outcome interrupted
await 10 'its rman is ended' gone "$rman"
check 'one was started' same "$(traces env.ORACLE_SID lost)" 1

# ends NAME OUTCOME [TEXT_OF_REASON]
ends() {
	check "$1 is $2" latest_is "s_$1" outcome "$2"
	case $(latest "s_$1" reason) in
	*"${3-}"*) check "$1 says why" true ;;
	*) check "$1 says why: $(latest "s_$1" reason)" false ;;
	esac
}
ends hang timeout
ends deaf timeout
check 'the deaf one was killed' latest_is s_deaf signal 9
ends start timeout
ends segv failure
check 'by its signal' latest_is s_segv signal 11
ends killed failure
ends status failure
check 'by its status' latest_is s_status exit_status 3
ends lies failure
check 'a stack is a failure whatever the status says' at_least \
    "$(latest s_lies code | wc -c)" 9
ends silent failure
ends bytes success
ends cut success
ends line success
ends child success
ends closed failure
check 'with its code' latest_is s_closed code ORA-12541
ends absent failure "$T/nothing"
ends chatter success
ends warns success

# To the byte, whatever they are.
await 60 'the catalog has it all' is_recorded
for name in $names; do
	case $name in
	killed | absent | silent) continue ;; # it took its last bytes along
	esac
	id=$(latest "s_$name" execution)
	check "the log of $name is what it printed" same \
	    "$(sum_of_log "$id")" "$(sum_of "$T/tee/$name")"
done
check 'the catalog holds text, not NULs' same "$(sql "
    select count(*) from log where instr(cast(log as blob), x'00') > 0 and
    typeof(log) = 'text'")" 0
check 'every execution is there' same \
    "$(sql 'select count(*) from execution')" 17
check 'and its failures' same "$(sql 'select count(*) from error')" \
    "$(sql "select count(*) from execution where outcome not in
    ('success', 'warning', 'skipped')")"

# On a terminal nothing of it moves the cursor: script(1) makes one.
if command -v script >/dev/null 2>&1; then
	script -qec "$bin/backupexec -c $T/conf log s_bytes" /dev/null \
	    >"$T/out" 2>"$T/err" </dev/null
	check 'escapes are shown, not sent' not \
	    grep -aq "$(printf '\033')" "$T/out"
	check 'as what they are' says '\x1b'
fi
daemon_stop
check 'the end' ended 0
finish
