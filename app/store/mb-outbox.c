/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/mb-outbox.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-fact-codec.h"
#include "store/sqlite/mb-sqlite-outbox.h"

/* Jobs for one thread. Additions that wait become one commit; a take that finds nothing is held until there is
 * something. Only answer() crosses back: a task brings its result to its own context. */

#define GROUP_LIMIT 256
#define BATCH_BYTES (1024 * 1024)

typedef enum
{
  JOB_ADD,
  JOB_TAKE,
  JOB_SETTLE,
  JOB_LOOK, /* a take may have been cancelled */
  JOB_STOP
} JobVerb;

typedef struct
{
  JobVerb verb;
  GTask *task;    /* its source is nobody: a thread must not hold the last reference */
  MbFact *fact;   /* add */
  gint64 number;  /* add */
  guint limit;    /* take */
  gulong cancelled_id;
  char *source;   /* settle */
  GArray *ns;     /* settle */
  GHashTable *aside;
  GError *error;
} Job;

struct _MbOutbox
{
  GObject parent_instance;

  GAsyncQueue *queue; /* Job */
  GThread *thread;

  /* the thread's own */
  MbSqliteOutbox *file;
  gsize max_bytes;
  Job *held;    /* taken from the queue, but not part of the group */
  Job *hungry;  /* a take that waits */
  char *trouble;

  GMutex mutex;
  MbOutboxState state;
};

G_DEFINE_FINAL_TYPE (MbOutbox, mb_outbox, G_TYPE_OBJECT)

static Job *
job_new (JobVerb verb, GTask *task)
{
  Job *job = g_new0 (Job, 1);

  job->verb = verb;
  job->task = task;
  return job;
}

static void
job_free (Job *job)
{
  g_clear_object (&job->task);
  g_clear_pointer (&job->fact, mb_fact_free);
  g_clear_pointer (&job->source, g_free);
  g_clear_pointer (&job->ns, g_array_unref);
  g_clear_pointer (&job->aside, g_hash_table_unref);
  g_clear_error (&job->error);
  g_free (job);
}

void
mb_outbox_batch_free (MbOutboxBatch *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->source);
  g_bytes_unref (self->body);
  g_array_unref (self->ns);
  g_free (self);
}

void
mb_outbox_state_clear (MbOutboxState *self)
{
  g_clear_pointer (&self->problem, g_free);
}

/* In the thread. */

/* The one way back. @job: (transfer full); @batch: (transfer full) (nullable) */
static void
answer (Job *job, MbOutboxBatch *batch)
{
  if (job->cancelled_id != 0)
    g_cancellable_disconnect (g_task_get_cancellable (job->task), job->cancelled_id);
  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else if (batch != NULL)
    g_task_return_pointer (job->task, batch, (GDestroyNotify) mb_outbox_batch_free);
  else if (job->verb == JOB_ADD)
    g_task_return_int (job->task, job->number);
  else
    g_task_return_boolean (job->task, TRUE);
  job_free (job);
}

static void
note_trouble (MbOutbox *self, const GError *error)
{
  g_free (self->trouble);
  self->trouble = error != NULL ? g_strdup (error->message) : NULL;
}

static void
tell_state (MbOutbox *self, guint n_refused)
{
  const char *aside = mb_sqlite_outbox_get_aside (self->file);

  g_mutex_lock (&self->mutex);
  self->state.waiting = mb_sqlite_outbox_get_n_lines (self->file);
  self->state.aside = mb_sqlite_outbox_get_n_aside (self->file);
  self->state.refused += n_refused;
  g_free (self->state.problem);
  if (self->trouble != NULL)
    self->state.problem = g_strdup (self->trouble);
  else
    self->state.problem = aside != NULL ? g_strdup_printf ("An outbox of no use was set aside as %s", aside) : NULL;
  g_mutex_unlock (&self->mutex);
}

static gboolean
check_room (MbOutbox *self, gsize size, GError **error)
{
  if (mb_sqlite_outbox_get_size (self->file) + size <= self->max_bytes)
    return TRUE;

  mb_error_set (error, MB_ERROR_FULL, NULL, "The outbox holds %" G_GSIZE_FORMAT " bytes that the hub has not got, and no more",
                self->max_bytes);
  return FALSE;
}

/* Returns: %FALSE when the file failed, and the whole group with it */
static gboolean
add_one (MbOutbox *self, Job *job, GError **error)
{
  g_autoptr (GBytes) text = NULL;

  job->number = mb_sqlite_outbox_get_next (self->file);
  job->fact->n = job->number;
  g_free (job->fact->source);
  job->fact->source = g_strdup (mb_sqlite_outbox_get_source (self->file));
  if (!mb_fact_check (job->fact, &job->error))
    return TRUE;

  text = mb_fact_encode (job->fact);
  return !check_room (self, g_bytes_get_size (text), &job->error) || mb_sqlite_outbox_add (self->file, text, error);
}

