#include "config.h"

#include "bxsnapshot/fault.h"

#include "tests/unit.h"

START_TEST(a_fault_keeps_its_sentence_and_its_side)
{
	for (unsigned kind = 0; kind < FAULT_KINDS; kind++) {
		struct fault in = { (enum fault_kind)kind, "it is so" };
		struct bx_fault out;

		bx_fault_out(&out, &in);
		ck_assert_str_eq(out.text, "it is so");
		ck_assert_int_eq(bx_fault_is_format(&out),
		    kind == FAULT_FORMAT || kind == FAULT_LIMIT);
	}
}
END_TEST

START_TEST(a_fault_of_a_caller_comes_back_to_it)
{
	for (unsigned kind = BX_SYSTEM; kind <= BX_USAGE; kind++) {
		struct bx_fault in = { (enum bx_fault_kind)kind, "mine" };
		struct bx_fault back;
		struct fault fault;

		bx_fault_in(&fault, &in);
		bx_fault_out(&back, &fault);
		ck_assert_int_eq(back.kind, in.kind);
		ck_assert_str_eq(back.text, "mine");
	}
}
END_TEST

UNIT_MAIN("bxsnapshot/fault", a_fault_keeps_its_sentence_and_its_side,
    a_fault_of_a_caller_comes_back_to_it)
