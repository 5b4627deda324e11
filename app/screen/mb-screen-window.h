/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "screen/mb-screen-session.h"
#include "widgets/mb-board-view.h"

G_BEGIN_DECLS

/**
 * MbScreenWindow: a board on a display: the whole of it, no decoration, no cursor. Folds a slice of
 * what is pending in every frame, before the frame is drawn. An emergency is never covered.
 *
 * Properties: identifying (boolean, notify); covered (boolean, notify): a page for whoever looks after the
 * screen lies over the board
 */
#define MB_TYPE_SCREEN_WINDOW (mb_screen_window_get_type ())
G_DECLARE_FINAL_TYPE (MbScreenWindow, mb_screen_window, MB, SCREEN_WINDOW, GtkWindow)

/** mb_screen_window_new: the board waits until it has a session.
 * @screen: which screen record tells panel, layout and language */
GtkWidget *mb_screen_window_new (MbClock *clock, const char *screen);
/** mb_screen_window_set_session: shows this session's board from now on; once. */
void mb_screen_window_set_session (MbScreenWindow *self, MbScreenSession *session);
MbBoardView *mb_screen_window_get_view (MbScreenWindow *self);

/** mb_screen_window_identify: for ten seconds it shows which screen it is. */
void mb_screen_window_identify (MbScreenWindow *self);
gboolean mb_screen_window_is_identifying (MbScreenWindow *self);

gboolean mb_screen_window_is_covered (MbScreenWindow *self);

/** mb_screen_window_set_dark: nothing but black, but for an emergency. */
void mb_screen_window_set_dark (MbScreenWindow *self, gboolean dark);

/** mb_screen_window_set_size: of the view, whatever the monitor's is; without it, the monitor's. */
void mb_screen_window_set_size (MbScreenWindow *self, int width, int height);
/** mb_screen_window_show: fills the monitor, or has the size that was set. */
void mb_screen_window_show (MbScreenWindow *self);

G_END_DECLS
