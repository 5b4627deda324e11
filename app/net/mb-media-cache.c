/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-net"

#include "net/mb-media-cache.h"

#include <string.h>

#include "core/base/mb-time.h"
#include "net/mb-media-keeper.h"

/* The main loop's side of the media on disk: what it knows of them is what the thread last said. */

#define MAX_BYTES (G_GUINT64_CONSTANT (16) << 30)
#define BYTES_PER_SECOND (4 << 20)
#define PATIENCE_MS (5 * 60 * 1000)

enum
{
  CHANGED,
  SPOILT,
  PROGRESSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbMediaCache
{
  GObject parent_instance;

  char *folder;
  MbMediaCacheOptions options; /* its clock owned, its addresses the thread's */
  GHashTable *paths;           /* sha256: path */
  GHashTable *lengths;         /* sha256: gint64 *, of films of which it is known */
  GHashTable *failures;        /* sha256: reason */
  MbMediaNews *progress;       /* the newest of those */
  guint n_orders;              /* given */

  GThread *thread;
  GMainContext *context; /* the thread's */
  GMainLoop *loop;
  GCancellable *cancellable;
  MbMediaKeeper *keeper; /* the thread's own, as the next */
  guint n_done;          /* orders */

  GMainContext *main_context;
  GMutex mutex;      /* over what follows */
  GQueue queue;      /* MbMediaNews */
  GSource *delivery; /* NULL while nothing waits to be delivered */
  gboolean stopping;
};

G_DEFINE_FINAL_TYPE (MbMediaCache, mb_media_cache, G_TYPE_OBJECT)

static void
take_file (MbMediaCache *self, MbMediaNews *news)
{
  if (news->length_ms != MB_UNSET)
    g_hash_table_insert (self->lengths, g_strdup (news->sha256), g_memdup2 (&news->length_ms, sizeof news->length_ms));
  if (news->path != NULL)
    g_hash_table_insert (self->paths, g_strdup (news->sha256), g_steal_pointer (&news->path));
  else
    g_hash_table_remove (self->paths, news->sha256);
  g_signal_emit (self, signals[CHANGED], 0, news->sha256);
}

static void
take_failure (MbMediaCache *self, MbMediaNews *news)
{
  if (news->reason != NULL)
    g_hash_table_insert (self->failures, g_strdup (news->sha256), g_steal_pointer (&news->reason));
  else
    g_hash_table_remove (self->failures, news->sha256);
}

/* @news: (transfer full) */
static void
take_progress (MbMediaCache *self, MbMediaNews *news)
{
  g_clear_pointer (&self->progress, mb_media_news_free);
  self->progress = news;
  news->progress.under_way = news->sha256;
  news->progress.problem = news->reason;
  g_signal_emit (self, signals[PROGRESSED], 0);
}

static void
take (MbMediaCache *self, MbMediaNews *news)
{
  switch (news->type)
    {
    case MB_MEDIA_NEWS_FILE:
      take_file (self, news);
      break;
    case MB_MEDIA_NEWS_SPOILT:
      g_signal_emit (self, signals[SPOILT], 0, news->sha256);
      break;
    case MB_MEDIA_NEWS_FAILURE:
      take_failure (self, news);
      break;
    case MB_MEDIA_NEWS_PROGRESS:
      take_progress (self, news);
      return;
    default:
      g_assert_not_reached ();
    }
  mb_media_news_free (news);
}

/* With the lock. */
static void
end_delivery (MbMediaCache *self)
{
  if (self->delivery != NULL)
    g_source_destroy (self->delivery);
  g_clear_pointer (&self->delivery, g_source_unref);
}

static gboolean
deliver (gpointer data)
{
  MbMediaCache *self = data;
  g_autoptr(MbMediaCache) hold = g_object_ref (self);
  MbMediaNews *news;
  gboolean more;

  g_mutex_lock (&self->mutex);
  news = g_queue_pop_head (&self->queue);
  more = !g_queue_is_empty (&self->queue);
  if (!more)
    end_delivery (self);
  g_mutex_unlock (&self->mutex);

  if (news != NULL)
    take (self, news);
  return more ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* The one way from the cache's thread to the main loop. Files are few, and progress is told some times a
 * second: the queue stays short. */
static void
cross_over (gpointer data, MbMediaNews *news)
{
  MbMediaCache *self = data;

  news->n_orders = self->n_done;
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->queue, news);
  if (self->delivery == NULL && !self->stopping)
    {
      self->delivery = g_idle_source_new ();
      g_source_set_static_name (self->delivery, "mb-media-cache");
      g_source_set_priority (self->delivery, G_PRIORITY_DEFAULT);
      g_source_set_callback (self->delivery, deliver, self, NULL);
      g_source_attach (self->delivery, self->main_context);
    }
  g_mutex_unlock (&self->mutex);
}

/* The thread. */

typedef struct
{
  MbMediaCache *cache; /* joins the thread before it goes */
  void (*run) (MbMediaCache *cache, gpointer what, gpointer more);
  gpointer what, more;
  GDestroyNotify free_what;
} Order;

static gboolean
on_order (gpointer data)
{
  Order *order = data;

  order->cache->n_done++;
  order->run (order->cache, order->what, order->more);
  return G_SOURCE_REMOVE;
}

static void
free_order (gpointer data)
{
  Order *order = data;

  order->free_what (order->what);
  g_free (order->more);
  g_free (order);
}

/* Orders are done in the order given. @what, @more: (transfer full) */
static void
order (MbMediaCache *self, void (*run) (MbMediaCache *, gpointer, gpointer), gpointer what, gpointer more,
       GDestroyNotify free_what)
{
  g_autoptr(GSource) source = g_idle_source_new ();
  Order *it = g_new (Order, 1);

  self->n_orders++;
  *it = (Order){ self, run, what, more, free_what };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_order, it, free_order);
  g_source_attach (source, self->context);
}

