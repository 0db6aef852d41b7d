#!/bin/sh
# A daemon without its catalog starts with the newest plan that is whole, says
# which that is and which are damaged; where none is, it has no plan rather
# than an empty one.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3

{
	connection_row one XE
	strategy_row weekly one 02:30 'backup database;'
} | catalog_by_hand
configure <<-END
[snapshot]
keep = 3
END
daemon_start
kept() { find "$state/snapshots" -name '*.snapshot' | wc -l; }
has_kept() { [ "$(kept)" -eq "$1" ]; }
await 20 'the first version is kept' has_kept 1
for priority in high low medium high; do
	bx strategy set weekly --priority $priority
	is_kept() {
		find "$state/snapshots" -name "*-$(about plan_version).snapshot" |
		    grep -q .
	}
	await 20 "priority $priority is kept" is_kept
done
check 'not more than told' same "$(kept)" 3
kill -HUP "$daemon"
await 20 'it is loaded again' logs 'configuration loaded'
check 'the same version is kept once' same "$(kept)" 3
daemon_stop

# The catalog is away from here on.
configure <<-END
[snapshot]
keep = 3
[catalog]
connection = "DRIVER=/nonexistent/driver.so;Database=$state/catalog.db"
END
daemon_start disk
check 'status says from where' about_is plan_file plan.snapshot
run bx status
check 'to a person, too' says 'plan from the disk (plan.snapshot)'
check 'the log says it' logs 'plan loaded: from=disk file=plan.snapshot'
daemon_stop

# damage FILE: a byte in its middle is another.
damage() {
	size=$(stat -c %s "$1")
	printf '\377' | dd of="$1" bs=1 seek=$((size / 2)) conv=notrunc \
	    2>/dev/null
}
newest=$(find "$state/snapshots" -name '*.snapshot' | sort | tail -n 1)
damage "$state/plan.snapshot"
damage "$newest"
daemon_start disk
older=$(find "$state/snapshots" -name '*.snapshot' | sort | tail -n 2 |
    head -n 1)
check 'an older one is used' about_is plan_file \
    "snapshots/$(basename "$older")"
check 'the damaged are named' logs "path=$state/plan.snapshot"
check 'both' logs "path=$newest"
run bx next --hours 168
check 'its slots are due' says weekly
daemon_stop

for file in "$state/snapshots"/*.snapshot; do
	damage "$file"
	: >"$file.copy"
done
daemon_spawn
is_running() { about_is state running; }
await 60 'it starts without any' is_running
check 'and says that it has none' about_is plan_from none
run bx next
check 'nothing is due would be a lie' not ended 0
check 'so it does not say that' complains 'there is no plan yet'
daemon_stop
check 'the end' ended 0
finish
