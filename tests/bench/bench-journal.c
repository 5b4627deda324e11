/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mb-clock.h"
#include "mb-test-wait.h"
#include "store/sqlite/mb-sqlite-check.h"
#include "store/sqlite/mb-sqlite-journal.h"

#include <glib/gstdio.h>
#include <stdlib.h>

/* What a journal of a million changes costs: 5,000 records live of half a million that ever were.
 * bench-journal [CHANGES [FOLDER]] */

#define LIVE 5000
#define BATCH 1000
#define VALUE                                                                                                          \
  "{\"product\":\"shanghai-pak-choi\",\"basis\":\"average\",\"fen\":%u,\"per\":\"500g\",\"samples\":12,"              \
  "\"observed_at\":\"2026-11-23T06:40:00+08:00\",\"source\":\"survey\"}"

typedef struct
{
  char *path;
  MbClock *clock;
  MbJournal *journal;
  guint n_under_way;
  MbRange *range;
  gboolean reading; /* snapshots, one after the other */
  gboolean missed;
} Bench;

static void
load (gpointer clerk, const MbChange *change)
{
}

/* The request is the list of changes: whatever comes is written. */
static gboolean
check (gpointer clerk, MbTransaction *transaction, GError **error)
{
  g_ptr_array_extend_and_steal (transaction->changes, g_steal_pointer (&transaction->request));
  transaction->request_free = NULL;
  return TRUE;
}

static void
finish (gpointer clerk, MbTransaction *transaction, const char *position)
{
}

static void
committed (gpointer clerk)
{
}

static void
undo (gpointer clerk, guint n)
{
  g_assert_not_reached ();
}

static const MbClerkFuncs clerk = { load, check, finish, committed, undo };

static void
say (Bench *self, const char *what, double ms, double limit_ms)
{
  if (limit_ms > 0)
    g_print ("%-44s %9.2f ms (at most %g)\n", what, ms, limit_ms);
  else
    g_print ("%-44s %9.2f ms\n", what, ms);
  self->missed = self->missed || (limit_ms > 0 && ms > limit_ms);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  Bench *self = data;
  g_autoptr (GError) error = NULL;

  self->journal = mb_sqlite_journal_open_finish (result, &error);
  g_assert_no_error (error);
}

static double
open_journal (Bench *self)
{
  gint64 begun = g_get_monotonic_time ();

  mb_sqlite_journal_open_async (self->path, MB_SQLITE_CREATE, self->clock, &clerk, NULL, NULL, on_opened, self);
  mb_test_wait (self->journal != NULL);
  return (double) (g_get_monotonic_time () - begun) / 1000;
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer data)
{
  Bench *self = data;

  g_assert_true (mb_journal_close_finish (MB_JOURNAL (source), result, NULL));
  self->n_under_way--;
}

static double
close_journal (Bench *self)
{
  gint64 begun = g_get_monotonic_time ();

  self->n_under_way = 1;
  mb_journal_close_async (self->journal, NULL, on_closed, self);
  mb_test_wait (self->n_under_way == 0);
  g_clear_object (&self->journal);
  return (double) (g_get_monotonic_time () - begun) / 1000;
}

static void
on_appended (GObject *source, GAsyncResult *result, gpointer data)
{
  Bench *self = data;
  g_autoptr (GError) error = NULL;

  g_assert_true (mb_journal_append_finish (MB_JOURNAL (source), result, &error));
  g_assert_no_error (error);
  self->n_under_way--;
}

static void
append (Bench *self, GPtrArray *changes)
{
  g_autoptr (MbTransaction) transaction = mb_transaction_new ("import");

  transaction->request = changes;
  transaction->request_free = (GDestroyNotify) g_ptr_array_unref;
  self->n_under_way++;
  mb_journal_append_async (self->journal, transaction, NULL, on_appended, self);
}

static GPtrArray *
changes_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mb_change_unref);
}

