/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/mb-journal-private.h"
#include "store/mb-journal-query.h"

#include "core/base/mb-error.h"

/* The journal's threads. Jobs go to one queue per thread in the order given; the writing thread takes
 * as many transactions as wait into one commit, so that the slower the disk, the larger the groups.
 * Everything comes back through cross_to_opener(), and nothing else crosses. A job's task keeps the
 * journal alive, and jobs end in the opener's thread, so a journal never ends in its own threads. */

#define GROUP_LIMIT 256

enum
{
  COMMITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef enum
{
  JOB_OPEN,
  JOB_APPEND,
  JOB_QUERY,
  JOB_STOP
} MbJobVerb;

typedef struct
{
  MbJobVerb verb;
  GTask *task;                /* NULL: a stop that nobody waits for */
  MbTransaction *transaction; /* append */
  MbJournalQuery *query;      /* query */
  MbRange *range;             /* a query's answer */
  GError *error;
} MbJob;

struct _MbJournal
{
  GObject parent_instance;

  /* the opener's thread */
  GMainContext *context;
  MbHead head;
  GQueue early; /* MbJob: reads that saw a commit before its own delivery came */
  gboolean closed;

  GAsyncQueue *writing; /* MbJob */
  GAsyncQueue *reading; /* MbJob; the same queue where the storage has no reader of its own */
  GThread *writer_thread;

  /* the writing thread */
  MbJournalWriter writer;
  MbJob *held; /* taken from the queue, but not part of the group */
  GThread *reader_thread;

  /* the reading thread */
  MbJournalStorage *reader;
};

G_DEFINE_FINAL_TYPE (MbJournal, mb_journal, G_TYPE_OBJECT)

typedef struct
{
  MbJournal *self;    /* kept by the jobs' tasks */
  GPtrArray *jobs;    /* MbJob */
  GPtrArray *changes; /* MbChange: what the commit brought; empty: nothing */
  MbHead head;        /* empty: nothing to tell of it */
} MbDelivery;

static MbJob *
job_new (MbJobVerb verb, GTask *task)
{
  MbJob *job = g_new0 (MbJob, 1);

  job->verb = verb;
  job->task = task;
  return job;
}

static void
job_free (gpointer data)
{
  MbJob *job = data;

  g_clear_pointer (&job->transaction, mb_transaction_unref);
  g_clear_pointer (&job->query, mb_journal_query_free);
  g_clear_pointer (&job->range, mb_range_free);
  g_clear_error (&job->error);
  g_clear_object (&job->task);
  g_free (job);
}

static void
delivery_free (gpointer data)
{
  MbDelivery *delivery = data;

  g_ptr_array_unref (delivery->jobs);
  g_ptr_array_unref (delivery->changes);
  g_free (delivery);
}

static MbDelivery *
delivery_new (MbJournal *self, MbJob *job)
{
  MbDelivery *delivery = g_new0 (MbDelivery, 1);

  delivery->self = self;
  delivery->jobs = g_ptr_array_new_with_free_func (job_free);
  delivery->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_change_unref);
  g_ptr_array_add (delivery->jobs, job);
  return delivery;
}

/* The opener's side. */

static void
answer (MbJob *job)
{
  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else if (job->range != NULL)
    g_task_return_pointer (job->task, g_steal_pointer (&job->range), (GDestroyNotify) mb_range_free);
  else
    g_task_return_boolean (job->task, TRUE);
}

/* The reading thread can see a commit whose delivery is still under way. Its answer waits for that, so
 * that nobody has to think about what a read knows and the signal has not told yet. Beside a foreign
 * writer nothing is told at all. */
static gboolean
is_early (MbJournal *self, const MbJob *job)
{
  return job->range != NULL && job->range->upto.number > self->head.number && self->writer.funcs != NULL;
}

static void
answer_early (MbJournal *self)
{
  guint n = g_queue_get_length (&self->early);

  for (guint i = 0; i < n; i++)
    {
      MbJob *job = g_queue_pop_head (&self->early);

      if (is_early (self, job))
        {
          g_queue_push_tail (&self->early, job);
          continue;
        }
      answer (job);
      job_free (job);
    }
}

static gboolean
on_delivered (gpointer data)
{
  MbDelivery *delivery = data;
  g_autoptr (MbJournal) self = g_object_ref (delivery->self);

  if (delivery->head.position[0] != '\0')
    self->head = delivery->head;
  if (delivery->changes->len > 0)
    g_signal_emit (self, signals[COMMITTED], 0, delivery->changes, &self->head);

  while (delivery->jobs->len > 0)
    {
      MbJob *job = g_ptr_array_steal_index (delivery->jobs, 0);

      if (is_early (self, job))
        {
          g_queue_push_tail (&self->early, job);
          continue;
        }
      answer (job);
      job_free (job);
    }

  answer_early (self);
  return G_SOURCE_REMOVE;
}

/* The one way from the journal's threads to the opener's. @delivery: (transfer full), with every
 * reference to the journal that its jobs hold. */
