/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-board.h"
#include "core/wire/mb-report-codec.h"
#include "widgets/mb-board-view.h"

G_BEGIN_DECLS

/**
 * MbPaintedTracker: which of what was folded has been on the glass. Frames are numbers to it and
 * time is what it is told, so that it says the same in a test as under a compositor.
 *
 * A delta folded for frame N is painted when N's drawing is complete (a later frame's completion
 * says so as well), or, where it changed no pixel, at the end of N's cycle. What stands on another
 * page counts as `later` until a frame with that page is complete. One second without completion is
 * a glass that sleeps: the position moves on, and says so.
 *
 * Times are monotonic microseconds, except those by which a page turns.
 */
typedef struct _MbPaintedTracker MbPaintedTracker;

/** Where a record stands now (mb_board_view_get_visibility()). */
typedef MbVisibility (*MbPaintedLook) (gpointer data, MbKind kind, const char *id, gint64 *by_us);

/** @glass: what a complete frame is worth here: composited or sent */
MbPaintedTracker *mb_painted_tracker_new (const char *screen, MbGlass glass, MbPaintedLook look, gpointer data);
void mb_painted_tracker_free (MbPaintedTracker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbPaintedTracker, mb_painted_tracker_free)

/**
 * mb_painted_tracker_folded: a delta shows in the widgets.
 * @changes: (element-type MbChangedRecord)
 * @reset: it was a whole board: look at everything again
 * @frame: the first frame that can show it
 */
void mb_painted_tracker_folded (MbPaintedTracker *self, const char *position, GPtrArray *changes, gboolean reset,
                                gint64 frame, gint64 now_us);
/** mb_painted_tracker_turned: another page stands, from @frame on. */
void mb_painted_tracker_turned (MbPaintedTracker *self, gint64 frame, gint64 now_us);

/** mb_painted_tracker_set_dark: while the display is switched off frames are complete, and nobody sees them:
 * the glass is asleep. */
void mb_painted_tracker_set_dark (MbPaintedTracker *self, gboolean dark);

void mb_painted_tracker_drawn (MbPaintedTracker *self, gint64 frame);       /* new pixels are in it */
void mb_painted_tracker_cycle_ended (MbPaintedTracker *self, gint64 frame);
void mb_painted_tracker_completed (MbPaintedTracker *self, gint64 frame);   /* and every frame before */

/** mb_painted_tracker_is_waiting: something is not on the glass yet: frames must go on. */
gboolean mb_painted_tracker_is_waiting (MbPaintedTracker *self);

/** mb_painted_tracker_get_due: when mb_painted_tracker_take() will have something; %MB_UNSET: not
 * before something else happens. */
gint64 mb_painted_tracker_get_due (MbPaintedTracker *self);
/** mb_painted_tracker_take: the next report, at most five a second.
 * @painted: (out): all but `at` is filled, when there is one */
gboolean mb_painted_tracker_take (MbPaintedTracker *self, gint64 now_us, MbPainted *painted);
/** mb_painted_tracker_put_back: a report that did not arrive: the next one contains it. */
void mb_painted_tracker_put_back (MbPaintedTracker *self, const MbPainted *painted);

G_END_DECLS
