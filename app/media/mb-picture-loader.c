/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-picture-loader.h"

#include "core/base/mb-error.h"
#include "media/mb-picture-decode.h"
#include "media/mb-picture-pool.h"

#include <sys/resource.h>
#include <sys/time.h>

/* The jobs wait in the loader, and its worker has one at a time: so the loader knows how long that one takes,
 * and everything but the making itself happens in one thread. */

#define PATIENCE_MS 10000
#define MAX_LOST 2 /* workers that were given up, and still work */
#define NICENESS 10

/* A thread and its letter box. What it still does when the loader is gone, nobody reads. */
typedef struct
{
  gatomicrefcount references;
  GMainContext *context; /* (owned) the loader's */
  GAsyncQueue *inbox;    /* of Job */
  GWeakRef loader;
} Worker;

/* Somebody who waits for a job. */
typedef struct
{
  GTask *task;       /* (owned) */
  GSource *cancelled; /* (owned) (nullable) */
} Waiter;

typedef struct
{
  char *key;
  char *path; /* NULL: the end of the worker */
  MbPictureBox box;
  GCancellable *cancellable; /* (owned) */
  Worker *worker;            /* (owned) (nullable) that has it */
  GPtrArray *waiters;        /* of Waiter; the loader's own */

  GdkTexture *texture; /* (owned) (nullable) */
  GError *error;       /* (owned) (nullable) */
} Job;

struct _MbPictureLoader
{
  GObject parent_instance;

  GMainContext *context; /* (owned) */
  MbPicturePool *pool;
  guint patience_ms;
  GQueue waiting;    /* of Job, not owned: the table owns them */
  GHashTable *jobs;  /* key -> Job, owned, with waiters */
  Job *current;      /* that the worker has; in the table, unless nobody wants it any more */
  GSource *deadline; /* (owned) (nullable) */
  Worker *worker;    /* (owned) (nullable) */
  guint n_lost;
};

G_DEFINE_FINAL_TYPE (MbPictureLoader, mb_picture_loader, G_TYPE_OBJECT)

static void begin_next (MbPictureLoader *self);

static void
worker_unref (Worker *worker)
{
  if (!g_atomic_ref_count_dec (&worker->references))
    return;

  g_weak_ref_clear (&worker->loader);
  g_async_queue_unref (worker->inbox);
  g_main_context_unref (worker->context);
  g_free (worker);
}

static Worker *
worker_ref (Worker *worker)
{
  g_atomic_ref_count_inc (&worker->references);
  return worker;
}

static void
waiter_free (Waiter *waiter)
{
  if (waiter->cancelled != NULL)
    {
      g_source_destroy (waiter->cancelled);
      g_source_unref (waiter->cancelled);
    }
  g_object_unref (waiter->task);
  g_free (waiter);
}

static void
job_free (Job *job)
{
  g_clear_pointer (&job->worker, worker_unref);
  g_clear_pointer (&job->waiters, g_ptr_array_unref);
  g_clear_object (&job->cancellable);
  g_clear_object (&job->texture);
  g_clear_error (&job->error);
  g_free (job->key);
  g_free (job->path);
  g_free (job);
}

/* The worker's thread. */

static gboolean on_made (gpointer data);

/* The only way out of the worker's thread. */
static void
cross_to_loader (Job *job)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_made, job, NULL);
  g_source_attach (source, job->worker->context);
  g_source_unref (source);
}

static gpointer
work (gpointer data)
{
  Worker *worker = data;
  Job *job;

  /* On Linux this is of the thread alone: whatever a picture costs, the board comes first. */
  setpriority (PRIO_PROCESS, 0, NICENESS);
  while ((job = g_async_queue_pop (worker->inbox))->path != NULL)
    {
      job->texture = mb_picture_decode (job->path, &job->box, job->cancellable, &job->error);
      cross_to_loader (job);
    }

  job_free (job);
  worker_unref (worker);
  return NULL;
}

static Worker *
worker_new (MbPictureLoader *self)
{
  Worker *worker = g_new0 (Worker, 1);

  g_atomic_ref_count_init (&worker->references);
  worker->context = g_main_context_ref (self->context);
  worker->inbox = g_async_queue_new ();
  g_weak_ref_init (&worker->loader, self);
  g_thread_unref (g_thread_new ("mb-pictures", work, worker_ref (worker)));
  return worker;
}