static gboolean
add_all (MbOutbox *self, GPtrArray *jobs, GError **error)
{
  gboolean ok;

  if (!mb_sqlite_outbox_open (self->file, error))
    return FALSE;

  ok = mb_sqlite_outbox_begin (self->file, error);
  for (guint i = 0; ok && i < jobs->len; i++)
    ok = add_one (self, jobs->pdata[i], error);
  ok = ok && mb_sqlite_outbox_commit (self->file, error);
  if (!ok)
    mb_sqlite_outbox_roll_back (self->file);
  return ok;
}

static void
give_up_if_damaged (MbOutbox *self, const GError *error)
{
  if (g_error_matches (error, MB_ERROR, MB_ERROR_CORRUPT))
    mb_sqlite_outbox_give_up (self->file);
}

static void
gather (MbOutbox *self, GPtrArray *jobs)
{
  while (jobs->len < GROUP_LIMIT && (self->held = g_async_queue_try_pop (self->queue)) != NULL)
    {
      if (self->held->verb != JOB_ADD)
        return;
      g_ptr_array_add (jobs, g_steal_pointer (&self->held));
    }
}

static void
run_add (MbOutbox *self, Job *first)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new ();
  g_autoptr (GError) failed = NULL;
  const GError *refused = NULL;
  guint n_refused = 0;

  g_ptr_array_add (jobs, first);
  gather (self, jobs);
  add_all (self, jobs, &failed);
  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = jobs->pdata[i];

      if (failed != NULL)
        {
          g_clear_error (&job->error);
          job->error = g_error_copy (failed);
        }
      if (job->error != NULL)
        refused = job->error;
      n_refused += g_error_matches (job->error, MB_ERROR, MB_ERROR_FULL);
    }
  note_trouble (self, refused);
  give_up_if_damaged (self, failed);
  tell_state (self, n_refused);
  for (guint i = 0; i < jobs->len; i++)
    answer (jobs->pdata[i], NULL);
}

static MbOutboxBatch *
peek (MbOutbox *self, guint limit, GError **error)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  MbOutboxBatch *batch;

  if (!mb_sqlite_outbox_open (self->file, error))
    return NULL;
  if (!mb_sqlite_outbox_peek (self->file, limit, BATCH_BYTES, body, ns, error))
    return NULL;

  batch = g_new0 (MbOutboxBatch, 1);
  batch->source = g_strdup (mb_sqlite_outbox_get_source (self->file));
  batch->body = g_string_free_to_bytes (g_steal_pointer (&body));
  batch->ns = g_steal_pointer (&ns);
  return batch;
}

/* Feeds the take that waits, if there is something for it. */
static void
feed (MbOutbox *self)
{
  g_autoptr (MbOutboxBatch) batch = NULL;

  if (self->hungry == NULL)
    return;
  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (self->hungry->task), &self->hungry->error))
    {
      answer (g_steal_pointer (&self->hungry), NULL);
      return;
    }

  batch = peek (self, self->hungry->limit, &self->hungry->error);
  if (batch != NULL && batch->ns->len == 0)
    return;

  if (batch == NULL)
    {
      note_trouble (self, self->hungry->error);
      give_up_if_damaged (self, self->hungry->error);
    }
  tell_state (self, 0);
  answer (g_steal_pointer (&self->hungry), g_steal_pointer (&batch));
}

/* A batch of a file that is no longer this one says nothing about its numbers. */
static void
run_settle (MbOutbox *self, Job *job)
{
  if (mb_sqlite_outbox_open (self->file, &job->error)
      && g_str_equal (job->source, mb_sqlite_outbox_get_source (self->file)))
    mb_sqlite_outbox_settle (self->file, job->ns, job->aside, &job->error);
  note_trouble (self, job->error);
  give_up_if_damaged (self, job->error);
  tell_state (self, 0);
  answer (job, NULL);
}

static gpointer
run_thread (gpointer data)
{
  MbOutbox *self = data;
  gboolean stop = FALSE;

  while (!stop)
    {
      Job *job = self->held != NULL ? g_steal_pointer (&self->held) : g_async_queue_pop (self->queue);

      switch (job->verb)
        {
        case JOB_ADD:
          run_add (self, job);
          break;
        case JOB_TAKE:
          self->hungry = job;
          break;
        case JOB_SETTLE:
          run_settle (self, job);
          break;
        case JOB_STOP:
          stop = TRUE;
          job_free (job);
          break;
        case JOB_LOOK:
        default:
          job_free (job);
        }
      feed (self);
    }
  return NULL;
}

