/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-board.h"
#include "core/model/page/mb-media-want.h"
#include "core/model/place/mb-screen.h"
#include "core/model/show/mb-layout.h"
#include "core/model/time/mb-market-time.h"

G_BEGIN_DECLS

/**
 * mb_media_wants_list: the files that a board shows now or will, as far as is known: pictures of its layout,
 * what is played in its zones and may come between, pictures of offers, and of stalls where it shows any. What
 * shows already, and what has to be there when something else fails, is wanted now; the rest, when its time
 * begins. What never shows again is not wanted.
 *
 * @screen: (nullable)
 *
 * Returns: (transfer full) (element-type MbMediaWant): each file once, what is needed first coming first. The
 * digests are the records': they last until the board changes
 */
GArray *mb_media_wants_list (MbBoard *board, MbLayout *layout, MbScreen *screen, gint64 now_us, MbMarketTime *time);

G_END_DECLS
