/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/mb-publishes.h"

#include "store/mb-journal-private.h"

/* Written with their transactions by MbJournalStorage's put(). */

typedef struct
{
  GArray *publishes; /* MbPublish */
} Read;

static void
read_free (gpointer data)
{
  Read *read = data;

  g_clear_pointer (&read->publishes, g_array_unref);
  g_free (read);
}

static gboolean
read_publishes (MbJournalStorage *storage, gpointer data, GError **error)
{
  MbJournalStorageClass *klass = MB_JOURNAL_STORAGE_GET_CLASS (storage);
  Read *read = data;

  read->publishes = klass->publishes (storage, error);
  for (guint i = 0; read->publishes != NULL && i < read->publishes->len; i++)
    {
      MbPublish *publish = &g_array_index (read->publishes, MbPublish, i);
      MbStamp stamp;

      if (!klass->find_stamp (storage, publish->head.number, &stamp, error))
        return FALSE;
      mb_head_set (&publish->head, stamp.number, stamp.hash);
    }
  return read->publishes != NULL;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Read *read = g_task_get_task_data (task);
  GError *error = NULL;

  if (mb_journal_work_finish (MB_JOURNAL (source), result, &error))
    g_task_return_pointer (task, g_steal_pointer (&read->publishes), (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

void
mb_publishes_read_async (MbJournal *journal, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (journal, cancellable, callback, data);
  Read *read = g_new0 (Read, 1);

  g_task_set_source_tag (task, mb_publishes_read_async);
  g_task_set_task_data (task, read, read_free);
  mb_journal_work_async (journal, FALSE, read_publishes, read, cancellable, on_read, task);
}

GArray *
mb_publishes_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, mb_publishes_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
