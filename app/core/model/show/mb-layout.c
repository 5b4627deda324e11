/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/show/mb-layout.h"

#include "core/model/mb-schema-private.h"

#define CELLS MB_RANGE (1, 100)

static const char *const show_names[] = {
  "header", "prices", "tests",  "promotion", "video", "ticker",  "stalls",
  "duties", "scale",  "origin", "text",      "picture", NULL,
};
static const char *const band_names[] = { "header", "bar", "ticker", NULL };
static const char *const orientation_names[] = { "landscape", "portrait", NULL };

static const MbField zone_fields[] = {
  MB_FIELD (MbZone, show, ENUM, MB_REQUIRED, MB_NAMES (show_names)),
  MB_FIELD (MbZone, at, INTS, MB_REQUIRED, MB_RANGE (0, 4)),
  MB_FIELD (MbZone, staple, BOOL),
  MB_FIELD (MbZone, trades, FLAGS, MB_NAMES (mb_trade_names)),
  MB_FIELD (MbZone, columns, INT, MB_RANGE (1, 6)),
  MB_FIELD (MbZone, stall, REF, MB_TO (STALL)),
  MB_FIELD (MbZone, playlist, REF, MB_TO (PLAYLIST)),
  MB_FIELD (MbZone, media, REF, MB_TO (MEDIA)),
  MB_FIELD (MbZone, text, TEXTS),
  MB_FIELD (MbZone, scale, REF, MB_TO (SCALE)),
};

static gboolean
check_zone (gconstpointer structure, GError **error)
{
  const MbZone *self = structure;

  if (self->at[2] < 1 || self->at[3] < 1)
    return mb_refuse (error, "/at", "Must be at least one cell wide and high");

  if (self->show == MB_SHOW_VIDEO && self->playlist == NULL)
    return mb_refuse (error, "/playlist", "A video zone plays a playlist");

  if (self->show == MB_SHOW_PICTURE && self->media == NULL)
    return mb_refuse (error, "/media", "A picture zone shows a picture");

  if (self->show == MB_SHOW_TEXT && self->text == NULL)
    return mb_refuse (error, "/text", "A text zone shows a text");

  return TRUE;
}
static const MbSchema zone_schema = MB_SCHEMA (MbZone, zone_fields, check_zone);

static const MbField fields[] = {
  MB_FIELD (MbLayout, name, STRING),
  MB_FIELD (MbLayout, columns, INT, MB_REQUIRED, CELLS),
  MB_FIELD (MbLayout, rows, INT, MB_REQUIRED, CELLS),
  MB_FIELD (MbLayout, orientation, ENUM, MB_NAMES (orientation_names)),
  MB_FIELD (MbLayout, distance_m, NUMBER, MB_RANGE (0, 100)),
  MB_FIELD (MbLayout, bands, FLAGS, MB_NAMES (band_names)),
  MB_FIELD (MbLayout, zones, LIST, MB_REQUIRED, MB_OF (zone_schema)),
};

static gboolean
check (gconstpointer structure, GError **error)
{
  const MbLayout *self = structure;

  if (self->distance_m <= 0)
    return mb_refuse (error, "/distance_m", "Must be more than 0");

  for (guint i = 0; i < self->zones->len; i++)
    {
      const MbZone *zone = g_ptr_array_index (self->zones, i);

      if ((gint64) zone->at[0] + zone->at[2] > self->columns
          || (gint64) zone->at[1] + zone->at[3] > self->rows)
        {
          g_autofree char *pointer = g_strdup_printf ("/zones/%u/at", i);

          return mb_refuse (error, pointer, "Reaches beyond the grid");
        }
    }

  return TRUE;
}

MB_DEFINE_KIND (MbLayout, mb_layout, MB_KIND_LAYOUT, fields, check)