/* It ends when it has read its letters. */
static void
let_go (Worker *worker)
{
  g_async_queue_push (worker->inbox, g_new0 (Job, 1));
  worker_unref (worker);
}

/* The loader's thread. */

static void
end_deadline (MbPictureLoader *self)
{
  if (self->deadline == NULL)
    return;

  g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
}

static void
answer (Waiter *waiter, GdkTexture *texture, const GError *error)
{
  if (texture != NULL)
    g_task_return_pointer (waiter->task, g_object_ref (texture), g_object_unref);
  else
    g_task_return_error (waiter->task, g_error_copy (error));
}

/* Takes a job's waiters from it first: an answer may ask for it again. */
static void
answer_all (MbPictureLoader *self, Job *job, GdkTexture *texture, const GError *error)
{
  g_autoptr (GPtrArray) waiters = g_steal_pointer (&job->waiters);

  g_hash_table_steal (self->jobs, job->key);
  for (guint i = 0; i < waiters->len; i++)
    answer (waiters->pdata[i], texture, error);
}

static gboolean
on_deadline (gpointer data)
{
  MbPictureLoader *self = data;
  Job *job = g_steal_pointer (&self->current);
  g_autoptr (GError) error = NULL;

  mb_error_set (&error, MB_ERROR_BUSY, NULL, "The picture takes longer to be made than %u s", self->patience_ms / 1000);
  g_debug ("%s: %s", job->path, error->message);
  end_deadline (self);
  g_cancellable_cancel (job->cancellable);
  self->n_lost++;
  let_go (g_steal_pointer (&self->worker));
  if (job->waiters != NULL)
    answer_all (self, job, NULL, error);
  begin_next (self);
  return G_SOURCE_REMOVE;
}

static void
hand_over (MbPictureLoader *self, Job *job)
{
  if (self->worker == NULL)
    self->worker = worker_new (self);
  self->current = job;
  self->deadline = g_timeout_source_new (self->patience_ms);
  g_source_set_callback (self->deadline, on_deadline, self, NULL);
  g_source_attach (self->deadline, self->context);
  job->worker = worker_ref (self->worker);
  g_async_queue_push (self->worker->inbox, job);
}

static void
begin_next (MbPictureLoader *self)
{
  if (self->current == NULL && self->n_lost < MAX_LOST && !g_queue_is_empty (&self->waiting))
    hand_over (self, g_queue_pop_head (&self->waiting));
}

static void
take_back (MbPictureLoader *self, Job *job)
{
  if (job == self->current)
    {
      self->current = NULL;
      end_deadline (self);
    }
  else
    self->n_lost--;

  if (job->texture != NULL)
    mb_picture_pool_put (self->pool, job->path, &job->box, job->texture);
  if (job->waiters != NULL)
    answer_all (self, job, job->texture, job->error);
  begin_next (self);
}

static gboolean
on_made (gpointer data)
{
  Job *job = data;
  g_autoptr (MbPictureLoader) self = g_weak_ref_get (&job->worker->loader);

  if (self != NULL)
    take_back (self, job);
  job_free (job);
  return G_SOURCE_REMOVE;
}

/* A job that nobody waits for: the worker leaves it, or never gets it. */
static void
drop (MbPictureLoader *self, Job *job)
{
  g_hash_table_steal (self->jobs, job->key);
  if (job == self->current)
    {
      g_clear_pointer (&job->waiters, g_ptr_array_unref);
      g_cancellable_cancel (job->cancellable);
      return;
    }

  g_queue_remove (&self->waiting, job);
  job_free (job);
}

