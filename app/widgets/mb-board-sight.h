/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/mb-board-bands.h"
#include "widgets/mb-board-view.h"
#include "widgets/mb-zones.h"

G_BEGIN_DECLS

/** MbBoardSight: all that stands on a glass, for the question where a record does. Borrows everything. */
typedef struct
{
  const MbZones *zones;  /* (nullable) */
  MbBoardBands *bands;
  MbLayout *layout;      /* (nullable) */
  const char *screen_id; /* (nullable) */
} MbBoardSight;

/** mb_board_sight_look: as mb_board_view_get_visibility(). @by_us: (out) (optional) */
MbVisibility mb_board_sight_look (const MbBoardSight *self, MbKind kind, const char *id, gint64 *by_us);

G_END_DECLS
