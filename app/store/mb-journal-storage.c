/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/mb-journal-storage.h"

/* The verbs that a back-end has to know. */

G_DEFINE_ABSTRACT_TYPE (MbJournalStorage, mb_journal_storage, G_TYPE_OBJECT)

static void
mb_journal_storage_class_init (MbJournalStorageClass *klass)
{
}

static void
mb_journal_storage_init (MbJournalStorage *self)
{
}

gboolean
mb_journal_storage_find_head (MbJournalStorage *self, MbStamp *stamp, GError **error)
{
  g_return_val_if_fail (MB_IS_JOURNAL_STORAGE (self), FALSE);

  return MB_JOURNAL_STORAGE_GET_CLASS (self)->find_stamp (self, G_MAXINT64, stamp, error);
}
