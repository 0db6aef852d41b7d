#!/bin/sh
# Steps of a real clock: the daemon in a machine of its own, where the clock may
# be set. See tests/vm/clock_guest.sh for what is looked at.
# Usage: top_srcdir=DIR top_builddir=DIR clock.sh
set -eu
: "${top_srcdir:?run me with make check-vm}" "${top_builddir:?}"
driver=$(find /usr/lib/*/odbc -name libsqlite3odbc.so 2>/dev/null | head -n 1)
if [ -z "$driver" ] || ! command -v sqlite3 >/dev/null; then
	echo 'SKIP: sqlite3 or its ODBC driver is not installed'
	exit 77
fi
exec "$top_srcdir/tests/vm/vm.sh" -w "$top_builddir/tests/vm/work" -t 400 \
    -b "$top_builddir/backupexecd" -b "$top_builddir/backupexec" \
    -b "$top_builddir/backupexec-catalog" \
    -b "$top_builddir/backupexec-worker" -b "$(command -v sqlite3)" \
    -l "$driver" -f "$top_builddir/sql:/bin/sql" \
    -f "$top_builddir/tests/standin/rman:/home/bin/rman" \
    "$top_srcdir/tests/vm/clock_guest.sh"
