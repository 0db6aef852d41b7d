#!/bin/sh
# backupexec-worker --judge says of every log of tests/data/rman what its index
# says, with no configuration and no daemon.
# Usage: top_srcdir=DIR top_builddir=DIR judge.sh
set -eu
: "${top_srcdir:?run me with make check}" "${top_builddir:?}"
data=$top_srcdir/tests/data/rman
worker=$top_builddir/backupexec-worker
count=0
bad=0
tab=$(printf '\t')

complain()
{
	echo "$*"
	bad=1
}

while IFS=$tab read -r name feed end outcome code good retry options rest; do
	case $name in
	\#*) continue ;;
	esac
	count=$((count + 1))
	[ -n "$rest" ] || complain "$name: a column is missing"
	[ "$code" != - ] || code=
	[ "$options" != - ] || options=
	case $end in
	exit=*) end=--exit-status=${end#*=} ;;
	*) end=--signal=${end#*=} ;;
	esac
	# shellcheck disable=SC2086 # options are words
	answer=$("$worker" --judge --feed "$feed" "$end" $options \
	    <"$data/$name.log") || complain "$name: exit status $?"
	first=$(printf '%s\n' "$answer" | head -n 1)
	[ "$first" = "$outcome$tab$code" ] || complain "$name: $first"
	printf '%s\n' "$answer" | grep -qx "good: $good" ||
	    complain "$name: good is not $good"
	[ "$retry" = - ] ||
	    printf '%s\n' "$answer" | grep -qx "retry: $retry" ||
	    complain "$name: retry is not $retry"
done <"$data/index"
[ "$count" -ge 80 ] || complain "there are only $count logs"
[ "$(find "$data" -name '*.log' | wc -l)" -eq "$count" ] ||
    complain 'a log is not in the index, or the other way round'
exit $bad
