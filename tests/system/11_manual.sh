#!/bin/sh
# What the manual pages show as examples does what they say: the lines behind a
# dollar in their EXAMPLES are run as they stand there.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

# The programs by their names, with our configuration; a pager that ends.
mkdir "$T/bin" "$T/work"
cat >"$T/bin/backupexec" <<END
#!/bin/sh
exec $clock '$bin/backupexec' -c '$T/conf' "\$@"
END
cat >"$T/bin/backupexecd" <<END
#!/bin/sh
exec $clock '$bin/backupexecd' "\$@"
END
printf '#!/bin/sh\nexec cat\n' >"$T/bin/less"
chmod 755 "$T/bin"/*
cp "$T/conf" "$T/work/backupexec.conf"
cp "$T/conf" "$T/work/new.conf"
PATH=$T/bin:$PATH
cd "$T/work" || exit 99

# examples PAGE: its commands, one a line; their continuations are joined.
examples() {
	awk '
	/^\.Sh/ { inside = $0 == ".Sh EXAMPLES"; next }
	!inside { next }
	{ sub(/^\.Dl /, "") }
	open || /^\$ / {
		gsub(/\\e/, "\\"); sub(/^\$ /, "")
		open = /\\$/; sub(/\\$/, ""); sub(/^ +/, " ")
		printf "%s%s", $0, open ? "" : "\n"
	}' "$sources/man/$1"
}

examples backupexecd.8 >"$T/daemon"
examples backupexec.1 >"$T/commands"
check 'the pages have examples' at_least "$(cat "$T/daemon" "$T/commands" |
    wc -l)" 10

# The daemon's: what checks comes to an end, what stays is stayed with.
while read -r command; do
	case $command in
	*--check-config*)
		run sh -c "$command"
		check "$command" ended 0
		;;
	*)
		sh -c "exec $command" >"$T/daemon.log" 2>&1 </dev/null &
		daemon=$!
		await 20 "$command" has_plan catalog
		;;
	esac
done <"$T/daemon"
must 'one of them runs' [ -n "$daemon" ]

while read -r command; do
	run sh -c "$command"
	check "$command" ended 0
	check "$command: complains of nothing" not \
	    grep -q '^backupexec: ' "$T/err"
done <"$T/commands"
check 'what they add is there' same "$(sql "
    select count(*) from strategy")" 2
check 'what they run succeeds' latest_is weekly outcome success
kill -INT "$daemon"
wait "$daemon"
status=$?
daemon=
check 'control-C ends the daemon' ended 0
finish
