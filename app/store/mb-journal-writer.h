/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-clock.h"
#include "store/mb-journal-storage.h"

G_BEGIN_DECLS

/** MbAppend: one transaction, or other work, on its way through a commit. */
typedef struct
{
  MbTransaction *transaction; /* (not owned); NULL: other work */
  MbJournalWork work;
  gpointer work_data;         /* (not owned) */
  GError *error;              /* (owned by the caller afterwards) why it was not written; NULL: it is durable */
} MbAppend;

/**
 * MbJournalWriter: what gives a transaction its numbers: checks, chains and commits. It lives in the
 * journal's thread, and knows of no other.
 */
typedef struct
{
  MbJournalStorage *storage; /* (owned) */
  MbClock *clock;            /* (owned) */
  const MbClerkFuncs *funcs; /* NULL: nothing can be written */
  gpointer clerk;
  MbStamp head;
  GError *broken;            /* what was found damaged: nothing is written after that */
} MbJournalWriter;

void mb_journal_writer_clear (MbJournalWriter *self);

/** mb_journal_writer_open: opens the storage and loads the clerk. */
gboolean mb_journal_writer_open (MbJournalWriter *self, GError **error);

/**
 * mb_journal_writer_commit: many transactions in one commit. Refusing one leaves the others alone;
 * a commit that fails fails all of them, also those that were refused, for they were judged by what
 * is now not so.
 */
void mb_journal_writer_commit (MbJournalWriter *self, MbAppend *appends, guint n);

G_END_DECLS
