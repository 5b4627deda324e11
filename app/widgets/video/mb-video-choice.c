/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/video/mb-video-choice.h"

#include "core/base/mb-error.h"

/* What may be better another time is tried again after so long, and each time so much later: a machine that was too busy
 * has its films back, and what shows nothing whenever it is tried is hardly ever tried. */
#define PATIENCE_US G_TIME_SPAN_MINUTE
#define PATIENCE_GROWTH 8
#define MOST_PATIENCE_US G_TIME_SPAN_DAY
#define MOST_STEPS 64 /* looked ahead for something that can be shown */

struct _MbVideoChoice
{
  MbBoard *board;     /* (owned) */
  MbGallery *gallery; /* (owned) */
  MbPlayPlan *plan;   /* (owned) */
  GHashTable *broken; /* digest of a file -> Broken */
};

typedef struct
{
  gint64 until_us;    /* it is not tried */
  gint64 patience_us; /* for how long it was not, last */
  char *why;
} Broken;

static void
broken_free (gpointer data)
{
  g_free (((Broken *) data)->why);
  g_free (data);
}

static gint64
find_length (const MbMedia *media, gpointer data)
{
  return mb_gallery_get_length_ms (((MbVideoChoice *) data)->gallery, media->sha256);
}

MbVideoChoice *
mb_video_choice_new (MbBoard *board, MbGallery *gallery, const char *playlist)
{
  MbVideoChoice *self = g_new0 (MbVideoChoice, 1);

  self->board = g_object_ref (board);
  self->gallery = g_object_ref (gallery);
  self->plan = mb_play_plan_new (board, playlist);
  mb_play_plan_set_length (self->plan, find_length, self);
  self->broken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, broken_free);
  return self;
}

void
mb_video_choice_free (MbVideoChoice *self)
{
  mb_play_plan_free (self->plan);
  g_hash_table_unref (self->broken);
  g_object_unref (self->gallery);
  g_object_unref (self->board);
  g_free (self);
}

MbPlayPlan *
mb_video_choice_get_plan (MbVideoChoice *self)
{
  return self->plan;
}

/* Returns: (nullable): why; NULL: it is not, as far as anybody knows */
static const char *
get_broken (MbVideoChoice *self, const char *sha256, gint64 us)
{
  const Broken *broken = sha256 != NULL ? g_hash_table_lookup (self->broken, sha256) : NULL;

  return broken != NULL && us < broken->until_us ? broken->why : NULL;
}

static gboolean
is_usable (MbVideoChoice *self, MbMedia *media, gint64 us)
{
  if (media == NULL || media->type == MB_MEDIA_LIVE)
    return TRUE;

  return mb_gallery_get_path (self->gallery, media->sha256) != NULL && get_broken (self, media->sha256, us) == NULL;
}

/* In its place whatever comes next and can be shown, from its beginning and for as long. */
static MbPlayTurn
find_another (MbVideoChoice *self, const MbPlayTurn *play, gint64 us, MbMarketTime *time)
{
  MbPlayTurn ahead = *play, another = *play;
  guint most = MIN (2 * mb_play_plan_get_n_media (self->plan), MOST_STEPS);
  MbMedia *fallback = mb_play_plan_get_fallback (self->plan);

  another.offset_us = 0;
  another.is_whole = FALSE;
  for (guint i = 0; i < most; i++)
    {
      ahead = mb_play_plan_look (self->plan, ahead.until_us, time);
      if (ahead.media != NULL && ahead.media->type != MB_MEDIA_LIVE && is_usable (self, ahead.media, us))
        {
          another.media = ahead.media;
          return another;
        }
    }
  another.media = fallback != NULL && is_usable (self, fallback, us) ? fallback : NULL;
  return another;
}

MbPlayTurn
mb_video_choice_look (MbVideoChoice *self, gint64 us, MbMarketTime *time)
{
  MbPlayTurn play = mb_play_plan_look (self->plan, us, time);

  return is_usable (self, play.media, us) ? play : find_another (self, &play, us, time);
}

static gboolean
is_awaited (MbVideoChoice *self, MbMedia *media, gint64 us)
{
  return media != NULL && !is_usable (self, media, us) && get_broken (self, media->sha256, us) == NULL;
}

