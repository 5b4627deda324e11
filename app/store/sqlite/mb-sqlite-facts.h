/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-fact-storage.h"
#include "store/sqlite/mb-sqlite-connection.h"

G_BEGIN_DECLS

/** MbSqliteFacts: facts in the journal's file. */
#define MB_TYPE_SQLITE_FACTS (mb_sqlite_facts_get_type ())
G_DECLARE_FINAL_TYPE (MbSqliteFacts, mb_sqlite_facts, MB, SQLITE_FACTS, MbFactStorage)

/** mb_sqlite_facts_new: over the journal's own @connection, which outlives it. */
MbFactStorage *mb_sqlite_facts_new (MbSqliteConnection *connection);

G_END_DECLS
