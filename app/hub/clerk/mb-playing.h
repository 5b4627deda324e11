/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/play/mb-play-plan.h"
#include "hub/clerk/mb-standings.h"

G_BEGIN_DECLS

/**
 * mb_playing_find: what a playlist showed at @at_us, as it stands: what is going on when it is changed.
 *
 * @turn: (out): its media may be gone when the standings change
 *
 * Returns: FALSE: nothing; or there is a film whose record does not say how long it lasts, so that only those who have
 * the file can tell
 */
gboolean mb_playing_find (MbStandings *fold, const char *playlist, gint64 at_us, MbMarketTime *time, MbPlayTurn *turn);

G_END_DECLS
