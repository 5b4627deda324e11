/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "screen/mb-screen-session.h"
#include "widgets/cover/mb-start-cover.h"

G_BEGIN_DECLS

/**
 * MbStartPage: when a screen shows its first page instead of a board, and what that says: no hub answers and no
 * board is kept; the hub has no market, or several; the market knows screens, and this is none of them.
 * Once there was a board it never comes back: whatever happens then, the board stands.
 *
 * Properties: needed (boolean, notify)
 */
#define MB_TYPE_START_PAGE (mb_start_page_get_type ())
G_DECLARE_FINAL_TYPE (MbStartPage, mb_start_page, MB, START_PAGE, GObject)

/** mb_start_page_new: @cover: is told what to say, while it is needed */
MbStartPage *mb_start_page_new (MbScreenSession *session, MbStartCover *cover, const char *screen);
gboolean mb_start_page_is_needed (MbStartPage *self);

/** mb_start_page_set_patience: how long a hub may take to answer before the page says so (three seconds; tests). */
void mb_start_page_set_patience (MbStartPage *self, guint ms);

G_END_DECLS
