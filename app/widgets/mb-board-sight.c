/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/mb-board-sight.h"

/* What the glass as a whole is made of, or says in its bands. */
static gboolean
is_own (const MbBoardSight *self, MbKind kind, const char *id)
{
  switch (kind)
    {
    case MB_KIND_MARKET:
      return TRUE;
    case MB_KIND_SCREEN:
      return g_strcmp0 (id, self->screen_id) == 0;
    case MB_KIND_LAYOUT:
      return self->layout != NULL && g_str_equal (id, mb_record_get_id (MB_RECORD (self->layout)));
    case MB_KIND_NOTICE:
    case MB_KIND_TEST:
      return mb_board_bands_shows (self->bands, id);
    default:
      return FALSE;
    }
}

MbVisibility
mb_board_sight_look (const MbBoardSight *self, MbKind kind, const char *id, gint64 *by_us)
{
  gboolean alarm = mb_board_bands_is_alarm (self->bands, kind, id);
  MbSight sight = mb_zones_find (self->zones, kind, id);

  if (by_us != NULL)
    *by_us = sight.later_us;
  if (sight.n_later > 0)
    return MB_VISIBILITY_LATER;
  if (mb_board_bands_get_alarm (self->bands) != MB_ALARM_NONE && !alarm)
    return sight.n_visible > 0 || is_own (self, kind, id) ? MB_VISIBILITY_COVERED : MB_VISIBILITY_ELSEWHERE;

  return sight.n_visible > 0 || is_own (self, kind, id) || alarm ? MB_VISIBILITY_NOW : MB_VISIBILITY_ELSEWHERE;
}
