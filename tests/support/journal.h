/*
 * journal - a state_dir that a dead daemon left: a journal with an execution
 * that ended well, one that ended badly, and one that was running.
 */
#ifndef TESTS_SUPPORT_JOURNAL_H
#define TESTS_SUPPORT_JOURNAL_H

#define JOURNAL_GOOD "11111111-1111-4111-8111-111111111111"
#define JOURNAL_BAD "33333333-3333-4333-8333-333333333333"
#define JOURNAL_LIVING "22222222-2222-4222-8222-222222222222"

/* What the bad one printed. */
#define JOURNAL_OUTPUT "RMAN-00571: \033[2J\n"

/* Its last evaluated minute is 1970-01-02 00:00 UTC. */
void journal_leave(const char *state_dir);

#endif
