/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "screen/mb-screen-session.h"
#include "widgets/mb-board-view.h"

G_BEGIN_DECLS

/**
 * MbPaintedReporter: watches a board view's frames and tells the hub what has been on the glass.
 * Make it after the view has its board: it has to hear of a delta after the view has taken it in.
 */
#define MB_TYPE_PAINTED_REPORTER (mb_painted_reporter_get_type ())
G_DECLARE_FINAL_TYPE (MbPaintedReporter, mb_painted_reporter, MB, PAINTED_REPORTER, GObject)

MbPaintedReporter *mb_painted_reporter_new (MbScreenSession *session, MbBoardView *view, MbClock *clock,
                                            const char *screen);

/** mb_painted_reporter_set_covered: something else than an emergency lies over the board, too. */
void mb_painted_reporter_set_covered (MbPaintedReporter *self, gboolean covered);
/** mb_painted_reporter_set_dark: the display is off, or shows nothing but black. */
void mb_painted_reporter_set_dark (MbPaintedReporter *self, gboolean dark);

G_END_DECLS
