#!/bin/sh
# Files that somebody put there who should not: links, fifos, devices, folders,
# other owners, modes that let everybody write. Each is refused by its name with
# a reason; none is followed, waited for or changed.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"
need sqlite3
connection_row one XE | catalog_by_hand
daemon_start
daemon_stop
closed() { [ ! -e "$state/catalog.db-shm" ]; }
await 10 'its helper has ended' closed
cp -a "$state" "$T/whole"
echo 'keep me' >"$T/victim"
chmod 600 "$T/victim"

fresh() {
	rm -rf "$state"
	cp -a "$T/whole" "$state"
}

# refused NAME WORDS: the daemon says no, names the file, and is not hanging.
refused() {
	run timeout 20 "$bin/backupexecd" -c "$T/conf" -f
	check "$1 $2: no daemon" sh -c "[ $status -ne 0 ] && [ $status -lt 124 ]"
	check "$1 $2: by its name" complains "$1"
	check "$1 $2: what it links to is left alone" same "$(cat "$T/victim")" \
	    'keep me'
}

# each kind KIND FILE: FILE becomes such a thing.
become() {
	rm -rf "${2:?}"
	case $1 in
	link) ln -s "$T/victim" "$2" ;;
	hard) ln "$T/victim" "$2" ;;
	fifo) mkfifo "$2" ;;
	folder) mkdir "$2" ;;
	device) mknod "$2" c 1 3 2>/dev/null || return 1 ;;
	esac
}
for name in lock journal.db journal.db-wal; do
	for kind in link hard fifo folder device; do
		fresh
		become $kind "$state/$name" || continue
		refused "$name" $kind
		rm -rf "${state:?}/$name"
	done
done
for kind in link fifo; do
	fresh
	become $kind "$state/executions" || continue
	refused executions $kind
done
fresh
chmod 777 "$state"
refused "$state" 'everybody may change it'
fresh
chmod 777 "$state/executions"
refused executions 'everybody may change it'
if [ "$(id -u)" -eq 0 ]; then
	fresh
	chown 12345 "$state/journal.db"
	refused journal.db 'of another user'
	fresh
	chown 12345 "$state"
	refused "$state" 'of another user'
fi

say 'the embedded catalog: the daemon goes on without it'
for kind in link hard fifo folder; do
	fresh
	become $kind "$state/catalog.db"
	: >"$T/daemon.log"
	daemon_spawn
	named() { grep -q 'catalog is away.*catalog.db' "$T/daemon.log"; }
	await 20 "catalog.db $kind is refused by its name" named
	check 'and left alone' same "$(cat "$T/victim")" 'keep me'
	daemon_stop
	rm -rf "$state/catalog.db"
done

say 'the configuration'
fresh
cp "$T/conf" "$T/conf.whole"
for kind in link hard fifo folder device; do
	become $kind "$T/conf" || continue
	refused "$T/conf" $kind
done
rm -rf "$T/conf"
cp "$T/conf.whole" "$T/conf"
chmod 666 "$T/conf"
refused "$T/conf" 'everybody may write it'
chmod 644 "$T/conf"
mkdir "$T/open"
chmod 777 "$T/open"
cp "$T/conf" "$T/open/conf"
run "$bin/backupexecd" --check-config -c "$T/open/conf"
check 'one where everybody may replace it is refused' ended 4
check 'by its name' complains "$T/open/conf"

say 'swapped all the time'
daemon_start
swap() {
	while [ ! -e "$T/enough" ]; do
		ln -sf "$T/victim" "$T/conf.link" && mv -f "$T/conf.link" "$T/conf"
		cp "$T/conf.whole" "$T/conf.new" && mv -f "$T/conf.new" "$T/conf"
	done
}
swap &
swapper=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	kill -HUP "$daemon"
	sleep 0.05
done
: >"$T/enough"
wait "$swapper"
check 'it lives with what it had' about_is state running
check 'and never read the other' not logs 'keep me'
daemon_stop
check 'the end' ended 0
finish
