#!/bin/sh
# What the tests of whole programs share: a scratch folder with configuration,
# embedded catalog and stand-in, the daemon's life, waiting, and looking at what
# came of it. A test reads this file first and ends with `finish`.
#
#	$T	the scratch folder: conf, home/ (an ORACLE_HOME with the stand-in),
#		state/ (state_dir), trace/, daemon.log, out and err of `run`
#
# Variables of the environment:
#	BX_WRAP		words before backupexecd: "valgrind -q ..."
#	SYSTEM_SECONDS	when a test has taken too long; 600
#	KEEP		1: leave the scratch folder
#
# The programs see a clock that stands just before a full minute, so that no
# test waits for a real one; with a sanitizer they do wait.

set -u
: "${top_srcdir:?run me with make check}" "${top_builddir:?}"

# Keepers outlive their parents; nothing outlives the test.
if [ -z "${SYSTEM_REAPER-}" ]; then
	SYSTEM_REAPER=1
	export SYSTEM_REAPER
	exec "$top_builddir/tests/system/reaper" "${SYSTEM_SECONDS:-600}" \
	    sh "$0" "$@"
fi
LC_ALL=C TZ=UTC0
export LC_ALL TZ
unset NOTIFY_SOCKET WATCHDOG_USEC WATCHDOG_PID JOURNAL_STREAM NO_COLOR \
    ORACLE_HOME ORACLE_SID LD_PRELOAD FAKETIME
umask 022

bin=$top_builddir
# shellcheck disable=SC2034 # for the tests
sources=$top_srcdir
daemon=
checks=0
failures=0
status=0
offset=0
tab=$(printf '\t')

# A socket's path is short.
T=$(mktemp -d "${TMPDIR:-/tmp}/bx.XXXXXX") || exit 99
if [ ${#T} -gt 60 ]; then
	rmdir "$T"
	T=$(mktemp -d /tmp/bx.XXXXXX) || exit 99
fi
chmod 711 "$T"
home=$T/home
state=$T/state

# Words for people, from the test itself.
say() {
	printf '%s\n' "$*"
}

clean_up() {
	trap - EXIT HUP INT TERM
	[ -z "$daemon" ] || kill -9 "$daemon" 2>/dev/null
	[ "${KEEP-}" = 1 ] || rm -rf "$T" 2>/dev/null || {
		sleep 1 # a keeper still clears up behind itself
		rm -rf "$T"
	}
}

# What a reader of the log of a failed test wants first.
tell() {
	say "--- the daemon's log"
	tail -n 60 "$T/daemon.log" 2>/dev/null | cut -c1-400
	say '---'
}

on_signal() {
	say 'FAILED: ended before its time'
	tell
	clean_up
	exit 99
}
trap clean_up EXIT
trap on_signal HUP INT TERM
trap 'clean_up; exit 99' PIPE

# The last line of a test. What a sanitizer said of the daemon counts, too.
finish() {
	if grep -aE 'runtime error:|Sanitizer: |Assertion .* failed' "$T/daemon.log" \
	    2>/dev/null; then
		fail 'the daemon has a bug of its own'
	fi
	say "$checks checks, $failures failed"
	[ $failures -eq 0 ] || tell
	clean_up
	[ $failures -eq 0 ] || exit 1
	exit 0
}

skip() {
	say "SKIP: $*"
	clean_up
	exit 77
}

# need PROGRAM...: skip the test without them.
need() {
	for program; do
		command -v "$program" >/dev/null 2>&1 ||
		    skip "$program is not installed"
	done
}

fail() {
	failures=$((failures + 1))
	say "FAILED: $*"
}

# What the last `run` gave, for those who look at it.
show() {
	for stream in out err; do
		[ ! -s "$T/$stream" ] || tail -n 15 "$T/$stream" |
		    cut -c1-300 | sed "s/^/    $stream: /"
	done
	return 1
}

# check SENTENCE COMMAND...: the sentence holds when the command succeeds.
check() {
	sentence=$1
	shift
	checks=$((checks + 1))
	"$@" && return 0
	fail "$sentence ($*)"
}

# must SENTENCE COMMAND...: likewise, and without it the rest has no sense.
must() {
	was=$failures
	check "$@"
	[ "$failures" -eq "$was" ] || finish
}

# await SECONDS SENTENCE COMMAND...: it holds within that time.
await() {
	limit=$(($1 * slowness * 10))
	sentence=$2
	shift 2
	tries=0
	checks=$((checks + 1))
	until "$@"; do
		tries=$((tries + 1))
		if [ $tries -ge $limit ]; then
			fail "$sentence: not within $((limit / 10)) s ($*)"
			return 1
		fi
		sleep 0.1
	done
}

# For check and await.
same() { [ "$1" = "$2" ] || { say "    '$1' is not '$2'"; return 1; }; }
at_most() { [ "$1" -le "$2" ] || { say "    $1 is more than $2"; return 1; }; }
at_least() { [ "$1" -ge "$2" ] || { say "    $1 is less than $2"; return 1; }; }
not() { ! "$@"; }
ended() { same "$status" "$1" || show; }
failed() { [ "$status" -ne 0 ] || show; }
says() { grep -aqF -- "$1" "$T/out" || show; }
complains() { grep -aqF -- "$1" "$T/err" || show; }
logs() { grep -aqF -- "$1" "$T/daemon.log"; }
empty() { [ ! -s "$1" ] || { tail -n 15 "$1"; return 1; }; }
gone() {
	case $(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) in
	'' | [XZ]*) return 0 ;;
	esac
	return 1
}

# run COMMAND...: to its end; out, err and $status are what came back.
run() {
	"$@" >"$T/out" 2>"$T/err" </dev/null
	status=$?
}

# bx ARGUMENT...: backupexec, on the clock that the daemon has.
bx() {
	# shellcheck disable=SC2086 # words
	$clock "$bin/backupexec" -c "$T/conf" "$@"
}

# json PATH: a value from the JSON in out; an array's length with `json_count`.
json() {
	sqlite3 :memory: "select json_extract(cast(readfile('$T/out') as text),
	    '$1')" 2>/dev/null
}
json_count() {
	sqlite3 :memory: "select json_array_length(cast(readfile('$T/out')
	    as text), '${1:-\$}')" 2>/dev/null
}

