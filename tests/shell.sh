#!/bin/sh
# Every shell script of the tree has shellcheck's blessing.
: "${top_srcdir:?run me with make check}"
command -v shellcheck >/dev/null 2>&1 || {
	echo 'SKIP: shellcheck is not installed'
	exit 77
}
cd "$top_srcdir" || exit 1
scripts=
for folder in .ci bootstrap contrib etc tests tools; do
	[ ! -e $folder ] || scripts="$scripts
$(find $folder -type f ! -name '*.o' ! -path '*/corpus/*' \
    -exec awk 'FNR == 1 { if (/^#!.*(\/| )(ba|da)?sh( |$)/) print FILENAME
	nextfile }' {} +)"
done
printf '%s\n' "$scripts" | sed '/^$/d' | xargs shellcheck
