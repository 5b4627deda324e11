/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/mb-language-turn.h"

#include "widgets/prices/mb-prices-zone.h"

#define LANGUAGE_ROWS 8

MbSlot
mb_language_turn_get_slot (const MbPanel *panel, const MbZones *zones, gint64 now_us, MbMarketTime *time)
{
  MbZoneView *prices = mb_zones_find_first (zones, MB_TYPE_PRICES_ZONE);
  gint64 length_us = prices != NULL ? mb_prices_zone_get_turn (MB_PRICES_ZONE (prices)) : MB_UNSET;

  if (length_us == MB_UNSET)
    length_us = mb_slot_get_length (LANGUAGE_ROWS, panel->elder);
  return mb_slot_at (now_us, length_us, time);
}

const MbCatalogue *
mb_language_turn_get_catalogue (const MbPanel *panel, const MbZones *zones, gint64 now_us, MbMarketTime *time)
{
  if (panel->n_catalogues < 2 || now_us == MB_UNSET)
    return panel->catalogues[0];

  return panel->catalogues[mb_language_turn_get_slot (panel, zones, now_us, time).number % panel->n_catalogues];
}
