/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-board.h"
#include "core/model/play/mb-play-length.h"
#include "core/model/time/mb-market-time.h"

G_BEGIN_DECLS

/** MbPlayTurn: what a playlist shows, once. */
typedef struct
{
  MbMedia *media;            /* (not owned): the plan's; NULL: nothing is on */
  gint64 begin_us, until_us; /* in the market's time */
  gint64 offset_us;          /* how far into it the beginning is: it was interrupted before */
  gboolean is_whole;         /* it comes to its end */
} MbPlayTurn;

/**
 * MbPlayPlan: what a playlist shows at a moment: a pure function of the board and the market's time, so that
 * neighbouring screens show the same, a restarted one goes on where it was, and the past can be looked up.
 *
 * The list begins anew at every midnight of the market. When it is changed, what it shows goes on to its end, and what
 * comes after that in the list as it is now follows, by what the hub says beside the record. What is on and has the
 * highest priority comes in turn; what comes to its end while it is on is not cut short by anything but a higher
 * priority, which comes at once and gives back where it was, as often as one interrupts another. A playlist of a higher
 * priority than this one, that has a time of its own, comes into it as such an interrupt. When nothing of the list is
 * on, its fallback is; when the list itself is not, nothing.
 *
 * A film takes its `seconds`, else its duration, else what its file says (a minute where nobody knows), a picture ten
 * seconds; a livestream that has no `seconds` stays until something changes.
 */
typedef struct _MbPlayPlan MbPlayPlan;

MbPlayPlan *mb_play_plan_new (MbBoard *board, const char *playlist);
void mb_play_plan_free (MbPlayPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbPlayPlan, mb_play_plan_free)

/** mb_play_plan_set_length: who says how long a film's file lasts. */
void mb_play_plan_set_length (MbPlayPlan *self, MbPlayLength find, gpointer data);
gint64 mb_play_plan_get_film_ms (MbPlayPlan *self, const MbMedia *media); /* MB_UNSET: not known */

/** mb_play_plan_forget: a playlist, a media record, the market or what is known of a length is another. */
void mb_play_plan_forget (MbPlayPlan *self);

/** mb_play_plan_look: what shows at @us. What comes next: at its until_us. */
MbPlayTurn mb_play_plan_look (MbPlayPlan *self, gint64 us, MbMarketTime *time);

/** mb_play_plan_get_n_media: how many things it could show at all. */
guint mb_play_plan_get_n_media (MbPlayPlan *self);
MbMedia *mb_play_plan_get_media (MbPlayPlan *self, guint i); /* (transfer none): of those */
MbMedia *mb_play_plan_get_fallback (MbPlayPlan *self); /* (transfer none) (nullable) */
double mb_play_plan_get_volume (MbPlayPlan *self);     /* 0 to 1, of the list; 1 unless it says */

G_END_DECLS
