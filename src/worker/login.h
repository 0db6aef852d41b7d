/*
 * login - the line that connects a stepwise session with a password, which
 * then stands on rman's standard input and nowhere else.
 *
 *	CONNECT TARGET "sys/secret@standby as sysbackup";
 *
 * Thread: any.
 */
#ifndef WORKER_LOGIN_H
#define WORKER_LOGIN_H

#include <stddef.h>

#include "base/fault.h"
#include "base/limits.h"
#include "base/secret.h"

/* Its longest: user, role and alias are options. */
enum { LOGIN_MAX = 2 * LIMIT_OPTION_VALUE + LIMIT_PASSWORD + 64 };

/* The line with its end; wiped by secret_wipe. */
struct login {
	char line[LOGIN_MAX];
	size_t size;
};

/*
 * From the password's file, which only its owner may read: this user, or
 * root. Faults: FAULT_CONFIG, FAULT_REFUSED, FAULT_ABSENT, FAULT_SYSTEM.
 */
MUST_CHECK bool login_read_password(const char *path,
    struct secret *out_password, struct fault *fault);

/*
 * `user` is NAME or NAME as ROLE. Faults: FAULT_CONFIG for a password that
 * rman cannot be given (a quote, a control character), and never with it in
 * the sentence.
 */
MUST_CHECK bool login_make(const char *user, const struct secret *password,
    const char *alias, struct login *out_login, struct fault *fault);

#endif
