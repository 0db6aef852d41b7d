#!/bin/sh
# kill -9 at any point of saving a snapshot to a file leaves the old one or the
# new one, whole: after each system call in turn, and PROOF_KILLS (10) times at
# a random moment. What a kill left is nothing to the next one who saves.
set -eu
: "${top_srcdir:?run me with make check}" "${top_builddir:?}"
saver=$top_builddir/tests/snapshot/saver
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

die() {
	echo "kill.sh: $*"
	exit 1
}

# version: what is there, whole.
version() {
	"$saver" "$work/plan" 2>&1
}

"$saver" "$work/plan" 1
[ "$(version)" = 1 ] || die "nothing was saved: $(version)"

command -v strace >/dev/null || die 'strace is missing'
if strace -qq -o "$work/trace" "$saver" "$work/plan" 1 2>/dev/null; then
	olds=0
	news=0
	# Each call by its name and how many of that name came before it.
	awk -F '(' '/^[a-z_0-9]+\(/ && $1 !~ /^(execve|exit_group)$/ {
		print $1, ++count[$1]
	}' "$work/trace" >"$work/calls"
	while read -r name n; do
		strace -qq -o /dev/null -e "inject=$name:signal=KILL:when=$n" \
		    "$saver" "$work/plan" 2 </dev/null >"$work/out" 2>&1 || :
		case $(version) in
		1) olds=$((olds + 1)) ;;
		2)
			news=$((news + 1))
			"$saver" "$work/plan" 1
			;;
		*) die "killed after $name, number $n: $(version)" ;;
		esac
	done <"$work/calls"
	# Old ones before the rename, new ones after it.
	if [ $olds -lt 10 ] || [ $news -lt 2 ]; then
		die "$olds old and $news new ones are not what was tried"
	fi
	echo "kill.sh: $olds kills left the old one, $news the new one"
else
	echo 'kill.sh: no process may be traced here; at random moments alone'
fi
rm -f "$work/trace" "$work/calls"

n=0
while [ $n -lt "${PROOF_KILLS:-10}" ]; do
	n=$((n + 1))
	seed=$((2 + n % 7))
	delay=$(awk -v "n=$n" 'BEGIN { srand(n); printf "%.4f", rand() / 30 }')
	timeout -s KILL "$delay" "$saver" "$work/plan" $seed \
	    >"$work/out" 2>&1 || :
	case $(version) in
	[1-8]) ;;
	*) die "killed after $delay s: $(version)" ;;
	esac
done
"$saver" "$work/plan" 3
[ "$(version)" = 3 ] || die "what a kill left is in the way: $(version)"
[ "$(ls "$work")" = "$(printf 'out\nplan')" ] || die "left: $(ls "$work")"
