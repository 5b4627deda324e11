/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-delta.h"

G_BEGIN_DECLS

/**
 * MbBoard: the journal, folded: the newest value of every record, with one live list per kind.
 *
 * A delta is taken in slices into a shadow and shows in one step when the last slice is in:
 * mb_board_begin(), mb_board_fold() until it says that it is done. mb_board_apply() does it at once.
 *
 * Lives in one thread (the main loop on a screen; the journal's own in a hub).
 */
#define MB_TYPE_BOARD (mb_board_get_type ())
G_DECLARE_FINAL_TYPE (MbBoard, mb_board, MB, BOARD, GObject)

/**
 * MbBoard::folded: (board, changes: GPtrArray of MbChangedRecord, reset: gboolean)
 * after a delta shows. The records are those on the board; of a dropped one, the last.
 */
typedef struct
{
  MbRecord *record; /* (owned) */
  gboolean dropped;
  gboolean added;
} MbChangedRecord;

MbBoard *mb_board_new (void);

MbRecord *mb_board_get (MbBoard *self, MbKind kind, const char *id); /* (transfer none) (nullable) */
GListModel *mb_board_get_list (MbBoard *self, MbKind kind);          /* by id; (transfer none) */
guint mb_board_get_n_records (MbBoard *self);

const char *mb_board_get_position (MbBoard *self); /* NULL before the first live */
gint64 mb_board_get_updated_at (MbBoard *self);    /* `at` of the newest change shown, or MB_UNSET */

void mb_board_begin (MbBoard *self, MbDelta *delta);           /* delta: (transfer full) */
gboolean mb_board_fold (MbBoard *self, gint64 budget_us);      /* TRUE: it shows, ::folded was emitted */
gboolean mb_board_is_folding (MbBoard *self);
void mb_board_apply (MbBoard *self, MbDelta *delta);           /* delta: (transfer full) */

G_END_DECLS
