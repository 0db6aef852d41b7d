#!/bin/sh
# The demo of examples/reservation shows what it promises, in 80 columns, and
# leaves nothing behind.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"

TMPDIR=$T
export TMPDIR
run "$sources/tools/demo-reservation"
check 'everything went as announced' ended 0
check 'it complains of nothing' empty "$T/err"
for words in '1-1  2026-12-24 08:30  Praha - Brno  bus 1AB 2345  seats 1 2 3' \
    'no bus from Praha to Brno has these 2 seats then' \
    'restored from tcp://127.0.0.1:' 'longest wait of a booking: ' \
    'it is encrypted, and neither key nor passphrase was given' \
    'are damaged: their digest is another' 'THE DATABASE IS EMPTY' \
    'seat 3  1-1  Jan Novák'; do
	check "it shows: $words" says "$words"
done
check 'it fits 80 columns' same "$(awk 'length > 80 &&
    !/^reservation: / && !/^\$ /' "$T/out")" ''
check 'nothing is left' same "$(find "$T" -name 'reservation-demo.*')" ''
finish