gboolean
mb_video_choice_waits (MbVideoChoice *self, gint64 us, MbMarketTime *time)
{
  MbPlayTurn play = mb_play_plan_look (self->plan, us, time);
  guint most = MIN (2 * mb_play_plan_get_n_media (self->plan), MOST_STEPS);

  for (guint i = 0; i < most; i++)
    {
      if (is_awaited (self, play.media, us))
        return TRUE;
      play = mb_play_plan_look (self->plan, play.until_us, time);
    }
  return FALSE;
}

static MbPlayKind
get_kind (MbMedia *media)
{
  switch ((MbMediaType) media->type)
    {
    case MB_MEDIA_LIVE:
      return MB_PLAY_LIVE;
    case MB_MEDIA_IMAGE:
      return MB_PLAY_PICTURE;
    case MB_MEDIA_VIDEO:
    default:
      return MB_PLAY_FILM;
    }
}

char *
mb_video_choice_fill (MbVideoChoice *self, const MbPlayTurn *play, MbPlayItem *item)
{
  MbMedia *media = play->media;
  gint64 film_ms = media->type == MB_MEDIA_VIDEO ? mb_play_plan_get_film_ms (self->plan, media) : MB_UNSET;
  const char *path = mb_gallery_get_path (self->gallery, media->sha256);
  char *uri = media->type == MB_MEDIA_LIVE ? g_strdup (media->uri)
              : path != NULL               ? g_filename_to_uri (path, NULL, NULL)
                                           : NULL;

  *item = (MbPlayItem){ .media = mb_record_get_id (MB_RECORD (media)),
                        .kind = get_kind (media),
                        .uri = uri,
                        .begin_us = play->begin_us,
                        .until_us = play->until_us,
                        .offset_us = play->offset_us,
                        .sounds = media->sound };
  /* What is shown for longer than it lasts is shown again. */
  if (film_ms != MB_UNSET && play->until_us - play->begin_us <= film_ms * G_TIME_SPAN_MILLISECOND)
    item->length_us = film_ms * G_TIME_SPAN_MILLISECOND;
  else if (media->type == MB_MEDIA_IMAGE)
    item->length_us = play->until_us - play->begin_us;
  return uri;
}

MbMedia *
mb_video_choice_find_fallback (MbVideoChoice *self, gint64 us, MbMarketTime *time)
{
  MbMedia *fallback = mb_play_plan_get_fallback (self->plan);
  MbPlayTurn play;

  if (fallback != NULL && fallback->type == MB_MEDIA_VIDEO && is_usable (self, fallback, us))
    return fallback;

  play = mb_play_plan_look (self->plan, us, time);
  play = find_another (self, &play, us, time);
  return play.media != NULL && play.media->type == MB_MEDIA_VIDEO ? play.media : NULL;
}

void
mb_video_choice_complain (MbVideoChoice *self, const char *media, const GError *error, gint64 now_us)
{
  MbMedia *record = (MbMedia *) mb_board_get (self->board, MB_KIND_MEDIA, media);
  gboolean for_now = g_error_matches (error, MB_ERROR, MB_ERROR_FAILED);
  Broken *broken;

  if (record == NULL || record->sha256 == NULL)
    return;

  broken = g_hash_table_lookup (self->broken, record->sha256);
  if (broken == NULL)
    {
      broken = g_new0 (Broken, 1);
      g_hash_table_insert (self->broken, g_strdup (record->sha256), broken);
    }
  broken->patience_us = CLAMP (broken->patience_us * PATIENCE_GROWTH, PATIENCE_US, MOST_PATIENCE_US);
  broken->until_us = for_now ? now_us + broken->patience_us : G_MAXINT64;
  g_free (broken->why);
  broken->why = g_strdup (error->message);
  if (!for_now)
    mb_gallery_complain (self->gallery, record->sha256);
}

void
mb_video_choice_tell (MbVideoChoice *self, gint64 now_us, GStrvBuilder *builder)
{
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < mb_play_plan_get_n_media (self->plan); i++)
    {
      MbMedia *media = mb_play_plan_get_media (self->plan, i);
      const char *id = mb_record_get_id (MB_RECORD (media)), *why = get_broken (self, media->sha256, now_us);
      g_autofree char *sentence = NULL;

      if (why == NULL || !g_hash_table_add (told, (gpointer) id))
        continue;

      sentence = g_strdup_printf ("%s: %s", id, why);
      g_strv_builder_add (builder, sentence);
    }
}
