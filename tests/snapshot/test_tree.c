#include "config.h"

#include "snapshot/tree.h"

#include <inttypes.h>

#include "snapshot/snapshot.h"
#include "stream/memory.h"
#include "tests/support/plans.h"
#include "tests/unit.h"

enum { ROOM = 64 << 20 };

static void
save(struct memdb *take_memdb, struct buf *out)
{
	struct memory_sink sink;
	struct fault fault;

	buf_init(out, ROOM);
	memory_sink_init(&sink, out);
	ck_assert(snapshot_save(take_memdb, &sink.sink, &fault));
	memdb_release(take_memdb);
}

static void
write_node(void *arg, const struct tree_node *node)
{
	struct fault fault;

	ck_assert(buf_format(arg, &fault, "%04" PRIx64 " %*s%s%s%s\n", node->at,
	    2 * node->depth, "", node->kind == NULL ? "" : node->kind,
	    node->kind == NULL ? "" : " ", node->text));
}

static bool
read_tree(const struct buf *bytes, struct buf *out, struct fault *fault)
{
	struct memory_source source;

	buf_init(out, ROOM);
	memory_source_init(&source, bytes->bytes, bytes->size);
	return tree_read(&source.source, write_node, out, fault);
}

START_TEST(the_tree_is_that_of_the_document)
{
	struct buf bytes, tree;
	struct fault fault;

	save(plan_small(), &bytes);
	ck_assert_msg(read_tree(&bytes, &tree, &fault), "%s", fault.text);
	ck_assert_str_eq(buf_text(&tree),
	    "0010 PLAN catalog=3f2b8c1e-9d4a-4e6b-8f70-1c2d3e4f5a6b "
	    "owner=db01 version=7 schema=1\n"
	    "0060   CONS 1\n"
	    "0070     CONN id=PROD name=prod01 instance=PROD ip=127.0.0.1 "
	    "port=1521 alive=yes\n"
	    "00c4       OPTS 0\n"
	    "00d4   STRS 1\n"
	    "00e4     STRA id=WEEKLY connection=PROD priority=0 alive=yes\n"
	    "010f       LINE 2\n"
	    "011f         backup database;\n"
	    "0137         sql 'záloha';\n"
	    "014d       FREQ 2\n"
	    "015d         day=-1 hour=-1 minute=15\n"
	    "0175         day=0 hour=2 minute=30\n"
	    "018d       OPTS 1\n"
	    "019d         name=timeout value=6h\n"
	    "01b6   COUN 0\n"
	    "01c6   GOOD 0\n");
	buf_clear(&bytes);
	buf_clear(&tree);
}
END_TEST

START_TEST(every_snapshot_has_one)
{
	struct memdb *plans[] = { plan_empty(), plan_large(7, 30, 40) };

	for (size_t i = 0; i < COUNT_OF(plans); i++) {
		struct buf bytes, tree;
		struct fault fault;

		save(plans[i], &bytes);
		ck_assert_msg(read_tree(&bytes, &tree, &fault), "%s",
		    fault.text);
		buf_clear(&bytes);
		buf_clear(&tree);
	}
}
END_TEST

START_TEST(damage_ends_it_and_is_told)
{
	struct buf bytes, tree;
	struct fault fault;

	save(plan_small(), &bytes);
	bytes.bytes[100] ^= 1;
	ck_assert(!read_tree(&bytes, &tree, &fault));
	ck_assert_int_eq(fault.kind, FAULT_FORMAT);
	buf_clear(&tree);
	bytes.bytes[100] ^= 1;
	for (size_t size = 0; size < bytes.size; size++) {
		struct buf early = bytes;

		early.size = size;
		ck_assert(!read_tree(&early, &tree, &fault));
		buf_clear(&tree);
	}
	buf_clear(&bytes);
}
END_TEST

UNIT_MAIN("snapshot/tree", the_tree_is_that_of_the_document,
    every_snapshot_has_one, damage_ends_it_and_is_told)
