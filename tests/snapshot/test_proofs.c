/*
 * What a snapshot promises, tried at large: whatever is saved comes back with
 * its indexes through every stream and filter; whatever is spoilt is refused
 * with a place, quickly and in little memory.
 *
 * PROOF_ITEMS (20000), PROOF_MUTATIONS (4000) and PROOF_KILLS say how much;
 * make check-snapshot does a million of the first two.
 */
#include "config.h"

#include "snapshot/snapshot.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zstd.h>

#include "base/calendar.h"
#include "base/limits.h"
#include "base/mem.h"
#include "platform/file.h"
#include "platform/now.h"
#include "platform/thread.h"
#include "stream/block.h"
#include "stream/descriptor.h"
#include "stream/digest.h"
#include "stream/file.h"
#include "stream/filters.h"
#include "stream/memory.h"
#include "stream/peer.h"
#include "tests/support/certificates.h"
#include "tests/support/content.h"
#include "tests/support/plans.h"
#include "tests/support/random_plan.h"
#include "tests/support/scratch.h"
#include "tests/unit.h"

enum {
	ROOM = 1 << 30,
	PATIENCE_MS = 60000,
	MEMORY_MOST_KIB = 64 << 10,
	TIME_MOST_MS = 1000,
	WAYS = 4 /* compressed or not, encrypted or not */
};

static unsigned
how_many(const char *name, unsigned standard)
{
	const char *value = getenv(name);

	return value == NULL ? standard : (unsigned)strtoul(value, NULL, 10);
}

static struct seal_key *
make_key(void)
{
	struct fault fault;
	struct seal_key *key = seal_key_of_passphrase("correct horse", &fault);

	ck_assert_ptr_nonnull(key);
	seal_key_set_cost(key, 1, 1);
	return key;
}

/* ---- Everything comes back. ---- */

static void
save_to(struct memdb *memdb, struct sink *under, bool compresses,
    const struct seal_key *key)
{
	struct filters_sink filters;
	struct fault fault;

	filters_sink_init(&filters, under, compresses, key);
	ck_assert_msg(snapshot_save(memdb, filters.top, &fault), "%s",
	    fault.text);
	filters_sink_clear(&filters);
}

static struct memdb *
restore_from(struct source *under, const struct seal_key *key,
    struct fault *fault)
{
	struct filters_source filters;
	struct memdb *memdb;

	fault->text[0] = '\0';
	filters_source_init(&filters, under, key);
	memdb = snapshot_restore(filters.top, fault);
	filters_source_clear(&filters);
	return memdb;
}

static void
expect_same_due(const struct memdb_due *one, const struct memdb_due *other,
    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		ck_assert_str_eq(one[i].strategy->id, other[i].strategy->id);
		ck_assert(memcmp(one[i].frequency, other[i].frequency,
			      sizeof(*one[i].frequency)) == 0);
	}
}

static void
add_id(void *arg, const struct strategy *strategy)
{
	struct fault fault;

	ck_assert(buf_add_text(arg, strategy->id, &fault) &&
	    buf_add_text(arg, " ", &fault));
}

static void
expect_same_strategies(const struct memdb *one, const struct memdb *other,
    const char *connection)
{
	struct buf first, second;

	buf_init(&first, ROOM);
	buf_init(&second, ROOM);
	memdb_strategies_of(one, connection, add_id, &first);
	memdb_strategies_of(other, connection, add_id, &second);
	ck_assert_str_eq(buf_text(&first), buf_text(&second));
	buf_clear(&first);
	buf_clear(&second);
}

