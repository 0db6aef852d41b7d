#!/bin/sh
# bootstrap, with everything that it calls replaced by a line in a log: what is
# missing is installed once, only as root, and a second run prepares nothing.
# shellcheck disable=SC2016 # the dollars are for the stubs
set -eu
: "${top_srcdir:?run me with make check}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
mkdir -p "$work/tree/tools" "$work/tree/m4" "$work/bin"
cp "$top_srcdir/bootstrap" "$work/tree/"
cp "$top_srcdir/tools/packages" "$work/tree/tools/"
cd "$work/tree"
touch configure.ac Makefile.am m4/own.m4
: >"$work/installed"

# stub NAME LINE...: a program in place of the real one.
stub() {
	name=$1
	shift
	printf '%s\n' '#!/bin/sh' "$@" >"$work/bin/$name"
	chmod +x "$work/bin/$name"
}
export work
stub dpkg-query 'sed "s/^/installed /" "$work/installed"'
stub apt-get 'echo "apt-get $*" >>"$work/log"' 'test -z "$refuse" || exit 100' \
    'while [ "$1" != install ]; do shift || exit 0; done 2>/dev/null' \
    'for name; do echo "$name"; done >>"$work/installed"'
stub id 'echo "$user"'
stub sudo 'echo "sudo $*" >>"$work/log"'
stub make 'echo "make $*" >>"$work/log"'
stub autoreconf 'echo "autoreconf $*" >>"$work/log"' \
    'touch Makefile.in config.h.in' 'cp "$work/bin/configure" configure'
stub configure 'echo "configure $*" >>"$work/log"' 'touch config.status Makefile'
PATH=$work/bin:$PATH
export PATH

# run USER WORD...: run bootstrap as that user id.
run() {
	user=$1
	export user
	shift
	: >"$work/log"
	status=0
	./bootstrap "$@" >"$work/out" 2>&1 || status=$?
}

# expect STATUS WHAT PATTERN...: the log has exactly these lines, in order.
expect() {
	[ "$status" -eq "$1" ] || fail "$2: status $status, not $1"
	what=$2
	shift 2
	lines=$(awk 'END { print NR }' "$work/log")
	[ "$lines" -eq $# ] || fail "$what: $lines steps, not $#"
	n=0
	for pattern; do
		n=$((n + 1))
		sed -n "${n}p" "$work/log" | grep -qE -- "$pattern" ||
		    fail "$what: step $n is not '$pattern'"
	done
}

fail() {
	echo "bootstrap.sh: $1"
	sed 's/^/    /' "$work/log" "$work/out"
	failed=1
}

refuse=
export refuse
run 1000
expect 1 'missing, and not root'
grep -q '^bootstrap: .*as root.* apt-get install .* gcc .*automake' \
    "$work/out" || fail 'the sentence names no packages'

refuse=yes
run 0
expect 1 'apt-get has nothing' ' update$' ' install .* gcc '
refuse=

run 0
expect 0 'nothing is there yet' ' update$' ' install .* gcc .*unixodbc-dev' \
    '^autoreconf -fi$' '^configure -q --enable-werror$' '^make .* all$'
grep -qx check "$work/installed" && fail 'all installs what only tests need'

run 0
expect 0 'a second run' '^make .* all$'
run 1000
expect 0 'a second run, not root' '^make .* all$'

run 0 check
expect 0 'tests need more packages' ' update$' ' install .* check .*mingw' \
    '^configure ' '^make .* check$'
grep ' install ' "$work/log" | grep -q ' gcc ' && fail 'gcc installed twice'
run 1000 check
expect 0 'the tests again' '^make .* check$'

run 1000 clean check TESTS=tests/x
expect 0 'two targets' '^make .* clean TESTS=tests/x$' \
    '^make .* check TESTS=tests/x$'

for file in Makefile.am configure.ac m4/own.m4; do
	touch -d '1 hour ago' configure build/config.status
	touch -d '2 hours ago' Makefile.am configure.ac m4 m4/own.m4
	touch $file
	run 1000
	expect 0 "$file changed" '^autoreconf' '^configure' '^make .* all$'
done
rm build/Makefile
run 1000
expect 0 'configure was cut short' '^configure' '^make .* all$'

run 1000 --help
expect 2 'an option'

[ $failed -eq 0 ]
