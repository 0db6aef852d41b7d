#include "config.h"

#include "platform/zone.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/tzif.h"
#include "base/tzrule.h"
#include "base/zone_name.h"
#include "platform/file.h"
#include "platform/process.h"
#include "platform/system_fault.h"

#define FOLDER "/usr/share/zoneinfo"
#define LOCAL_FILE "/etc/localtime"

static const char *
zones_folder(void)
{
	const char *folder = process_variable("TZDIR");

	return folder == NULL || folder[0] == '\0' ? FOLDER : folder;
}

/*
 * Links are followed: a zone often is one, and so is /etc/localtime. What is
 * no regular file is never waited for.
 */
static bool
read_bytes(const char *path, struct buf *buf, struct fault *fault)
{
	int descriptor = open(path,
	    O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat about;
	char room[4096];
	size_t size;
	bool done = false;

	if (descriptor < 0)
		return fault_from_errno(fault, "opening %s", path);
	if (fstat(descriptor, &about) != 0 || !S_ISREG(about.st_mode)) {
		(void)fault_set(fault, FAULT_ABSENT, "%s is no file", path);
		goto out;
	}
	do {
		if (!file_read_some(descriptor, room, sizeof(room), &size,
			fault) ||
		    !buf_add(buf, room, size, fault))
			goto out;
	} while (size != 0);
	done = true;
out:
	file_close(descriptor);
	return done;
}

static bool
read_path(const char *path, struct zone *out_zone, struct fault *fault)
{
	struct buf buf;
	bool done;

	buf_init(&buf, LIMIT_ZONE_FILE);
	done = read_bytes(path, &buf, fault) &&
	    (tzif_read(buf_text(&buf), buf.size, out_zone, fault) ||
		fault_wrap(fault, "%s", path));
	buf_clear(&buf);
	return done;
}

/* Where the system looks for it; free it. */
static char *
path_of(const char *name)
{
	return name[0] == '/' ? mem_text(name) :
				file_join(zones_folder(), name);
}

/* As the system does: a file, or else a rule. */
static bool
read_name(const char *name, struct zone *out_zone, struct fault *fault)
{
	char *path = path_of(name);
	struct tzrule rule;
	struct fault own;
	bool done = read_path(path, out_zone, fault);

	free(path);
	if (done || fault->kind != FAULT_ABSENT)
		return done;
	if (tzrule_read(name, &rule, &own)) {
		*out_zone = (struct zone){ 0 };
		tzrule_expand(&rule, INT64_MIN, out_zone);
		return true;
	}
	if (strcmp(name, "UTC") == 0) {
		*out_zone = (struct zone){ 0 };
		return true;
	}
	return false;
}

/* What TZ names, NULL when it is not set: the machine's own zone. */
static const char *
variable(void)
{
	const char *name = process_variable("TZ");

	if (name != NULL && name[0] == ':')
		name++;
	return name != NULL && name[0] == '\0' ? "UTC" : name;
}

static bool
read_local(struct zone *out_zone, struct fault *fault)
{
	const char *name = variable();

	if (name == NULL) {
		if (read_path(LOCAL_FILE, out_zone, fault))
			return true;
		if (fault->kind != FAULT_ABSENT)
			return false;
		*out_zone = (struct zone){ 0 }; /* a machine without is UTC's */
		return true;
	}
	return read_name(name, out_zone, fault) || fault_wrap(fault, "TZ");
}

/* The names of zones below `folder`, each behind `prefix`. */
struct names {
	char **names;
	size_t count;
};

static void
add_names(struct names *names, const char *folder, const char *prefix)
{
	char **entries = NULL;
	size_t count = 0;
	struct fault fault;

	if (!file_list(folder, &entries, &count, &fault))
		return;
	for (size_t i = 0; i < count; i++) {
		char *path = file_join(folder, entries[i]);
		char *name = mem_format("%s%s", prefix, entries[i]);

		/* posix/ and right/ hold them all again. */
		if (entries[i][0] < 'A' || entries[i][0] > 'Z') {
			free(name);
		} else if (file_kind(path) == FILE_FOLDER) {
			char *inner = mem_format("%s/", name);

			add_names(names, path, inner);
			free(inner);
			free(name);
		} else {
			names->names = mem_grow(names->names, names->count + 1,
			    sizeof(*names->names));
			names->names[names->count++] = name;
		}
		free(path);
		free(entries[i]);
	}
	free(entries);
}

static bool
fault_absent(const char *name, struct fault *fault)
{
	struct names names = { 0 };
	const char *nearest;

	add_names(&names, zones_folder(), "");
	nearest = zone_name_nearest(name, (const char *const *)names.names,
	    names.count);
	(void)fault_set(fault, FAULT_ABSENT,
	    "there is no time zone '%.60s' in %.60s%s%s%s", name,
	    zones_folder(), nearest == NULL ? "" : "; nearest is '",
	    nearest == NULL ? "" : nearest, nearest == NULL ? "" : "'");
	for (size_t i = 0; i < names.count; i++)
		free(names.names[i]);
	free(names.names);
	return false;
}

bool
zone_read(const char *name, struct zone *out_zone, struct fault *fault)
{
	if (strcmp(name, ZONE_LOCAL) == 0)
		return read_local(out_zone, fault);
	if (!zone_name_check(name, fault))
		return false;
	if (read_name(name, out_zone, fault))
		return true;
	return fault->kind == FAULT_ABSENT && fault_absent(name, fault);
}

static uint64_t
mix(uint64_t stamp, uint64_t value)
{
	return (stamp ^ value) * UINT64_C(1099511628211);
}

uint64_t
zone_stamp(const char *name)
{
	bool is_local = strcmp(name, ZONE_LOCAL) == 0;
	uint64_t stamp = UINT64_C(14695981039346656037);
	struct stat about;
	char *path;

	if (is_local)
		name = variable();
	path = path_of(name == NULL ? LOCAL_FILE : name);
	if (stat(path, &about) == 0) {
		stamp = mix(stamp, (uint64_t)about.st_dev);
		stamp = mix(stamp, (uint64_t)about.st_ino);
		stamp = mix(stamp, (uint64_t)about.st_size);
		stamp = mix(stamp, (uint64_t)about.st_mtim.tv_sec);
		stamp = mix(stamp, (uint64_t)about.st_mtim.tv_nsec);
		stamp = mix(stamp, (uint64_t)about.st_ctim.tv_sec);
		stamp = mix(stamp, (uint64_t)about.st_ctim.tv_nsec);
	}
	free(path);
	return stamp;
}
