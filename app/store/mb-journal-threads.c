/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/mb-journal-threads.h"

/* Where a journal's work is done. */

#define GROUP_LIMIT 256

struct _MbJournalThreads
{
  MbDeliver deliver;
  gpointer data;

  GAsyncQueue *writing; /* MbJob */
  GAsyncQueue *reading; /* MbJob; NULL: the writing thread reads, too; set before the open is answered */
  GThread *writer_thread;
  guint commit;         /* atomic; the group that is being written, or was last */

  /* the writing thread's own */
  MbJournalWriter writer;
  MbJob *held; /* taken from the queue, but not part of the group */
  GThread *reader_thread;

  /* the reading thread's own */
  MbJournalStorage *reader;
};

MbJob *
mb_job_new (MbJobVerb verb, GTask *task)
{
  MbJob *self = g_new0 (MbJob, 1);

  self->verb = verb;
  self->task = task;
  return self;
}

void
mb_job_free (MbJob *self)
{
  g_clear_pointer (&self->transaction, mb_transaction_unref);
  g_clear_pointer (&self->query, mb_journal_query_free);
  g_clear_pointer (&self->range, mb_range_free);
  g_clear_error (&self->error);
  g_clear_object (&self->task);
  g_free (self);
}

static MbDelivery *
delivery_new (MbJob *job)
{
  MbDelivery *self = g_new0 (MbDelivery, 1);

  self->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_job_free);
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_change_unref);
  g_ptr_array_add (self->jobs, job);
  return self;
}

void
mb_delivery_free (MbDelivery *self)
{
  g_ptr_array_unref (self->jobs);
  g_ptr_array_unref (self->changes);
  g_free (self);
}

/* The reading thread. */

static void
run_reading_work (MbJournalThreads *self, MbJournalStorage *storage, MbJob *job)
{
  MbJournalStorageClass *klass = MB_JOURNAL_STORAGE_GET_CLASS (storage);

  if (!klass->begin (storage, FALSE, &job->error))
    return;

  job->work (storage, g_task_get_task_data (job->task), &job->error);
  job->seen = g_atomic_int_get (&self->commit);
  klass->rollback (storage);
}

static void
run_query (MbJournalThreads *self, MbJournalStorage *storage, MbJob *job)
{
  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (job->task), &job->error))
    ;
  else if (job->work != NULL)
    run_reading_work (self, storage, job);
  else
    job->range = mb_journal_query_run (job->query, storage, &job->error);
  self->deliver (delivery_new (job), self->data);
}

static gpointer
read_thread (gpointer data)
{
  MbJournalThreads *self = data;
  MbJob *job;

  while ((job = g_async_queue_pop (self->reading))->verb != MB_JOB_STOP)
    run_query (self, self->reader, job);

  mb_job_free (job);
  g_clear_object (&self->reader);
  return NULL;
}

/* The writing thread. */

static void
tell_head (MbJournalThreads *self, MbDelivery *delivery)
{
  mb_head_set (&delivery->head, self->writer.head.number, self->writer.head.hash);
}

static gboolean
open_storage (MbJournalThreads *self, GError **error)
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
run_open (MbJournalThreads *self, MbJob *job)
{
  MbDelivery *delivery = delivery_new (job);

  if (open_storage (self, &job->error))
    tell_head (self, delivery);
  self->deliver (delivery, self->data);
}

static void
gather_group (MbJournalThreads *self, GPtrArray *jobs)
{
  while (jobs->len < GROUP_LIMIT && (self->held = g_async_queue_try_pop (self->writing)) != NULL)
    {
      if (self->held->verb != MB_JOB_APPEND)
        return;
      g_ptr_array_add (jobs, g_steal_pointer (&self->held));
    }
}

static void
commit_group (MbJournalThreads *self, MbDelivery *delivery)
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
      appends[n].work = job->work;
      appends[n].work_data = g_task_get_task_data (job->task);
      asked[n++] = job;
    }

  mb_journal_writer_commit (&self->writer, appends, n);

  for (guint i = 0; i < n; i++)
    {
      MbTransaction *transaction = asked[i]->transaction;

      asked[i]->error = appends[i].error;
      for (guint j = 0; transaction != NULL && asked[i]->error == NULL && j < transaction->changes->len; j++)
        g_ptr_array_add (delivery->changes, mb_change_ref (transaction->changes->pdata[j]));
    }
}

static void
run_append (MbJournalThreads *self, MbJob *job)
{
  MbDelivery *delivery = delivery_new (job);

  gather_group (self, delivery->jobs);
  g_atomic_int_inc (&self->commit);
  delivery->commit = g_atomic_int_get (&self->commit);
  commit_group (self, delivery);
  tell_head (self, delivery);
  self->deliver (delivery, self->data);
  MB_JOURNAL_STORAGE_GET_CLASS (self->writer.storage)->tidy (self->writer.storage);
}

static void
run_stop (MbJournalThreads *self, MbJob *job)
{
  if (self->reader_thread != NULL)
    {
      g_async_queue_push (self->reading, mb_job_new (MB_JOB_STOP, NULL));
      g_thread_join (g_steal_pointer (&self->reader_thread));
    }
  mb_journal_writer_clear (&self->writer);

  if (job->task != NULL)
    self->deliver (delivery_new (job), self->data);
  else
    mb_job_free (job);
}

static gpointer
write_thread (gpointer data)
{
  MbJournalThreads *self = data;

  for (;;)
    {
      MbJob *job = self->held != NULL ? g_steal_pointer (&self->held) : g_async_queue_pop (self->writing);

      switch (job->verb)
        {
        case MB_JOB_OPEN:
          run_open (self, job);
          break;
        case MB_JOB_APPEND:
          run_append (self, job);
          break;
        case MB_JOB_QUERY:
          run_query (self, self->writer.storage, job);
          break;
        case MB_JOB_STOP:
          run_stop (self, job);
          return NULL;
        }
    }
}

MbJournalThreads *
mb_journal_threads_new (MbJournalStorage *storage, MbClock *clock, const MbClerkFuncs *funcs, gpointer clerk,
                        MbDeliver deliver, gpointer data)
{
  MbJournalThreads *self = g_new0 (MbJournalThreads, 1);

  self->deliver = deliver;
  self->data = data;
  self->writer.storage = storage;
  self->writer.clock = g_object_ref (clock);
  self->writer.funcs = funcs;
  self->writer.clerk = clerk;
  self->writing = g_async_queue_new ();
  return self;
}

void
mb_journal_threads_open_now (MbJournalThreads *self, MbHead *head)
{
  g_autoptr (GError) error = NULL;

  if (!mb_journal_writer_open (&self->writer, &error))
    g_error ("%s", error->message);

  mb_head_set (head, self->writer.head.number, self->writer.head.hash);
}

void
mb_journal_threads_start (MbJournalThreads *self)
{
  self->writer_thread = g_thread_new ("mb-journal", write_thread, self);
}

void
mb_journal_threads_push (MbJournalThreads *self, MbJob *job)
{
  g_async_queue_push (job->verb == MB_JOB_QUERY && self->reading != NULL ? self->reading : self->writing, job);
}

void
mb_journal_threads_free (MbJournalThreads *self)
{
  g_thread_join (self->writer_thread);
  g_clear_pointer (&self->reading, g_async_queue_unref);
  g_async_queue_unref (self->writing);
  g_free (self);
}
