#include "config.h"

#include "stream/seal_key.h"

#include <sys/stat.h>

#include "base/mem.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

#define NO_HEX                                                                 \
	"g00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define HEX "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1EFF"

START_TEST(a_key_is_64_digits_in_a_file_of_ours)
{
	static const char *const wrong[] = { "", "00", HEX "0", NO_HEX };
	char *folder = scratch_new();
	char *path = scratch_file(folder, "key", HEX "\n");
	struct seal_key *key;
	struct fault fault;

	(void)chmod(path, 0600);
	key = seal_key_read(path, &fault);
	ck_assert_msg(key != NULL, "%s", fault.text);
	ck_assert(!key->is_passphrase);
	ck_assert_uint_eq(key->size, 32);
	ck_assert_uint_eq(key->bytes[1], 1);
	ck_assert_uint_eq(key->bytes[31], 0xff);
	seal_key_free(key);
	(void)chmod(path, 0644);
	ck_assert_ptr_null(seal_key_read(path, &fault));
	ck_assert_int_eq(fault.kind, FAULT_REFUSED);
	free(path);
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		path = scratch_file(folder, "wrong", wrong[i]);
		(void)chmod(path, 0600);
		ck_assert_ptr_null(seal_key_read(path, &fault));
		ck_assert_int_eq(fault.kind, FAULT_FORMAT);
		ck_assert(
		    strstr(fault.text,
			"expected a key of 64 hexadecimal digits") != NULL);
		free(path);
	}
	scratch_free(folder);
}
END_TEST

START_TEST(a_passphrase_is_the_first_line_and_not_short)
{
	char *folder = scratch_new();
	char *path = scratch_file(folder, "phrase", "correct horse\nbattery");
	struct seal_key *key;
	struct fault fault;

	(void)chmod(path, 0600);
	key = seal_key_read_passphrase(path, &fault);
	ck_assert_msg(key != NULL, "%s", fault.text);
	ck_assert(key->is_passphrase);
	ck_assert_uint_eq(key->size, 13);
	ck_assert_uint_eq(key->log_n, 15);
	ck_assert_uint_eq(key->p, 3);
	seal_key_free(key);
	ck_assert_ptr_null(seal_key_of_passphrase("seven77", &fault));
	ck_assert_str_eq(fault.text, "a passphrase has 8 to 1024 bytes, not 7");
	free(path);
	scratch_free(folder);
	seal_key_free(NULL);
}
END_TEST

START_TEST(each_stream_has_secrets_of_its_own)
{
	struct fault fault;
	struct seal_key *key = seal_key_of_passphrase("password", &fault);
	struct seal_header header = { .is_passphrase = true,
		.log_n = 4,
		.r = SEAL_R,
		.p = 1 };
	struct seal_secrets first, second;

	ck_assert(seal_derive(key, &header, &first, &fault));
	ck_assert(seal_derive(key, &header, &second, &fault));
	ck_assert(memcmp(&first, &second, sizeof(first)) == 0);
	header.salt[31] = 1;
	ck_assert(seal_derive(key, &header, &second, &fault));
	ck_assert(memcmp(first.key, second.key, SEAL_KEY) != 0);
	ck_assert(memcmp(first.prefix, second.prefix, SEAL_PREFIX) != 0);
	ck_assert(memcmp(first.check, second.check, SEAL_CHECK) != 0);
	header.salt[31] = 0;
	header.p = 2;
	ck_assert(seal_derive(key, &header, &second, &fault));
	ck_assert(memcmp(first.key, second.key, SEAL_KEY) != 0);
	seal_key_free(key);
}
END_TEST

UNIT_MAIN("stream/seal_key", a_key_is_64_digits_in_a_file_of_ours,
    a_passphrase_is_the_first_line_and_not_short,
    each_stream_has_secrets_of_its_own)
