/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-journal-check.h"
#include "store/sqlite/mb-sqlite-journal.h"
#include "test-room.h"

#include <sys/resource.h>

G_BEGIN_DECLS

/* What is done to a market's file, rightly and wrongly. */

/** test_try_open: @clerk: NULL when reading only. */
MbJournal *test_try_open (const char *path, MbSqliteFlags flags, TestClerk *clerk, GError **error);
gboolean test_check_file (const char *path, MbCheckProgress progress, gpointer data, MbHead *head, GError **error);

/** test_fill: @n transactions over 40 stalls and products. */
void test_fill (TestRoom *room, guint n);

/** test_tamper: statements from somebody else's hand. */
void test_tamper (const char *path, const char *statements);
gint64 test_root_page (const char *path, const char *table);
void test_overwrite (const char *path, gint64 offset, gsize length);

/** test_limit_size: no file of this process may grow beyond it. */
void test_limit_size (rlim_t limit);

G_END_DECLS
