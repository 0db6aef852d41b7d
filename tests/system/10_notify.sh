#!/bin/sh
# What the service manager hears: ready when it is, a watchdog's sign of life,
# reloading, stopping.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

"$bin/tests/system/notified" "$T/notify" >"$T/heard" &
listener=$!
await 5 'there is a socket' [ -S "$T/notify" ]
NOTIFY_SOCKET=$T/notify WATCHDOG_USEC=1000000
export NOTIFY_SOCKET WATCHDOG_USEC
catalog_by_hand </dev/null
heard() { grep -q "^$1" "$T/heard"; }
daemon_start
unset NOTIFY_SOCKET WATCHDOG_USEC
check 'it is ready' heard READY=1
check 'and says what it does' heard STATUS=.
seen=$(grep -c '^WATCHDOG=1' "$T/heard")
more() { [ "$(grep -c '^WATCHDOG=1' "$T/heard")" -gt $((seen + 1)) ]; }
await 5 'the watchdog is fed' more
: >"$T/heard"
kill -HUP "$daemon"
await 5 'it reloads' heard RELOADING=1
check 'and says when that began' heard 'MONOTONIC_USEC=[0-9]'
await 5 'and is ready again' heard READY=1
environ=/proc/$(helper_pid)/environ
if [ -r "$environ" ]; then
	check 'its children know of no manager' not \
	    grep -qz '^NOTIFY_SOCKET=' "$environ"
fi
daemon_stop
check 'the end' ended 0
check 'it is stopping' heard STOPPING=1
kill "$listener"
finish
