#!/bin/sh
# examples/reservation: while eight clients book, backups go to a file, through
# a pipe and over TCP, plain, compressed and encrypted; each is restored, and
# holds every booking whole. A receiver that does not read keeps nobody from
# booking; one that fails is noticed.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"

program=$bin/examples/reservation/reservation
RESERVATION_SOCKET=$T/socket
export RESERVATION_SOCKET
# Rounds of backups, and journeys of 200 seats to book on.
rounds=${RESERVATION_ROUNDS:-1}
journeys=1000

res() {
	"$program" "$@"
}
serves() { res admin status >/dev/null 2>&1; }
status_of() { res admin status | sed -n "s/^$1: *//p"; }
booked() { res admin status | sed -n 's/^since the start: \([0-9]*\) .*/\1/p'; }

"$program" serve 2>"$T/daemon.log" &
daemon=$!
await 20 'the server answers' serves
{
	echo 'city;Praha'
	echo 'city;Brno'
	echo 'alias;Praha;Prague'
	echo 'bus;long;200'
	echo 'plan;long;Brno;Praha;2027-01-02;12:00'
	awk -v journeys="$journeys" 'BEGIN {
		for (i = 0; i < journeys; i++)
			printf "plan;long;Praha;Brno;2027-01-01;%02d:%02d\n",
			    i / 60, i % 60
	}'
} >"$T/plans"
run res load "$T/plans"
must 'there is something to book' ended 0
(umask 077
head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$T/key"
echo >>"$T/key"
echo 'correct horse battery staple' >"$T/passphrase")

clients=
for client in 1 2 3 4 5 6 7 8; do
	awk -v client=$client -v journeys="$journeys" 'BEGIN {
		srand(client)
		for (i = 0; i < 2000; i++) {
			journey = int(journeys * rand())
			printf "book;Prague;Brno;2027-01-01;%02d:%02d;c%d;%d\n",
			    journey / 60, journey % 60, client, 1 + 4 * rand()
		}
	}' >"$T/client.$client"
done
# They book until they are told to stop; what is sold out is refused.
for client in 1 2 3 4 5 6 7 8; do
	while [ ! -e "$T/enough" ]; do
		res load "$T/client.$client" >/dev/null 2>&1
	done &
	clients="$clients $!"
done

# Who restores what is sent, with these options; its port is in $port.
has_port() { grep -q '^waiting for a backup at port' "$T/receiver.err"; }
receive() {
	: >"$T/receiver.err"
	res admin check tcp://127.0.0.1:0 "$@" >"$T/receiver.out" \
	    2>"$T/receiver.err" &
	receiver=$!
	await 20 'the receiver listens' has_port
	port=$(sed -n 's/^waiting .* port //p' "$T/receiver.err")
}

# is_whole NAME: what is in out was restored, and no less than before.
sold=0
is_whole() {
	now=$(sed -n 's/^customers: \([0-9]*\) ever.*/\1/p' "$T/out")
	check "$1: no fewer bookings than before" at_least "${now:-0}" "$sold"
	sold=${now:-$sold}
}

# to_file NAME KEY-OPTIONS OPTION...; to_peer likewise.
to_file() {
	name=$1
	keys=$2
	shift 2
	# shellcheck disable=SC2086 # words
	run res admin backup "$T/$name" "$@" $keys
	check "$name: a backup is made" ended 0
	# shellcheck disable=SC2086 # words
	run res admin check "$T/$name" $keys
	check "$name: it holds every booking whole" ended 0
	is_whole "$name"
}
to_peer() {
	name=$1
	keys=$2
	shift 2
	# shellcheck disable=SC2086 # words
	receive $keys
	# shellcheck disable=SC2086 # words
	run res admin backup "tcp://127.0.0.1:$port" "$@" $keys
	check "$name: a backup is sent" ended 0
	wait "$receiver"
	check "$name: it holds every booking whole" same $? 0
	cp "$T/receiver.out" "$T/out"
	is_whole "$name"
}
round=0
while [ $round -lt "$rounds" ]; do
	round=$((round + 1))
	to_file file ''
	to_file compressed '' --compress
	to_file sealed "--key $T/key" --encrypt
	to_peer tcp ''
	to_peer tcp_compressed '' --compress
	to_peer tcp_both "--key $T/key" --compress --encrypt
	to_file phrase "--passphrase $T/passphrase" --compress --encrypt
	run sh -c "'$program' admin backup - --compress |
	    '$program' admin check -"
	check 'pipe: it holds every booking whole' ended 0
	is_whole pipe
done
touch "$T/enough"
# shellcheck disable=SC2086 # process ids
wait $clients
to_file file ''
check 'it is all of them' same "$sold" "$(booked)"
say "$(booked) bookings by 8 clients, $((rounds * 8)) backups beside them;" \
    "longest wait of a booking: $(status_of 'longest wait of a booking')," \
    "longest standstill: $(status_of 'longest standstill')"
check 'compressed it is smaller' at_most \
    $(($(wc -c <"$T/compressed") * 2)) "$(wc -c <"$T/file")"
check 'encrypted it says nothing' not grep -qa 'BXBK' "$T/sealed"
run res admin check "$T/sealed"
check 'without the key it is refused' ended 1
run res admin check "$T/sealed" --passphrase "$T/passphrase"
check 'and with another one' ended 1
run res admin check "$T/file" --key "$T/key"
check 'and so is what should be encrypted' ended 1
run res admin backup "$T/none" --key "$T/key"
check 'a key without --encrypt is wrong usage' ended 2
run res admin backup "$T/none" --encrypt
check 'and so is --encrypt without one' ended 2
check 'then there is no file' not test -e "$T/none"

# The receiver stands still: the backup waits, nobody else does.
receive
kill -STOP $receiver
res admin backup "tcp://127.0.0.1:$port" >/dev/null 2>"$T/slow.err" &
slow=$!
before=$(booked)
for number in 1 2 3 4 5 6 7 8 9 10; do
	res book Brno Praha 2027-01-02 --name slow >/dev/null ||
	    fail "booking $number waits for a slow network"
done
check 'they book beside a slow network' same "$(booked)" $((before + 10))
small=$(($(wc -c <"$T/file") < 12000000))
[ $small -eq 1 ] || check 'the backup still waits' not gone $slow
kill -CONT $receiver
wait $slow
check 'it is taken in the end' same $? 0
wait $receiver
check 'and is whole' same $? 0

# A receiver that cannot use it says no, and the sender is told.
receive --key "$T/key"
run res admin backup "tcp://127.0.0.1:$port"
check 'a backup that is refused over there was not made' ended 1
check 'and so is told' complains 'no backup was made: '
wait $receiver
check 'it was refused' same $? 1
run res admin backup "tcp://127.0.0.1:$port"
check 'nor is one for which nobody waits' ended 1
run res admin check "$T/file"
check 'the file is what it was' ended 0
kill -TERM "$daemon"
wait "$daemon"
check 'the server ends well' same $? 0
daemon=
finish
