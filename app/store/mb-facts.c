/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/mb-facts.h"

#include "store/mb-fact-storage.h"
#include "store/mb-journal-private.h"

/* The opener's side of the facts: each question is a work of the journal's threads; what comes of it stays in
 * the task's data until it is back. */

enum
{
  APPENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbFacts
{
  GObject parent_instance;

  MbJournal *journal;
};

G_DEFINE_FINAL_TYPE (MbFacts, mb_facts, G_TYPE_OBJECT)

/* So many at a time: nobody's change waits behind the ten thousand facts of a device that was long away. */
#define SLICE 500

/* One question and its answer. */
typedef struct
{
  char **types;
  char *stall;
  guint64 after;
  gint64 from_us, to_us;
  guint limit;
  GPtrArray *rows;    /* append: what is to be kept; else the answer */
  guint n_done;       /* append: so many of them are */
  GPtrArray *slice;   /* append: those after them that are under way */
  GPtrArray *settled; /* append */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_strfreev (work->types);
  g_free (work->stall);
  g_clear_pointer (&work->rows, g_ptr_array_unref);
  g_clear_pointer (&work->slice, g_ptr_array_unref);
  g_clear_pointer (&work->settled, g_ptr_array_unref);
  g_free (work);
}

static Work *
work_new (const char *type)
{
  Work *work = g_new0 (Work, 1);

  work->types = g_new0 (char *, 2);
  work->types[0] = g_strdup (type);
  return work;
}

/* In the journal's threads. */

static MbFactStorage *
get_storage (MbJournalStorage *storage)
{
  return MB_JOURNAL_STORAGE_GET_CLASS (storage)->get_facts (storage);
}

static gboolean
append (MbJournalStorage *storage, gpointer data, GError **error)
{
  MbFactStorage *facts = get_storage (storage);
  Work *work = data;

  return MB_FACT_STORAGE_GET_CLASS (facts)->put (facts, work->slice, work->settled, error);
}

static gboolean
read_page (MbJournalStorage *storage, gpointer data, GError **error)
{
  MbFactStorage *facts = get_storage (storage);
  Work *work = data;

  work->rows = MB_FACT_STORAGE_GET_CLASS (facts)->page (facts, work->types[0], work->after, work->limit, error);
  return work->rows != NULL;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const MbFactRow *left = *(MbFactRow *const *) a, *right = *(MbFactRow *const *) b;

  if (left->at_us != right->at_us)
    return left->at_us < right->at_us ? -1 : 1;
  return left->number < right->number ? -1 : left->number > right->number;
}

static gboolean
read_recent (MbJournalStorage *storage, gpointer data, GError **error)
{
  MbFactStorage *facts = get_storage (storage);
  Work *work = data;

  work->rows = mb_fact_rows_new ();
  for (guint i = 0; work->types[i] != NULL; i++)
    {
      GPtrArray *some = MB_FACT_STORAGE_GET_CLASS (facts)->recent (facts, work->types[i], work->stall, work->from_us,
                                                                   work->limit, error);

      if (some == NULL)
        return FALSE;
      g_ptr_array_extend_and_steal (work->rows, some);
    }

  g_ptr_array_sort (work->rows, compare_times);
  if (work->rows->len > work->limit)
    g_ptr_array_remove_range (work->rows, 0, work->rows->len - work->limit);
  return TRUE;
}

static gboolean
read_sums (MbJournalStorage *storage, gpointer data, GError **error)
{
  MbFactStorage *facts = get_storage (storage);
  Work *work = data;

  work->rows = MB_FACT_STORAGE_GET_CLASS (facts)->sum (facts, work->types[0], work->from_us, work->to_us, error);
  return work->rows != NULL;
}

/* The opener's side. */

static void
on_asked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;

