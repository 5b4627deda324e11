/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/mb-journal-check.h"

#include "core/base/mb-error.h"

#include <string.h>

/* A journal, proved. */

#define PAGE 1000

typedef struct
{
  guint64 number;
  guint64 last;
  guint8 hash[32];
} Walk;

static gboolean
refuse (const MbChange *change, const char *what, GError **error)
{
  mb_error_set (error, MB_ERROR_CORRUPT, NULL, "Change %" G_GUINT64_FORMAT " (%s “%s”) %s", change->number,
                change->kind, change->id, what);
  return FALSE;
}

static gboolean
step (Walk *walk, const MbChange *change, GError **error)
{
  gboolean within = walk->number < walk->last;
  MbChange again = *change;

  if (change->number != walk->number + 1)
    return refuse (change, "does not follow the one before it: changes are missing", error);
  if (change->last < change->number || (within && change->last != walk->last))
    return refuse (change, "does not belong to the transaction it stands in", error);

  mb_change_chain (&again, walk->number > 0 ? walk->hash : NULL);
  if (memcmp (again.hash, change->hash, sizeof again.hash) != 0)
    return refuse (change, "is not what was written: its hash does not hold", error);

  walk->number = change->number;
  walk->last = change->last;
  memcpy (walk->hash, change->hash, sizeof walk->hash);
  return TRUE;
}

/* One page, in one state of the storage. @more: whether another follows */
static gboolean
walk_page (MbJournalStorage *storage, Walk *walk, MbStamp *end, gboolean *more, GError **error)
{
  MbJournalStorageClass *klass = MB_JOURNAL_STORAGE_GET_CLASS (storage);
  g_autoptr (GPtrArray) page = NULL;
  gboolean ok;

  if (!klass->begin (storage, FALSE, error))
    return FALSE;

  ok = mb_journal_storage_find_head (storage, end, error)
       && (page = klass->page (storage, walk->number, PAGE, error)) != NULL;
  klass->rollback (storage);
  for (guint i = 0; ok && i < page->len; i++)
    ok = step (walk, page->pdata[i], error);

  *more = ok && page->len > 0;
  return ok;
}

static gboolean
check_end (const Walk *walk, const MbStamp *end, GError **error)
{
  if (walk->number == end->number && walk->number == walk->last)
    return TRUE;

  mb_error_set (error, MB_ERROR_CORRUPT, NULL,
                "The journal ends with change %" G_GUINT64_FORMAT " within a transaction that ends with %"
                G_GUINT64_FORMAT, walk->number, walk->last);
  return FALSE;
}

gboolean
mb_journal_check (MbJournalStorage *storage, MbCheckProgress progress, gpointer data, GCancellable *cancellable,
                  MbHead *head, GError **error)
{
  MbJournalStorageClass *klass = MB_JOURNAL_STORAGE_GET_CLASS (storage);
  gboolean more = TRUE, ok = TRUE;
  Walk walk = { 0 };
  MbStamp end;

  *head = (MbHead){ 0 };
  while (ok && more)
    {
      ok = !g_cancellable_set_error_if_cancelled (cancellable, error)
           && walk_page (storage, &walk, &end, &more, error);
      if (ok && progress != NULL)
        progress (walk.number, end.number, data);
      if (ok)
        mb_head_set (head, walk.number, walk.number > 0 ? walk.hash : end.hash);
    }

  return ok && check_end (&walk, &end, error) && (klass->verify == NULL || klass->verify (storage, error));
}
