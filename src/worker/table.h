/*
 * table - rows of RMAN's tables that say how a file or the database is.
 *
 *	5    FAILED 0              12849        88320           1139183
 *	1    70      FAILED 1              10              /arch/1_70.arc
 *	Control File FAILED 1              614
 *	1    OK     3              ...      marked corrupt, yet no failure
 *	101        CRITICAL OPEN      28-NOV-26     System datafile ...
 *
 * VALIDATE prints the first four, with no code at all; LIST FAILURE the last.
 *
 * Thread: any.
 */
#ifndef WORKER_TABLE_H
#define WORKER_TABLE_H

#include <stdbool.h>
#include <stddef.h>

enum table_row { TABLE_OTHER, TABLE_FAILED, TABLE_MARKED, TABLE_CRITICAL };

/*
 * `is_validate`: the rulers of a table of VALIDATE were seen, so that a status
 * which is neither OK nor FAILED may be a translated one.
 */
enum table_row table_row(const char *row, size_t size, bool is_validate);

/* Is it the ruler under the head of VALIDATE's table of data files? */
bool table_is_validate(const char *ruler, size_t size);

#endif
