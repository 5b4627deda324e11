/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/sqlite/mb-sqlite-backup.h"

#include "core/base/mb-error.h"
#include "store/sqlite/mb-sqlite-copy.h"
#include "store/sqlite/mb-sqlite-database.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Where copies go. */

typedef struct
{
  char *from, *to;
  MbHead head;
  char *aside; /* restore: where what stood there is kept */
} Copying;

static void
copying_free (gpointer data)
{
  Copying *copying = data;

  g_free (copying->from);
  g_free (copying->to);
  g_free (copying->aside);
  g_free (copying);
}

static gboolean
move (const char *from, const char *to, GError **error)
{
  if (g_rename (from, to) == 0)
    return TRUE;

  mb_error_set (error, MB_ERROR_FAILED, NULL, "%s: could not take the place of %s: %s", from, to, g_strerror (errno));
  return FALSE;
}

static gboolean
sync_folder_of (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return mb_sqlite_sync_path (folder, error);
}

/* Whoever opened a file as its hub has left a lock beside it. */
static gboolean
check_place (const char *path, GError **error)
{
  g_autofree char *lock = g_strconcat (path, "-lock", NULL);

  if (!g_file_test (lock, G_FILE_TEST_EXISTS))
    return TRUE;

  mb_error_set (error, MB_ERROR_INVALID, NULL, "%s is a market that a hub works with, no place for a backup", path);
  return FALSE;
}

static void
back_up_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Copying *self = data;
  GError *error = NULL;
  g_autofree char *copy = NULL;

  if (check_place (self->to, &error))
    copy = mb_sqlite_copy (self->from, self->to, cancellable, &self->head, &error);

  if (copy != NULL && move (copy, self->to, &error) && sync_folder_of (self->to, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (copy != NULL)
    mb_sqlite_copy_remove (copy);
  g_task_return_error (task, error);
}

static char *
get_log_path (const char *path)
{
  return g_strconcat (path, "-wal", NULL);
}

/* A name beside @path that nothing has. */
static char *
find_aside (const char *path)
{
  for (guint i = 1;; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s.old-%u", path, i);
      g_autofree char *log = get_log_path (name);

      if (!g_file_test (name, G_FILE_TEST_EXISTS) && !g_file_test (log, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&name);
    }
}

/* The file first: without it nobody opens anything, wherever this is cut short. Then its log, which
 * must never lie beside another file: SQLite would carry it over into that. */
static gboolean
put_aside (const char *path, const char *aside, GError **error)
{
  g_autofree char *log = get_log_path (path), *aside_log = get_log_path (aside);
  g_autofree char *index = g_strconcat (path, "-shm", NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS) && !move (path, aside, error))
    return FALSE;
  if (g_file_test (log, G_FILE_TEST_EXISTS) && !move (log, aside_log, error))
    return FALSE;

  g_unlink (index);
  return sync_folder_of (path, error);
}

static void
put_back (const char *path, const char *aside)
{
  g_autofree char *log = get_log_path (path), *aside_log = get_log_path (aside);

  g_rename (aside_log, log);
  g_rename (aside, path);
}

static gboolean
replace (Copying *self, const char *copy, GError **error)
{
  g_autofree char *aside = find_aside (self->to);

  if (!put_aside (self->to, aside, error) || !move (copy, self->to, error))
    {
      put_back (self->to, aside);
      return FALSE;
    }

  if (g_file_test (aside, G_FILE_TEST_EXISTS))
    self->aside = g_steal_pointer (&aside);
  return sync_folder_of (self->to, error);
}

static void
restore_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Copying *self = data;
  g_autofree char *copy = NULL;
  GError *error = NULL;
  gboolean ok = FALSE;
  g_autofree char *left = g_strconcat (self->to, "-lock", NULL);
  gboolean known = g_file_test (left, G_FILE_TEST_EXISTS);
  int lock = mb_sqlite_lock (self->to, &error);

  if (lock >= 0)
    {
      copy = mb_sqlite_copy (self->from, self->to, cancellable, &self->head, &error);
      ok = copy != NULL && replace (self, copy, &error);
      if (copy != NULL && !ok)
        mb_sqlite_copy_remove (copy);
      if (!ok && !known)
        g_unlink (left); /* nothing is there that a lock would be for */
      close (lock);
    }

  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
run (const char *from, const char *to, GTaskThreadFunc func, gpointer tag, GCancellable *cancellable,
     GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Copying *self = g_new0 (Copying, 1);

  self->from = g_strdup (from);
  self->to = g_strdup (to);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, self, copying_free);
  g_task_run_in_thread (task, func);
}

void
mb_sqlite_backup_async (const char *path, const char *file, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer data)
{
  g_return_if_fail (path != NULL && file != NULL);

  run (path, file, back_up_in_thread, mb_sqlite_backup_async, cancellable, callback, data);
}

gboolean
mb_sqlite_backup_finish (GAsyncResult *result, MbHead *head, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, mb_sqlite_backup_async), FALSE);

  *head = ((Copying *) g_task_get_task_data (G_TASK (result)))->head;
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
mb_sqlite_restore_async (const char *file, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer data)
{
  g_autofree char *real = NULL;

  g_return_if_fail (file != NULL && path != NULL);

  real = mb_sqlite_dup_real_path (path);
  run (file, real, restore_in_thread, mb_sqlite_restore_async, cancellable, callback, data);
}

gboolean
mb_sqlite_restore_finish (GAsyncResult *result, MbHead *head, char **aside, GError **error)
{
  Copying *self;

  g_return_val_if_fail (g_async_result_is_tagged (result, mb_sqlite_restore_async), FALSE);

  self = g_task_get_task_data (G_TASK (result));
  *head = self->head;
  *aside = g_steal_pointer (&self->aside);
  return g_task_propagate_boolean (G_TASK (result), error);
}
