/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lists/mb-held-row.h"
#include "core/lists/mb-list-source.h"
#include "core/model/goods/mb-doubt.h"

G_BEGIN_DECLS

/** MbListPrice: what a good row says, worked out. */
typedef struct
{
  MbFigures figures;
  const char *piece; /* as MbListUnit */
  gboolean catty;
  MbDate date;
} MbListPrice;

/**
 * mb_list_check_row: whether a row of a table may stand on a board, by what it says alone.
 * @unit: of a row that says none
 * @date: likewise, or 0
 * @price: (out): when it may
 * @why: (out) (transfer full): else, one sentence
 */
MbHeldReason mb_list_check_row (const MbListRow *row, const MbListUnit *unit, MbDate date, MbListPrice *price,
                                char **why);

G_END_DECLS