/* Each index answers the same, and the rows are the same bytes. */
static void
expect_same(struct memdb *one, struct memdb *other)
{
	const struct connection *connections;
	const struct strategy *strategies;
	size_t count = memdb_connections(one, &connections);
	struct memory_sink sinks[2];
	struct buf bufs[2];

	for (size_t i = 0; i < count; i++) {
		const struct connection *by_name = memdb_connection(other,
		    connections[i].name);

		ck_assert_ptr_nonnull(by_name);
		ck_assert_str_eq(by_name->id, connections[i].id);
		ck_assert_ptr_nonnull(
		    memdb_connection(other, connections[i].id));
		expect_same_strategies(one, other, connections[i].id);
	}
	count = memdb_strategies(one, &strategies);
	for (size_t i = 0; i < count; i++)
		ck_assert_ptr_nonnull(memdb_strategy(other, strategies[i].id));
	for (int minute = 0; minute < MINUTES_PER_WEEK; minute++) {
		struct memdb_due_list first = memdb_due_at(one, minute);
		struct memdb_due_list second = memdb_due_at(other, minute);

		ck_assert_uint_eq(first.named_count, second.named_count);
		ck_assert_uint_eq(first.hourly_count, second.hourly_count);
		expect_same_due(first.named, second.named, first.named_count);
		expect_same_due(first.hourly, second.hourly,
		    first.hourly_count);
	}
	for (int i = 0; i < 2; i++) {
		buf_init(&bufs[i], ROOM);
		memory_sink_init(&sinks[i], &bufs[i]);
		save_to(i == 0 ? one : other, &sinks[i].sink, false, NULL);
	}
	ck_assert_uint_eq(bufs[0].size, bufs[1].size);
	ck_assert(memcmp(bufs[0].bytes, bufs[1].bytes, bufs[0].size) == 0);
	buf_clear(&bufs[0]);
	buf_clear(&bufs[1]);
}

/* One plan on its way, and what came out. */
struct journey {
	struct memdb *memdb;
	const char *folder;
	bool compresses;
	const struct seal_key *key;
	const struct peer_trust *trust; /* NULL: tcp */
	struct peer_listener *listener;
	struct memdb *arrived;
	struct fault fault;
};

typedef void journey_fn(struct journey *journey);

static void
by_memory(struct journey *journey)
{
	struct memory_sink sink;
	struct memory_source source;
	struct buf buf;

	buf_init(&buf, ROOM);
	memory_sink_init(&sink, &buf);
	save_to(journey->memdb, &sink.sink, journey->compresses, journey->key);
	memory_source_init(&source, buf.bytes, buf.size);
	journey->arrived = restore_from(&source.source, journey->key,
	    &journey->fault);
	buf_clear(&buf);
}

static void
by_file(struct journey *journey)
{
	char *path = file_join(journey->folder, "plan");
	struct file_sink *sink = mem_new(1, sizeof(*sink));
	struct file_source *source = mem_new(1, sizeof(*source));

	ck_assert(file_sink_open(sink, path, &journey->fault));
	save_to(journey->memdb, &sink->under.sink, journey->compresses,
	    journey->key);
	file_sink_close(sink);
	ck_assert(file_source_open(source, path, &journey->fault));
	journey->arrived = restore_from(&source->under.source, journey->key,
	    &journey->fault);
	file_source_close(source);
	free(sink);
	free(source);
	free(path);
}

static int pipe_ends[2];

static void
write_pipe(void *arg)
{
	struct journey *journey = arg;
	struct descriptor_sink *sink = mem_new(1, sizeof(*sink));

	descriptor_sink_init(sink, pipe_ends[1]);
	save_to(journey->memdb, &sink->gather.sink, journey->compresses,
	    journey->key);
	file_close(pipe_ends[1]);
	free(sink);
}

static void
by_pipe(struct journey *journey)
{
	struct descriptor_source *source = mem_new(1, sizeof(*source));
	struct thread *thread;

	ck_assert(file_pipe(pipe_ends, &journey->fault));
	thread = thread_start(write_pipe, journey, &journey->fault);
	ck_assert_ptr_nonnull(thread);
	descriptor_source_init(source, pipe_ends[0]);
	journey->arrived = restore_from(&source->gather.source, journey->key,
	    &journey->fault);
	thread_join(thread);
	file_close(pipe_ends[0]);
	free(source);
}

