/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/media/mb-media-store.h"

#include "hub/media/mb-media-collector.h"
#include "hub/media/mb-media-delivery.h"
#include "hub/media/mb-media-intake.h"

/* A thread with a main context. What is asked of it is done there, one thing after the other. */
typedef struct
{
  MbMediaStore *store;
  const char *name;
  GThread *thread; /* NULL: not begun */
  GMainContext *context;
  GMainLoop *loop;
  MbMediaIntake *intake;  /* the thread's own, as the next */
  GHashTable *deliveries; /* MbMediaDelivery */
} Worker;

struct _MbMediaStore
{
  GObject parent_instance;

  char *folder;
  Worker in, out;
  gboolean ended;

  GMainContext *context;
  GMutex mutex;    /* over what follows */
  GQueue done;     /* MbMediaVisit, to be ended */
  GSource *waking; /* NULL while nothing waits */
};

G_DEFINE_FINAL_TYPE (MbMediaStore, mb_media_store, G_TYPE_OBJECT)

/* In the store's own thread. */
static void
end_visits (MbMediaStore *self)
{
  GQueue done;

  g_mutex_lock (&self->mutex);
  done = self->done;
  g_queue_init (&self->done);
  if (self->waking != NULL)
    g_source_destroy (self->waking);
  g_clear_pointer (&self->waking, g_source_unref);
  g_mutex_unlock (&self->mutex);

  g_queue_clear_full (&done, (GDestroyNotify) mb_media_visit_free);
}

static gboolean
on_woken (gpointer data)
{
  end_visits (data);
  return G_SOURCE_REMOVE;
}

/* The one way from the media's threads to the hub's. */
static void
cross_to_hub (gpointer data, MbMediaVisit *visit)
{
  MbMediaStore *self = data;

  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->done, visit);
  if (self->waking == NULL)
    {
      self->waking = g_idle_source_new ();
      g_source_set_static_name (self->waking, "mb-media-store");
      g_source_set_priority (self->waking, G_PRIORITY_DEFAULT);
      g_source_set_callback (self->waking, on_woken, self, NULL);
      g_source_attach (self->waking, self->context);
    }
  g_mutex_unlock (&self->mutex);
}

/* The threads. */

static void
on_delivered (gpointer data, MbMediaVisit *visit)
{
  Worker *worker = data;
  GHashTableIter iter;
  gpointer delivery;

  /* It has handed its visit on: it is the one that has none. */
  g_hash_table_iter_init (&iter, worker->deliveries);
  while (g_hash_table_iter_next (&iter, &delivery, NULL))
    if (mb_media_delivery_get_visit (delivery) == NULL)
      g_hash_table_iter_remove (&iter);
  cross_to_hub (worker->store, visit);
}

static gpointer
run_thread (gpointer data)
{
  Worker *self = data;
  GHashTableIter iter;
  gpointer delivery;

  g_main_context_push_thread_default (self->context);
  self->intake = mb_media_intake_new (self->store->folder, cross_to_hub, self->store);
  self->deliveries = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) mb_media_delivery_free, NULL);
  g_main_loop_run (self->loop);

  g_clear_pointer (&self->intake, mb_media_intake_free);
  g_hash_table_iter_init (&iter, self->deliveries);
  while (g_hash_table_iter_next (&iter, &delivery, NULL))
    cross_to_hub (self->store, mb_media_delivery_get_visit (delivery));
  g_clear_pointer (&self->deliveries, g_hash_table_unref);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

typedef struct
{
  Worker *worker;
  MbMediaVisit *visit; /* one of these, or the end */
  GHashTable *named;
  gint64 now_us; /* of a collection */
} Order;

static void
collect (Worker *self, GHashTable *digests, gint64 now_us)
{
  g_autoptr (GHashTable) named = digests;
  guint gone = mb_media_collect (self->store->folder, named, self->intake, now_us);

  if (gone > 0)
    g_message ("%s: %u files that nobody needs any more are gone", self->store->folder, gone);
}

static gboolean
on_order (gpointer data)
{
  Order *order = data;
  Worker *worker = order->worker;
  MbMediaVisit *visit = g_steal_pointer (&order->visit);

  if (order->named != NULL)
    collect (worker, g_steal_pointer (&order->named), order->now_us);
  else if (visit == NULL)
    g_main_loop_quit (worker->loop);
  else if (worker == &worker->store->in)
    mb_media_intake_take (worker->intake, visit);
  else
    g_hash_table_add (worker->deliveries,
                      mb_media_delivery_new (worker->store->folder, visit, on_delivered, worker));
  return G_SOURCE_REMOVE;
}

/* @visit, @named: (transfer full) (nullable) */
static void
order (Worker *self, MbMediaVisit *visit, GHashTable *named, gint64 now_us)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Order *it = g_new (Order, 1);

  if (self->thread == NULL)
    {
      self->context = g_main_context_new ();
      self->loop = g_main_loop_new (self->context, FALSE);
      self->thread = g_thread_new (self->name, run_thread, self);
    }
  *it = (Order){ self, visit, named, now_us };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_order, it, g_free);
  g_source_attach (source, self->context);
}

static void
stop (Worker *self)
{
  if (self->thread == NULL)
    return;

  order (self, NULL, NULL, 0);
  g_thread_join (g_steal_pointer (&self->thread));
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
}

static void
mb_media_store_dispose (GObject *object)
{
  mb_media_store_end (MB_MEDIA_STORE (object));

  G_OBJECT_CLASS (mb_media_store_parent_class)->dispose (object);
}

static void
mb_media_store_finalize (GObject *object)
{
  MbMediaStore *self = MB_MEDIA_STORE (object);

  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->folder);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (mb_media_store_parent_class)->finalize (object);
}

static void
mb_media_store_class_init (MbMediaStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_media_store_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_media_store_finalize;
}

static void
mb_media_store_init (MbMediaStore *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->in = (Worker){ .store = self, .name = "mb-media-in" };
  self->out = (Worker){ .store = self, .name = "mb-media-out" };
  g_mutex_init (&self->mutex);
  g_queue_init (&self->done);
}

MbMediaStore *
mb_media_store_new (const char *folder)
{
  MbMediaStore *self = g_object_new (MB_TYPE_MEDIA_STORE, NULL);

  self->folder = g_strdup (folder);
  return self;
}

const char *
mb_media_store_get_folder (MbMediaStore *self)
{
  return self->folder;
}

static void
take (MbMediaStore *self, Worker *worker, MbMediaVisit *visit)
{
  if (!self->ended)
    {
      order (worker, visit, NULL, 0);
      return;
    }

  mb_media_visit_refuse (visit, 503, NULL, "The hub is about to stop");
  mb_media_visit_free (visit);
}

void
mb_media_store_receive (MbMediaStore *self, MbMediaVisit *visit)
{
  take (self, &self->in, visit);
}

void
mb_media_store_send (MbMediaStore *self, MbMediaVisit *visit)
{
  take (self, &self->out, visit);
}

void
mb_media_store_collect (MbMediaStore *self, GHashTable *named, gint64 now_us)
{
  if (self->ended)
    g_hash_table_unref (named);
  else
    order (&self->in, NULL, named, now_us);
}

void
mb_media_store_end (MbMediaStore *self)
{
  self->ended = TRUE;
  stop (&self->in);
  stop (&self->out);
  end_visits (self);
}
