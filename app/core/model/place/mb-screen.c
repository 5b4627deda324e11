/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/place/mb-screen.h"

#include "core/model/mb-schema-private.h"
#include "core/model/mb-texts.h"

static const MbField fields[] = {
  MB_FIELD (MbScreen, name, STRING),
  MB_FIELD (MbScreen, place, STRING),
  MB_FIELD (MbScreen, layout, REF, MB_REQUIRED, MB_TO (LAYOUT)),
  MB_FIELD (MbScreen, languages, STRINGS),
  MB_FIELD (MbScreen, rotation, INT, MB_RANGE (0, 270)),
  MB_FIELD (MbScreen, panel_mm, INTS, MB_RANGE (1, 2)),
  MB_FIELD (MbScreen, distance_m, NUMBER, MB_RANGE (0, 100)),
  MB_FIELD (MbScreen, led, BOOL),
  MB_FIELD (MbScreen, stall, REF, MB_TO (STALL)),
  MB_FIELD (MbScreen, area, STRING),
  MB_FIELD (MbScreen, trades, FLAGS, MB_NAMES (mb_trade_names)),
  MB_FIELD (MbScreen, touch, BOOL),
  MB_FIELD (MbScreen, power, WINDOWS),
  MB_FIELD (MbScreen, sound, WINDOWS),
  MB_FIELD (MbScreen, volume, INT, MB_RANGE (0, 100)),
  MB_FIELD (MbScreen, elder_mode, BOOL),
};

static gboolean
check_languages (char **languages, GError **error)
{
  for (guint i = 0; languages != NULL && languages[i] != NULL; i++)
    if (!mb_language_is_valid (languages[i]))
      {
        g_autofree char *pointer = g_strdup_printf ("/languages/%u", i);

        return mb_refuse (error, pointer, "Not a language tag such as zh-Hans");
      }

  return TRUE;
}

static gboolean
check (gconstpointer structure, GError **error)
{
  const MbScreen *self = structure;

  if (self->rotation != MB_UNSET && self->rotation % 90 != 0)
    return mb_refuse (error, "/rotation", "Must be 0, 90, 180 or 270");

  if (self->distance_m <= 0)
    return mb_refuse (error, "/distance_m", "Must be more than 0");

  return check_languages (self->languages, error);
}

MB_DEFINE_KIND (MbScreen, mb_screen, MB_KIND_SCREEN, fields, check)
