/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/sqlite/mb-sqlite-check.h"

#include "store/sqlite/mb-sqlite-storage.h"

/* The check of a file, in its own thread. */

typedef struct
{
  char *path;
  MbCheckProgress progress;
  gpointer progress_data;
  MbHead head;
} Check;

typedef struct
{
  GTask *task; /* keeps the check alive */
  guint64 done, total;
} Step;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_free (check->path);
  g_free (check);
}

static void
step_free (gpointer data)
{
  Step *step = data;

  g_object_unref (step->task);
  g_free (step);
}

static gboolean
on_step (gpointer data)
{
  Step *step = data;
  Check *check = g_task_get_task_data (step->task);

  check->progress (step->done, step->total, check->progress_data);
  return G_SOURCE_REMOVE;
}

/* With the task's answer, the one way back from the thread. */
static void
cross_to_caller (guint64 done, guint64 total, gpointer data)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Step *step = g_new0 (Step, 1);

  step->task = g_object_ref (data);
  step->done = done;
  step->total = total;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_step, step, step_free);
  g_source_attach (source, g_task_get_context (data));
}

static void
check_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Check *check = data;
  g_autoptr (MbJournalStorage) storage = mb_sqlite_storage_new_reader (check->path);
  GError *error = NULL;

  if (MB_JOURNAL_STORAGE_GET_CLASS (storage)->open (storage, &error)
      && mb_journal_check (storage, check->progress != NULL ? cross_to_caller : NULL, task, cancellable,
                           &check->head, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
mb_sqlite_check_async (const char *path, MbCheckProgress progress, gpointer progress_data, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Check *check = g_new0 (Check, 1);

  check->path = g_strdup (path);
  check->progress = progress;
  check->progress_data = progress_data;
  g_task_set_source_tag (task, mb_sqlite_check_async);
  g_task_set_task_data (task, check, check_free);
  g_task_run_in_thread (task, check_in_thread);
}

gboolean
mb_sqlite_check_finish (GAsyncResult *result, MbHead *head, GError **error)
{
  const Check *check;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  check = g_task_get_task_data (G_TASK (result));
  *head = check->head;
  return g_task_propagate_boolean (G_TASK (result), error);
}
