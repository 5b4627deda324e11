/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/mb-board-cache.h"

#include "store/mb-cache-keeper.h"

/* Both sides of the cache's thread: one delta waits for it, into which later ones are absorbed, and
 * what it has to say comes back through cross_to_opener(). So the opener never waits for a disk, and a
 * disk that hangs never makes it hold more than one board. */

#define DELAY_MS 2000
/* Until a disk that refused is tried again. */
#define RETRY_US (30 * G_USEC_PER_SEC)

enum
{
  PROP_0,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

struct _MbBoardCache
{
  GObject parent_instance;

  GMainContext *context;
  guint delay_ms;
  MbCacheDecoder decoder;
  GDestroyNotify free_loaded;
  GTask *loading; /* NULL when answered */
  char *problem;
  GThread *thread;

  /* the thread's own while it runs */
  MbCacheKeeper keeper;
  MbCacheDelta *held; /* refused by the disk; to be tried again */
  gint64 retry_at_us;

  GMutex mutex; /* over what follows */
  GCond wake;
  gboolean stopping;
  MbCacheDelta *waiting;
  GSource *delivery; /* on its way to the opener; NULL: nothing is */
  gboolean has_loaded;
  gpointer loaded;
  char *said; /* the thread's problem */
};

G_DEFINE_FINAL_TYPE (MbBoardCache, mb_board_cache, G_TYPE_OBJECT)

static void
set_problem (MbBoardCache *self, char *problem)
{
  g_autofree char *old = self->problem;

  self->problem = problem;
  if (g_strcmp0 (old, problem) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBLEM]);
}

static gboolean
on_crossed (gpointer data)
{
  MbBoardCache *self = data;
  g_autoptr (GTask) task = NULL;
  gpointer loaded = NULL;
  char *said;

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->delivery, g_source_unref);
  said = g_strdup (self->said);
  if (self->has_loaded)
    {
      task = g_steal_pointer (&self->loading);
      loaded = g_steal_pointer (&self->loaded);
      self->has_loaded = FALSE;
    }
  g_mutex_unlock (&self->mutex);

  g_object_ref (self);
  set_problem (self, said);
  if (task != NULL)
    g_task_return_pointer (task, loaded, self->free_loaded);
  g_object_unref (self);
  return G_SOURCE_REMOVE;
}

/* The one way from the cache's thread to its opener. With the lock. */
static void
cross_to_opener (MbBoardCache *self)
{
  if (self->delivery != NULL)
    return;

  self->delivery = g_idle_source_new ();
  g_source_set_static_name (self->delivery, "mb-board-cache");
  g_source_set_priority (self->delivery, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->delivery, on_crossed, self, NULL);
  g_source_attach (self->delivery, self->context);
}

/* The thread. */

/* With the lock. */
static void
say_problem (MbBoardCache *self)
{
  const char *problem = mb_cache_keeper_get_problem (&self->keeper);

  if (g_strcmp0 (problem, self->said) == 0)
    return;

  g_free (self->said);
  self->said = g_strdup (problem);
  cross_to_opener (self);
}

static void
load (MbBoardCache *self)
{
  gpointer loaded = mb_cache_keeper_load (&self->keeper);

  if (loaded != NULL && self->decoder != NULL)
    loaded = self->decoder (loaded);

  g_mutex_lock (&self->mutex);
  self->loaded = loaded;
  self->has_loaded = TRUE;
  say_problem (self);
  cross_to_opener (self);
  g_mutex_unlock (&self->mutex);
}

static void
wait_until (MbBoardCache *self, gint64 until_us)
{
  while (!self->stopping && g_cond_wait_until (&self->wake, &self->mutex, until_us))
    ;
}

/* Waits for something to write, and then for more of it. FALSE: it is over. */
static gboolean
wait_for_work (MbBoardCache *self)
{
  gboolean more;

  g_mutex_lock (&self->mutex);
  if (self->held != NULL)
    wait_until (self, self->retry_at_us);
  while (self->held == NULL && self->waiting == NULL && !self->stopping)
    g_cond_wait (&self->wake, &self->mutex);
  if (self->held == NULL)
    wait_until (self, g_get_monotonic_time () + self->delay_ms * 1000);
  more = !self->stopping;
  g_mutex_unlock (&self->mutex);
  return more;
}

