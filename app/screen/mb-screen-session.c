/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/mb-screen-session.h"

#include "core/base/mb-error.h"
#include "net/mb-past-board.h"
#include "screen/mb-market-finder.h"

/* The feed's deltas wait here for their frame; more than a few of them hold the feed back. */

#define MAX_WAITING 32
/* Records taken in between two looks at the clock: well under a millisecond. */
#define STEPS 32
/* Frames that do not come: nobody looks, but the board stays whole. */
#define NO_FRAME_MS 250
/* The board that was shown last is folded at once: there is nothing yet whose frames it could delay. */
#define FIRST_FOLD_US G_USEC_PER_SEC
#define MINUTE_S 60

enum
{
  PROP_0,
  PROP_CLIENT,
  PROP_LINK,
  PROP_PROBLEM,
  PROP_TIME_KNOWN,
  N_PROPS
};

enum
{
  EMERGENCY,
  PENDING,
  COMMAND,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

struct _MbScreenSession
{
  GObject parent_instance;

  char *hub;
  char *market;
  char *screen; /* (nullable) */
  MbMarketFinder *finder; /* (owned) */
  MbMarketClock time;
  MbReadBoxTime read_box; /* (nullable) */
  MbBoard *board;
  MbCachedBoard *cache; /* (nullable) */
  char *position;       /* of the board that came from there; NULL: the hub is asked for all */
  MbFeed *feed;        /* NULL until the market is known */
  MbHubClient *client;
  GCancellable *cancellable;
  char *problem;       /* of finding the market; after that the feed's */
  gint32 offset_s;     /* of the hub's times */
  GQueue waiting;      /* MbDelta */
  gint64 moment_us;    /* MB_UNSET: the present is followed */
  gboolean reached;    /* what stood at that moment stands on the board */
  gboolean remade;     /* what is being folded may make the zones anew, which takes a frame */
  guint no_frame;      /* source */
  guint minute;        /* source */
};

G_DEFINE_FINAL_TYPE (MbScreenSession, mb_screen_session, G_TYPE_OBJECT)

static void
set_problem (MbScreenSession *self, const char *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;

  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBLEM]);
}

static gboolean
has_pending (MbScreenSession *self)
{
  return mb_board_is_folding (self->board) || !g_queue_is_empty (&self->waiting);
}

static gboolean
on_no_frame (gpointer data)
{
  MbScreenSession *self = data;

  if (mb_screen_session_fold (self, MB_SCREEN_SLICE_US))
    return G_SOURCE_CONTINUE;

  return G_SOURCE_REMOVE;
}

/* A moment of the past is there for its picture, which is made of frames. */
static void
expect_frame (MbScreenSession *self)
{
  g_clear_handle_id (&self->no_frame, g_source_remove);
  if (self->moment_us != MB_UNSET)
    return;

  self->no_frame = g_timeout_add (NO_FRAME_MS, on_no_frame, self);
}

static void
tell_trust (MbScreenSession *self, MbTrust before)
{
  if ((before == MB_TRUST_UNKNOWN) != (self->time.trust == MB_TRUST_UNKNOWN))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TIME_KNOWN]);
}

/* The hub's time is the market's. A delta that waited in a queue tells an older one. */
static void
hear_time (MbScreenSession *self, const MbDelta *delta)
{
  MbTrust before = self->time.trust;

  self->offset_s = delta->at.offset_s;
  mb_market_clock_hear (&self->time, delta->at.us);
  tell_trust (self, before);
}

static void
look_at_box (MbScreenSession *self)
{
  MbTrust before = self->time.trust;
  MbBoxTime box;

  if (self->read_box == NULL)
    return;

  self->read_box (&box);
  mb_market_clock_look (&self->time, &box);
  tell_trust (self, before);
}

static void
keep_time (MbScreenSession *self)
{
  if (self->cache != NULL && self->time.trust == MB_TRUST_EXACT)
    mb_cached_board_note_time (self->cache, mb_screen_session_stamp (self, mb_clock_now (self->time.clock)));
}

static gboolean
on_minute (gpointer data)
{
  look_at_box (data);
  keep_time (data);
  return G_SOURCE_CONTINUE;
}

static void
on_delta (MbFeed *feed, gpointer delta, gpointer data)
{
  MbScreenSession *self = data;
  gboolean pending = has_pending (self);

  if (g_queue_is_empty (&self->waiting))
    hear_time (self, delta);
  if (self->cache != NULL)
    mb_cached_board_apply (self->cache, delta);
  g_queue_push_tail (&self->waiting, delta);
  if (g_queue_get_length (&self->waiting) >= MAX_WAITING)
    mb_feed_set_held (self->feed, TRUE);
  if (pending)
    return;

  expect_frame (self);
  g_signal_emit (self, signals[PENDING], 0);
}

