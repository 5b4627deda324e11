/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/video/mb-video-choice.h"

#include "core/base/mb-error.h"

#define MOST_STEPS 64 /* looked ahead for something that can be shown */

struct _MbVideoChoice
{
  MbBoard *board;     /* (owned) */
  MbGallery *gallery; /* (owned) */
  MbPlayPlan *plan;   /* (owned) */
};

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
  return self;
}

void
mb_video_choice_free (MbVideoChoice *self)
{
  mb_play_plan_free (self->plan);
  g_object_unref (self->gallery);
  g_object_unref (self->board);
  g_free (self);
}

MbPlayPlan *
mb_video_choice_get_plan (MbVideoChoice *self)
{
  return self->plan;
}

static gboolean
is_barred (MbVideoChoice *self, const MbMedia *media, gint64 us)
{
  return media->sha256 != NULL && mb_verdicts_bars (mb_gallery_get_verdicts (self->gallery), media->sha256, us);
}

static gboolean
is_usable (MbVideoChoice *self, MbMedia *media, gint64 us)
{
  if (media == NULL || media->type == MB_MEDIA_LIVE)
    return TRUE;

  return mb_gallery_get_path (self->gallery, media->sha256) != NULL && !is_barred (self, media, us);
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
  return media != NULL && !is_usable (self, media, us) && !is_barred (self, media, us);
}

gboolean
mb_video_choice_awaits (MbVideoChoice *self, gint64 us, MbMarketTime *time)
{
  return is_awaited (self, mb_play_plan_look (self->plan, us, time).media, us);
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

static const char *
find_digest (MbVideoChoice *self, const char *media)
{
  MbMedia *record = (MbMedia *) mb_board_get (self->board, MB_KIND_MEDIA, media);

  return record != NULL ? record->sha256 : NULL;
}

/* What only other bytes would make better; anything else may be the machine's fault. */
static gboolean
is_for_ever (const GError *error)
{
  static const int box[] = { MB_ERROR_FAILED, MB_ERROR_UNSUPPORTED, MB_ERROR_NOT_FOUND, MB_ERROR_BUSY, MB_ERROR_NETWORK };

  for (gsize i = 0; i < G_N_ELEMENTS (box); i++)
    if (g_error_matches (error, MB_ERROR, box[i]))
      return FALSE;

  return TRUE;
}

void
mb_video_choice_complain (MbVideoChoice *self, const char *media, const GError *error, gint64 now_us)
{
  const char *sha256 = find_digest (self, media);

  if (sha256 == NULL)
    return;

  mb_verdicts_add (mb_gallery_get_verdicts (self->gallery), sha256, error->message, is_for_ever (error), now_us);
  if (is_for_ever (error) || g_error_matches (error, MB_ERROR, MB_ERROR_NOT_FOUND))
    mb_gallery_complain (self->gallery, sha256);
}

void
mb_video_choice_praise (MbVideoChoice *self, const char *media)
{
  const char *sha256 = find_digest (self, media);

  if (sha256 != NULL)
    mb_verdicts_forget (mb_gallery_get_verdicts (self->gallery), sha256);
}

void
mb_video_choice_tell (MbVideoChoice *self, GStrvBuilder *builder)
{
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < mb_play_plan_get_n_media (self->plan); i++)
    {
      MbMedia *media = mb_play_plan_get_media (self->plan, i);
      const char *id = mb_record_get_id (MB_RECORD (media));
      const char *why = media->sha256 != NULL ? mb_verdicts_find (mb_gallery_get_verdicts (self->gallery), media->sha256) : NULL;
      g_autofree char *sentence = NULL;

      if (why == NULL || !g_hash_table_add (told, (gpointer) id))
        continue;

      sentence = g_strdup_printf ("%s: %s", id, why);
      g_strv_builder_add (builder, sentence);
    }
}
