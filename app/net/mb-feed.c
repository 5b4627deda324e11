/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-net"

#include "net/mb-feed.h"

#include "net/mb-feed-reader.h"
#include "net/mb-hub-uri.h"

/* The main loop's side of a stream: a thread that reads, a short queue, and signals. */

/* Messages that may wait for the main loop before the thread stops reading: a fifth of a second of
 * a busy market. More would only grow memory; the hub joins what is not read into one delta. */
#define QUEUE 64

enum
{
  PROP_0,
  PROP_LINK,
  PROP_PROBLEM,
  N_PROPS
};

enum
{
  DELTA,
  EMERGENCY,
  EVENT,
  COMMAND,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

struct _MbFeed
{
  GObject parent_instance;

  GUri *uri;
  char *position;
  MbEventTiming timing;
  GRand *random;
  GMainContext *main_context;
  MbLink link;
  char *problem;
  gboolean missing;
  gboolean held;

  GThread *thread;
  GMainContext *context; /* the thread's */
  GMainLoop *loop;

  GMutex mutex; /* over what follows */
  GCond room;
  GQueue queue; /* MbFeedMessage */
  GSource *delivery; /* NULL while nothing waits to be delivered */
  gboolean stopping;
};

G_DEFINE_FINAL_TYPE (MbFeed, mb_feed, G_TYPE_OBJECT)

GType
mb_link_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { MB_LINK_CONNECTING, "MB_LINK_CONNECTING", "connecting" },
        { MB_LINK_LIVE, "MB_LINK_LIVE", "live" },
        { MB_LINK_LATE, "MB_LINK_LATE", "late" },
        { MB_LINK_GONE, "MB_LINK_GONE", "gone" },
        { 0, NULL, NULL },
      };

      g_once_init_leave (&type, g_enum_register_static ("MbLink", values));
    }
  return type;
}

static void
set_link (MbFeed *self, MbLink link, const char *problem, gboolean missing)
{
  self->missing = missing;
  g_object_freeze_notify (G_OBJECT (self));
  if (self->link != link)
    {
      self->link = link;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LINK]);
    }
  if (g_strcmp0 (self->problem, problem) != 0)
    {
      g_free (self->problem);
      self->problem = g_strdup (problem);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBLEM]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
emit (MbFeed *self, MbFeedMessage *message)
{
  switch (message->type)
    {
    case MB_FEED_DELTA:
      if (g_signal_has_handler_pending (self, signals[DELTA], 0, FALSE))
        g_signal_emit (self, signals[DELTA], 0, g_steal_pointer (&message->delta));
      break;
    case MB_FEED_EMERGENCY:
      g_signal_emit (self, signals[EMERGENCY], 0, message->emergency);
      break;
    case MB_FEED_EVENT:
      g_signal_emit (self, signals[EVENT], 0, message->event_type, message->data);
      break;
    case MB_FEED_COMMAND:
      g_signal_emit (self, signals[COMMAND], 0, (guint) message->command);
      break;
    case MB_FEED_LINK:
      set_link (self, message->link, message->problem, message->missing);
      break;
    default:
      g_assert_not_reached ();
    }
}

static MbFeedMessage *
pop (MbFeed *self)
{
  MbFeedMessage *message;

  g_mutex_lock (&self->mutex);
  message = g_queue_pop_head (&self->queue);
  g_cond_signal (&self->room);
  g_mutex_unlock (&self->mutex);
  return message;
}

/* With the lock. */
static void
end_delivery (MbFeed *self)
{
  if (self->delivery != NULL)
    g_source_destroy (self->delivery);
  g_clear_pointer (&self->delivery, g_source_unref);
}

