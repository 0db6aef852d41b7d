#!/bin/sh
# The table of settings, etc/backupexec.conf and backupexec.conf(5) say the
# same; the manual's example is good; twelve mistakes make twelve lines. With
# the argument "update" the shipped files are made to agree.
# Usage: top_srcdir=DIR top_builddir=DIR settings.sh [update]
set -eu
: "${top_srcdir:?run me with make check}" "${top_builddir:?}"
print=$top_builddir/tests/config/reference
page=$top_srcdir/man/backupexec.conf.5
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0

say()
{
	echo "$*"
	failed=1
}

# fill LIST: the page on stdin, with the lines of that list put in again.
fill()
{
	"$print" "$1" >"$scratch/$1"
	awk -v list="$1" -v file="$scratch/$1" '
	    $0 == ".\\\" end: " list { inside = 0 }
	    !inside { print }
	    $0 == ".\\\" begin: " list {
	        inside = 1
	        while ((getline line < file) > 0) print line
	    }'
}

fill settings <"$page" | fill options >"$scratch/page"
"$print" example >"$scratch/example"
if [ "${1-}" = update ]; then
	cp "$scratch/page" "$page"
	cp "$scratch/example" "$top_srcdir/etc/backupexec.conf"
fi
diff -u "$top_srcdir/etc/backupexec.conf" "$scratch/example" ||
    say 'etc/backupexec.conf: not what the table says; run me with update'
diff -u "$page" "$scratch/page" ||
    say 'backupexec.conf.5: not what the table says; run me with update'
grep -q '^\.It Ic max_running$' "$page" ||
    say 'backupexec.conf.5: lists no settings'

# The files that are shipped load.
"$print" check "$top_srcdir/etc/backupexec.conf" || say 'etc/backupexec.conf'
sed -n '/^\.Bd -literal/,/^\.Ed/p' "$page" | sed '1d;$d' >"$scratch/a.conf"
[ -s "$scratch/a.conf" ] || say 'backupexec.conf.5: no example'
"$print" check "$scratch/a.conf" || say 'the example of backupexec.conf.5'

# Each limit of base/limits.h stands in the page.
for limit in 4096 'go 8 deep' 1000 'at most 99 files' 1024 1048576; do
	grep -q "$limit" "$page" || say "backupexec.conf.5: no word of $limit"
done

status=0
(cd "$top_srcdir/tests/data/config" && "$print" check twelve.conf) \
    >"$scratch/twelve" || status=$?
[ $status -eq 4 ] || say "twelve.conf: status $status instead of 4"
diff -u "$top_srcdir/tests/data/config/twelve.expected" "$scratch/twelve" ||
    say 'twelve.conf: other mistakes than expected'

# Files that are refused: with a name and a reason, and without waiting.
mkfifo "$scratch/pipe"
echo >"$scratch/open"
chmod 666 "$scratch/open"
printf '@include "pipe"\n' >"$scratch/includes"
head -c 1048577 /dev/zero | tr '\0' '\n' >"$scratch/large"
for file in pipe open includes large nowhere .; do
	status=0
	"$print" check "$scratch/$file" >"$scratch/said" || status=$?
	[ $status -eq 4 ] || say "$file: status $status instead of 4"
	[ "$(wc -l <"$scratch/said")" -eq 1 ] || say "$file: not one line"
	grep -qF "$scratch" "$scratch/said" || say "$file: not named"
	sed "s,$scratch,,g" "$scratch/said"
done

if command -v mandoc >/dev/null 2>&1; then
	mandoc -T lint -W warning "$page" || say 'backupexec.conf.5: mandoc'
fi
exit $failed