# json_rows SELECT: rows of the array in out, as table `rows` with `value`.
json_rows() {
	sqlite3 :memory: "with rows as (select value from json_each(cast(
	    readfile('$T/out') as text))) $1" 2>/dev/null
}

# sql QUERY: on the embedded catalog. journal QUERY: on the journal.
sql() {
	sqlite3 -batch -cmd '.timeout 5000' "$state/catalog.db" "$1"
}
journal() {
	sqlite3 -batch -cmd '.timeout 5000' "$state/journal.db" "$1"
}

#
# The clock: `offset` seconds are added to the real one for every program of
# ours, except where a sanitizer wants to be loaded first.
#
clock=
slowness=1
has_clock=yes
if grep -q '__[at]san_init' "$bin/backupexecd"; then
	has_clock=no
	slowness=5
fi
[ -z "${BX_WRAP-}" ] || slowness=10

# clock_set SECONDS: the programs that start from now on see this time.
clock_set() {
	offset=$(($1 - $(date +%s)))
	clock_rate=real
	clock="env LD_PRELOAD=$bin/tests/system/clock.so CLOCK_OFFSET_S=$offset"
}

# clock_before SECONDS: the next full minute begins that soon.
clock_before() {
	[ $has_clock = yes ] || return 0
	clock_set $((($(date +%s) / 60 + 1) * 60 - $1))
}

clock_now() {
	if [ $clock_rate = real ]; then
		echo $(($(date +%s) + offset))
	else
		echo $((clock_anchor / 1000 + offset +
		    ($(date +%s%3N) - clock_anchor) * clock_rate / 1000))
	fi
}

# clock_run SECONDS RATE: now, for the programs that start from the first call
# on, it is this time, and goes on so many times as fast; 0: it stands.
# Monotonic time does not change.
clock_rate=real
clock_run() {
	clock_anchor=$(date +%s%3N)
	clock_rate=$2
	offset=$(($1 - clock_anchor / 1000))
	clock_write
	clock="env LD_PRELOAD=$bin/tests/system/clock.so CLOCK_FILE=$T/clock"
}
clock_write() {
	printf '%+012d %+015d %06d\n' $offset "$clock_anchor" "$clock_rate" \
	    1<>"$T/clock"
}

# clock_step SECONDS: it is set so far ahead, or back.
clock_step() {
	offset=$((offset + $1))
	clock_write
}

# minute N: the N-th full minute from now, as HH:MM; the first to come is 1.
minute() {
	date -u -d "@$((($(clock_now) / 60 + $1) * 60))" +%H:%M
}

# How long `await` should wait for the next full minute, and some.
until_minute() {
	echo $((60 - $(clock_now) % 60 + ${1:-10}))
}

#
# The world of a test.
#
mkdir -p "$home/bin" "$T/trace" || exit 99
cp "$bin/tests/standin/rman" "$home/bin/rman" || exit 99

# configure: the configuration, with what comes on stdin behind it.
configure() {
	{
		cat <<-END
		[daemon]
		name = here
		state_dir = $state
		[rman]
		oracle_home = $home
		[worker]
		stop_wait = 1s
		END
		cat
	} >"$T/conf"
}
configure </dev/null