static void
cross_to_opener (MbDelivery *delivery)
{
  g_autoptr (GMainContext) context = g_main_context_ref (delivery->self->context);
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_static_name (source, "mb-journal");
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_delivered, delivery, delivery_free);
  g_source_attach (source, context);
}

/* The reading thread. */

static void
run_query (MbJournal *self, MbJournalStorage *storage, MbJob *job)
{
  if (!g_cancellable_set_error_if_cancelled (g_task_get_cancellable (job->task), &job->error))
    job->range = mb_journal_query_run (job->query, storage, &job->error);
  cross_to_opener (delivery_new (self, job));
}

static gpointer
read_thread (gpointer data)
{
  MbJournal *self = data;
  MbJob *job;

  while ((job = g_async_queue_pop (self->reading))->verb != JOB_STOP)
    run_query (self, self->reader, job);

  job_free (job);
  g_clear_object (&self->reader);
  return NULL;
}

/* The writing thread. */

static void
tell_head (MbJournal *self, MbDelivery *delivery)
{
  mb_head_set (&delivery->head, self->writer.head.number, self->writer.head.hash);
}

static gboolean
open_storage (MbJournal *self, GError **error)
{
  MbJournalStorageClass *klass = MB_JOURNAL_STORAGE_GET_CLASS (self->writer.storage);

  if (!mb_journal_writer_open (&self->writer, error))
    return FALSE;
  if (klass->open_reader == NULL || self->writer.funcs == NULL)
    return TRUE;

  self->reader = klass->open_reader (self->writer.storage, error);
  if (self->reader == NULL)
    return FALSE;

  self->reading = g_async_queue_new ();
  self->reader_thread = g_thread_new ("mb-journal-read", read_thread, self);
  return TRUE;
}

static void
run_open (MbJournal *self, MbJob *job)
{
  MbDelivery *delivery = delivery_new (self, job);

  if (open_storage (self, &job->error))
    tell_head (self, delivery);
  cross_to_opener (delivery);
}

static void
gather_group (MbJournal *self, GPtrArray *jobs)
{
  while (jobs->len < GROUP_LIMIT && (self->held = g_async_queue_try_pop (self->writing)) != NULL)
    {
      if (self->held->verb != JOB_APPEND)
        return;
      g_ptr_array_add (jobs, g_steal_pointer (&self->held));
    }
}

static void
commit_group (MbJournal *self, MbDelivery *delivery)
{
  GPtrArray *jobs = delivery->jobs;
  g_autofree MbAppend *appends = g_new0 (MbAppend, jobs->len);
  g_autofree MbJob **asked = g_new0 (MbJob *, jobs->len);
  guint n = 0;

  for (guint i = 0; i < jobs->len; i++)
    {
      MbJob *job = jobs->pdata[i];

      if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (job->task), &job->error))
        continue;
      appends[n].transaction = job->transaction;
      asked[n++] = job;
    }

  mb_journal_writer_commit (&self->writer, appends, n);

  for (guint i = 0; i < n; i++)
    {
      MbTransaction *transaction = asked[i]->transaction;

      asked[i]->error = appends[i].error;
      for (guint j = 0; asked[i]->error == NULL && j < transaction->changes->len; j++)
        g_ptr_array_add (delivery->changes, mb_change_ref (transaction->changes->pdata[j]));
    }
}

static void
run_append (MbJournal *self, MbJob *job)
{
  MbDelivery *delivery = delivery_new (self, job);

  gather_group (self, delivery->jobs);
  commit_group (self, delivery);
  tell_head (self, delivery);
  cross_to_opener (delivery);
  MB_JOURNAL_STORAGE_GET_CLASS (self->writer.storage)->tidy (self->writer.storage);
}

static void
run_stop (MbJournal *self, MbJob *job)
{
  if (self->reader_thread != NULL)
    {
      g_async_queue_push (self->reading, job_new (JOB_STOP, NULL));
      g_thread_join (g_steal_pointer (&self->reader_thread));
    }
  mb_journal_writer_clear (&self->writer);

  if (job->task != NULL)
    cross_to_opener (delivery_new (self, job));
  else
    job_free (job);
}

static gpointer
write_thread (gpointer data)
{
  MbJournal *self = data;

  for (;;)
    {
      MbJob *job = self->held != NULL ? g_steal_pointer (&self->held) : g_async_queue_pop (self->writing);

      switch (job->verb)
        {
        case JOB_OPEN:
          run_open (self, job);
          break;
        case JOB_APPEND:
          run_append (self, job);
          break;
        case JOB_QUERY:
          run_query (self, self->writer.storage, job);
          break;
        case JOB_STOP:
          run_stop (self, job);
          return NULL;
        }
    }
}

static void
mb_journal_finalize (GObject *object)
{
  MbJournal *self = MB_JOURNAL (object);

  if (!self->closed)
    g_async_queue_push (self->writing, job_new (JOB_STOP, NULL));
  g_thread_join (self->writer_thread);

  g_clear_pointer (&self->reading, g_async_queue_unref);
  g_async_queue_unref (self->writing);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (mb_journal_parent_class)->finalize (object);
}

