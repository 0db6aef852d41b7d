#!/bin/sh
# More output than [journal] limit: the oldest goes, what the catalog has first;
# facts stay, and who asks for what is gone hears how much that was.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3
configure <<-END
[journal]
limit = 1M
END
{
	connection_row one XE
	strategy_row big one - 'backup database;'
} | catalog_by_hand
knobs BYTES=400000
daemon_start
run bx run big
check 'a first run' ended 0
first=$(latest big execution)
await 20 'is recorded' is_recorded
for _ in 2 3 4 5; do run bx run big; done
check 'and more' ended 0
await 20 'are recorded' is_recorded
gone_is() { [ ! -e "$state/executions/$first" ]; }
await 20 'the first one has gone' gone_is
newest=$(latest big execution)
check 'the newest is there' test -e "$state/executions/$newest/output"
fits() { [ "$(du -sk "$state/executions" | cut -f1)" -le 1200 ]; }
await 20 'all that is left fits' fits
check 'its facts stay' same "$(journal "select count(*) from execution
    where id = '$first' and state = 3")" 1
run bx log "$first"
check 'a mark counts what is gone' says 'bytes'
check 'the catalog has it' same "$(sql "select sum(log_bytes) from log
    where execution_id = '$first'")" "$(sql "select log_bytes from execution
    where execution_id = '$first'")"
check 'nobody had to be told' not logs 'output that is not recorded is dropped'

say 'without a catalog'
helper=$(helper_pid)
mv "$state/catalog.db" "$T/catalog.db"
mkdir "$state/catalog.db"
kill -9 "$helper"
for _ in 1 2 3 4 5; do run bx run big; done
told() { logs 'output that is not recorded is dropped'; }
await 20 'what nobody has goes last, and that is an error' told
check 'no fact is lost' same "$(journal 'select count(*) from execution')" 10
rmdir "$state/catalog.db"
mv "$T/catalog.db" "$state/catalog.db"
await 90 'the catalog gets all of them' is_recorded
check 'a mark stands where bytes are missing' at_least "$(sql "select count(*)
    from log where log like '%bytes of output are not here%'")" 1
daemon_stop
check 'the end' ended 0
finish
