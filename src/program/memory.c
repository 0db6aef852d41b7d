/*
 * Our programs' malloc(), for all of the process: that of the system, or the
 * process ends with a word. Not every library looks whether there was memory
 * (libconfig, for one), and a crash by NULL looks like a bug. The journal
 * stands such an end at any time.
 *
 * Released is by the system's free(). A sanitizer has an own malloc().
 */
#include "config.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/mem.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED
#endif

#if !defined(IS_SANITIZED)
#define PUBLIC __attribute__((visibility("default"))) /* for libraries */

typedef void *malloc_fn(size_t size);
typedef void *calloc_fn(size_t count, size_t size);
typedef void *realloc_fn(void *old, size_t size);

/* The next one that is called so; `at` remembers it. */
static void *
next(void *_Atomic *at, const char *name)
{
	void *function = atomic_load_explicit(at, memory_order_relaxed);

	if (function == NULL) {
		function = dlsym(RTLD_NEXT, name);
		if (function == NULL)
			mem_end();
		atomic_store_explicit(at, function, memory_order_relaxed);
	}
	return function;
}

PUBLIC void *
malloc(size_t size)
{
	static void *_Atomic at;
	malloc_fn *function;
	void *memory;

	*(void **)&function = next(&at, "malloc");
	memory = function(size);
	if (memory == NULL && size != 0)
		mem_end();
	return memory;
}

PUBLIC void *
calloc(size_t count, size_t size)
{
	static void *_Atomic at;
	calloc_fn *function;
	void *memory;

	*(void **)&function = next(&at, "calloc");
	memory = function(count, size);
	if (memory == NULL && count != 0 && size != 0)
		mem_end();
	return memory;
}

/* Of size 0 it is free(). */
PUBLIC void *
realloc(void *old, size_t size)
{
	static void *_Atomic at;
	realloc_fn *function;
	void *memory;

	*(void **)&function = next(&at, "realloc");
	memory = function(old, size);
	if (memory == NULL && size != 0)
		mem_end();
	return memory;
}
#endif
