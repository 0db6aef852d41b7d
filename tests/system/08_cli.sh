#!/bin/sh
# What a DBA types: runs, logs, cancels, and the plan from nothing to nothing;
# and what each command's exit status says.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

# Before there is anything.
run bx status
check 'without a daemon there is no status' ended 3
run bx run nightly
check 'nor a run' ended 3
run bx
check 'no command is wrong usage' ended 2
run bx stauts
check 'so is an unknown one' ended 2
run bx status --jason
check 'and an unknown option' ended 2
check 'with the nearest' complains '--json'
run "$bin/backupexec" -c "$T/nowhere" status
check 'no configuration' ended 4
run bx --help
check 'help' ended 0
check 'is on stdout' says 'usage: backupexec'
for program in backupexec backupexecd; do
	run "$bin/$program" --version
	check "$program has a version" ended 0
	check 'that names it' says "$program "
	run "$bin/$program" --help
	check "$program helps" ended 0
done
run "$bin/backupexecd" --slave
check 'a slave of nobody is refused' ended 2

# A plan, from nothing.
daemon_start
run bx connection add prod --instance XE1
check 'a connection is added' ended 0
run bx connection add prod --instance XE1
check 'once' failed
printf '%s\n' 'run {' 'backup database;' '}' >"$T/full.rman"
run bx strategy add full --connection prod --script "$T/full.rman" \
    --at 'sun 02:30' --at 'daily *:15' --priority high
check 'a strategy is added' ended 0
run bx strategy add broken --connection prod --script "$T/full.rman" \
    --at 'someday 02:30'
check 'a wrong time is wrong usage' ended 2
run bx strategy add broken --connection nobody --script "$T/full.rman"
check 'a wrong connection is refused' failed
check 'by its name' complains nobody
run bx strategy show full --json
check 'it is shown' same "$(json '$[0].strategy') $(json '$[0].connection') $(
	json '$[0].priority') $(json '$[0].lines')" \
    'full prod high ["run {","backup database;","}"]'
check 'with its times' same "$(json_count '$[0].frequencies')" 2
check 'the catalog has it' same "$(sql "select group_concat(day || ' ' || hour ||
    ' ' || minutes, ', ') from (select * from frequency order by day)")" \
    '-1 -1 15, 0 2 30'
run bx strategy set full --priority low --at 'mon,wed 06:00' timeout=90s
check 'it is changed' ended 0
run bx strategy show full --json
check 'in priority, times and settings' same "$(json '$[0].priority') $(
	json_count '$[0].frequencies') $(json '$[0].options.timeout')" 'low 2 90s'
run bx strategy set full timeout=forever
check 'a wrong value is refused' ended 2
check 'with the key' complains timeout
run bx strategy set full tiemout=1h
check 'an unknown key, too' ended 2
run bx strategy set full timeout=
check 'an empty value takes it back' ended 0
run bx strategy show full --json
check 'and it is gone' same "$(json '$[0].options.timeout')" ''

# The script, in an editor: one that adds a line, one that changes nothing.
cat >"$T/adds" <<-'END'
#!/bin/sh
echo '# by hand' >>"$1"
END
printf '#!/bin/sh\nexit 0\n' >"$T/looks"
chmod 755 "$T/adds" "$T/looks"
VISUAL=$T/adds
export VISUAL
run bx strategy edit full
check 'it is edited' ended 0
run bx strategy show full --json
check 'and has what was written' same "$(json '$[0].lines[3]')" '# by hand'
VISUAL=$T/looks
run bx strategy edit full
check 'an editor that changes nothing' ended 0
check 'is said to' complains 'nothing has changed'
run bx connection remove prod
check 'a connection with strategies stays' failed
run bx strategy list
check 'a list for people' says full
run bx next --hours 200 --json
check 'next tells its slots' at_least "$(json_count)" 2
check 'change has who did what' at_least "$(sql "
    select count(distinct change_id) from change")" 3

# Runs.
run bx run full
check 'a run' ended 0
check 'in one line' same "$(wc -l <"$T/out")" 1
check 'that says how it went' says 'full: success'
run bx run full --json
check 'as JSON' same "$(json '$.outcome')" success
knobs WARN=08137
run bx run full --follow
check 'what rman prints is followed' says 'RMAN-08137'
knobs FAIL=fra_full
run bx run full
check 'a failure' ended 1
check 'has the code' says ORA-19809
run bx status --check
check 'and the status' ended 1
check 'says so in a line' same "$(wc -l <"$T/out")" 1
run bx log full
check 'the log of a run that ended' ended 0
check 'has its stack' says RMAN-00569
run bx log --failed --json
check 'it is listed among the failed' same "$(json_count)" 1
id=$(json '$[0].execution')
run bx log "$(echo "$id" | cut -c1-8)" --json
check 'found by the begin of its id' same "$(json '$[0].execution')" "$id"
check 'with its code' same "$(json '$[0].code')" ORA-19809
run bx log nothing
check 'what there is not' failed
run bx run nothing
check 'what cannot run' ended 1
check 'by its name' complains nothing

