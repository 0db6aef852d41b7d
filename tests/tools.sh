#!/bin/sh
# The checks themselves: each breach, planted in a copy of the tree, is named
# with its file and line; what is right passes, and sizes only warn.
set -eu
: "${top_srcdir:?run me with make check}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trials=0
failed=0

# A copy of the tree with nothing wrong in it.
fresh() {
	rm -rf "$work/tree"
	mkdir -p "$work/tree/src/base" "$work/tree/src/platform" \
	    "$work/tree/tests/base" "$work/tree/tests/platform" \
	    "$work/tree/examples/one" "$work/tree/tests/examples/one"
	cp "$top_srcdir/.clang-format" "$work/tree/"
	cat "$top_srcdir/src/LAYERS" >"$work/tree/src/LAYERS"
	cat >"$work/tree/Makefile.am" <<-'END'
	base_sources = \
		src/base/good.c \
		src/platform/pair_posix.c src/platform/pair_win32.c
	base_tests = tests/base/test_good tests/platform/test_pair
	one_sources = examples/one/main.c examples/one/city.c
	one_tests = tests/examples/one/test_city
	END
	cd "$work/tree"
	printf '%s\n' '/* a tree // that is "right" */' \
	    '#include "base/good.h"' '' \
	    'const char *const good = "http://is.no.comment/strcpy(x)";' \
	    >src/base/good.c
	for file in src/platform/pair_posix.c src/platform/pair_win32.c \
	    tests/base/test_good.c tests/platform/test_pair.c \
	    examples/one/main.c examples/one/city.c \
	    tests/examples/one/test_city.c; do
		echo 'extern int unused;' >$file
	done
}

# Run a check in the tree: its words and its outcome.
run() {
	status=0
	case $1 in
	layers) "$top_srcdir/tools/check-layers" src >out 2>&1 || status=$? ;;
	*) "$top_srcdir/tools/check-$1" . >out 2>&1 || status=$? ;;
	esac
}

complain() {
	echo "tools.sh: $*"
	sed 's/^/    /' out
	failed=$((failed + 1))
}