static void
add_change (GPtrArray *changes, guint record, gboolean live)
{
  g_autofree char *id = g_strdup_printf ("record-%06u@average", record);
  g_autofree char *text = g_strdup_printf (VALUE, record);
  g_autoptr (GBytes) value = live ? g_bytes_new (text, strlen (text)) : NULL;

  g_ptr_array_add (changes, mb_change_new (record % 3 == 0 ? "test" : "price", id, value, NULL));
}

/* Every record is put once and dropped 5,000 records later. */
static void
fill (Bench *self, guint n_changes)
{
  gint64 begun = g_get_monotonic_time ();
  guint n = n_changes / 2;
  double seconds;

  for (guint first = 0; first < n; first += BATCH / 2)
    {
      GPtrArray *changes = changes_new ();

      for (guint i = first; i < MIN (n, first + BATCH / 2); i++)
        {
          add_change (changes, i, TRUE);
          if (i >= LIVE)
            add_change (changes, i - LIVE, FALSE);
        }
      append (self, changes);
      mb_test_wait (self->n_under_way < 4);
    }
  mb_test_wait (self->n_under_way == 0);
  seconds = (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC;
  g_print ("%-44s %9.0f /s (%.1f s)\n", "changes, 1,000 a transaction", n_changes / seconds, seconds);
}

static void
append_single (Bench *self, guint n, guint at_once, const char *what)
{
  gint64 begun = g_get_monotonic_time ();
  double seconds;

  for (guint i = 0; i < n; i++)
    {
      GPtrArray *changes = changes_new ();

      add_change (changes, i % LIVE, TRUE);
      append (self, changes);
      mb_test_wait (self->n_under_way < at_once);
    }
  mb_test_wait (self->n_under_way == 0);
  seconds = (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC;
  g_print ("%-44s %9.0f /s\n", what, n / seconds);
}

static void
on_range (GObject *source, GAsyncResult *result, gpointer data)
{
  Bench *self = data;
  g_autoptr (GError) error = NULL;

  self->range = mb_journal_range_finish (MB_JOURNAL (source), result, &error);
  g_assert_no_error (error);
}

static double
wait_range (Bench *self, gint64 begun)
{
  double ms;

  mb_test_wait (self->range != NULL);
  ms = (double) (g_get_monotonic_time () - begun) / 1000;
  return ms;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return left < right ? -1 : left > right;
}

/* The position of a number, from the page that ends with it. */
static char *
position_at (Bench *self, guint64 number)
{
  g_autofree char *position = NULL;

  for (;;)
    {
      mb_journal_page_async (self->journal, position, 10000, NULL, on_range, self);
      mb_test_wait (self->range != NULL);
      g_free (position);
      position = g_strdup (self->range->upto.position);
      for (guint i = 0; i < self->range->changes->len; i++)
        {
          const MbChange *change = self->range->changes->pdata[i];
          MbHead head;

          if (change->number == number)
            {
              mb_head_set (&head, number, change->hash);
              g_clear_pointer (&self->range, mb_range_free);
              return g_strdup (head.position);
            }
        }
      g_clear_pointer (&self->range, mb_range_free);
    }
}

static void
read_delta (Bench *self, const char *after, const char *what, double limit_ms)
{
  double ms[9];
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ms); i++)
    {
      gint64 begun = g_get_monotonic_time ();

      mb_journal_delta_async (self->journal, after, NULL, on_range, self);
      ms[i] = wait_range (self, begun);
      n = self->range->changes->len;
      g_clear_pointer (&self->range, mb_range_free);
    }
  qsort (ms, G_N_ELEMENTS (ms), sizeof *ms, compare_doubles);
  g_print ("%5u records: ", n);
  say (self, what, ms[G_N_ELEMENTS (ms) / 2], limit_ms);
}

static void
read_fold (Bench *self, const char *position, const char *what)
{
  gint64 begun = g_get_monotonic_time ();
  double ms;

  mb_journal_fold_async (self->journal, NULL, position, NULL, NULL, on_range, self);
  ms = wait_range (self, begun);
  g_print ("%5u records: ", self->range->changes->len);
  say (self, what, ms, 0);
  g_clear_pointer (&self->range, mb_range_free);
}

