#!/bin/sh
# examples/reservation: eight clients book while backups are made, and each
# backup holds every booking whole; a damaged one leaves an empty database.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"

# RESERVATION_BOOKINGS: of each client.
rounds=${RESERVATION_BOOKINGS:-300}
program=$bin/examples/reservation/reservation
RESERVATION_SOCKET=$T/socket
export RESERVATION_SOCKET
server=

res() {
	"$program" "$@"
}
serves() { res admin status >/dev/null 2>&1; }
# serve WORD...: a server that answers.
serve() {
	# shellcheck disable=SC2086 # words
	${BX_WRAP-} "$program" serve "$@" 2>"$T/server.err" &
	server=$!
	await 20 'the server answers' serves
}
serve_stop() {
	kill -TERM "$server"
	wait "$server"
	check 'the server ends well' same $? 0
	cat "$T/server.err" >>"$T/daemon.log"
}
status_of() { res admin status | sed -n "s/^$1: *//p"; }

run res --help
check 'it has help' ended 0
check 'and knows no other command' says 'admin backup'
run res sell
check 'a wrong command is wrong usage' ended 2
run res list cities
check 'without a server it fails' ended 1
check 'and says where it looked' complains "no server answers at $T/socket"

# The sample of the README.
serve
run res load "$sources/examples/reservation/sample.txt"
check 'the sample is loaded' ended 0
check 'all of it' complains '21 done, 0 refused'
run res book Prag brünn 2026-12-24 --name 'Jan Novák' --seats 3
check 'somebody books by aliases' ended 0
check 'and has a ticket' says '1-1  2026-12-24 08:30  Praha - Brno'
run res book Praha Brno 2026-12-24 10:30 --name Eva --seat 12,13
check 'somebody takes two seats' says 'seats 12 13'
run res book Praha Brno 2026-12-24 10:30 --name Eva --seat 13,14
check 'nobody takes one of them again' ended 1
check 'and is told why' complains \
    'no bus from Praha to Brno has these 2 seats then'
run res list seats 3
check 'they are listed' says 'seat 13 at a window  3-2  Eva' ||
    check 'they are listed' says 'seat 13'
run res cancel 3-2
check 'a ticket is given back' ended 0
run res cancel 3-2
check 'once' ended 1
run res list plans Praha Brno 2026-12-24
check 'journeys are listed by route and day' same "$(wc -l <"$T/out")" 2

# Many more journeys, then eight clients at once.
awk 'BEGIN {
	for (i = 0; i < 60; i++)
		printf "plan;2BC 3456;Praha;Brno;2027-01-01;10:%02d\n", i
}' >"$T/plans"
run res load "$T/plans"
check 'journeys are added' complains '60 done, 0 refused'
for client in 1 2 3 4 5 6 7 8; do
	awk -v client=$client -v rounds="$rounds" 'BEGIN {
		srand(client)
		for (i = 0; i < rounds; i++)
			printf "book;Prague;Brno;2027-01-01;10:%02d;c%d;%d\n",
			    60 * rand(), client, 1 + 4 * rand()
	}' >"$T/client.$client"
done
clients=
for client in 1 2 3 4 5 6 7 8; do
	res load --verbose "$T/client.$client" >"$T/tickets.$client" \
	    2>"$T/refused.$client" &
	clients="$clients $!"
done
backups=0
alive=1
while [ $alive -ne 0 ]; do
	backups=$((backups + 1))
	run res admin backup "$T/backup.$backups"
	check 'a backup is made while they book' ended 0
	alive=0
	for client in $clients; do
		gone "$client" || alive=$((alive + 1))
	done
done
# shellcheck disable=SC2086 # process ids
wait $clients
cat "$T"/tickets.* >"$T/tickets"
say "$(wc -l <"$T/tickets") bookings, $backups backups beside them," \
    "longest wait of a booking: $(status_of 'longest wait of a booking')"
check 'they booked' at_least "$(wc -l <"$T/tickets")" 1
check 'no ticket twice' same "$(awk '{ print $1 }' "$T/tickets" |
    sort | uniq -d)" ''
check 'no seat twice' same "$(awk '{
	for (i = 1; i <= NF && $i != "seats"; i++) { }
	split($1, ticket, "-")
	for (i++; i <= NF; i++) print ticket[1], $i
}' "$T/tickets" | sort | uniq -d)" ''
before=0
for number in $(seq $backups); do
	run res admin check "$T/backup.$number"
	check "backup $number holds every booking whole" ended 0
	sold=$(sed -n 's/^customers: \([0-9]*\) ever.*/\1/p' "$T/out")
	check 'and no fewer than the one before' at_least "$sold" "$before"
	before=$sold
done

# The whole of it, restored: nothing differs.
run res admin backup "$T/last"
for what in cities buses plans; do
	res list $what >"$T/list.$what"
done
seq 68 | while read -r plan; do res list seats "$plan"; done >"$T/list.seats"
serve_stop
check 'the longest wait is told at the end' grep -q \
    '^longest wait of a booking: [0-9.]* ms$' "$T/server.err"
serve --restore "$T/last"
for what in cities buses plans; do
	run res list $what
	check "$what are restored" cmp -s "$T/out" "$T/list.$what"
done
seq 68 | while read -r plan; do res list seats "$plan"; done >"$T/out"
check 'who sits where is restored' cmp -s "$T/out" "$T/list.seats"
run res book Prag Pilsen 2026-12-24 --name Eva
check 'and indexes find, counters go on' ended 0
run sh -c "'$program' admin backup - | '$program' admin check -"
check 'a backup goes through pipes' ended 0
serve_stop

# A damaged one: empty, and loudly.
cp "$T/last" "$T/damaged"
printf x | dd of="$T/damaged" bs=1 seek=4000 conv=notrunc 2>/dev/null
run res admin check "$T/damaged"
check 'a damaged backup is refused' ended 1
check 'with offset and digest' complains \
    'are damaged: their digest is another'
serve --restore "$T/damaged"
check 'the server says so' grep -q 'NOTHING WAS RESTORED from' "$T/server.err"
check 'and how it goes on' grep -q 'THE DATABASE IS EMPTY' "$T/server.err"
run res list cities
check 'it is empty' empty "$T/out"
serve_stop
run res serve --restore "$T/damaged" --strict
check 'unless it is told not to start then' ended 1
run res serve --restore "$T/none" --strict
check 'a file that is not there is no damage' complains \
    'No such file or directory'
finish