static void
take_peer(void *arg)
{
	struct journey *journey = arg;
	struct peer *peer = peer_accept(journey->listener, journey->trust,
	    PATIENCE_MS, &journey->fault);

	if (peer == NULL)
		return;
	journey->arrived = restore_from(peer_source(peer), journey->key,
	    &journey->fault);
	if (journey->arrived != NULL && !peer_end(peer, &journey->fault)) {
		memdb_release(journey->arrived);
		journey->arrived = NULL;
	}
	peer_free(peer);
}

static void
over_net(struct journey *journey, const char *text)
{
	struct address address;
	struct thread *thread;
	struct peer *peer;
	struct fault fault;

	ck_assert(address_read(text, &address, &fault));
	journey->listener = peer_listen(&address, &fault);
	ck_assert_msg(journey->listener != NULL, "%s", fault.text);
	(void)snprintf(address.port, sizeof(address.port), "%hu",
	    (unsigned short)peer_port(journey->listener));
	thread = thread_start(take_peer, journey, &fault);
	ck_assert_ptr_nonnull(thread);
	peer = peer_connect(&address, journey->trust, PATIENCE_MS, &fault);
	ck_assert_msg(peer != NULL, "%s", fault.text);
	save_to(journey->memdb, peer_sink(peer), journey->compresses,
	    journey->key);
	ck_assert_msg(peer_end(peer, &fault), "%s", fault.text);
	peer_free(peer);
	thread_join(thread);
}

static void
by_tcp(struct journey *journey)
{
	over_net(journey, "tcp://127.0.0.1:0");
}

static void
by_tls(struct journey *journey)
{
	char *ca = mem_format("%s/ca.crt", journey->folder);
	char *certificate = mem_format("%s/here.crt", journey->folder);
	char *key = mem_format("%s/here.key", journey->folder);
	const struct peer_trust trust = { { ca, certificate, key }, NULL };

	journey->trust = &trust;
	over_net(journey, "tls://127.0.0.1:0");
	journey->trust = NULL;
	free(ca);
	free(certificate);
	free(key);
}

START_TEST(every_plan_comes_back_through_every_stream_and_filter)
{
	static journey_fn *const ways[] = { by_memory, by_file, by_pipe, by_tcp,
		by_tls };
	unsigned most = how_many("PROOF_ITEMS", 20000);
	struct seal_key *key = make_key();
	char *folder = scratch_new();
	uint64_t seed = 1;

	certificate_make(folder, "ca", NULL, NULL);
	certificate_make(folder, "here", "ca", "127.0.0.1");
	for (unsigned items = 0; items <= most; items = 7 * items + 3) {
		for (unsigned i = 0; i < COUNT_OF(ways) * WAYS; i++) {
			struct journey journey = {
				.memdb = random_plan(seed++,
				    i == 0 && 7 * items + 3 > most ? most :
								     items),
				.folder = folder,
				.compresses = i & 1,
				.key = i & 2 ? key : NULL,
			};

			ways[i / WAYS](&journey);
			ck_assert_msg(journey.arrived != NULL, "%s",
			    journey.fault.text);
			expect_same(journey.memdb, journey.arrived);
			memdb_release(journey.memdb);
			memdb_release(journey.arrived);
		}
	}
	seal_key_free(key);
	scratch_free(folder);
}
END_TEST

/* ---- What is spoilt is refused. ---- */

/* A good snapshot, and how it is read. */
struct target {
	struct buf good, other; /* another plan, saved the same way */
	const struct seal_key *key;
	struct buf spoilt;
	int64_t slowest_ms;
	unsigned tried;
};

static void
save_memory(struct memdb *take_memdb, unsigned way, const struct seal_key *key,
    struct buf *out)
{
	struct memory_sink sink;

	buf_init(out, ROOM);
	memory_sink_init(&sink, out);
	save_to(take_memdb, &sink.sink, way & 1, way & 2 ? key : NULL);
	memdb_release(take_memdb);
}

static void
target_init(struct target *target, unsigned way, const struct seal_key *key)
{
	*target = (struct target){ .key = way & 2 ? key : NULL };
	save_memory(plan_small(), way, key, &target->good);
	save_memory(random_plan(5, 40), way, key, &target->other);
	buf_init(&target->spoilt, ROOM);
}

