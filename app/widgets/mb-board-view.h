/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/base/mb-clock.h"
#include "core/model/mb-board.h"
#include "core/model/show/mb-notice.h"
#include "net/mb-feed.h"
#include "net/mb-media-cache.h"

G_BEGIN_DECLS

/**
 * MbBoardView: what hangs in the hall: one board on one glass, whole: ground, header, bar, zones,
 * ticker and honesty corner. The screen fills its window with it, the manager previews with it.
 *
 * What it shows is a function of board, clock and size; it reads no file, no socket and no real
 * clock. It listens to #MbBoard::folded and changes only the widgets that a change reaches; a record
 * on no visible page costs a look into a table.
 *
 * The panel, the distance, the layout and the language come from the screen record on the board;
 * without one: the `entrance` layout on a 55-inch panel at 5 m, in zh-Hans.
 *
 * Signals:
 * - drawn (guint64 frame): the view made new content for this frame of its frame clock (the counter
 *   of gdk_frame_clock_get_frame_counter()). A change that reached no pixel emits nothing.
 * - turned: another page has faded in, or the pages were made anew: what was %MB_VISIBILITY_LATER
 *   may be %MB_VISIBILITY_NOW. The frame that shows it whole is yet to come.
 * - alarm: mb_board_view_get_emergency() is another
 * - played (zone: string, MbPlayed *): a film, a picture of a playlist or a livestream was seen in that zone, and is
 *   over: the fields of a `play` fact
 */
#define MB_TYPE_BOARD_VIEW (mb_board_view_get_type ())
G_DECLARE_FINAL_TYPE (MbBoardView, mb_board_view, MB, BOARD_VIEW, GtkWidget)

/** MbVisibility: where a record stands on this glass. */
typedef enum
{
  MB_VISIBILITY_NOW,      /* on the page that the next frame shows */
  MB_VISIBILITY_LATER,    /* on a page not turned to yet */
  MB_VISIBILITY_COVERED,  /* it would be, but an emergency stands over it */
  MB_VISIBILITY_ELSEWHERE /* no zone here shows it */
} MbVisibility;

GtkWidget *mb_board_view_new (MbClock *clock);

void mb_board_view_set_board (MbBoardView *self, MbBoard *board); /* (nullable) */
MbBoard *mb_board_view_get_board (MbBoardView *self);             /* (transfer none) (nullable) */

/** mb_board_view_set_screen_id: which screen record tells panel, distance, layout and language. */
void mb_board_view_set_screen_id (MbBoardView *self, const char *screen_id); /* (nullable) */

/** mb_board_view_set_layout_id: (nullable) a layout record's id or "entrance", "aisle", over the screen's. */
void mb_board_view_set_layout_id (MbBoardView *self, const char *layout_id);

/** mb_board_view_set_language: (nullable) "zh-Hans", "zh-Hant" or "en", over the screen's. */
void mb_board_view_set_language (MbBoardView *self, const char *language);

/** mb_board_view_set_panel_mm: what the display says of itself; a screen record's `panel_mm` wins.
 * Zeroes: unknown. */
void mb_board_view_set_panel_mm (MbBoardView *self, int width_mm, int height_mm);

/** mb_board_view_set_link: how the screen stands to its hub, for the honesty corner. */
void mb_board_view_set_link (MbBoardView *self, MbLink link);

/** mb_board_view_set_dark: nobody sees it: the display is off, or black. What plays stops until somebody does. */
void mb_board_view_set_dark (MbBoardView *self, gboolean dark);

/** mb_board_view_set_media: where the files are that zones show. Without it they say what they have to in words.
 * @cache: (nullable) */
void mb_board_view_set_media (MbBoardView *self, MbMediaCache *cache);

/** mb_board_view_is_settled: whether every picture stands that can: none is on its way or being decoded. */
gboolean mb_board_view_is_settled (MbBoardView *self);

/** mb_board_view_dup_trouble: what cannot be shown, and why, for a technician: "film-2: needs gstreamer1.0-libav".
 * Returns: (transfer full): empty when all is well */
char **mb_board_view_dup_trouble (MbBoardView *self);

/** mb_board_view_set_emergency: a notice that has arrived before its delta is whole; shown until that is
 * folded. Emergencies on the board show by themselves.
 * @notice: (transfer none) */
void mb_board_view_set_emergency (MbBoardView *self, MbNotice *notice);

/** mb_board_view_get_emergency: the sentence of the emergency that stands over everything; NULL: there is
 * none. */
const char *mb_board_view_get_emergency (MbBoardView *self);

/** mb_board_view_get_language: "zh-Hans", "zh-Hant" or "en": which it speaks now. */
const char *mb_board_view_get_language (MbBoardView *self);

/** mb_board_view_set_time_known: whether the clock tells the time (it does, unless set). Where it does not,
 * pages turn and notices come by it, but no time is shown, and every figure stands dim with its own. */
void mb_board_view_set_time_known (MbBoardView *self, gboolean known);

/** mb_board_view_set_ticker_paused: holds the ticker where it is (for measuring). */
void mb_board_view_set_ticker_paused (MbBoardView *self, gboolean paused);

/**
 * mb_board_view_get_visibility: where a record stands, after the newest fold. A handler of
 * #MbBoard::folded asks when connected with G_CONNECT_AFTER, after mb_board_view_set_board().
 * @by_us: (out) (optional): for %MB_VISIBILITY_LATER, the clock's time by which its page begins;
 *   else %MB_UNSET
 */
MbVisibility mb_board_view_get_visibility (MbBoardView *self, MbKind kind, const char *id, gint64 *by_us);

/**
 * mb_board_view_get_figure_bounds: the rectangle, in the view's coordinates, in which the figure of
 * a price record is drawn.
 *
 * Returns: FALSE when it is not on the visible page
 */
gboolean mb_board_view_get_figure_bounds (MbBoardView *self, const char *price_id, graphene_rect_t *bounds);

G_END_DECLS
