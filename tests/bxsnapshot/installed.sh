#!/bin/sh
# The library as it is installed: another program finds it by pkg-config, links
# it shared and static, and sees nothing of it but bx_... names.
set -eu
: "${top_srcdir:?run me with make check}" "${top_builddir:?}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

complain() {
	echo "installed.sh: $*"
	failed=$((failed + 1))
}

# A bare target, without the MAKEFLAGS of the make that runs us.
MAKEFLAGS='' make -s -C "$top_builddir" DESTDIR="$work" prefix=/usr/local \
    install-bxlibDATA install-bxlibSCRIPTS install-includeHEADERS \
    install-exec-hook >"$work/install.log" 2>&1 || {
	cat "$work/install.log"
	exit 1
}
sed -e 's,^prefix=.*,prefix=/usr/local,' \
    -e 's,^libdir=.*,libdir=/usr/local/lib,' \
    -e 's,^includedir=.*,includedir=/usr/local/include,' \
    "$top_builddir/bxsnapshot.pc" >"$work/bxsnapshot.pc"
cp "$work/bxsnapshot.pc" "$work/usr/local/lib/"
PKG_CONFIG_PATH=$work/usr/local/lib
PKG_CONFIG_SYSROOT_DIR=$work
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR
cflags=$(pkg-config --cflags bxsnapshot)
libs=$(pkg-config --libs bxsnapshot)
static=$(PKG_CONFIG_SYSROOT_DIR='' pkg-config --libs --static bxsnapshot |
    sed 's,-L[^ ]*,,; s,-lbxsnapshot,,')

# shellcheck disable=SC2086 # words
sh "$top_builddir/tests/bxsnapshot/compile" $cflags \
    -o "$work/shared" "$top_srcdir/tests/bxsnapshot/program.c" $libs
# shellcheck disable=SC2086 # words
sh "$top_builddir/tests/bxsnapshot/compile" $cflags \
    -o "$work/static" "$top_srcdir/tests/bxsnapshot/program.c" \
    "$work/usr/local/lib/libbxsnapshot.a" $static

# run PROGRAM WORD...: its output and outcome.
run() {
	status=0
	LD_LIBRARY_PATH=$work/usr/local/lib "$@" >"$work/out" 2>&1 || status=$?
}
# refuses PROGRAM FILE WORDS: it does not restore that, and says these words.
refuses() {
	run "$1" restore "$2"
	[ $status -eq 1 ] || complain "$1 restores $2"
	grep -q "$3" "$work/out" || complain "$1 says $(cat "$work/out")"
}
for program in "$work/shared" "$work/static"; do
	run "$program" save "$work/cities"
	[ $status -eq 0 ] || complain "$program does not save: $(cat "$work/out")"
	run "$program" restore "$work/cities"
	[ "$status $(tr '\n' ' ' <"$work/out")" = "0 Praha Plzeň Brno " ] ||
	    complain "$program restores something else: $(cat "$work/out")"
	printf x >>"$work/cities"
	refuses "$program" "$work/cities" 'expected the end.*(format)'
	refuses "$program" "$work/none" '(device)'
done
ldd "$work/shared" | grep -q libbxsnapshot.so.0 ||
    complain 'the shared library is not what was linked'

# The tutorial of the manual page, and the piece of C++ in the example.
sed -n '/^[.]Sh TUTORIAL/,/^[.]Sh EXAMPLES/{/^[.]Bd/,/^[.]Ed/{/^[.]/d;s/[\]e/\\/g;p;}}' \
    "$top_srcdir/man/libbxsnapshot.3" >"$work/tutorial.c"
# shellcheck disable=SC2086 # words
sh "$top_builddir/tests/bxsnapshot/compile" $cflags -Wno-unused-result \
    -o "$work/tutorial" "$work/tutorial.c" $libs
run "$work/tutorial"
[ "$status $(tr '\n' ' ' <"$work/out")" = "0 Praha Brno " ] ||
    complain "the tutorial prints $(cat "$work/out")"
if command -v c++ >/dev/null 2>&1; then
	sed -n '/^    #include <bxsnapshot/,/^## /s/^    //p' \
	    "$top_srcdir/examples/reservation/README.md" >"$work/stream.cc"
	# shellcheck disable=SC2086 # words
	c++ -Wall -Wextra -Wpedantic -Werror $cflags -c -o "$work/stream.o" \
	    "$work/stream.cc" || complain 'the piece of C++ is none'
fi

# The example, as its README says.
(
	cd "$top_srcdir/examples/reservation"
	# shellcheck disable=SC2086 # words
	sh "$top_builddir/tests/bxsnapshot/compile" -D_GNU_SOURCE $cflags \
	    -o "$work/reservation" ./*.c $libs -lpthread
) || complain 'examples/reservation cannot be built with it'
run "$work/reservation" --help
[ $status -eq 0 ] || complain 'examples/reservation does not run'

# What the header declares is what the libraries define, and nothing else.
sed -n -e '/^ \*/d' -e 's/^.*[ *]\(bx_[a-z_]*\)(.*$/\1/p; s/^\(bx_[a-z_]*\)(.*$/\1/p' \
    "$top_srcdir/src/bxsnapshot/bxsnapshot.h" | sort -u >"$work/declared"
nm -D --defined-only "$work/usr/local/lib/libbxsnapshot.so.0" |
    awk '$2 ~ /[TDBR]/ { print $3 }' | grep -v '^__\|^_init$\|^_fini$' |
    sort -u >"$work/shared.names"
nm -g --defined-only "$work/usr/local/lib/libbxsnapshot.a" |
    awk 'NF == 3 { print $3 }' | grep -v '^__' | sort -u >"$work/static.names"
for kind in shared static; do
	grep -v '^bx_' "$work/$kind.names" >"$work/out" &&
	    complain "the $kind library shows $(tr '\n' ' ' <"$work/out")"
	comm -23 "$work/$kind.names" "$work/declared" >"$work/out"
	[ ! -s "$work/out" ] ||
	    complain "not in the header: $(tr '\n' ' ' <"$work/out")"
done
# In the header's example, too, names stand before a parenthesis.
while read -r name; do
	grep -qx "$name" "$work/shared.names" ||
	    complain "the shared library lacks $name"
done <"$work/declared"
exit $failed