static void
target_clear(struct target *target)
{
	buf_clear(&target->good);
	buf_clear(&target->other);
	buf_clear(&target->spoilt);
}

static void
set_spoilt(struct target *target, const void *bytes, size_t size)
{
	struct fault fault;

	buf_cut(&target->spoilt, 0);
	ck_assert(buf_add(&target->spoilt, bytes, size, &fault));
}

static void
add_spoilt(struct target *target, const void *bytes, size_t size)
{
	struct fault fault;

	ck_assert(buf_add(&target->spoilt, bytes, size, &fault));
}

static void
reset(struct target *target)
{
	set_spoilt(target, target->good.bytes, target->good.size);
}

static bool
is_spoilt(const struct target *target, const struct buf *good)
{
	return target->spoilt.size != good->size ||
	    memcmp(target->spoilt.bytes, good->bytes, good->size) != 0;
}

/* Refused, with a place, and not later than it may be. */
static void
must_refuse(struct target *target)
{
	struct mono_time begin = now_mono();
	struct memory_source source;
	struct memdb *memdb;
	struct fault fault;
	int64_t took_ms;

	if (!is_spoilt(target, &target->good) ||
	    !is_spoilt(target, &target->other))
		return; /* what was put there was there before */
	memory_source_init(&source, target->spoilt.bytes, target->spoilt.size);
	memdb = restore_from(&source.source, target->key, &fault);
	ck_assert_ptr_null(memdb);
	ck_assert_msg(fault.kind == FAULT_FORMAT || fault.kind == FAULT_LIMIT ||
		fault.kind == FAULT_REFUSED,
	    "%s", fault.text);
	ck_assert_msg(strstr(fault.text, "byte") != NULL ||
		fault.kind == FAULT_REFUSED,
	    "%s", fault.text);
	ck_assert_msg(strstr(fault.text, "block") != NULL ||
		fault.kind == FAULT_REFUSED,
	    "%s", fault.text);
	took_ms = mono_elapsed_ms(begin, now_mono());
	if (took_ms > target->slowest_ms)
		target->slowest_ms = took_ms;
	target->tried++;
}

static long
memory_kib(void)
{
	struct rusage usage;

	ck_assert_int_eq(getrusage(RUSAGE_SELF, &usage), 0);
	return usage.ru_maxrss;
}

static void
expect_modest(const struct target *target, long before_kib)
{
	if (UNIT_IS_SANITIZED)
		return;
	ck_assert_int_le(target->slowest_ms, TIME_MOST_MS);
	ck_assert_int_le(memory_kib() - before_kib, MEMORY_MOST_KIB);
}

static void
flip_every_byte(struct target *target)
{
	static const unsigned char patterns[] = { 0x01, 0x80, 0xff, 0x55 };

	for (size_t i = 0; i < target->good.size; i++)
		for (size_t p = 0; p < COUNT_OF(patterns); p++) {
			reset(target);
			target->spoilt.bytes[i] =
			    (char)(target->spoilt.bytes[i] ^ patterns[p]);
			must_refuse(target);
		}
}

static void
cut_and_extend(struct target *target)
{
	for (size_t size = 0; size < target->good.size; size++) {
		set_spoilt(target, target->good.bytes, size);
		must_refuse(target);
	}
	for (size_t more = 1; more <= target->good.size; more++) {
		reset(target);
		add_spoilt(target, target->good.bytes, more);
		must_refuse(target); /* the last: two files joined */
	}
	reset(target);
	add_spoilt(target, target->other.bytes, target->other.size);
	must_refuse(target);
	for (size_t more = 1; more < 40; more++) {
		reset(target);
		add_spoilt(target, (const char[40]){ 0 }, more);
		must_refuse(target);
	}
}

