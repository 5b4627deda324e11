/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-journal.h"
#include "store/mb-journal-storage.h"

G_BEGIN_DECLS

typedef enum
{
  MB_QUERY_DELTA,
  MB_QUERY_FOLD,
  MB_QUERY_HISTORY,
  MB_QUERY_PAGE,
  MB_QUERY_GET
} MbQueryVerb;

/** MbJournalQuery: one read, as it travels to the thread that reads. What a verb does not use is NULL. */
typedef struct
{
  MbQueryVerb verb;
  char *kind, *id;
  char *position; /* delta, page: after it; fold: at it */
  char *as_of;
  guint limit;
} MbJournalQuery;

MbJournalQuery *mb_journal_query_new (MbQueryVerb verb);
void mb_journal_query_free (MbJournalQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbJournalQuery, mb_journal_query_free)

/** mb_journal_query_run: answers from one state of @storage. Blocks. */
MbRange *mb_journal_query_run (const MbJournalQuery *self, MbJournalStorage *storage, GError **error);

G_END_DECLS