# passes CHECK [WORDS]: it passes, and says these words or nothing.
passes() {
	trials=$((trials + 1))
	run "$1"
	[ $status -eq 0 ] || complain "check-$1 refuses what is right"
	if [ $# -gt 1 ]; then
		grep -qF -- "$2" out || complain "check-$1 does not say '$2'"
	elif [ -s out ]; then
		complain "check-$1 passes, but not in silence"
	fi
}

# refuses CHECK WORDS: it fails, and says these words.
refuses() {
	trials=$((trials + 1))
	run "$1"
	[ $status -ne 0 ] || complain "check-$1 passes a breach: $2"
	grep -qF -- "$2" out || complain "check-$1 does not say '$2'"
	fresh
}

fresh
for check in layers mirror style; do
	passes $check
done

# Layers.
echo '#include "model/plan.h"' >>src/base/good.c
refuses layers 'src/base/good.c:5: base may not include model'
echo '#include "good.h"' >>src/base/good.c
refuses layers 'src/base/good.c:5: write the folder: "good.h"'
echo '#include <sqlite3.h>' >>src/base/good.c
refuses layers 'src/base/good.c:5: <sqlite3.h> belongs in journal/*'
echo '#  include <unistd.h>' >>src/platform/pair_win32.c
refuses layers \
    'src/platform/pair_win32.c:2: <unistd.h> belongs in platform/*_posix.c'
echo '#include <windows.h>' >>src/platform/pair_posix.c
refuses layers \
    'src/platform/pair_posix.c:2: <windows.h> belongs in platform/*_win32.c'
echo '#include <nobody/knows.h>' >>src/base/good.c
refuses layers 'src/base/good.c:5: <nobody/knows.h> is in no LAYERS line'
mkdir src/attic
echo '#include "base/good.h"' >src/attic/old.c
refuses layers 'src/attic/old.c:1: folder attic is not in LAYERS'
echo '#include "base/good.h"' >>examples/one/city.c
refuses layers 'examples/one/city.c:2: an example includes no "base/good.h"'
echo '#include "config.h"' >>examples/one/city.c
refuses layers 'examples/one/city.c:2: an example includes no "config.h"'
echo '#include <sqlite3.h>' >>examples/one/city.c
refuses layers 'examples/one/city.c:2: an example includes no <sqlite3.h>'
printf '#include %s\n' '"city.h"' '<bxsnapshot.h>' '<stdio.h>' '<unistd.h>' \
    >>examples/one/city.c
passes layers
echo '#include <unistd.h>' >>src/platform/pair_posix.c
passes layers
fresh

# Mirror.
echo 'extern int unused;' >src/base/alone.c
refuses mirror 'src/base/alone.c:1: no tests/base/test_alone.c'
echo 'extern int unused;' >src/base/alone.c
refuses mirror 'src/base/alone.c:1: not in Makefile.am'
rm tests/platform/test_pair.c
refuses mirror 'src/platform/pair_win32.c:1: no tests/platform/test_pair.c'
echo 'extern int unused;' >examples/one/bus.c
refuses mirror 'examples/one/bus.c:1: no tests/examples/one/test_bus.c'
echo 'extern int unused;' >tests/examples/one/test_bus.c
refuses mirror 'tests/examples/one/test_bus.c:1: not in Makefile.am'
echo 'extern int unused;' >tests/base/test_goo.c
refuses mirror 'tests/base/test_goo.c:1: not in Makefile.am'

# Style.
plant() {
	printf '%s\n' "$@" >>src/base/good.c
}
plant "const char *wide = \"$(printf '%080d' 1)\";"
refuses style 'src/base/good.c:5: wider than 80 columns'
plant 'int blank;	'
refuses style 'src/base/good.c:5: space at the end of the line'
echo 'int blank;	' >>examples/one/city.c
refuses style 'examples/one/city.c:2: space at the end of the line'
plant '// a comment'
refuses style 'src/base/good.c:5: write /* */'
plant 'int late; // a comment'
refuses style 'src/base/good.c:5: write /* */'
plant '#ifdef _WIN32' '#endif'
refuses style 'src/base/good.c:5: _WIN32 belongs in platform/'
for function in strcpy strcat sprintf gets atoi system strtok setjmp longjmp; do
	plant "int x = $function(0);"
	refuses style 'src/base/good.c:5: not this function'
done
for function in time gettimeofday ftime; do
	plant "long x = $function(0);"
	refuses style 'src/base/good.c:5: not this clock'
done
plant 'int begin_time(void);' '/* time() in words */'
passes style
fresh
plant 'int text_sprintf(void);' '/* strcpy( in words */' '/*' ' * // too' ' */'
passes style
fresh

# Sizes only warn.
{
	printf 'void\nlong_one(void)\n{\n'
	awk 'BEGIN { for (i = 0; i < 70; i++) print "\tgood++;" }'
	printf '}\n'
} >>src/base/good.c
passes style 'src/base/good.c:7: look again: function of 71 lines, over 60'
fresh
awk 'BEGIN { for (i = 0; i < 450; i++) print "extern int x;" }' \
    >>src/base/good.c
passes style 'src/base/good.c: look again: 454 lines, over 400'
fresh

# The formatter's opinion, where there is one.
if clang-format --version 2>/dev/null | grep -q ' 14\.'; then
	plant 'int   wide_apart ;'
	refuses style 'src/base/good.c:5:4: error: code should be clang-formatted'
fi

# Where there is nothing to say, nothing is said.
rm -rf src/base src/platform tests/base tests/platform examples tests/examples
for check in layers mirror style; do
	passes $check
done

echo "tools.sh: $trials trials, $failed failed"
[ $failed -eq 0 ]
