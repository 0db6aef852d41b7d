#!/bin/sh
# A disk that is full: of bytes, of inodes, or that takes no write at all. Slots
# start on time, outcomes are kept as long as anything can be kept, log bytes
# are dropped with a mark, and when there is room all is as before. Needs root,
# for a small disk of its own.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3
[ "$(id -u)" -eq 0 ] || skip 'only root can mount a small disk'
mkdir "$state"
disk() { mount -t tmpfs -o "mode=711,$1" none "$state" 2>"$T/err"; }
disk size=48m,nr_inodes=200 || skip "no mount: $(cat "$T/err")"
clean_disk() {
	[ -z "$daemon" ] || kill -9 "$daemon" 2>/dev/null
	umount -l "$state" 2>/dev/null
	rm -rf "$T/run"
}
trap 'clean_disk; clean_up' EXIT

mkdir "$T/run"
RUNTIME_DIRECTORY=$T/run
export RUNTIME_DIRECTORY
configure <<-END
[journal]
reserve = 4M
END
clock_before 12
due=$(minute 1)
{
	connection_row full XE
	strategy_row due full "$due" 'backup database;'
	strategy_row hand full - 'backup database;'
} | catalog_by_hand
knobs BYTES=200000
daemon_start
check 'it begins with a reserve' same "$(stat -c %s "$state/reserve")" 4194304
run bx run hand
check 'a first one ends well' ended 0

say 'full of bytes, before the minute'
fill() { cat /dev/zero >"$state/filler" 2>/dev/null; }
fill
ended_well() { latest_is due state ended; }
await "$(until_minute 20)" 'the slot ran on the full disk' ended_well
check 'its output has no room: a warning that says so' latest_is due outcome \
    warning
check 'the outcome is on the disk' same "$(journal "select outcome from
    execution where strategy = 'due'")" 2
check 'the log says how many bytes are missing' sh -c "
    '$bin/backupexec' -c '$T/conf' log due |
    grep -q 'bytes of output are not shown here: less than 8 MiB are free'"
fill
check 'the daemon says that the disk is full' logs \
    'the disk of the journal is full, it goes on with its reserve'
check 'and so does status' about_is journal low
run bx status --check
check 'a monitor hears of it' says 'BAD: the journal is low, '
check 'and gets status 1' ended 1
check 'the reserve was spent' at_most "$(stat -c %s "$state/reserve")" 4194303
rm "$state/filler"
await 30 'with room the journal is whole again' about_is journal whole
check 'and its reserve, too' same "$(stat -c %s "$state/reserve")" 4194304

say 'without an inode'
i=0
while touch "$state/inode.$i" 2>/dev/null; do i=$((i + 1)); done
run bx run hand
check 'a run by hand ends well' ended 0
folder=$T/run/executions/$(latest hand execution)
check 'in the refuge' test -e "$folder/output"
check 'its log is there' at_least "$(bx log hand | wc -c)" 200000
daemon_kill
daemon_start
check 'a next daemon finds it there' at_least "$(bx log hand | wc -c)" 200000
rm -f "$state"/inode.*
await 60 'the catalog has all of it' is_recorded

say 'a disk that takes no write'
# The reserve goes first, then nothing is left.
while fill; [ "$(stat -c %s "$state/reserve")" -gt 0 ] &&
    ! about_is journal unkept; do
	run bx run hand
done
fill
run bx run hand
check 'a run by hand still ends, with its output elsewhere' ended 0
fill
run bx run hand
check 'and the next' ended 0
unkept=$(latest hand execution)
check 'status says what holds then' about_is journal unkept
bx status >"$T/out"
check 'in words, too' says 'none is started twice holds only'
check 'no fact of it is on the disk' same "$(journal "select count(*) from
    execution where id = '$unkept'")" 0
rm "$state/filler"
await 30 'when there is room it is written' about_is journal whole
check 'with its outcome' same "$(journal "select state from execution
    where id = '$unkept'")" 3
await 60 'and the catalog has it' is_recorded
check 'nothing ran twice' same "$(journal "select count(*) - count(distinct id)
    from execution")" 0
check 'rman ran as often as there are executions' same "$(traces)" \
    "$(journal 'select count(*) from execution where attempt > 0')"
daemon_stop
check 'the end' ended 0
clean_disk
finish