# Cancel: politely, then less so, then not. One run at a time.
knobs HANG=backup IGNORE=INT,TERM
bx run full >"$T/run.out" 2>&1 &
client=$!
await 10 'it hangs' traced hang
id=$(latest full execution)
run bx run full
check 'a strategy runs once at a time' ended 5
check 'which is said' complains running
run bx status --json
check 'it is what runs' same "$(json '$.running')" 1
run bx cancel full
check 'it is told to end' ended 0
await 15 'it ends' latest_is full outcome cancelled
wait "$client"
status=$?
check 'who waited hears of it' ended 1
check 'INT came before TERM' same "$(cat "$T"/trace/*.trace |
    sed -n "s/^signal$tab\([A-Z]*\).*/\1/p" | tr '\n' ' ')" 'INT TERM '
run bx log full --json
check 'KILL came last' same "$(json '$[0].signal')" 9
check 'who did it is known' says 'cancelled by'
run bx cancel full
check 'what has ended is not cancelled' failed
knobs

# The log of a run is followed to its end.
knobs LINES=20 LINE_MS=50 "TEE=$T/tee"
bx run full >"$T/run.out" 2>&1 &
client=$!
await 10 'it runs' latest_is full state running
bx log full --follow >"$T/followed" 2>"$T/err"
wait "$client"
check 'a follower has every byte' same "$(sum_of "$T/followed")" \
    "$(sum_of "$T/tee")"

# And back to nothing.
await 20 'the catalog has all' is_recorded
run bx strategy remove full
check 'a strategy is removed' ended 0
run bx connection remove prod
check 'then its connection' ended 0
run bx connection list --json
check 'nothing is left' same "$(json_count)" 0
run bx catalog check
check 'the catalog is checked' ended 0
run bx config show
check 'the configuration is shown' says "$state"

# Rights: another user may not even read.
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	mkdir "$T/bin"
	cp "$bin/backupexec" "$T/bin/"
	chmod 755 "$T/bin" "$T/bin/backupexec"
	chmod 644 "$T/conf"
	as_nobody() {
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	}
	if as_nobody test -x "$T/bin/backupexec"; then
		run as_nobody "$T/bin/backupexec" -c "$T/conf" status
		check 'a stranger is refused' ended 5
		check 'and told what would help' complains group
		run as_nobody "$T/bin/backupexec" -c "$T/conf" run full
		check 'changing, too' ended 5
		group=$(awk -F: '$3 == 65534 { print $1 }' /etc/group)
		configure <<-END
		[api]
		group = $group
		END
		kill -HUP "$daemon"
		as_stranger() {
			run as_nobody "$T/bin/backupexec" -c "$T/conf" "$@"
		}
		may_read() {
			as_stranger status
			[ "$status" -le 1 ]
		}
		await 10 'whose group may read, may' may_read
		as_stranger connection add theirs --instance XE
		check 'but not change' ended 5
		check 'and is told what would help' complains admin_group
		as_stranger catalog check
		check 'nor look at the catalog beside the daemon' ended 5
		sed "s,^name = here,&\nadmin_group = $group," "$T/conf" \
		    >"$T/conf.new"
		mv "$T/conf.new" "$T/conf"
		chmod 644 "$T/conf"
		kill -HUP "$daemon"
		may_change() {
			as_stranger connection add theirs --instance XE
			[ "$status" -eq 0 ]
		}
		await 10 'whose group may change, may' may_change
		check 'and it is known who did' same "$(sql "
		    select distinct who from change where object = (
		    select conn_id from connection where conn_name = 'theirs')
		    ")" nobody
		daemon_stop
		as_stranger log
		check 'without a daemon its user alone may' ended 5
	else
		say "$T cannot be entered by others: rights are not tried"
	fi
else
	say 'not root: the rights of others are not tried'
fi

[ -z "$daemon" ] || daemon_stop
check 'the end' ended "$status"
run bx log
check 'the journal is read without a daemon' ended 0
check 'which is said first' complains 'no daemon is running'
run bx status --check
check 'status exits as unreachable' ended 3
finish
