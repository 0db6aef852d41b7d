#!/bin/sh
# The master is gone: its state directory and its catalog are deleted. The
# lines behind a dollar in that section of backupexecd(8) rebuild it from the
# copy that it shipped, as they stand there.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

{
	connection_row one XE
	connection_option_row one nls_lang AMERICAN_AMERICA.UTF8
	strategy_row weekly one 02:30 'backup database;'
	strategy_option_row weekly timeout 6h
	strategy_row logs one 03:15 'backup archivelog all;'
} | catalog_by_hand
mkdir "$T/copies"
configure <<-END
[snapshot]
ship = $T/copies
ship_every = 1s
END
daemon_start
run bx run weekly
check 'a backup is good' ended 0
good=$(journal 'select connection, kind, execution, finished_ms from good')
is_shipped() {
	bx snapshot show "$T/copies/here.snapshot" --json \
	    >"$T/out" 2>/dev/null && [ "$(json_count '$.goods')" = 1 ]
}
await 30 'a copy is shipped' is_shipped
bx snapshot show "$T/copies/here.snapshot" --json >"$T/out"
connections=$(json '$.connections')
strategies=$(json '$.strategies')
catalog=$(json '$.catalog')

# It burns down.
daemon_kill
rm -rf "$state"

# systemctl, as far as it is used.
mkdir "$T/bin"
cat >"$T/bin/backupexec" <<END
#!/bin/sh
exec $clock '$bin/backupexec' -c '$T/conf' "\$@"
END
cat >"$T/bin/systemctl" <<END
#!/bin/sh
case \$1 in
start)
	$clock '$bin/backupexecd' -c '$T/conf' -f >>'$T/daemon.log' 2>&1 \
	    </dev/null &
	echo \$! >'$T/pid'
	until '$bin/backupexec' -c '$T/conf' status >/dev/null 2>&1 ||
	    [ \$? -eq 1 ]; do
		kill -0 \$! || exit 1
		sleep 0.1
	done
	;;
stop)
	kill -TERM \$(cat '$T/pid')
	while [ -e /proc/\$(cat '$T/pid')/exe ]; do sleep 0.1; done
	;;
esac
END
chmod 755 "$T/bin"/*
PATH=$T/bin:$PATH
cd "$T/copies" || exit 99
mv here.snapshot db01.snapshot

awk '
/^\.Ss/ { inside = $0 == ".Ss The master is gone"; next }
/^\.Sh/ { inside = 0 }
inside && /^\$ / { sub(/^\$ /, ""); gsub(/\\e/, "\\"); print }
' "$sources/man/backupexecd.8" >"$T/commands"
check 'the section has commands' at_least "$(wc -l <"$T/commands")" 5
while read -r command <&3; do
	run sh -c "$command"
	daemon=$(cat "$T/pid" 2>/dev/null)
	check "$command" ended 0
done 3<"$T/commands"
must 'a daemon runs again' [ -n "$daemon" ]

has_both() {
	bx strategy list --json >"$T/out" 2>/dev/null
	[ "$(json_count)" = 2 ]
}
await 20 'it has its plan again' has_both
bx snapshot save "$T/new.bx"
bx snapshot show "$T/new.bx" --json >"$T/out"
check 'the connections are what they were' same "$(json '$.connections')" \
    "$connections"
check 'the strategies too' same "$(json '$.strategies')" "$strategies"
check 'it is the same catalog' same "$(json '$.catalog')" "$catalog"
check 'who did it is noted' at_least "$(sql "
    select count(*) from change where what = 'snapshot restore'")" 5
check 'what was good is known' same \
    "$(journal 'select connection, kind, execution, finished_ms from good')" \
    "$good"
run bx run weekly
check 'it backs up again' ended 0
kill -TERM "$daemon"
await 20 'it ends' gone "$daemon"
daemon=
finish