static void
mb_journal_class_init (MbJournalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_journal_finalize;

  /**
   * MbJournal::committed: a commit that changed something is durable.
   * @changes: GPtrArray of MbChange in order, of one or many transactions
   * @head: MbHead *
   */
  signals[COMMITTED] = g_signal_new ("committed", MB_TYPE_JOURNAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 2, G_TYPE_PTR_ARRAY, G_TYPE_POINTER);
}

static void
mb_journal_init (MbJournal *self)
{
  g_queue_init (&self->early);
  self->context = g_main_context_ref_thread_default ();
  self->writing = g_async_queue_new ();
}

MbJournal *
mb_journal_new (MbJournalStorage *storage, MbClock *clock, const MbClerkFuncs *funcs, gpointer clerk)
{
  MbJournal *self = g_object_new (MB_TYPE_JOURNAL, NULL);

  self->writer.storage = storage;
  self->writer.clock = g_object_ref (clock);
  self->writer.funcs = funcs;
  self->writer.clerk = clerk;
  return self;
}

void
mb_journal_open_now (MbJournal *self)
{
  g_autoptr (GError) error = NULL;

  if (!mb_journal_writer_open (&self->writer, &error))
    g_error ("%s", error->message);

  mb_head_set (&self->head, self->writer.head.number, self->writer.head.hash);
  self->writer_thread = g_thread_new ("mb-journal", write_thread, self);
}

void
mb_journal_open_async (MbJournal *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, mb_journal_open_async);
  g_async_queue_push (self->writing, job_new (JOB_OPEN, g_steal_pointer (&task)));
  self->writer_thread = g_thread_new ("mb-journal", write_thread, self);
}

/* @job: (transfer full) */
static void
submit (MbJournal *self, GAsyncQueue *queue, MbJob *job)
{
  if (!self->closed)
    {
      g_async_queue_push (queue, job);
      return;
    }

  g_task_return_new_error (job->task, MB_ERROR, MB_ERROR_BUSY, "The journal is being closed");
  job_free (job);
}

void
mb_journal_append_async (MbJournal *self, MbTransaction *transaction, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;
  MbJob *job;

  g_return_if_fail (MB_IS_JOURNAL (self));
  g_return_if_fail (transaction != NULL);
  g_return_if_fail (self->writer.funcs != NULL);
  g_return_if_fail (transaction->idempotency_key == NULL || transaction->body_digest != NULL);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, mb_journal_append_async);
  g_task_set_check_cancellable (task, FALSE);
  job = job_new (JOB_APPEND, task);
  job->transaction = mb_transaction_ref (transaction);
  submit (self, self->writing, job);
}

gboolean
mb_journal_append_finish (MbJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
ask (MbJournal *self, MbJournalQuery *query, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  MbJob *job = job_new (JOB_QUERY, task);

  g_task_set_source_tag (task, ask);
  job->query = query;
  submit (self, self->reading != NULL ? self->reading : self->writing, job);
}

void
mb_journal_delta_async (MbJournal *self, const char *after, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer data)
{
  MbJournalQuery *query;

  g_return_if_fail (MB_IS_JOURNAL (self));

  query = mb_journal_query_new (MB_QUERY_DELTA);
  query->position = g_strdup (after);
  ask (self, query, cancellable, callback, data);
}

void
mb_journal_fold_async (MbJournal *self, const char *kind, const char *position, const char *as_of,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  MbJournalQuery *query;

  g_return_if_fail (MB_IS_JOURNAL (self));
  g_return_if_fail (position == NULL || as_of == NULL);

  query = mb_journal_query_new (MB_QUERY_FOLD);
  query->kind = g_strdup (kind);
  query->position = g_strdup (position);
  query->as_of = g_strdup (as_of);
  ask (self, query, cancellable, callback, data);
}

void
mb_journal_page_async (MbJournal *self, const char *after, guint limit, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  MbJournalQuery *query;

  g_return_if_fail (MB_IS_JOURNAL (self));

  query = mb_journal_query_new (MB_QUERY_PAGE);
  query->position = g_strdup (after);
  query->limit = limit;
  ask (self, query, cancellable, callback, data);
}

void
mb_journal_get_async (MbJournal *self, const char *kind, const char *id, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer data)
{
  MbJournalQuery *query;

  g_return_if_fail (MB_IS_JOURNAL (self));
  g_return_if_fail (kind != NULL && id != NULL);

  query = mb_journal_query_new (MB_QUERY_GET);
  query->kind = g_strdup (kind);
  query->id = g_strdup (id);
  ask (self, query, cancellable, callback, data);
}

MbRange *
mb_journal_range_finish (MbJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
mb_journal_close_async (MbJournal *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (MB_IS_JOURNAL (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, mb_journal_close_async);
  g_task_set_check_cancellable (task, FALSE);
  submit (self, self->writing, job_new (JOB_STOP, task));
  self->closed = TRUE;
}

gboolean
mb_journal_close_finish (MbJournal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
mb_journal_get_head (MbJournal *self, MbHead *head)
{
  g_return_if_fail (MB_IS_JOURNAL (self));
  g_return_if_fail (head != NULL);

  *head = self->head;
}