static Waiter *
find_waiter (Job *job, GTask *task)
{
  for (guint i = 0; i < job->waiters->len; i++)
    if (((Waiter *) job->waiters->pdata[i])->task == task)
      return job->waiters->pdata[i];

  return NULL;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer data)
{
  g_autoptr (GTask) task = g_object_ref (data);
  g_autoptr (MbPictureLoader) self = g_object_ref (g_task_get_source_object (task));
  Job *job = g_hash_table_lookup (self->jobs, g_task_get_task_data (task));

  g_ptr_array_remove (job->waiters, find_waiter (job, task));
  if (job->waiters->len == 0)
    drop (self, job);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static void
add_waiter (MbPictureLoader *self, Job *job, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Waiter *waiter = g_new0 (Waiter, 1);

  waiter->task = task;
  g_ptr_array_add (job->waiters, waiter);
  if (cancellable == NULL)
    return;

  waiter->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (waiter->cancelled, G_SOURCE_FUNC (on_cancelled), task, NULL);
  g_source_attach (waiter->cancelled, self->context);
}

static Job *
job_new (const char *key, const char *path, const MbPictureBox *box)
{
  Job *job = g_new0 (Job, 1);

  job->key = g_strdup (key);
  job->path = g_strdup (path);
  job->box = *box;
  job->cancellable = g_cancellable_new ();
  job->waiters = g_ptr_array_new_with_free_func ((GDestroyNotify) waiter_free);
  return job;
}

static void
wait_for (MbPictureLoader *self, GTask *task, const char *path, const MbPictureBox *box)
{
  char *key = g_task_get_task_data (task);
  Job *job = g_hash_table_lookup (self->jobs, key);

  if (job == NULL)
    {
      job = job_new (key, path, box);
      g_hash_table_insert (self->jobs, job->key, job);
      g_queue_push_tail (&self->waiting, job);
    }
  add_waiter (self, job, task);
  begin_next (self);
}

/* Whoever waits holds the loader: at its end no job has a waiter. */
static void
mb_picture_loader_finalize (GObject *object)
{
  MbPictureLoader *self = MB_PICTURE_LOADER (object);

  g_assert (g_hash_table_size (self->jobs) == 0 && g_queue_is_empty (&self->waiting));
  end_deadline (self);
  g_clear_pointer (&self->worker, let_go);
  mb_picture_pool_free (self->pool);
  g_hash_table_unref (self->jobs);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (mb_picture_loader_parent_class)->finalize (object);
}

static void
mb_picture_loader_class_init (MbPictureLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_picture_loader_finalize;
}

static void
mb_picture_loader_init (MbPictureLoader *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->patience_ms = PATIENCE_MS;
  self->jobs = g_hash_table_new (g_str_hash, g_str_equal);
  g_queue_init (&self->waiting);
}

MbPictureLoader *
mb_picture_loader_new (gsize max_bytes)
{
  MbPictureLoader *self = g_object_new (MB_TYPE_PICTURE_LOADER, NULL);

  self->pool = mb_picture_pool_new (max_bytes);
  return self;
}

void
mb_picture_loader_set_patience (MbPictureLoader *self, guint ms)
{
  g_return_if_fail (MB_IS_PICTURE_LOADER (self));

  self->patience_ms = ms;
}

GdkTexture *
mb_picture_loader_find (MbPictureLoader *self, const char *path, const MbPictureBox *box)
{
  g_return_val_if_fail (MB_IS_PICTURE_LOADER (self), NULL);
  g_return_val_if_fail (path != NULL && box != NULL, NULL);

  return mb_picture_pool_find (self->pool, path, box);
}

void
mb_picture_load_async (MbPictureLoader *self, const char *path, const MbPictureBox *box, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;
  GdkTexture *texture;

  g_return_if_fail (MB_IS_PICTURE_LOADER (self));
  g_return_if_fail (path != NULL && box != NULL && box->width > 0 && box->height > 0);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, mb_picture_load_async);
  g_task_set_task_data (task, mb_picture_key (path, box), g_free);
  texture = mb_picture_pool_find (self->pool, path, box);
  if (texture == NULL)
    {
      wait_for (self, task, path, box);
      return;
    }

  g_task_return_pointer (task, g_object_ref (texture), g_object_unref);
  g_object_unref (task);
}

GdkTexture *
mb_picture_load_finish (MbPictureLoader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
mb_picture_loader_is_busy (MbPictureLoader *self)
{
  g_return_val_if_fail (MB_IS_PICTURE_LOADER (self), FALSE);

  return g_hash_table_size (self->jobs) > 0;
}