static void
on_emergency (MbScreenSession *self, MbRecord *notice)
{
  g_signal_emit (self, signals[EMERGENCY], 0, notice);
}

static void
on_link_changed (MbScreenSession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LINK]);
}

/* Where somebody named a market that is not there, it helps to know those that are. */
static void
on_problem_changed (MbScreenSession *self)
{
  set_problem (self, mb_feed_get_problem (self->feed));
  if (mb_feed_is_missing (self->feed))
    mb_market_finder_look (self->finder, self->market);
  else
    mb_market_finder_forget (self->finder);
}

static void
on_command (MbScreenSession *self, guint command)
{
  g_signal_emit (self, signals[COMMAND], 0, command);
}

/* @position: (nullable): from where on; NULL: from the beginning */
static void
listen_from (MbScreenSession *self, const char *position)
{
  g_autofree char *query = self->screen != NULL ? g_strconcat ("screen=", self->screen, NULL) : NULL;

  self->feed = mb_feed_new (self->hub, self->market, query);
  mb_feed_set_position (self->feed, position);
  g_signal_connect_object (self->feed, "delta", G_CALLBACK (on_delta), self, 0);
  g_signal_connect_object (self->feed, "emergency", G_CALLBACK (on_emergency), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->feed, "notify::link", G_CALLBACK (on_link_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->feed, "notify::problem", G_CALLBACK (on_problem_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->feed, "command", G_CALLBACK (on_command), self, G_CONNECT_SWAPPED);
  mb_feed_start (self->feed);
}

static void
follow (MbScreenSession *self)
{
  self->client = mb_hub_client_new (self->hub, self->market);
  listen_from (self, self->position);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CLIENT]);
}

static void
on_past_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  MbScreenSession *self;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) deltas = mb_past_board_load_finish (MB_HUB_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = data;
  if (deltas == NULL)
    {
      set_problem (self, error->message);
      return;
    }

  while (deltas->len > 0)
    g_queue_push_tail (&self->waiting, g_ptr_array_steal_index (deltas, 0));
  g_signal_emit (self, signals[PENDING], 0);
}

static void
look_back (MbScreenSession *self)
{
  self->client = mb_hub_client_new (self->hub, self->market);
  mb_past_board_load_async (self->client, self->moment_us, self->cancellable, on_past_ready, self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CLIENT]);
}

static void
enter (MbScreenSession *self)
{
  if (self->moment_us == MB_UNSET)
    follow (self);
  else
    look_back (self);
}

static void
on_market_answer (MbMarketFinder *finder, gpointer data)
{
  MbScreenSession *self = data;

  if (self->market == NULL && mb_market_finder_get_found (finder) != NULL)
    {
      self->market = g_strdup (mb_market_finder_get_found (finder));
      set_problem (self, NULL);
      enter (self);
      return;
    }

  if (self->market == NULL)
    set_problem (self, mb_market_finder_get_problem (finder));
  on_link_changed (self);
}

static void
begin (MbScreenSession *self)
{
  look_at_box (self);
  self->minute = g_timeout_add_seconds (MINUTE_S, on_minute, self);
  if (self->market != NULL)
    enter (self);
  else
    mb_market_finder_start (self->finder);
}

/* @delta: (transfer full) */
static void
show_last (MbScreenSession *self, MbDelta *delta)
{
  self->offset_s = delta->at.offset_s;
  self->position = g_strdup (delta->position);
  mb_market_clock_restore (&self->time, delta->at.us);
  g_queue_push_tail (&self->waiting, delta);
  mb_screen_session_fold (self, FIRST_FOLD_US);
}

static void
on_cache_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GError) error = NULL;
  MbDelta *delta = mb_cached_board_load_finish (MB_CACHED_BOARD (source), result, &error);

  if (error != NULL)
    return; /* cancelled, which is all that can happen */

  if (delta != NULL)
    show_last (data, delta);
  begin (data);
}

static void
on_cache_problem (MbCachedBoard *cache)
{
  if (mb_cached_board_get_problem (cache) != NULL)
    g_message ("%s", mb_cached_board_get_problem (cache));
}