static void
on_read_again (GObject *source, GAsyncResult *result, gpointer data)
{
  Bench *self = data;

  mb_range_free (mb_journal_range_finish (MB_JOURNAL (source), result, NULL));
  if (self->reading)
    mb_journal_fold_async (self->journal, NULL, NULL, NULL, NULL, on_read_again, self);
  else
    self->n_under_way--;
}

/* Single commits one after the other, with snapshots read all the while or not. */
static void
commit_times (Bench *self, guint n, gboolean reading, const char *what)
{
  g_autofree double *ms = g_new (double, n);

  self->reading = reading;
  if (reading)
    mb_journal_fold_async (self->journal, NULL, NULL, NULL, NULL, on_read_again, self);
  for (guint i = 0; i < n; i++)
    {
      gint64 begun = g_get_monotonic_time ();
      GPtrArray *changes = changes_new ();

      add_change (changes, i % LIVE, TRUE);
      append (self, changes);
      mb_test_wait (self->n_under_way == 0);
      ms[i] = (double) (g_get_monotonic_time () - begun) / 1000;
    }
  if (reading)
    {
      self->n_under_way = 1;
      self->reading = FALSE;
      mb_test_wait (self->n_under_way == 0);
    }
  qsort (ms, n, sizeof *ms, compare_doubles);
  g_print ("%-44s p50 %.2f, p99 %.2f, longest %.2f ms\n", what, ms[n / 2], ms[n * 99 / 100], ms[n - 1]);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  Bench *self = data;
  g_autoptr (GError) error = NULL;
  MbHead head;

  g_assert_true (mb_sqlite_check_finish (result, &head, &error));
  self->n_under_way--;
}

static void
measure (Bench *self, guint n_changes)
{
  gint64 begun = g_get_monotonic_time ();
  g_autofree char *recent = NULL, *middle = NULL;
  MbHead head;

  fill (self, n_changes);
  say (self, "closing", close_journal (self), 0);
  say (self, "opening", open_journal (self), 1000);

  mb_journal_get_head (self->journal, &head);
  recent = position_at (self, head.number - 1000);
  middle = position_at (self, head.number / 2);
  read_delta (self, NULL, "snapshot", 50);
  read_delta (self, recent, "delta of the last 1,000 changes", 5);
  read_fold (self, recent, "as it was 1,000 changes ago");
  read_fold (self, middle, "as it was half the journal ago");

  append_single (self, 500, 1, "appends, one after the other");
  append_single (self, 20000, 500, "appends, 500 under way");
  commit_times (self, 500, FALSE, "one commit");
  commit_times (self, 500, TRUE, "one commit, snapshots being read");

  self->n_under_way = 1;
  begun = g_get_monotonic_time ();
  mb_sqlite_check_async (self->path, NULL, NULL, NULL, on_checked, self);
  while (self->n_under_way > 0)
    g_main_context_iteration (NULL, TRUE);
  say (self, "check of the whole", (double) (g_get_monotonic_time () - begun) / 1000, 0);
}

int
main (int argc, char *argv[])
{
  guint n_changes = argc > 1 ? (guint) atoi (argv[1]) : 1000000;
  g_autofree char *pattern = g_build_filename (argc > 2 ? argv[2] : g_get_tmp_dir (), "mb-bench-XXXXXX", NULL);
  static const char *const ends[] = { "", "-wal", "-shm", "-lock" };
  Bench self = { 0 };
  GStatBuf info;

  g_assert_nonnull (g_mkdtemp (pattern));
  self.path = g_build_filename (pattern, "market.db", NULL);
  self.clock = mb_clock_new_system ();
  open_journal (&self);
  measure (&self, n_changes);
  close_journal (&self);

  g_assert_cmpint (g_stat (self.path, &info), ==, 0);
  g_print ("%-44s %9.0f bytes a change\n", "file", (double) info.st_size / n_changes);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = g_strconcat (self.path, ends[i], NULL);

      g_unlink (path);
    }
  g_rmdir (pattern);
  g_object_unref (self.clock);
  g_free (self.path);
  return self.missed ? EXIT_FAILURE : EXIT_SUCCESS;
}
