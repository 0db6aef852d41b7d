#include "whole.h"

#include "elapsed.h"

void
whole_init(struct whole *whole)
{
	*whole = (struct whole){ 0 };
	(void)pthread_mutex_init(&whole->mutex, NULL);
	(void)pthread_cond_init(&whole->changed, NULL);
}

void
whole_clear(struct whole *whole)
{
	(void)pthread_cond_destroy(&whole->changed);
	(void)pthread_mutex_destroy(&whole->mutex);
}

void
whole_share(struct whole *whole)
{
	uint64_t turn;

	(void)pthread_mutex_lock(&whole->mutex);
	turn = whole->turn;
	whole->to_share++;
	while (whole->is_alone || (whole->to_seize != 0 && whole->turn == turn))
		(void)pthread_cond_wait(&whole->changed, &whole->mutex);
	whole->to_share--;
	if (whole->turn != turn)
		whole->owed--;
	whole->sharing++;
	(void)pthread_mutex_unlock(&whole->mutex);
}

void
whole_leave(struct whole *whole)
{
	(void)pthread_mutex_lock(&whole->mutex);
	whole->sharing--;
	if (whole->sharing == 0 && whole->to_seize != 0)
		(void)pthread_cond_broadcast(&whole->changed);
	(void)pthread_mutex_unlock(&whole->mutex);
}

void
whole_seize(struct whole *whole)
{
	(void)pthread_mutex_lock(&whole->mutex);
	whole->to_seize++;
	while (whole->is_alone || whole->sharing != 0 || whole->owed != 0)
		(void)pthread_cond_wait(&whole->changed, &whole->mutex);
	whole->to_seize--;
	whole->is_alone = true;
	whole->alone_since_ns = elapsed_ns();
	(void)pthread_mutex_unlock(&whole->mutex);
}

void
whole_yield(struct whole *whole)
{
	int64_t took_ns;

	(void)pthread_mutex_lock(&whole->mutex);
	took_ns = elapsed_ns() - whole->alone_since_ns;
	if (took_ns > whole->longest_alone_ns)
		whole->longest_alone_ns = took_ns;
	whole->is_alone = false;
	whole->turn++;
	whole->owed = whole->to_share;
	(void)pthread_cond_broadcast(&whole->changed);
	(void)pthread_mutex_unlock(&whole->mutex);
}

int64_t
whole_longest_ns(struct whole *whole)
{
	int64_t longest_ns;

	(void)pthread_mutex_lock(&whole->mutex);
	longest_ns = whole->longest_alone_ns;
	(void)pthread_mutex_unlock(&whole->mutex);
	return longest_ns;
}