static void
order_hub (MbMediaCache *self, gpointer hub, gpointer market)
{
  mb_media_keeper_set_hub (self->keeper, hub, market);
}

static void
order_wanted (MbMediaCache *self, gpointer wants, gpointer nothing)
{
  mb_media_keeper_set_wanted (self->keeper, g_array_ref (wants));
}

static void
order_distrust (MbMediaCache *self, gpointer sha256, gpointer nothing)
{
  mb_media_keeper_distrust (self->keeper, sha256);
}

static void
order_end (MbMediaCache *self, gpointer nothing, gpointer more)
{
  g_main_loop_quit (self->loop);
}

static gpointer
run_thread (gpointer data)
{
  MbMediaCache *self = data;

  g_main_context_push_thread_default (self->context);
  self->keeper = mb_media_keeper_new (self->folder, &self->options, self->cancellable, cross_over, self);
  g_main_loop_run (self->loop);
  g_clear_pointer (&self->keeper, mb_media_keeper_free);
  /* What was cancelled says so on its way out. */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static void
stop (MbMediaCache *self)
{
  if (self->thread == NULL)
    return;

  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  end_delivery (self);
  g_mutex_unlock (&self->mutex);

  g_cancellable_cancel (self->cancellable);
  order (self, order_end, NULL, NULL, g_free);
  g_thread_join (g_steal_pointer (&self->thread));
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_queue_clear_full (&self->queue, (GDestroyNotify) mb_media_news_free);
}

static void
mb_media_cache_dispose (GObject *object)
{
  stop (MB_MEDIA_CACHE (object));

  G_OBJECT_CLASS (mb_media_cache_parent_class)->dispose (object);
}

static void
mb_media_cache_finalize (GObject *object)
{
  MbMediaCache *self = MB_MEDIA_CACHE (object);

  g_clear_pointer (&self->folder, g_free);
  g_clear_object (&self->options.clock);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->paths, g_hash_table_unref);
  g_clear_pointer (&self->lengths, g_hash_table_unref);
  g_clear_pointer (&self->failures, g_hash_table_unref);
  g_clear_pointer (&self->progress, mb_media_news_free);
  g_clear_pointer (&self->main_context, g_main_context_unref);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (mb_media_cache_parent_class)->finalize (object);
}