  if (mb_journal_work_finish (MB_JOURNAL (source), result, &error))
    g_task_return_pointer (task, g_steal_pointer (&work->rows), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
tell (MbFacts *self, Work *work)
{
  g_autoptr (GPtrArray) kept = mb_fact_rows_new ();

  for (guint i = 0; i < work->slice->len; i++)
    if (((MbFactRow *) work->slice->pdata[i])->verdict == MB_FACT_ROW_NEW)
      g_ptr_array_add (kept, mb_fact_row_ref (work->slice->pdata[i]));
  g_ptr_array_extend_and_steal (kept, g_steal_pointer (&work->settled));

  if (kept->len > 0)
    g_signal_emit (self, signals[APPENDED], 0, kept);
}

static void append_slice (MbFacts *self, GTask *task);

static void
on_appended (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbFacts *self = g_task_get_source_object (task);
  Work *work = g_task_get_task_data (task);
  GError *error = NULL;

  if (!mb_journal_work_finish (MB_JOURNAL (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  tell (self, work);
  work->n_done += work->slice->len;
  if (work->n_done < work->rows->len)
    append_slice (self, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/* @task: (transfer full) */
static void
append_slice (MbFacts *self, GTask *task)
{
  Work *work = g_task_get_task_data (task);
  guint end = MIN (work->n_done + SLICE, work->rows->len);

  g_clear_pointer (&work->slice, g_ptr_array_unref);
  work->slice = mb_fact_rows_new ();
  work->settled = mb_fact_rows_new ();
  for (guint i = work->n_done; i < end; i++)
    g_ptr_array_add (work->slice, mb_fact_row_ref (work->rows->pdata[i]));
  mb_journal_work_async (self->journal, TRUE, append, work, g_task_get_cancellable (task), on_appended, task);
}

static GTask *
task_new (MbFacts *self, Work *work, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback,
          gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, work, work_free);
  return task;
}

static void
mb_facts_finalize (GObject *object)
{
  g_object_unref (MB_FACTS (object)->journal);

  G_OBJECT_CLASS (mb_facts_parent_class)->finalize (object);
}

static void
mb_facts_class_init (MbFactsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_facts_finalize;

  /**
   * MbFacts::appended: an append that kept something is durable.
   * @rows: GPtrArray of MbFactRow
   */
  signals[APPENDED] = g_signal_new ("appended", MB_TYPE_FACTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                    G_TYPE_PTR_ARRAY);
}

static void
mb_facts_init (MbFacts *self)
{
}

MbFacts *
mb_facts_new (MbJournal *journal)
{
  MbFacts *self;

  g_return_val_if_fail (MB_IS_JOURNAL (journal), NULL);

  self = g_object_new (MB_TYPE_FACTS, NULL);
  self->journal = g_object_ref (journal);
  return self;
}

void
mb_facts_append_async (MbFacts *self, GPtrArray *rows, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer data)
{
  Work *work = work_new (NULL);
  GTask *task;

  g_return_if_fail (MB_IS_FACTS (self));
  g_return_if_fail (rows != NULL);

  work->rows = g_ptr_array_ref (rows);
  task = task_new (self, work, mb_facts_append_async, cancellable, callback, data);
  g_task_set_check_cancellable (task, FALSE);
  append_slice (self, task);
}

gboolean
mb_facts_append_finish (MbFacts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, mb_facts_append_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
ask (MbFacts *self, Work *work, MbJournalWork func, gpointer tag, GCancellable *cancellable,
     GAsyncReadyCallback callback, gpointer data)
{
  mb_journal_work_async (self->journal, FALSE, func, work, cancellable, on_asked,
                         task_new (self, work, tag, cancellable, callback, data));
}

void
mb_facts_page_async (MbFacts *self, const char *type, guint64 after, guint limit, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer data)
{
  Work *work;

  g_return_if_fail (MB_IS_FACTS (self));
  g_return_if_fail (limit > 0);

  work = work_new (type);
  work->after = after;
  work->limit = limit;
  ask (self, work, read_page, mb_facts_page_async, cancellable, callback, data);
}

GPtrArray *
mb_facts_page_finish (MbFacts *self, GAsyncResult *result, gboolean *more, GError **error)
{
  GPtrArray *rows;
  gsize bytes = 0;

  g_return_val_if_fail (g_async_result_is_tagged (result, mb_facts_page_async), NULL);

  rows = g_task_propagate_pointer (G_TASK (result), error);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    bytes += g_bytes_get_size (((MbFactRow *) rows->pdata[i])->text);
  *more = rows != NULL
          && (rows->len == ((Work *) g_task_get_task_data (G_TASK (result)))->limit || bytes >= MB_FACT_PAGE_BYTES);
  return rows;
}

void
mb_facts_recent_async (MbFacts *self, const char *const *types, const char *stall, gint64 since_us, guint limit,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  Work *work;

  g_return_if_fail (MB_IS_FACTS (self));
  g_return_if_fail (types != NULL && limit > 0);

  work = g_new0 (Work, 1);
  work->types = g_strdupv ((char **) types);
  work->stall = g_strdup (stall);
  work->from_us = since_us;
  work->limit = limit;
  ask (self, work, read_recent, mb_facts_recent_async, cancellable, callback, data);
}

GPtrArray *
mb_facts_recent_finish (MbFacts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, mb_facts_recent_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
mb_facts_sum_async (MbFacts *self, const char *type, gint64 from_us, gint64 to_us, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer data)
{
  Work *work;

  g_return_if_fail (MB_IS_FACTS (self));
  g_return_if_fail (type != NULL);

  work = work_new (type);
  work->from_us = from_us;
  work->to_us = to_us;
  ask (self, work, read_sums, mb_facts_sum_async, cancellable, callback, data);
}

GPtrArray *
mb_facts_sum_finish (MbFacts *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, mb_facts_sum_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
