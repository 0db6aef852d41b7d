#include "config.h"

#include "cli/goods.h"

#include <stdlib.h>

#include "base/text.h"
#include "journal/store.h"
#include "platform/file.h"

static bool
put(struct store *store, const struct facts *facts, struct fault *fault)
{
	const struct facts_good *goods;
	size_t count = facts_goods(facts, &goods);

	for (size_t i = 0; i < count; i++) {
		struct store_good good = { .kind = goods[i].kind,
			.finished_ms = goods[i].finished_ms };

		(void)text_copy(good.connection, sizeof(good.connection),
		    goods[i].connection);
		(void)text_copy(good.execution, sizeof(good.execution),
		    goods[i].execution);
		if (!store_put_good(store, &good, fault))
			return false;
	}
	return true;
}

static bool
put_all(const char *state_dir, const struct facts *facts, struct fault *fault)
{
	char *path = file_join(state_dir, "journal.db");
	struct store *store = store_open(path, fault);
	bool is_done = store != NULL && store_begin(store, fault);

	if (is_done) {
		is_done = put(store, facts, fault) &&
		    store_commit(store, fault);
		if (!is_done)
			store_rollback(store);
	}
	store_close(store);
	free(path);
	return is_done;
}

bool
goods_restore(const struct console *console, const struct facts *facts,
    struct fault *fault)
{
	const char *state_dir = console->config->daemon.state_dir;
	char *path = file_join(state_dir, "lock");
	int lock = file_open(path, FILE_WRITE, fault);
	bool is_done = lock >= 0 && file_lock(lock, fault) &&
	    put_all(state_dir, facts, fault);

	file_close(lock);
	free(path);
	return is_done;
}