static void
mb_media_cache_class_init (MbMediaCacheClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = mb_media_cache_dispose;
  object_class->finalize = mb_media_cache_finalize;

  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_STRING);
  signals[SPOILT] = g_signal_new ("spoilt", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
  signals[PROGRESSED] = g_signal_new ("progressed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mb_media_cache_init (MbMediaCache *self)
{
  self->main_context = g_main_context_ref_thread_default ();
  self->paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->lengths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->failures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->progress = mb_media_news_new (MB_MEDIA_NEWS_PROGRESS, NULL);
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->mutex);
  g_queue_init (&self->queue);
}

MbMediaCache *
mb_media_cache_new (const char *folder, const MbMediaCacheOptions *options)
{
  MbMediaCache *self;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_object_new (MB_TYPE_MEDIA_CACHE, NULL);
  self->folder = g_canonicalize_filename (folder, NULL);
  if (options != NULL)
    self->options = *options;
  if (self->options.max_bytes == 0)
    self->options.max_bytes = MAX_BYTES;
  if (self->options.bytes_per_second == 0)
    self->options.bytes_per_second = BYTES_PER_SECOND;
  if (self->options.patience_ms == 0)
    self->options.patience_ms = PATIENCE_MS;
  self->options.clock = self->options.clock != NULL ? g_object_ref (self->options.clock) : mb_clock_new_system ();
  self->options.hub = self->options.market = NULL;

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("mb-media-cache", run_thread, self);
  if (options != NULL && options->hub != NULL)
    mb_media_cache_set_hub (self, options->hub, options->market);
  return self;
}

void
mb_media_cache_set_hub (MbMediaCache *self, const char *hub, const char *market)
{
  g_return_if_fail (MB_IS_MEDIA_CACHE (self));
  g_return_if_fail (hub != NULL);

  order (self, order_hub, g_strdup (hub), g_strdup (market), g_free);
}

static void
clear_want (gpointer data)
{
  MbMediaWant *want = data;

  g_free ((char *) want->sha256);
}

void
mb_media_cache_set_wanted (MbMediaCache *self, const MbMediaWant *wants, gsize n)
{
  GArray *copy;

  g_return_if_fail (MB_IS_MEDIA_CACHE (self));
  g_return_if_fail (wants != NULL || n == 0);

  copy = g_array_sized_new (FALSE, FALSE, sizeof (MbMediaWant), (guint) n);
  g_array_set_clear_func (copy, clear_want);
  for (gsize i = 0; i < n; i++)
    {
      MbMediaWant want = { g_strdup (wants[i].sha256), wants[i].bytes, wants[i].at };

      g_array_append_val (copy, want);
    }
  order (self, order_wanted, copy, NULL, (GDestroyNotify) g_array_unref);
}

const char *
mb_media_cache_get_path (MbMediaCache *self, const char *sha256)
{
  g_return_val_if_fail (MB_IS_MEDIA_CACHE (self), NULL);

  return sha256 != NULL ? g_hash_table_lookup (self->paths, sha256) : NULL;
}

gint64
mb_media_cache_get_length_ms (MbMediaCache *self, const char *sha256)
{
  const gint64 *length_ms;

  g_return_val_if_fail (MB_IS_MEDIA_CACHE (self), MB_UNSET);

  length_ms = sha256 != NULL ? g_hash_table_lookup (self->lengths, sha256) : NULL;
  return length_ms != NULL ? *length_ms : MB_UNSET;
}

void
mb_media_cache_distrust (MbMediaCache *self, const char *sha256)
{
  g_return_if_fail (MB_IS_MEDIA_CACHE (self));
  g_return_if_fail (sha256 != NULL);

  order (self, order_distrust, g_strdup (sha256), NULL, g_free);
}

const char *
mb_media_cache_get_failure (MbMediaCache *self, const char *sha256)
{
  g_return_val_if_fail (MB_IS_MEDIA_CACHE (self), NULL);

  return sha256 != NULL ? g_hash_table_lookup (self->failures, sha256) : NULL;
}

const MbMediaProgress *
mb_media_cache_get_progress (MbMediaCache *self)
{
  MbMediaProgress *progress;

  g_return_val_if_fail (MB_IS_MEDIA_CACHE (self), NULL);

  /* What it does not know of yet is not settled. */
  progress = &self->progress->progress;
  progress->settled = progress->settled && self->progress->n_orders == self->n_orders;
  return progress;
}
