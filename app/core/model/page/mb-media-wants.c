/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/page/mb-media-wants.h"

#include <string.h>

#include "core/model/place/mb-stall.h"
#include "core/model/show/mb-media.h"
#include "core/model/show/mb-playlist.h"
#include "core/model/show/mb-promotion.h"
#include "core/model/time/mb-schedule.h"

typedef struct
{
  MbBoard *board;
  gint64 now_us;
  MbMarketTime *time;
  GHashTable *places; /* sha256: GUINT_TO_POINTER (place in wants + 1) */
  GArray *wants;
} Wants;

/* When something shows next: now, or when it begins; G_MAXINT64: never again. */
static gint64
find_begin (Wants *self, const MbWhen *when)
{
  MbSchedule schedule;

  mb_schedule_init (&schedule, when);
  if (mb_schedule_is_on (&schedule, self->now_us, self->time))
    return self->now_us;

  return mb_schedule_get_next_change (&schedule, self->now_us, self->time);
}

static void
want_file (Wants *self, const MbMedia *media, gint64 at)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, media->sha256));
  MbMediaWant want = { media->sha256, (guint64) media->bytes, at };

  if (place == 0)
    {
      g_array_append_val (self->wants, want);
      g_hash_table_insert (self->places, media->sha256, GUINT_TO_POINTER (self->wants->len));
    }
  else
    {
      MbMediaWant *known = &g_array_index (self->wants, MbMediaWant, place - 1);

      known->at = MIN (known->at, at);
    }
}

static MbMedia *
find_media (Wants *self, const char *id)
{
  return id != NULL ? (MbMedia *) mb_board_get (self->board, MB_KIND_MEDIA, id) : NULL;
}

/* A livestream has no file, but may have a poster. */
static void
want (Wants *self, const char *id, gint64 at)
{
  MbMedia *media = find_media (self, id);
  MbMedia *poster = media != NULL ? find_media (self, media->poster) : NULL;

  if (media == NULL || at == G_MAXINT64)
    return;
  if (media->sha256 != NULL && media->type != MB_MEDIA_LIVE)
    want_file (self, media, at);
  if (poster != NULL && poster->sha256 != NULL && poster->type == MB_MEDIA_IMAGE)
    want_file (self, poster, at);
}

static void
want_playlist (Wants *self, MbPlaylist *playlist)
{
  gint64 begin = playlist != NULL ? find_begin (self, playlist->when) : G_MAXINT64;

  if (begin == G_MAXINT64)
    return;

  want (self, playlist->fallback, begin);
  for (guint i = 0; i < playlist->items->len; i++)
    {
      const MbPlaylistItem *item = playlist->items->pdata[i];

      want (self, item->media, MAX (begin, find_begin (self, item->when)));
    }
}

/* What comes into every list: those that have a time of their own and go before it. */
static void
want_interrupts (Wants *self, MbPlaylist *into)
{
  GListModel *lists = mb_board_get_list (self->board, MB_KIND_PLAYLIST);
  gint64 priority = into != NULL && into->priority != MB_UNSET ? into->priority : 0;

  for (guint i = 0; i < g_list_model_get_n_items (lists); i++)
    {
      g_autoptr(MbPlaylist) playlist = g_list_model_get_item (lists, i);

      if (playlist != into && playlist->when != NULL && playlist->priority != MB_UNSET
          && playlist->priority > priority)
        want_playlist (self, playlist);
    }
}

static void
want_promotions (Wants *self)
{
  GListModel *promotions = mb_board_get_list (self->board, MB_KIND_PROMOTION);

  for (guint i = 0; i < g_list_model_get_n_items (promotions); i++)
    {
      g_autoptr(MbPromotion) promotion = g_list_model_get_item (promotions, i);

      want (self, promotion->picture, find_begin (self, promotion->when));
    }
}

static void
want_stall (Wants *self, const char *id)
{
  MbStall *stall = id != NULL ? (MbStall *) mb_board_get (self->board, MB_KIND_STALL, id) : NULL;

  if (stall != NULL)
    want (self, stall->picture, self->now_us);
}

static void
want_stalls (Wants *self)
{
  GListModel *stalls = mb_board_get_list (self->board, MB_KIND_STALL);

  for (guint i = 0; i < g_list_model_get_n_items (stalls); i++)
    {
      g_autoptr(MbStall) stall = g_list_model_get_item (stalls, i);

      want (self, stall->picture, self->now_us);
    }
}

static void
want_zone (Wants *self, const MbZone *zone)
{
  MbPlaylist *playlist = zone->playlist != NULL
                             ? (MbPlaylist *) mb_board_get (self->board, MB_KIND_PLAYLIST, zone->playlist)
                             : NULL;

  switch (zone->show)
    {
    case MB_SHOW_PICTURE:
      want (self, zone->media, self->now_us);
      want_promotions (self); /* one of them stands in for what cannot be shown */
      break;
    case MB_SHOW_VIDEO:
      want_playlist (self, playlist);
      want_interrupts (self, playlist);
      want_promotions (self);
      break;
    case MB_SHOW_PROMOTION:
      want_promotions (self);
      break;
    case MB_SHOW_STALLS:
      want_stalls (self);
      break;
    default:
      break;
    }
  want_stall (self, zone->stall);
}

static int
compare_wants (gconstpointer a, gconstpointer b)
{
  const MbMediaWant *left = a, *right = b;

  if (left->at != right->at)
    return left->at < right->at ? -1 : 1;
  if (left->bytes != right->bytes)
    return left->bytes < right->bytes ? -1 : 1;

  return strcmp (left->sha256, right->sha256);
}

GArray *
mb_media_wants_list (MbBoard *board, MbLayout *layout, MbScreen *screen, gint64 now_us, MbMarketTime *time)
{
  g_autoptr(GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  Wants self = { board, now_us, time, places, g_array_new (FALSE, FALSE, sizeof (MbMediaWant)) };

  for (guint i = 0; i < layout->zones->len; i++)
    want_zone (&self, layout->zones->pdata[i]);
  if (screen != NULL)
    want_stall (&self, screen->stall);

  /* Small ones first: a picture need not wait for a film. */
  g_array_sort (self.wants, compare_wants);
  return self.wants;
}
