/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-clock.h"
#include "store/mb-journal.h"

G_BEGIN_DECLS

/**
 * MbSqliteFlags: how a journal's file is opened.
 * @MB_SQLITE_CREATE: makes the file where there is none, instead of MB_ERROR_NOT_FOUND
 * @MB_SQLITE_READ_ONLY: reads beside whoever writes; appends are refused, there is no clerk
 */
typedef enum
{
  MB_SQLITE_NONE = 0,
  MB_SQLITE_CREATE = 1 << 0,
  MB_SQLITE_READ_ONLY = 1 << 1
} MbSqliteFlags;

/**
 * mb_sqlite_journal_open_async: opens the journal in file @path, brings its tables up to date, and
 * loads @clerk. One program writes to a file at a time: MB_ERROR_BUSY says who does. A file made by a
 * newer version is MB_ERROR_UNSUPPORTED, a damaged one MB_ERROR_CORRUPT, one that is no journal
 * MB_ERROR_INVALID.
 * @funcs: (nullable when reading only) (not copied) must outlive the journal, as must @clerk
 */
void mb_sqlite_journal_open_async (const char *path, MbSqliteFlags flags, MbClock *clock, const MbClerkFuncs *funcs,
                                   gpointer clerk, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data);
MbJournal *mb_sqlite_journal_open_finish (GAsyncResult *result, GError **error);

G_END_DECLS
