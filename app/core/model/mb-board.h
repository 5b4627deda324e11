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
 * The step that shows a delta puts every record in its new state first; then come the notifies of
 * what differs, the lists' items-changed, and ::folded. A record keeps its GObject for as long as it
 * stands on the board.
 *
 * Lives in one thread (the main loop on a screen; the journal's own in a hub).
 */
#define MB_TYPE_BOARD (mb_board_get_type ())
G_DECLARE_FINAL_TYPE (MbBoard, mb_board, MB, BOARD, GObject)

/**
 * MbBoard::folded: (board, changes: GPtrArray of MbChangedRecord, reset: gboolean)
 * after a delta shows. The records are those on the board; of a dropped one, the last. A record that
 * was put as it already stood, with the same revision, is not among them. A handler may begin
 * nothing new.
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

/** mb_board_get_updated_at: `at` of the newest record put, by the journal's order; %MB_UNSET before the
 * first. What was dropped leaves no time behind, and the hub's daily renewal of what it says beside
 * prices is no news of them. */
gint64 mb_board_get_updated_at (MbBoard *self);

/** mb_board_begin: takes a delta up; the one before must be done.
 * @delta: (transfer full) */
void mb_board_begin (MbBoard *self, MbDelta *delta);

/**
 * mb_board_fold: goes on with the delta under way.
 * @steps: how much to do at most: one step takes in one record, tidies one away, or shows the whole.
 *   A few dozen take well under a millisecond; whoever calls has the clock, and calls again while
 *   its frame has time.
 *
 * Returns: %TRUE when nothing is left to do. It shows already when ::folded is emitted; what was
 * replaced is then freed in further steps.
 */
gboolean mb_board_fold (MbBoard *self, guint steps);
gboolean mb_board_is_folding (MbBoard *self);

/** mb_board_apply: finishes what is under way, then takes a whole delta in at once.
 * @delta: (transfer full) */
void mb_board_apply (MbBoard *self, MbDelta *delta);

G_END_DECLS
