/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-room.h"

#include "mb-test-wait.h"
#include "store/memory/mb-memory-journal.h"
#include "store/sqlite/mb-sqlite-journal.h"

#include <glib/gstdio.h>

#define MORNING_US (G_GINT64_CONSTANT (1795388400) * G_USEC_PER_SEC) /* 2026-11-23T07:00:00+08:00 */

void
test_wait_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  TestWait *self = data;

  self->result = g_object_ref (result);
  self->done = TRUE;
}

GAsyncResult *
test_wait_result (TestWait *self)
{
  mb_test_wait (self->done);
  return self->result;
}

static void
on_committed (MbJournal *journal, GPtrArray *changes, const MbHead *head, TestRoom *self)
{
  MbHead now;

  g_assert_cmpuint (changes->len, >, 0);
  for (guint i = 0; i < changes->len; i++)
    g_ptr_array_add (self->committed, mb_change_ref (changes->pdata[i]));

  mb_journal_get_head (journal, &now);
  g_assert_cmpstr (now.position, ==, head->position);
  g_assert_cmpuint (((MbChange *) changes->pdata[changes->len - 1])->number, ==, head->number);
  self->told = *head;
  self->n_signals++;
}

static void
open_journal (TestRoom *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TestWait wait = { 0 };

  self->clerk = test_clerk_new ();
  if (self->sqlite)
    {
      mb_sqlite_journal_open_async (self->path, MB_SQLITE_CREATE, self->clock, &test_clerk_funcs, self->clerk, NULL,
                                    test_wait_ready, &wait);
      result = test_wait_result (&wait);
      self->journal = mb_sqlite_journal_open_finish (result, &error);
      g_assert_no_error (error);
    }
  else
    self->journal = mb_memory_journal_new (self->clock, &test_clerk_funcs, self->clerk);

  g_signal_connect (self->journal, "committed", G_CALLBACK (on_committed), self);
}

static void
hold_commit (gpointer data)
{
  TestGate *gate = data;

  g_mutex_lock (&gate->mutex);
  gate->n_durable++;
  g_cond_broadcast (&gate->cond);
  while (gate->n_let_through < gate->n_durable)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
}

void
test_gate_close (TestGate *self, TestRoom *room)
{
  *self = (TestGate){ .n_durable = 0 };
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  room->clerk->on_committed_data = self;
  room->clerk->on_committed = hold_commit;
}