static void
swap_pieces(struct target *target)
{
	enum { PIECE = 16 };

	for (size_t a = 0; a + PIECE <= target->good.size; a += PIECE)
		for (size_t b = a + PIECE; b + PIECE <= target->good.size;
		     b += PIECE) {
			reset(target);
			memcpy(target->spoilt.bytes + a, target->good.bytes + b,
			    PIECE);
			memcpy(target->spoilt.bytes + b, target->good.bytes + a,
			    PIECE);
			must_refuse(target);
		}
}

/* A piece of one good file in the place of one of the other, of any size. */
static void
exchange_pieces(struct target *target)
{
	size_t shorter = target->good.size < target->other.size ?
	    target->good.size :
	    target->other.size;

	for (size_t at = 0; at < shorter; at += 8) {
		/* From here on the other's, and up to here. */
		set_spoilt(target, target->good.bytes, at);
		add_spoilt(target, target->other.bytes + at,
		    target->other.size - at);
		if (at != 0)
			must_refuse(target);
		set_spoilt(target, target->other.bytes, at);
		add_spoilt(target, target->good.bytes + at,
		    target->good.size - at);
		if (at != 0)
			must_refuse(target);
		for (size_t size = 8; at + size <= shorter; size *= 2) {
			reset(target);
			memcpy(target->spoilt.bytes + at,
			    target->other.bytes + at, size);
			must_refuse(target);
		}
	}
}

START_TEST(every_systematic_change_is_refused_with_its_place)
{
	struct seal_key *key = make_key();
	long before_kib = memory_kib();

	for (unsigned way = 0; way < WAYS; way++) {
		struct target target;

		target_init(&target, way, key);
		flip_every_byte(&target);
		cut_and_extend(&target);
		swap_pieces(&target);
		exchange_pieces(&target);
		expect_modest(&target, before_kib);
		(void)printf("way %u: %u refused, the slowest in %d ms\n", way,
		    target.tried, (int)target.slowest_ms);
		target_clear(&target);
	}
	seal_key_free(key);
}
END_TEST

static void
mutate(struct target *target, uint64_t *state)
{
	size_t size = target->spoilt.size;
	size_t at = (size_t)(content_next(state) % (size + 1));
	size_t from = (size_t)(content_next(state) % target->other.size);
	size_t many = (size_t)(1 + content_next(state) % 24);
	char *copy = mem_copy(target->spoilt.bytes, size);

	if (many > target->other.size - from)
		many = target->other.size - from;
	switch (content_next(state) % 5) {
	case 0: /* a byte */
		if (at < size)
			target->spoilt.bytes[at] = (char)content_next(state);
		break;
	case 1: /* a bit */
		if (at < size)
			target->spoilt.bytes[at] = (char)(copy[at] ^
			    1 << content_next(state) % 8);
		break;
	case 2: /* bytes more, of the other file */
		set_spoilt(target, copy, at);
		add_spoilt(target, target->other.bytes + from, many);
		add_spoilt(target, copy + at, size - at);
		break;
	case 3: /* bytes less */
		many = many < size - at ? many : size - at;
		set_spoilt(target, copy, at);
		add_spoilt(target, copy + at + many, size - at - many);
		break;
	default: /* bytes of the other file in place of ours */
		many = many < size - at ? many : size - at;
		if (many != 0)
			memcpy(target->spoilt.bytes + at,
			    target->other.bytes + from, many);
	}
	free(copy);
}

START_TEST(every_random_change_is_refused_with_its_place)
{
	unsigned most = how_many("PROOF_MUTATIONS", 4000);
	struct seal_key *key = make_key();
	long before_kib = memory_kib();
	uint64_t state = 88172645463325252;

	for (unsigned way = 0; way < WAYS; way++) {
		struct target target;

		target_init(&target, way, key);
		for (unsigned i = 0; i < most / WAYS; i++) {
			unsigned changes = (unsigned)(1 +
			    content_next(&state) % 3);

			reset(&target);
			while (changes-- != 0)
				mutate(&target, &state);
			must_refuse(&target);
		}
		expect_modest(&target, before_kib);
		(void)printf("way %u: %u refused, the slowest in %d ms\n", way,
		    target.tried, (int)target.slowest_ms);
		target_clear(&target);
	}
	seal_key_free(key);
}
END_TEST

