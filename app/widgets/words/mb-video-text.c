/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/words/mb-video-text.h"

#include "widgets/words/mb-format.h"

#include <glib/gi18n.h>

const char *
mb_format_live (const MbCatalogue *catalogue)
{
  return mb_catalogue_text (catalogue, N_ ("LIVE"));
}

static gboolean
has_begun (MbMedia *media, gint64 now_us)
{
  return media->starts_at.us == MB_UNSET || (now_us != MB_UNSET && now_us >= media->starts_at.us);
}

static char *
say_when (const MbCatalogue *catalogue, MbMedia *media, gint64 now_us, GTimeZone *zone)
{
  gint64 starts_us = media->starts_at.us;
  g_autofree char *clock = NULL, *day = NULL;

  if (has_begun (media, now_us))
    return g_strdup (mb_catalogue_text (catalogue, N_ ("Back soon")));

  clock = mb_format_clock (starts_us, zone);
  if (now_us != MB_UNSET && mb_date_of (now_us, zone) == mb_date_of (starts_us, zone))
    return mb_format_fill (mb_catalogue_text (catalogue, N_ ("Live from {time}")), "time", clock, NULL);

  day = mb_format_short_day (catalogue, mb_date_of (starts_us, zone));
  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("Live on {date}, {time}")), "date", day, "time", clock, NULL);
}

static gboolean
is_same_day (gint64 a_us, gint64 b_us, GTimeZone *zone)
{
  if (a_us == MB_UNSET || b_us == MB_UNSET)
    return a_us == b_us;

  return mb_date_of (a_us, zone) == mb_date_of (b_us, zone);
}

gboolean
mb_video_text_changes (MbMedia *media, gint64 from_us, gint64 to_us, GTimeZone *zone)
{
  g_return_val_if_fail (MB_IS_MEDIA (media), TRUE);

  return has_begun (media, from_us) != has_begun (media, to_us) || !is_same_day (from_us, to_us, zone);
}

void
mb_video_text_init (MbPromotionText *self, MbMedia *media, const MbCatalogue *catalogue, gint64 now_us, GTimeZone *zone,
                    gboolean still)
{
  g_autofree char *name = NULL;
  gboolean as_shown;
  const char *title;

  g_return_if_fail (self != NULL && MB_IS_MEDIA (media) && catalogue != NULL);

  title = mb_texts_get (media->title, mb_catalogue_get_language (catalogue));
  if (title != NULL && *title != '\0')
    name = mb_format_name (title);
  as_shown = still && has_begun (media, now_us);
  *self = (MbPromotionText){
    .about = g_strdup (mb_format_live (catalogue)),
    .offer = !as_shown      ? say_when (catalogue, media, now_us, zone)
             : name != NULL ? g_strdup (name)
                            : g_strdup (mb_format_live (catalogue)),
    .detail = as_shown ? NULL : g_strdup (name),
    .terms = g_new0 (char *, 1),
    .call = g_strdup (mb_catalogue_text (catalogue, N_ ("Scan to watch on a phone"))),
  };
}