# knobs NAME=VALUE...: of the stand-in, for runs that start from now on. Traces
# go to trace/ always.
knobs() {
	{
		echo "FAKERMAN_TRACE=$T/trace"
		[ $# -eq 0 ] || printf 'FAKERMAN_%s\n' "$@"
	} >"$home/fakerman.conf.new"
	mv "$home/fakerman.conf.new" "$home/fakerman.conf"
}
knobs

# catalog_by_hand: make the embedded catalog before there is a daemon, and run
# the SQL that comes on stdin in it.
catalog_by_hand() {
	mkdir -p "$state" && chmod 711 "$state"
	{
		sed 's,^/$,;,' "$bin/sql/sqlite/10_tables.sql"
		cat
	} | sqlite3 -batch "$state/catalog.db"
	chmod 600 "$state/catalog.db"
}

# Statements for it. connection_row NAME SID; strategy_row NAME CONNECTION
# HH:MM (or -) LINE...
connection_row() {
	echo "insert into connection (conn_id, conn_name, database_instance, ip)
	    values ('C_$1', '$1', '$2', '127.0.0.1');"
}
strategy_row() {
	echo "insert into strategy (strategy_id, connection, priority)
	    values ('$1', 'C_$2', 'medium');"
	if [ "$3" != - ]; then
		echo "insert into frequency (strategy_id, day, hour, minutes)
		    values ('$1', -1, ${3%:*}, ${3#*:});"
	fi
	strategy_name=$1
	shift 3
	for line; do
		echo "insert into strategy_line (strategy_id, line)
		    values ('$strategy_name', '$line');"
	done
}

# connection_option_row NAME OPTION VALUE, strategy_option_row likewise.
connection_option_row() {
	echo "insert into connection_option values ('C_$1', '$2', '$3');"
}
strategy_option_row() {
	echo "insert into strategy_option values ('$1', '$2', '$3');"
}

# daemon_spawn: start it and do not wait.
daemon_spawn() {
	# shellcheck disable=SC2086 # words
	$clock ${BX_WRAP-} "$bin/backupexecd" -c "$T/conf" -f \
	    >>"$T/daemon.log" 2>&1 </dev/null &
	daemon=$!
}

# about KEY: what `status` says of it. It exits 1 when a backup went wrong.
about() {
	bx status --json >"$T/status.json" 2>/dev/null
	sqlite3 :memory: "select json_extract(cast(readfile('$T/status.json')
	    as text), '\$.$1')" 2>/dev/null
}
about_is() { [ "$(about "$1")" = "$2" ]; }

# daemon_start [FROM]: and wait until it has its plan from the catalog, or from
# the disk.
has_plan() {
	gone "$daemon" || { about_is state running && about_is plan_from "$1"; }
}
daemon_start() {
	daemon_spawn
	if ! await 20 'the daemon starts' has_plan "${1:-catalog}" ||
	    gone "$daemon"; then
		fail 'without a daemon the rest has no sense'
		finish
	fi
}

# daemon_stop: as the system would, and wait; $status is its own.
daemon_stop() {
	kill -TERM "$daemon"
	wait "$daemon"
	status=$?
	daemon=
}

daemon_kill() {
	kill -9 "$daemon" 2>/dev/null
	wait "$daemon" 2>/dev/null
	daemon=
}

# helper_pid: of the daemon's catalog helper; nothing when there is none.
helper_pid() {
	for folder in /proc/[0-9]*; do
		[ "$(cat "$folder/comm" 2>/dev/null)" = backupexec-cata ] ||
		    continue
		[ "$(awk '{ print $4 }' "$folder/stat" 2>/dev/null)" = \
		    "$daemon" ] || continue
		echo "${folder#/proc/}"
	done
}

# keeper_of EXECUTION and rman_of EXECUTION: their process ids.
keeper_of() {
	sed -n 's/^begun 1 pid=\([0-9]*\) .*/\1/p' \
	    "$state/executions/$1/begun" 2>/dev/null
}
rman_of() {
	sed -n 's/^program 1 pid=\([0-9]*\) .*/\1/p' \
	    "$state/executions/$1/begun" 2>/dev/null
}

# latest STRATEGY KEY: of its latest execution, as `log` tells it.
latest() {
	bx log "$1" --json >"$T/latest.json" 2>/dev/null || return 1
	sqlite3 :memory: "select json_extract(cast(readfile('$T/latest.json')
	    as text), '\$[0].$2')" 2>/dev/null
}
latest_is() { [ "$(latest "$1" "$2")" = "$3" ]; }

# sum_of_log EXECUTION, sum_of_catalog EXECUTION: digests of its output, as
# `log` prints it and as the parts in the catalog make it up.
sum_of_log() {
	bx log "$1" | sha256sum | cut -c1-64
}
sum_of_catalog() {
	rm -f "$T/parts"
	sql "select writefile('$T/parts', (select group_concat(log, '')
	    from (select log from log where execution_id = '$1'
	    order by part)))" >/dev/null
	sum_of "$T/parts"
}
sum_of() {
	sha256sum <"$1" | cut -c1-64
}

# is_recorded: the catalog has all that the journal has.
is_recorded() { about_is to_record 0; }

# away SECONDS: the daemon, which does not run, was away for so long.
away() {
	if [ $has_clock = yes ]; then
		clock_set $(($(clock_now) + $1))
	else
		journal "update note set value = value - $1 / 60
		    where name = 'cursor'"
	fi
}

# traces [KEY [VALUE]]: how many traces have such an event.
traces() {
	cat "$T"/trace/*.trace 2>/dev/null | grep -c "^${1-argv.0}$tab${2-}"
}
traced() { [ "$(traces "$@")" -gt 0 ]; }
