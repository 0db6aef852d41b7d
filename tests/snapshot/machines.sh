#!/bin/sh
# The same snapshot on every machine: one that is big-endian (s390x, emulated)
# and Windows (under Wine) make the bytes that this machine makes, and each
# restores what the others made. Machines that are not at hand are told.
# Usage: machines.sh MACHINE...      (s390x, windows; both without a word)
set -eu
: "${top_srcdir:?run me with make check-machines}" "${top_builddir:?}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
tried=0

complain() {
	echo "machines.sh: $*"
	failed=1
}

has() {
	for program; do
		command -v "$program" >/dev/null 2>&1 || {
			echo "machines.sh: SKIP: no $program here"
			return 1
		}
	done
}

# What the program needs: our own code, and the one header of xxHash.
mkdir "$work/include"
cp "$(pkg-config --variable=includedir libxxhash)/xxhash.h" "$work/include/"
sources=
for name in base/buf base/calendar base/fault base/mem base/text base/uuid \
    model/connection model/field model/frequency model/password \
    model/strategy \
    memdb/arena memdb/generation memdb/memdb memdb/minutes memdb/names \
    memdb/seal stream/block stream/digest stream/digest_sum stream/memory \
    stream/sink stream/source snapshot/facts snapshot/snapshot; do
	sources="$sources $top_srcdir/src/$name.c"
done
sources="$sources $top_srcdir/tests/support/content.c
    $top_srcdir/tests/support/random_plan.c
    $top_srcdir/tests/snapshot/portable.c"

# compile COMPILER OUTPUT
compile() {
	# shellcheck disable=SC2086 # words
	"$1" -std=c11 -O2 -static -I"$top_builddir" -I"$top_srcdir/src" \
	    -I"$top_srcdir" -I"$work/include" -o "$2" $sources
}

# Debian keeps it out of PATH.
wine=$(command -v wine64 || echo /usr/lib/wine/wine64)
here() { "$work/here" "$@"; }
s390x() { qemu-s390x-static "$work/s390x" "$@"; }
windows() { WINEDEBUG=-all WINEPREFIX=$work/wine "$wine" "$work/windows.exe" "$@"; }

# compare MACHINE: both make the same files, and each restores the other's.
compare() {
	tried=$((tried + 1))
	for plan in '1 0' '2 1' '3 50' '4 3000' '5 60000'; do
		# shellcheck disable=SC2086 # seed and size
		here save "$work/a" $plan
		# shellcheck disable=SC2086 # seed and size
		"$1" save "$work/b" $plan ||
		    complain "$1 does not save plan $plan"
		cmp "$work/a" "$work/b" || complain "$1 saves plan $plan otherwise"
		"$1" restore "$work/a" "$work/c" ||
		    complain "$1 does not restore plan $plan"
		cmp "$work/a" "$work/c" || complain "$1 restores plan $plan otherwise"
		here restore "$work/b" "$work/c"
		cmp "$work/a" "$work/c" || complain "plan $plan of $1 is another"
		printf x >>"$work/b"
		if "$1" restore "$work/b" "$work/c" 2>"$work/said"; then
			complain "$1 restores a longer plan $plan"
		fi
		grep -q 'expected the end, found more' "$work/said" ||
		    complain "$1 says $(cat "$work/said")"
	done
	echo "machines.sh: $1 and this machine agree on five plans"
}

[ $# -gt 0 ] || set -- s390x windows
compile "${CC:-cc}" "$work/here"
for machine; do
	case $machine in
	s390x)
		has s390x-linux-gnu-gcc qemu-s390x-static || continue
		compile s390x-linux-gnu-gcc "$work/s390x"
		;;
	windows)
		has x86_64-w64-mingw32-gcc-posix "$wine" || continue
		compile x86_64-w64-mingw32-gcc-posix "$work/windows.exe"
		;;
	esac
	compare "$machine"
done
[ $failed -eq 0 ] && [ $tried -gt 0 ]