/* The callers' side. */

static void
mb_outbox_finalize (GObject *object)
{
  MbOutbox *self = MB_OUTBOX (object);

  g_async_queue_push (self->queue, job_new (JOB_STOP, NULL));
  g_thread_join (self->thread);
  if (self->hungry != NULL)
    {
      mb_error_set (&self->hungry->error, MB_ERROR_BUSY, NULL, "The outbox is closed");
      answer (g_steal_pointer (&self->hungry), NULL);
    }
  g_async_queue_unref (self->queue);
  mb_sqlite_outbox_free (self->file);
  mb_outbox_state_clear (&self->state);
  g_free (self->trouble);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (mb_outbox_parent_class)->finalize (object);
}

static void
mb_outbox_class_init (MbOutboxClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_outbox_finalize;
}

static void
mb_outbox_init (MbOutbox *self)
{
  g_mutex_init (&self->mutex);
  self->queue = g_async_queue_new ();
}

MbOutbox *
mb_outbox_new (const char *path, const char *id, gsize max_bytes)
{
  MbOutbox *self;

  g_return_val_if_fail (path != NULL && id != NULL, NULL);

  self = g_object_new (MB_TYPE_OUTBOX, NULL);
  self->file = mb_sqlite_outbox_new (path, id);
  self->max_bytes = max_bytes;
  self->thread = g_thread_new ("mb-outbox", run_thread, self);
  return self;
}

static GTask *
task_new (gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  return task;
}

void
mb_outbox_add_async (MbOutbox *self, MbFact *fact, GAsyncReadyCallback callback, gpointer data)
{
  Job *job;

  g_return_if_fail (MB_IS_OUTBOX (self));
  g_return_if_fail (fact != NULL);

  job = job_new (JOB_ADD, task_new (mb_outbox_add_async, NULL, callback, data));
  job->fact = fact;
  g_async_queue_push (self->queue, job);
}

gboolean
mb_outbox_add_finish (MbOutbox *self, GAsyncResult *result, gint64 *n, GError **error)
{
  gssize number;

  g_return_val_if_fail (g_async_result_is_tagged (result, mb_outbox_add_async), FALSE);

  number = g_task_propagate_int (G_TASK (result), error);
  if (n != NULL && number > 0)
    *n = number;
  return number > 0;
}

/* In whichever thread cancels. */
static void
on_cancelled (GCancellable *cancellable, gpointer queue)
{
  g_async_queue_push (queue, job_new (JOB_LOOK, NULL));
}

void
mb_outbox_take_async (MbOutbox *self, guint limit, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer data)
{
  Job *job;

  g_return_if_fail (MB_IS_OUTBOX (self));
  g_return_if_fail (limit > 0);

  job = job_new (JOB_TAKE, task_new (mb_outbox_take_async, cancellable, callback, data));
  job->limit = limit;
  if (cancellable != NULL)
    job->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), g_async_queue_ref (self->queue),
                                               (GDestroyNotify) g_async_queue_unref);
  g_async_queue_push (self->queue, job);
}

MbOutboxBatch *
mb_outbox_take_finish (MbOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, mb_outbox_take_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
mb_outbox_settle_async (MbOutbox *self, const MbOutboxBatch *batch, gint n, GHashTable *aside,
                        GAsyncReadyCallback callback, gpointer data)
{
  Job *job;

  g_return_if_fail (MB_IS_OUTBOX (self));
  g_return_if_fail (batch != NULL && n <= (gint) batch->ns->len);

  job = job_new (JOB_SETTLE, task_new (mb_outbox_settle_async, NULL, callback, data));
  job->source = g_strdup (batch->source);
  job->ns = g_array_copy (batch->ns);
  if (n >= 0)
    g_array_set_size (job->ns, (guint) n);
  job->aside = aside != NULL ? g_hash_table_ref (aside) : NULL;
  g_async_queue_push (self->queue, job);
}

gboolean
mb_outbox_settle_finish (MbOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, mb_outbox_settle_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
mb_outbox_get_state (MbOutbox *self, MbOutboxState *state)
{
  g_return_if_fail (MB_IS_OUTBOX (self));

  g_mutex_lock (&self->mutex);
  *state = self->state;
  state->problem = g_strdup (self->state.problem);
  g_mutex_unlock (&self->mutex);
}