/* The content of a stream, made a stream again. */
static void
wrap(const void *bytes, size_t size, struct buf *out)
{
	struct memory_sink memory;
	struct digest_sink *digest;
	struct fault fault;

	buf_init(out, ROOM);
	memory_sink_init(&memory, out);
	digest = digest_sink_new(&memory.sink);
	sink_write(digest_sink_sink(digest), bytes, size);
	ck_assert(sink_finish(digest_sink_sink(digest), &fault));
	digest_sink_free(digest);
}

/* With a digest that agrees: a plan, or refused, but nothing in between. */
START_TEST(what_agrees_with_its_digest_is_whole_or_refused)
{
	enum { CONTENT = 16, SEGMENT_END = 36 };
	unsigned most = how_many("PROOF_MUTATIONS", 4000);
	uint64_t state = 362436069;
	struct target target, whole;
	unsigned taken = 0;

	target_init(&whole, 0, NULL);
	target_init(&target, 0, NULL);
	for (unsigned i = 0; i < most; i++) {
		struct memory_source source;
		struct memdb *memdb;
		struct buf stream;
		struct fault fault;

		set_spoilt(&target, whole.good.bytes + CONTENT,
		    whole.good.size - CONTENT - SEGMENT_END);
		mutate(&target, &state);
		wrap(target.spoilt.bytes, target.spoilt.size, &stream);
		memory_source_init(&source, stream.bytes, stream.size);
		memdb = restore_from(&source.source, NULL, &fault);
		if (memdb != NULL) {
			struct buf again;

			taken++;
			save_memory(memdb, 0, NULL, &again);
			buf_clear(&again);
		} else {
			ck_assert(fault.kind == FAULT_FORMAT ||
			    fault.kind == FAULT_LIMIT);
			ck_assert_msg(strstr(fault.text, "block") != NULL ||
				strstr(fault.text, "the plan as a whole") !=
				    NULL,
			    "%s", fault.text);
		}
		buf_clear(&stream);
	}
	(void)printf("%u of %u were plans\n", taken, most);
	target_clear(&target);
	target_clear(&whole);
}
END_TEST

/* ---- Bombs. ---- */

static void
must_refuse_bomb(const struct buf *bomb, const char *words)
{
	struct mono_time begin = now_mono();
	long before_kib = memory_kib();
	struct memory_source source;
	struct memdb *memdb;
	struct fault fault;

	memory_source_init(&source, bomb->bytes, bomb->size);
	memdb = restore_from(&source.source, NULL, &fault);
	ck_assert_ptr_null(memdb);
	ck_assert_msg(strstr(fault.text, words) != NULL, "%s", fault.text);
	if (UNIT_IS_SANITIZED)
		return;
	ck_assert_int_le(mono_elapsed_ms(begin, now_mono()), TIME_MOST_MS);
	ck_assert_int_le(memory_kib() - before_kib, MEMORY_MOST_KIB);
}

/* A gigabyte of zeros, behind these bytes, compressed. */
static void
compress_zeros(const void *head, size_t head_size, struct buf *out)
{
	enum { ZEROS = 1 << 20 };
	char *zeros = mem_new(ZEROS, 1);
	struct memory_sink memory;
	struct zstd_sink *zstd;
	struct fault fault;

	buf_init(out, ROOM);
	memory_sink_init(&memory, out);
	zstd = zstd_sink_new(&memory.sink);
	sink_write(zstd_sink_sink(zstd), head, head_size);
	for (int i = 0; i < 1000; i++)
		sink_write(zstd_sink_sink(zstd), zeros, ZEROS);
	ck_assert(sink_finish(zstd_sink_sink(zstd), &fault));
	zstd_sink_free(zstd);
	free(zeros);
}