static gboolean
deliver (gpointer data)
{
  MbFeed *self = data;
  g_autoptr(MbFeed) hold = g_object_ref (self);
  gboolean more;

  /* One queue's worth: a thread that fills it while it is emptied must not hold the main loop. */
  for (guint i = 0; i < QUEUE && !self->held; i++)
    {
      g_autoptr(MbFeedMessage) message = pop (self);

      if (message == NULL)
        break;
      emit (self, message);
    }

  g_mutex_lock (&self->mutex);
  more = !self->held && !g_queue_is_empty (&self->queue);
  if (!more)
    end_delivery (self);
  g_mutex_unlock (&self->mutex);
  return more ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* With the lock. */
static void
begin_delivery (MbFeed *self)
{
  if (self->delivery != NULL)
    return;

  self->delivery = g_idle_source_new ();
  g_source_set_priority (self->delivery, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->delivery, deliver, self, NULL);
  g_source_attach (self->delivery, self->main_context);
}

/* The one way from the feed's thread to the main loop. */
static void
cross_over (gpointer data, MbFeedMessage *message)
{
  MbFeed *self = data;

  g_mutex_lock (&self->mutex);
  while (g_queue_get_length (&self->queue) >= QUEUE && !self->stopping)
    g_cond_wait (&self->room, &self->mutex);

  if (self->stopping)
    {
      mb_feed_message_free (message);
    }
  else
    {
      g_queue_push_tail (&self->queue, message);
      begin_delivery (self);
    }
  g_mutex_unlock (&self->mutex);
}

static gpointer
run_thread (gpointer data)
{
  MbFeed *self = data;
  MbFeedReader *reader;

  g_main_context_push_thread_default (self->context);
  reader = mb_feed_reader_new (self->uri, self->position, &self->timing, self->random, cross_over, self);
  g_main_loop_run (self->loop);
  mb_feed_reader_free (reader);
  /* What was cancelled says so on its way out. */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static gboolean
on_quit (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static void
mb_feed_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MbFeed *self = MB_FEED (object);

  switch (id)
    {
    case PROP_LINK:
      g_value_set_enum (value, self->link);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mb_feed_dispose (GObject *object)
{
  mb_feed_stop (MB_FEED (object));

  G_OBJECT_CLASS (mb_feed_parent_class)->dispose (object);
}

static void
mb_feed_finalize (GObject *object)
{
  MbFeed *self = MB_FEED (object);

  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->position, g_free);
  g_clear_pointer (&self->random, g_rand_free);
  g_clear_pointer (&self->main_context, g_main_context_unref);
  g_clear_pointer (&self->problem, g_free);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->room);

  G_OBJECT_CLASS (mb_feed_parent_class)->finalize (object);
}

static void
mb_feed_class_init (MbFeedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = mb_feed_get_property;
  object_class->dispose = mb_feed_dispose;
  object_class->finalize = mb_feed_finalize;

  props[PROP_LINK] = g_param_spec_enum ("link", NULL, NULL, MB_TYPE_LINK, MB_LINK_CONNECTING,
                                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL,
                                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[DELTA] = g_signal_new ("delta", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_POINTER);
  signals[EMERGENCY] = g_signal_new ("emergency", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                     MB_TYPE_RECORD);
  signals[EVENT] = g_signal_new ("event", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                 G_TYPE_STRING, G_TYPE_STRING);
  signals[COMMAND] = g_signal_new ("command", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_UINT);
}

static void
mb_feed_init (MbFeed *self)
{
  self->main_context = g_main_context_ref_thread_default ();
  self->timing = mb_event_timing_default;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->room);
  g_queue_init (&self->queue);
}

MbFeed *
mb_feed_new (const char *hub, const char *market, const char *query)
{
  g_autofree char *path = query != NULL ? g_strconcat ("stream?", query, NULL) : g_strdup ("stream");
  GUri *uri = mb_hub_uri_build (hub, market, path, NULL);
  MbFeed *self;

  g_return_val_if_fail (uri != NULL, NULL);

  self = g_object_new (MB_TYPE_FEED, NULL);
  self->uri = uri;
  return self;
}

void
mb_feed_set_position (MbFeed *self, const char *position)
{
  g_return_if_fail (MB_IS_FEED (self));
  g_return_if_fail (self->thread == NULL);

  g_free (self->position);
  self->position = g_strdup (position);
}

void
mb_feed_set_timing (MbFeed *self, const MbEventTiming *timing, guint32 seed)
{
  g_return_if_fail (MB_IS_FEED (self));
  g_return_if_fail (self->thread == NULL);

  self->timing = *timing;
  g_clear_pointer (&self->random, g_rand_free);
  self->random = g_rand_new_with_seed (seed);
}

void
mb_feed_start (MbFeed *self)
{
  g_return_if_fail (MB_IS_FEED (self));
  g_return_if_fail (self->thread == NULL && !self->stopping);

  if (self->random == NULL)
    self->random = g_rand_new ();
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("mb-feed", run_thread, self);
}

void
mb_feed_stop (MbFeed *self)
{
  g_autoptr(GSource) quit = NULL;

  g_return_if_fail (MB_IS_FEED (self));

  if (self->thread == NULL)
    return;

  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  end_delivery (self);
  g_cond_signal (&self->room);
  g_mutex_unlock (&self->mutex);

  /* From within its loop: one that does not run yet would forget a quit. */
  quit = g_idle_source_new ();
  g_source_set_priority (quit, G_PRIORITY_HIGH);
  g_source_set_callback (quit, on_quit, self->loop, NULL);
  g_source_attach (quit, self->context);
  g_thread_join (g_steal_pointer (&self->thread));
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_queue_clear_full (&self->queue, (GDestroyNotify) mb_feed_message_free);
}

void
mb_feed_set_held (MbFeed *self, gboolean held)
{
  g_return_if_fail (MB_IS_FEED (self));

  if (self->held == held)
    return;

  self->held = held;
  g_mutex_lock (&self->mutex);
  if (!held && !g_queue_is_empty (&self->queue))
    begin_delivery (self);
  g_mutex_unlock (&self->mutex);
}

MbLink
mb_feed_get_link (MbFeed *self)
{
  g_return_val_if_fail (MB_IS_FEED (self), MB_LINK_GONE);

  return self->link;
}

const char *
mb_feed_get_problem (MbFeed *self)
{
  g_return_val_if_fail (MB_IS_FEED (self), NULL);

  return self->problem;
}

gboolean
mb_feed_is_missing (MbFeed *self)
{
  g_return_val_if_fail (MB_IS_FEED (self), FALSE);

  return self->missing;
}
