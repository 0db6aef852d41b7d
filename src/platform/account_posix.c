#include "config.h"

#include "platform/account.h"

#include <grp.h>
#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "platform/system_fault.h"

int64_t
account_self(void)
{
	return geteuid();
}

bool
account_is_root(int64_t user)
{
	return user == 0;
}

bool
account_in_group(int64_t user, int64_t primary, const char *group)
{
	const struct group *entry;
	const struct passwd *account;

	if (group == NULL || group[0] == '\0')
		return false;
	entry = getgrnam(group);
	if (entry == NULL)
		return false;
	if ((int64_t)entry->gr_gid == primary)
		return true;
	account = getpwuid((uid_t)user);
	if (account == NULL)
		return false;
	for (char *const *member = entry->gr_mem; *member != NULL; member++)
		if (strcmp(*member, account->pw_name) == 0)
			return true;
	return false;
}

void
account_name(int64_t user, char room[64])
{
	const struct passwd *account = getpwuid((uid_t)user);

	if (account == NULL)
		(void)snprintf(room, 64, "%" PRId64, user);
	else
		(void)text_copy(room, 64, account->pw_name);
}

int64_t
account_owner(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 ? (int64_t)status.st_uid : -1;
}

bool
account_become(int64_t user, struct fault *fault)
{
	const struct passwd *account;

	if (user == account_self())
		return true;
	if (!account_is_root(account_self()))
		return fault_set(fault, FAULT_REFUSED,
		    "only root may become another user");
	account = getpwuid((uid_t)user);
	if (account == NULL)
		return fault_set(fault, FAULT_SYSTEM,
		    "there is no user %" PRId64, user);
	if (initgroups(account->pw_name, account->pw_gid) != 0 ||
	    setgid(account->pw_gid) != 0 || setuid((uid_t)user) != 0)
		return fault_from_errno(fault, "becoming user %" PRId64, user);
	return true;
}
