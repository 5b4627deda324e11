/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/mb-journal-writer.h"

#include "core/base/mb-error.h"
#include "core/base/mb-time.h"

#include <string.h>

/* Group commit. Every check comes before the first byte of its transaction is written, so a refusal
 * has nothing to take back and needs no savepoint; only the storage itself can fail in between, and
 * then the whole group falls. */

void
mb_journal_writer_clear (MbJournalWriter *self)
{
  g_clear_object (&self->storage);
  g_clear_object (&self->clock);
  g_clear_error (&self->broken);
}

/* Whether a live record is what was once committed: a rotten byte is to be found here, not on the glass. */
static gboolean
is_sound (MbJournalWriter *self, const MbChange *change, GError **error)
{
  MbChange again = *change;
  MbStamp before;

  if (!MB_JOURNAL_STORAGE_GET_CLASS (self->storage)->find_stamp (self->storage, change->number - 1, &before, error))
    return FALSE;

  mb_change_chain (&again, before.number > 0 ? before.hash : NULL);
  if (change->value != NULL && memcmp (again.hash, change->hash, sizeof again.hash) == 0)
    return TRUE;

  mb_error_set (error, MB_ERROR_CORRUPT, NULL,
                "%s “%s” is not what was written as change %" G_GUINT64_FORMAT ": the journal is damaged",
                change->kind, change->id, change->number);
  return FALSE;
}

static gboolean
load_clerk (MbJournalWriter *self, GError **error)
{
  g_autoptr (GPtrArray) live = NULL;

  live = MB_JOURNAL_STORAGE_GET_CLASS (self->storage)->fold (self->storage, NULL, self->head.number, error);
  if (live == NULL)
    return FALSE;

  for (guint i = 0; i < live->len; i++)
    {
      if (!is_sound (self, live->pdata[i], error))
        return FALSE;
      self->funcs->load (self->clerk, live->pdata[i]);
    }
  return TRUE;
}

gboolean
mb_journal_writer_open (MbJournalWriter *self, GError **error)
{
  MbJournalStorageClass *klass = MB_JOURNAL_STORAGE_GET_CLASS (self->storage);
  gboolean ok;

  if (!klass->open (self->storage, error) || !klass->begin (self->storage, FALSE, error))
    return FALSE;

  ok = mb_journal_storage_find_head (self->storage, &self->head, error)
       && (self->funcs == NULL || load_clerk (self, error));
  klass->rollback (self->storage);
  return ok;
}

static void
number_changes (MbJournalWriter *self, MbTransaction *transaction)
{
  MbStamp *head = &self->head;
  guint64 last = head->number + transaction->changes->len;

  for (guint i = 0; i < transaction->changes->len; i++)
    {
      MbChange *change = transaction->changes->pdata[i];

      change->number = head->number + 1;
      change->last = last;
      change->at = g_strdup (transaction->at);
      if (change->by == NULL)
        change->by = g_strdup (transaction->by);
      change->salt = mb_salt_new ();
      mb_change_chain (change, head->number > 0 ? head->hash : NULL);

      head->number = change->number;
      memcpy (head->hash, change->hash, sizeof head->hash);
      g_strlcpy (head->at, change->at, sizeof head->at);
    }
}

/* @known: whether the transaction needs no more than the answer it got before. */
static gboolean
look_up_key (MbJournalWriter *self, MbAppend *append, gboolean *known, GError **error)
{
  MbTransaction *transaction = append->transaction;
  gint64 since_us = transaction->at_us - MB_JOURNAL_KEY_LIFE_US;
  g_autofree char *digest = NULL;

  if (transaction->idempotency_key == NULL)
    return TRUE;
  if (!MB_JOURNAL_STORAGE_GET_CLASS (self->storage)
           ->find_key (self->storage, transaction->idempotency_key, since_us, &digest, &transaction->answer, error))
    return FALSE;

  *known = digest != NULL;
  if (*known && g_strcmp0 (digest, transaction->body_digest) != 0)
    {
      g_clear_pointer (&transaction->answer, g_bytes_unref);
      mb_error_set (&append->error, MB_ERROR_INVALID, NULL,
                    "The key “%.80s” came before with another body", transaction->idempotency_key);
    }
  else
    transaction->repeated = *known;
  return TRUE;
}

/* Returns: %FALSE when the storage failed, and the whole commit with it */
static gboolean
write_one (MbJournalWriter *self, MbAppend *append, guint *n_checked, GError **error)
{
  MbTransaction *transaction = append->transaction;
  gboolean known = FALSE;
  MbHead end;

  if (transaction == NULL)
    return append->work (self->storage, append->work_data, error);

  transaction->at_us = mb_clock_now (self->clock);
  if (!look_up_key (self, append, &known, error))
    return FALSE;
  if (known || !self->funcs->check (self->clerk, transaction, &append->error))
    return TRUE;

  *n_checked += 1;
  if (transaction->at == NULL)
    transaction->at = mb_time_format ((MbTime){ transaction->at_us, 0 });
  number_changes (self, transaction);
  mb_head_set (&end, self->head.number, self->head.hash);
  self->funcs->finish (self->clerk, transaction, end.position);

  if (transaction->changes->len == 0 && transaction->idempotency_key == NULL)
    return TRUE;
  return MB_JOURNAL_STORAGE_GET_CLASS (self->storage)->put (self->storage, transaction, error);
}

static gboolean
write_all (MbJournalWriter *self, MbAppend *appends, guint n, guint *n_checked, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!write_one (self, &appends[i], n_checked, error))
      return FALSE;

  return MB_JOURNAL_STORAGE_GET_CLASS (self->storage)->commit (self->storage, error);
}

static void
fail_all (MbAppend *appends, guint n, const GError *error)
{
  for (guint i = 0; i < n; i++)
    {
      g_clear_error (&appends[i].error);
      appends[i].error = g_error_copy (error);
    }
}

void
mb_journal_writer_commit (MbJournalWriter *self, MbAppend *appends, guint n)
{
  MbJournalStorageClass *klass = MB_JOURNAL_STORAGE_GET_CLASS (self->storage);
  g_autoptr (GError) error = NULL;
  MbStamp before = self->head;
  guint n_checked = 0;

  if (self->broken != NULL)
    {
      fail_all (appends, n, self->broken);
      return;
    }

  if (klass->begin (self->storage, TRUE, &error))
    {
      if (write_all (self, appends, n, &n_checked, &error))
        {
          if (n_checked > 0)
            self->funcs->committed (self->clerk);
          return;
        }
      klass->rollback (self->storage);
    }

  self->head = before;
  if (n_checked > 0)
    self->funcs->undo (self->clerk, n_checked);
  fail_all (appends, n, error);
  if (g_error_matches (error, MB_ERROR, MB_ERROR_CORRUPT))
    self->broken = g_steal_pointer (&error);
}