void
test_gate_wait (TestGate *self, guint n_durable)
{
  g_mutex_lock (&self->mutex);
  while (self->n_durable < n_durable)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

void
test_gate_let_through (TestGate *self, guint n)
{
  g_mutex_lock (&self->mutex);
  self->n_let_through = n;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

void
test_gate_clear (TestGate *self)
{
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
}

void
test_room_add (const char *name, GTestDataFunc func)
{
  for (int sqlite = 0; sqlite < 2; sqlite++)
    {
      g_autofree char *path = g_strdup_printf ("/journal/%s/%s", sqlite ? "sqlite" : "memory", name);

      g_test_add_data_func (path, GINT_TO_POINTER (sqlite), func);
    }
}

TestRoom *
test_room_new (gboolean sqlite)
{
  TestRoom *self = g_new0 (TestRoom, 1);

  self->sqlite = sqlite;
  self->folder = g_dir_make_tmp ("mb-store-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "market.db", NULL);
  self->clock = mb_clock_new_at (MORNING_US, 0);
  self->committed = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_change_unref);
  open_journal (self);
  return self;
}

void
test_room_close (TestRoom *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TestWait wait = { 0 };

  mb_journal_close_async (self->journal, NULL, test_wait_ready, &wait);
  result = test_wait_result (&wait);
  g_assert_true (mb_journal_close_finish (self->journal, result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);

  g_assert_finalize_object (g_steal_pointer (&self->journal));
  g_clear_pointer (&self->clerk, test_clerk_free);
}

void
test_room_open (TestRoom *self)
{
  open_journal (self);
}

void
test_room_reopen (TestRoom *self)
{
  test_room_close (self);
  open_journal (self);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

void
test_room_free (TestRoom *self)
{
  if (self->journal != NULL)
    test_room_close (self);
  remove_folder (self->folder);
  g_assert_finalize_object (self->clock);
  g_ptr_array_unref (self->committed);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

gboolean
test_append (TestRoom *self, MbTransaction *transaction, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  TestWait wait = { 0 };

  mb_journal_append_async (self->journal, transaction, NULL, test_wait_ready, &wait);
  result = test_wait_result (&wait);
  return mb_journal_append_finish (self->journal, result, error);
}

guint64
test_set (TestRoom *self, const char *kind, const char *id, const char *value)
{
  g_autoptr (MbTransaction) transaction = test_transaction_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  MbHead head;

  test_put (transaction, kind, id, value, -1);
  g_assert_true (test_append (self, transaction, &error));
  g_assert_no_error (error);
  mb_journal_get_head (self->journal, &head);
  return head.number;
}

static MbRange *
wait_range (TestRoom *self, TestWait *wait, GError **error)
{
  g_autoptr (GAsyncResult) result = test_wait_result (wait);

  return mb_journal_range_finish (self->journal, result, error);
}

void
test_change_something (TestRoom *self, GRand *rand)
{
  g_autoptr (MbTransaction) transaction = test_transaction_new (NULL, NULL);
  int n = g_rand_int_range (rand, 1, 4);

  for (int i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("r%d", g_rand_int_range (rand, 0, 24));
      g_autofree char *value = g_strdup_printf ("%d", g_rand_int_range (rand, 0, 1000));

      test_put (transaction, g_rand_boolean (rand) ? "price" : "test", id,
                g_rand_int_range (rand, 0, 4) == 0 ? NULL : value, -1);
    }
  g_assert_true (test_append (self, transaction, NULL));
}

MbRange *
test_delta (TestRoom *self, const char *after)
{
  g_autoptr (GError) error = NULL;
  TestWait wait = { 0 };
  MbRange *range;

  mb_journal_delta_async (self->journal, after, NULL, test_wait_ready, &wait);
  range = wait_range (self, &wait, &error);
  g_assert_no_error (error);
  return range;
}

MbRange *
test_fold (TestRoom *self, const char *kind, const char *position, const char *as_of, GError **error)
{
  TestWait wait = { 0 };

  mb_journal_fold_async (self->journal, kind, position, as_of, NULL, test_wait_ready, &wait);
  return wait_range (self, &wait, error);
}

MbRange *
test_history (TestRoom *self, const char *kind, const char *as_of, GError **error)
{
  TestWait wait = { 0 };

  mb_journal_history_async (self->journal, kind, as_of, NULL, test_wait_ready, &wait);
  return wait_range (self, &wait, error);
}

MbRange *
test_page (TestRoom *self, const char *after, guint limit, GError **error)
{
  TestWait wait = { 0 };

  mb_journal_page_async (self->journal, after, limit, NULL, test_wait_ready, &wait);
  return wait_range (self, &wait, error);
}

MbRange *
test_get (TestRoom *self, const char *kind, const char *id, GError **error)
{
  TestWait wait = { 0 };

  mb_journal_get_async (self->journal, kind, id, NULL, test_wait_ready, &wait);
  return wait_range (self, &wait, error);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
test_text (GPtrArray *changes)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < changes->len; i++)
    {
      const MbChange *change = changes->pdata[i];
      gsize length = 0;
      const char *value = change->value != NULL ? g_bytes_get_data (change->value, &length) : "-";

      g_ptr_array_add (lines, g_strdup_printf ("%s/%s %" G_GUINT64_FORMAT " %.*s", change->kind, change->id,
                                               change->number, change->value != NULL ? (int) length : 1, value));
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}