static void
write_waiting (MbBoardCache *self)
{
  MbCacheDelta *waiting;

  g_mutex_lock (&self->mutex);
  waiting = g_steal_pointer (&self->waiting);
  g_mutex_unlock (&self->mutex);

  if (self->held == NULL)
    self->held = waiting;
  else if (waiting != NULL)
    mb_cache_delta_absorb (self->held, waiting);
  if (self->held == NULL)
    return;

  if (mb_cache_keeper_write (&self->keeper, self->held))
    g_clear_pointer (&self->held, mb_cache_delta_free);
  self->retry_at_us = g_get_monotonic_time () + RETRY_US;

  g_mutex_lock (&self->mutex);
  say_problem (self);
  g_mutex_unlock (&self->mutex);
}

static gpointer
run_thread (gpointer data)
{
  MbBoardCache *self = data;

  load (self);
  while (wait_for_work (self))
    write_waiting (self);
  write_waiting (self);
  return NULL;
}

/* The opener's side. */

static void
stop (MbBoardCache *self)
{
  if (self->thread == NULL)
    return;

  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->mutex);
  g_thread_join (g_steal_pointer (&self->thread));

  if (self->delivery != NULL)
    g_source_destroy (self->delivery);
  g_clear_pointer (&self->delivery, g_source_unref);
}

static void
mb_board_cache_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MbBoardCache *self = MB_BOARD_CACHE (object);

  switch (id)
    {
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mb_board_cache_dispose (GObject *object)
{
  stop (MB_BOARD_CACHE (object));

  G_OBJECT_CLASS (mb_board_cache_parent_class)->dispose (object);
}

static void
mb_board_cache_finalize (GObject *object)
{
  MbBoardCache *self = MB_BOARD_CACHE (object);

  mb_cache_keeper_clear (&self->keeper);
  g_clear_pointer (&self->held, mb_cache_delta_free);
  g_clear_pointer (&self->waiting, mb_cache_delta_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->problem);
  g_free (self->said);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->wake);

  G_OBJECT_CLASS (mb_board_cache_parent_class)->finalize (object);
}

static void
mb_board_cache_class_init (MbBoardCacheClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mb_board_cache_get_property;
  object_class->dispose = mb_board_cache_dispose;
  object_class->finalize = mb_board_cache_finalize;

  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL,
                                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
mb_board_cache_init (MbBoardCache *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->delay_ms = DELAY_MS;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->wake);
}

MbBoardCache *
mb_board_cache_new (MbCacheStorage *storage, const char *owner, const char *scope)
{
  MbBoardCache *self;

  g_return_val_if_fail (MB_IS_CACHE_STORAGE (storage), NULL);
  g_return_val_if_fail (owner != NULL && scope != NULL, NULL);

  self = g_object_new (MB_TYPE_BOARD_CACHE, NULL);
  mb_cache_keeper_init (&self->keeper, storage, owner, scope);
  return self;
}

void
mb_board_cache_set_delay (MbBoardCache *self, guint delay_ms)
{
  g_return_if_fail (MB_IS_BOARD_CACHE (self));
  g_return_if_fail (self->thread == NULL);

  self->delay_ms = delay_ms;
}

void
mb_board_cache_load_async (MbBoardCache *self, MbCacheDecoder decoder, GDestroyNotify free_decoded,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (MB_IS_BOARD_CACHE (self));
  g_return_if_fail (self->thread == NULL);

  self->loading = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (self->loading, mb_board_cache_load_async);
  self->decoder = decoder;
  self->free_loaded = decoder != NULL ? free_decoded : (GDestroyNotify) mb_cache_delta_free;
  self->thread = g_thread_new ("mb-board-cache", run_thread, self);
}

gpointer
mb_board_cache_load_finish (MbBoardCache *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
mb_board_cache_apply (MbBoardCache *self, MbCacheDelta *delta)
{
  g_return_if_fail (MB_IS_BOARD_CACHE (self));
  g_return_if_fail (self->thread != NULL);
  g_return_if_fail (delta != NULL);

  g_mutex_lock (&self->mutex);
  if (self->waiting != NULL)
    mb_cache_delta_absorb (self->waiting, delta);
  else
    {
      self->waiting = delta;
      g_cond_signal (&self->wake);
    }
  g_mutex_unlock (&self->mutex);
}

void
mb_board_cache_note_time (MbBoardCache *self, MbTime at)
{
  MbCacheDelta *delta = mb_cache_delta_new ();

  delta->at = at;
  mb_board_cache_apply (self, delta);
}

const char *
mb_board_cache_get_problem (MbBoardCache *self)
{
  g_return_val_if_fail (MB_IS_BOARD_CACHE (self), NULL);

  return self->problem;
}
