#include "config.h"

#include "worker/advice.h"

#include <stddef.h>
#include <string.h>

#include "base/defs.h"

static const struct {
	const char *code, *advice;
} table[] = {
	{ "ORA-01017",
	    "correct the connection's user and password_file, or the wallet" },
	{ "ORA-01031",
	    "let RMAN's user be in the group of SYSDBA or SYSBACKUP (dba, "
	    "backupdba), and see that oracle_home is the database's" },
	{ "ORA-28000", "unlock that user of the database" },
	{ "ORA-28001", "give that user a new password, and password_file too" },
	{ "ORA-01034", "start the instance, or correct oracle_sid" },
	{ "ORA-27101", "start the instance, or correct oracle_sid" },
	{ "ORA-01033", "wait until the instance has started or stopped" },
	{ "ORA-12162", "set the connection's oracle_sid" },
	{ "ORA-12154",
	    "put the alias into tnsnames.ora, or name its folder: "
	    "environment = TNS_ADMIN=..." },
	{ "ORA-12514",
	    "see with 'lsnrctl services' that the listener knows the service" },
	{ "ORA-12505",
	    "see with 'lsnrctl services' that the listener knows the SID" },
	{ "ORA-12541", "start the listener, or correct its address and port" },
	{ "ORA-12170", "see whether a firewall is in the way" },
	{ "ORA-12545", "correct the host name of the address" },
	{ "ORA-12547", "see that oracle_home and oracle_sid belong together" },
	{ "RMAN-20001", "register the database in the recovery catalog" },
	{ "RMAN-06429", "upgrade the recovery catalog to the version of RMAN" },
};

const char *
advice_for(const char *code)
{
	for (size_t i = 0; i < COUNT_OF(table); i++)
		if (strcmp(table[i].code, code) == 0)
			return table[i].advice;
	return NULL;
}