START_TEST(bombs_are_refused_before_memory_is_taken)
{
	static const char *const containers[] = { "CONS", "STRS" };
	char *nested = mem_new(1000000, 8);
	struct buf bomb, content, stream;
	struct fault fault;

	/* A gigabyte of zeros in some 30 KB; and in a stream's segment. */
	compress_zeros("", 0, &bomb);
	ck_assert_uint_lt(bomb.size, 120000);
	must_refuse_bomb(&bomb, "expected a stream (BXST)");
	buf_clear(&bomb);
	compress_zeros("BXST0001BXSG\0\0\x10", 16, &bomb);
	must_refuse_bomb(&bomb, "are damaged");
	buf_clear(&bomb);
	/* Counts of 2^32, and texts. */
	for (size_t i = 0; i < COUNT_OF(containers); i++) {
		buf_init(&content, ROOM);
		ck_assert(buf_add(&content,
		    "BXBKPLAN\x24\0\0\0\0\0\0\0"
		    "3f2b8c1e-9d4a-4e6b-8f70-1c2d3e4f5a6b"
		    "\xff\xff\xff\xff\xff\xff\xff\xff"
		    "\2\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0",
		    76, &fault));
		if (i == 1)
			ck_assert(buf_add(&content, "BXBKCONS\0\0\0\0\0\0\0\0",
			    16, &fault));
		ck_assert(buf_add(&content, "BXBK", 4, &fault));
		ck_assert(buf_add(&content, containers[i], 4, &fault));
		ck_assert(buf_add(&content, "\0\0\0\0\1\0\0\0", 8, &fault));
		wrap(content.bytes, content.size, &stream);
		must_refuse_bomb(&stream, "found 4294967296");
		buf_clear(&stream);
		buf_clear(&content);
	}
	/* A million blocks, one in the other. */
	for (size_t i = 0; i < 1000000; i++)
		memcpy(nested + 8 * i, "BXBKPLAN", 8);
	wrap(nested, 8000000, &stream);
	must_refuse_bomb(&stream, "in block PLAN");
	buf_clear(&stream);
	free(nested);
}
END_TEST

/* ---- Devices. ---- */

/* A disk that takes so many bytes and no more. */
START_TEST(a_full_disk_leaves_the_file_that_was_there)
{
	char *folder = scratch_new();
	char *path = file_join(folder, "plan");
	struct memdb *memdb = random_plan(3, 4000);
	struct rlimit all, limit;
	struct buf before, after;
	struct fault fault;

	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &all), 0);
	(void)signal(SIGXFSZ, SIG_IGN);
	save_memory(plan_small(), 0, NULL, &before);
	ck_assert(file_replace(path, before.bytes, before.size, &fault));
	for (rlim_t size = 0; size < 400000; size += 65537) {
		struct file_sink *sink = mem_new(1, sizeof(*sink));
		char **names;
		size_t count;
		bool is_done;

		limit = (struct rlimit){ size, all.rlim_max };
		ck_assert(file_sink_open(sink, path, &fault));
		ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
		is_done = snapshot_save(memdb, &sink->under.sink, &fault);
		ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &all), 0);
		file_sink_close(sink);
		free(sink);
		if (is_done)
			break;
		ck_assert_int_eq(fault.kind, FAULT_FULL);
		ck_assert(strstr(fault.text, "File too large") != NULL);
		buf_init(&after, ROOM);
		ck_assert(file_read_whole(path, &after, &fault));
		ck_assert_uint_eq(after.size, before.size);
		ck_assert(memcmp(after.bytes, before.bytes, before.size) == 0);
		buf_clear(&after);
		ck_assert(file_list(folder, &names, &count, &fault));
		ck_assert_uint_eq(count, 1);
		free(names[0]);
		free(names);
		ck_assert_uint_ge(size, 0);
	}
	memdb_release(memdb);
	buf_clear(&before);
	free(path);
	scratch_free(folder);
}
END_TEST

UNIT_MAIN("snapshot/proofs",
    every_plan_comes_back_through_every_stream_and_filter,
    every_systematic_change_is_refused_with_its_place,
    every_random_change_is_refused_with_its_place,
    what_agrees_with_its_digest_is_whole_or_refused,
    bombs_are_refused_before_memory_is_taken,
    a_full_disk_leaves_the_file_that_was_there)
