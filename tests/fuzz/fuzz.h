/*
 * fuzz - the one function of a fuzz program.
 *
 * tests/fuzz/fuzz_NAME.c defines it. libFuzzer calls it with what it thinks up,
 * replay.c with the files of corpus/NAME. It fails by assert or by whatever a
 * sanitizer sees.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* Feed `bytes` to the code under test. Always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#endif
