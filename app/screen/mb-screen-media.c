/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/mb-screen-media.h"

#include "core/model/page/mb-media-wants.h"
#include "widgets/mb-layouts.h"

/* Several changes make one answer. */
#define DELAY_MS 500
/* What will begin later comes nearer without a change. */
#define ASK_AGAIN_S 900

struct _MbScreenMedia
{
  GObject parent_instance;

  MbScreenSession *session;
  MbClock *clock;
  char *screen;
  MbMediaCache *cache;
  guint soon;  /* source */
  guint again; /* source */
};

G_DEFINE_FINAL_TYPE (MbScreenMedia, mb_screen_media, G_TYPE_OBJECT)

static void
tell (MbScreenMedia *self)
{
  MbBoard *board = mb_screen_session_get_board (self->session);
  MbScreen *screen = (MbScreen *) mb_board_get (board, MB_KIND_SCREEN, self->screen);
  MbMarket *market = (MbMarket *) mb_board_get (board, MB_KIND_MARKET, "market");
  g_autoptr(MbMarketTime) time = mb_market_time_new (market);
  MbLayout *layout = mb_layouts_find (board, screen != NULL ? screen->layout : NULL);
  g_autoptr(GArray) wants = mb_media_wants_list (board, layout, screen, mb_clock_now (self->clock), time);

  mb_media_cache_set_wanted (self->cache, (const MbMediaWant *) wants->data, wants->len);
}

static gboolean
on_soon (gpointer data)
{
  MbScreenMedia *self = data;

  self->soon = 0;
  tell (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_again (gpointer data)
{
  tell (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
concerns (const MbChangedRecord *change)
{
  switch (mb_record_get_kind (change->record))
    {
    case MB_KIND_MARKET:
    case MB_KIND_SCREEN:
    case MB_KIND_LAYOUT:
    case MB_KIND_MEDIA:
    case MB_KIND_PLAYLIST:
    case MB_KIND_PROMOTION:
    case MB_KIND_STALL:
      return TRUE;
    default:
      return FALSE;
    }
}

/* When a board begins, each delta sets the clock, too. */
static void
tell_soon (MbScreenMedia *self)
{
  if (self->soon == 0)
    self->soon = g_timeout_add (DELAY_MS, on_soon, self);
}

static void
on_folded (MbBoard *board, GPtrArray *changes, gboolean reset, MbScreenMedia *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < changes->len && !any; i++)
    any = concerns (changes->pdata[i]);
  if (reset)
    tell (self);
  else if (any)
    tell_soon (self);
}

static void
on_client_changed (MbScreenMedia *self)
{
  if (mb_screen_session_get_market (self->session) != NULL)
    mb_media_cache_set_hub (self->cache, mb_screen_session_get_hub (self->session),
                            mb_screen_session_get_market (self->session));
}

static void
mb_screen_media_dispose (GObject *object)
{
  MbScreenMedia *self = MB_SCREEN_MEDIA (object);

  g_clear_handle_id (&self->soon, g_source_remove);
  g_clear_handle_id (&self->again, g_source_remove);
  g_clear_object (&self->session);
  g_clear_object (&self->clock);
  g_clear_object (&self->cache);

  G_OBJECT_CLASS (mb_screen_media_parent_class)->dispose (object);
}

static void
mb_screen_media_finalize (GObject *object)
{
  g_free (MB_SCREEN_MEDIA (object)->screen);

  G_OBJECT_CLASS (mb_screen_media_parent_class)->finalize (object);
}

static void
mb_screen_media_class_init (MbScreenMediaClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_screen_media_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_screen_media_finalize;
}

static void
mb_screen_media_init (MbScreenMedia *self)
{
}

MbScreenMedia *
mb_screen_media_new (MbScreenSession *session, MbClock *clock, const char *screen, MbMediaCache *cache)
{
  MbScreenMedia *self = g_object_new (MB_TYPE_SCREEN_MEDIA, NULL);

  self->session = g_object_ref (session);
  self->clock = g_object_ref (clock);
  self->screen = g_strdup (screen);
  self->cache = g_object_ref (cache);
  g_signal_connect_object (mb_screen_session_get_board (session), "folded", G_CALLBACK (on_folded), self, 0);
  g_signal_connect_object (session, "notify::client", G_CALLBACK (on_client_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (clock, "jumped", G_CALLBACK (tell_soon), self, G_CONNECT_SWAPPED);
  self->again = g_timeout_add_seconds (ASK_AGAIN_S, on_again, self);
  return self;
}

void
mb_screen_media_tell (MbScreenMedia *self)
{
  g_return_if_fail (MB_IS_SCREEN_MEDIA (self));

  g_clear_handle_id (&self->soon, g_source_remove);
  tell (self);
}

MbMediaCache *
mb_screen_media_get_cache (MbScreenMedia *self)
{
  g_return_val_if_fail (MB_IS_SCREEN_MEDIA (self), NULL);

  return self->cache;
}
