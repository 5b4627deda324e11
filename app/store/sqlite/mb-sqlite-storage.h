/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-journal-storage.h"
#include "store/sqlite/mb-sqlite-database.h"

G_BEGIN_DECLS

/** What a market's file is, and where the making of its tables is written. */
extern const MbSqliteUse mb_sqlite_market_use;
#define MB_SQLITE_MARKET_TABLES "/marketboard/sql"

/** MbSqliteStorage: a journal in one SQLite file, in WAL mode: one connection writes, another reads
 * beside it without either waiting for the other. */
#define MB_TYPE_SQLITE_STORAGE (mb_sqlite_storage_get_type ())
G_DECLARE_FINAL_TYPE (MbSqliteStorage, mb_sqlite_storage, MB, SQLITE_STORAGE, MbJournalStorage)

/** mb_sqlite_storage_new: opened by its open(). @create: makes the file where there is none. */
MbJournalStorage *mb_sqlite_storage_new (const char *path, gboolean create);

/** mb_sqlite_storage_new_reader: the same, for reading beside whoever writes. */
MbJournalStorage *mb_sqlite_storage_new_reader (const char *path);

G_END_DECLS
