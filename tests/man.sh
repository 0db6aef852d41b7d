#!/bin/sh
# The manual pages: mandoc has nothing to warn of, every option that a program
# knows stands in its page, and the sentences to watch for are those that the
# daemon logs. Each breach, planted in a copy, is found.
set -eu
: "${top_srcdir:?run me with make check}" "${top_builddir:?}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trials=0
failed=0

complain() {
	echo "man.sh: $*"
	failed=$((failed + 1))
}

# The options in what PROGRAM --help prints, one a line.
options_of() {
	"$1" --help | awk '{
		line = " " $0
		while (match(line, /[ \[(|,](--[a-z][a-z0-9-]*|-[A-Za-z])/)) {
			word = substr(line, RSTART + 1, RLENGTH - 1)
			line = substr(line, RSTART + RLENGTH)
			if (line !~ /^[A-Za-z0-9_-]/)
				print word
		}
	}' | sort -u
}

# The options in the source of a page.
options_in() {
	awk '{
		for (i = 1; i < NF; i++)
			if ($i == ".Fl" || $i == "Fl")
				print "-" $(i + 1)
	}' "$1" | sort -u
}

# untold PROGRAM PAGE: the options that the page does not have.
untold() {
	options_of "$1" >"$work/known"
	options_in "$2" >"$work/told"
	[ -s "$work/known" ] || echo 'no option at all: does --help work?'
	comm -23 "$work/known" "$work/told"
}

# unsaid PAGE: the sentences in its list that no source has. A text that goes
# on in another line of C is one text.
unsaid() {
	sed -n '/begin: sentences/,/end: sentences/s/^\.It Li "\(.*\)"$/\1/p' \
	    "$1" >"$work/sentences"
	find "$top_srcdir/src" -name '*.c' -exec cat {} + | tr '\n\t' '  ' |
	    sed 's/" *"//g' >"$work/sources"
	while IFS= read -r sentence; do
		grep -qF "\"$sentence" "$work/sources" || echo "$sentence"
	done <"$work/sentences"
}

for page in "$top_srcdir"/man/*.[158]; do
	name=$(basename "$page")
	program=$top_builddir/${name%.*}
	if [ -x "$program" ] && [ ! -d "$program" ]; then
		found=$(untold "$program" "$page")
		[ -z "$found" ] || complain "$name does not tell of" "$found"
	fi
	found=$(unsaid "$page")
	[ -z "$found" ] || complain "$name: no source logs '$found'"
done

# finds WHAT FOUND: exactly this was found.
finds() {
	trials=$((trials + 1))
	[ "$1" = "$2" ] || complain "found '$2' and not '$1'"
}
page=$top_srcdir/man/backupexecd.8
printf '#!/bin/sh\ncat <<END\n%s\nEND\n' 'usage: stub [--master] [-c FILE]
  --planted, -p    an option
  -f               well-known, read-only: no option is --in-a-word--or' \
    >"$work/stub"
chmod +x "$work/stub"
finds '--in-a-word--or
--planted
-p' "$(untold "$work/stub" "$page")"
printf '#!/bin/sh\n' >"$work/stub"
finds 'no option at all: does --help work?' "$(untold "$work/stub" "$page")"
sed 's/^\.\\" end: sentences/.It Li "the moon is full"\n&/' "$page" \
    >"$work/planted.8"
finds 'the moon is full' "$(unsaid "$work/planted.8")"

# lint PAGE: what mandoc has to say of it; of a page of another system that we
# refer to, nothing.
lint() {
	mandoc -T lint -W warning "$1" 2>&1
}

skipped=
if command -v mandoc >/dev/null 2>&1; then
	for page in "$top_srcdir"/man/*.[158]; do
		found=$(lint "$page") || :
		[ -z "$found" ] || complain "$found"
	done
	trials=$((trials + 1))
	echo '.Xr nobody' >>"$work/planted.8"
	! lint "$work/planted.8" >/dev/null ||
	    complain 'mandoc passes a planted mistake'
else
	skipped='mandoc is not installed, the pages are not linted'
fi

echo "man.sh: $trials trials, $failed failed"
[ $failed -eq 0 ] || exit 1
[ -z "$skipped" ] || {
	echo "SKIP: $skipped"
	exit 77
}