static void
mb_screen_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MbScreenSession *self = MB_SCREEN_SESSION (object);

  switch (id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;
    case PROP_LINK:
      g_value_set_enum (value, mb_screen_session_get_link (self));
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    case PROP_TIME_KNOWN:
      g_value_set_boolean (value, mb_screen_session_is_time_known (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mb_screen_session_dispose (GObject *object)
{
  MbScreenSession *self = MB_SCREEN_SESSION (object);

  mb_screen_session_stop (self);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) mb_delta_free);
  g_clear_pointer (&self->finder, mb_market_finder_free);
  g_clear_object (&self->feed);
  g_clear_object (&self->client);
  g_clear_object (&self->board);
  g_clear_object (&self->cache);
  mb_market_clock_clear (&self->time);

  G_OBJECT_CLASS (mb_screen_session_parent_class)->dispose (object);
}

static void
mb_screen_session_finalize (GObject *object)
{
  MbScreenSession *self = MB_SCREEN_SESSION (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->hub, g_free);
  g_clear_pointer (&self->market, g_free);
  g_clear_pointer (&self->screen, g_free);
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->position, g_free);

  G_OBJECT_CLASS (mb_screen_session_parent_class)->finalize (object);
}

static void
mb_screen_session_class_init (MbScreenSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mb_screen_session_get_property;
  object_class->dispose = mb_screen_session_dispose;
  object_class->finalize = mb_screen_session_finalize;

  props[PROP_CLIENT] = g_param_spec_object ("client", NULL, NULL, MB_TYPE_HUB_CLIENT, flags);
  props[PROP_LINK] = g_param_spec_enum ("link", NULL, NULL, MB_TYPE_LINK, MB_LINK_CONNECTING, flags);
  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  props[PROP_TIME_KNOWN] = g_param_spec_boolean ("time-known", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[EMERGENCY] = g_signal_new ("emergency", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, MB_TYPE_RECORD);
  signals[COMMAND] = g_signal_new ("command", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[PENDING] = g_signal_new ("pending", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
mb_screen_session_init (MbScreenSession *self)
{
  self->board = mb_board_new ();
  self->cancellable = g_cancellable_new ();
  self->moment_us = MB_UNSET;
  g_queue_init (&self->waiting);
}

MbScreenSession *
mb_screen_session_new (const char *hub, const char *market, MbClock *clock)
{
  MbScreenSession *self;

  g_return_val_if_fail (hub != NULL, NULL);
  g_return_val_if_fail (MB_IS_CLOCK (clock), NULL);

  self = g_object_new (MB_TYPE_SCREEN_SESSION, NULL);
  self->hub = g_strdup (hub);
  self->market = g_strdup (market);
  self->finder = mb_market_finder_new (hub, on_market_answer, self);
  mb_market_clock_init (&self->time, clock);
  return self;
}

void
mb_screen_session_set_screen (MbScreenSession *self, const char *screen)
{
  g_return_if_fail (MB_IS_SCREEN_SESSION (self));
  g_return_if_fail (self->feed == NULL);

  g_free (self->screen);
  self->screen = g_strdup (screen);
}

void
mb_screen_session_set_cache (MbScreenSession *self, MbCachedBoard *cache)
{
  g_return_if_fail (MB_IS_SCREEN_SESSION (self));
  g_return_if_fail (self->cache == NULL && self->minute == 0);

  self->cache = g_object_ref (cache);
  g_signal_connect_object (cache, "notify::problem", G_CALLBACK (on_cache_problem), self, 0);
}

void
mb_screen_session_set_box_clock (MbScreenSession *self, MbReadBoxTime read)
{
  g_return_if_fail (MB_IS_SCREEN_SESSION (self));

  self->read_box = read;
}

void
mb_screen_session_set_moment (MbScreenSession *self, gint64 us)
{
  g_return_if_fail (MB_IS_SCREEN_SESSION (self));
  g_return_if_fail (us != MB_UNSET && mb_clock_get_speed (self->time.clock) == 0);

  self->moment_us = us;
}

void
mb_screen_session_start (MbScreenSession *self)
{
  g_return_if_fail (MB_IS_SCREEN_SESSION (self));
  g_return_if_fail (self->feed == NULL);

  if (self->cache != NULL)
    mb_cached_board_load_async (self->cache, self->cancellable, on_cache_loaded, self);
  else
    begin (self);
}

void
mb_screen_session_stop (MbScreenSession *self)
{
  g_return_if_fail (MB_IS_SCREEN_SESSION (self));

  if (self->minute != 0)
    keep_time (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->minute, g_source_remove);
  g_clear_handle_id (&self->no_frame, g_source_remove);
  if (self->finder != NULL)
    mb_market_finder_stop (self->finder);
  if (self->feed != NULL)
    mb_feed_stop (self->feed);
}

/* What has come and waits is folded still; the whole board comes on top of it. */
void
mb_screen_session_reload (MbScreenSession *self)
{
  g_return_if_fail (MB_IS_SCREEN_SESSION (self));

  if (self->feed == NULL)
    return;

  mb_feed_stop (self->feed);
  g_signal_handlers_disconnect_by_data (self->feed, self);
  g_clear_object (&self->feed);
  listen_from (self, NULL);
  on_link_changed (self);
}

const char *const *
mb_screen_session_get_markets (MbScreenSession *self)
{
  g_return_val_if_fail (MB_IS_SCREEN_SESSION (self), NULL);

  return mb_market_finder_get_markets (self->finder);
}

const char *
mb_screen_session_get_hub (MbScreenSession *self)
{
  g_return_val_if_fail (MB_IS_SCREEN_SESSION (self), NULL);

  return self->hub;
}

MbBoard *
mb_screen_session_get_board (MbScreenSession *self)
{
  g_return_val_if_fail (MB_IS_SCREEN_SESSION (self), NULL);

  return self->board;
}

MbHubClient *
mb_screen_session_get_client (MbScreenSession *self)
{
  g_return_val_if_fail (MB_IS_SCREEN_SESSION (self), NULL);

  return self->client;
}

const char *
mb_screen_session_get_market (MbScreenSession *self)
{
  g_return_val_if_fail (MB_IS_SCREEN_SESSION (self), NULL);

  return self->market;
}

MbLink
mb_screen_session_get_link (MbScreenSession *self)
{
  g_return_val_if_fail (MB_IS_SCREEN_SESSION (self), MB_LINK_GONE);

  if (self->reached)
    return MB_LINK_LIVE;

  if (self->feed != NULL)
    return mb_feed_get_link (self->feed);

  return self->problem != NULL ? MB_LINK_GONE : MB_LINK_CONNECTING;
}

const char *
mb_screen_session_get_problem (MbScreenSession *self)
{
  g_return_val_if_fail (MB_IS_SCREEN_SESSION (self), NULL);

  return self->problem;
}

gboolean
mb_screen_session_is_time_known (MbScreenSession *self)
{
  g_return_val_if_fail (MB_IS_SCREEN_SESSION (self), FALSE);

  return self->time.trust != MB_TRUST_UNKNOWN;
}

MbTime
mb_screen_session_stamp (MbScreenSession *self, gint64 us)
{
  g_return_val_if_fail (MB_IS_SCREEN_SESSION (self), MB_TIME_UNSET);

  return (MbTime){ us, self->offset_s };
}

static gboolean
remakes_zones (const MbDelta *delta)
{
  for (guint i = 0; i < delta->items->len; i++)
    {
      MbKind kind = ((MbDeltaItem *) delta->items->pdata[i])->kind;

      if (kind == MB_KIND_LAYOUT || kind == MB_KIND_SCREEN || kind == MB_KIND_MARKET)
        return TRUE;
    }

  return delta->reset;
}

static void
begin_next (MbScreenSession *self)
{
  MbDelta *delta = g_queue_pop_head (&self->waiting);

  if (self->moment_us != MB_UNSET)
    {
      mb_clock_set (self->time.clock, delta->at.us, 0);
      self->offset_s = delta->at.offset_s;
      self->remade = remakes_zones (delta);
    }
  mb_board_begin (self->board, delta);
}

/* Whether this slice ends before its time: the next change comes to zones that stand. */
static gboolean
is_frame_due (MbScreenSession *self)
{
  if (!self->remade || mb_board_is_folding (self->board))
    return FALSE;

  self->remade = FALSE;
  return TRUE;
}

/* Everything before the moment is folded. */
static void
reach_moment (MbScreenSession *self)
{
  mb_clock_set (self->time.clock, self->moment_us, 0);
  self->reached = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LINK]);
}

gboolean
mb_screen_session_fold (MbScreenSession *self, gint64 budget_us)
{
  gint64 until = g_get_monotonic_time () + budget_us;
  gboolean pending, interrupted = FALSE;

  g_return_val_if_fail (MB_IS_SCREEN_SESSION (self), FALSE);

  while ((pending = has_pending (self)) && !interrupted && g_get_monotonic_time () < until)
    {
      if (!mb_board_is_folding (self->board))
        begin_next (self);
      mb_board_fold (self->board, STEPS);
      interrupted = is_frame_due (self);
    }
  pending = pending || interrupted;

  if (pending)
    expect_frame (self);
  else
    g_clear_handle_id (&self->no_frame, g_source_remove);
  if (self->feed != NULL && g_queue_get_length (&self->waiting) < MAX_WAITING / 2)
    mb_feed_set_held (self->feed, FALSE);
  if (!pending && self->moment_us != MB_UNSET && !self->reached)
    reach_moment (self);
  return pending;
}
