#!/bin/sh
# The demo shows what it promises, in 80 columns, and leaves nothing behind.
# shellcheck source=tests/system/lib.sh
. "${top_srcdir:?run me with make check}/tests/system/lib.sh"

TMPDIR=$T
export TMPDIR
clock_before 12
# shellcheck disable=SC2086 # words
run $clock "$sources/tools/demo"
check 'everything went as announced' ended 0
check 'it complains of nothing' empty "$T/err"
for words in 'failure: test_wrong of test' 'timeout: test_hangs of test' \
    'RMAN-01009: syntax error' 'BAD: 1 of 2 protected' '(exit status 1)' \
    'piece handle=' 'test_empty   skipped'; do
	check "it shows: $words" says "$words"
done
check 'it fits 80 columns' same "$(awk 'length > 80 &&
    !/^(RMAN-|piece handle=|BAD: )/ && !/backupexec-demo/' "$T/out")" ''
check 'nothing is left' same "$(find "$T" -name 'backupexec-demo.*')" ''
finish
