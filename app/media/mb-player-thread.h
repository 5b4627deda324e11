/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "media/mb-player.h"

G_BEGIN_DECLS

/**
 * MbPlayerThread: the pipeline of one player and the thread that it lives in. Changing a pipeline's state may
 * take as long as a network or a sound server likes; here it may.
 *
 * What happens is told to the owner by one function, cross_to_owner(), through a mailbox: the newest frame, and
 * what else is new. An owner that does not look for a while finds the newest, not all of them.
 */
typedef struct _MbPlayerThread MbPlayerThread;

/** MbPlayerNews: what a mailbox holds. */
typedef struct
{
  MbFilmFrame *frame; /* (owned) (nullable) */
  GError *error;  /* (owned) (nullable) */
  gboolean ended;
  gboolean alive;
  guint64 progress;
  gint64 lag_us;
  MbSegments segments;
} MbPlayerNews;

/** mb_player_thread_start: @tell: called in the owner's context when there are news */
MbPlayerThread *mb_player_thread_start (const MbPlayerOptions *options, void (*tell) (gpointer data), gpointer data);

/** mb_player_thread_stop: the owner hears nothing any more, and is rid of it; the pipeline ends in its own time. */
void mb_player_thread_stop (MbPlayerThread *self);

/** mb_player_thread_leave: the same of a film that was shown: quiet at once, but it comes down only when what follows is on
 * the glass. */
void mb_player_thread_leave (MbPlayerThread *self);

void mb_player_thread_play (MbPlayerThread *self);
void mb_player_thread_set_box (MbPlayerThread *self, int width, int height);
void mb_player_thread_set_volume (MbPlayerThread *self, double volume);

/** mb_player_thread_doubt_hardware: nothing comes out of it: if hardware decodes, it is begun anew without.
 * Returns: whether it is worth waiting for that: it was not done before */
gboolean mb_player_thread_doubt_hardware (MbPlayerThread *self);

/** mb_player_thread_get_wait_us: what comes next is there, and not due for so long; 0: it is not. */
gint64 mb_player_thread_get_wait_us (MbPlayerThread *self);

/** mb_player_thread_is_over: the film has shown all its pictures; only its sound goes on. */
gboolean mb_player_thread_is_over (MbPlayerThread *self);

/** mb_player_thread_find_fault: why it is the film's fault that nothing comes (mb_proof_find()). (nullable) */
const char *mb_player_thread_find_fault (MbPlayerThread *self);

/** mb_player_thread_take_news: frame and error are the caller's. */
MbPlayerNews mb_player_thread_take_news (MbPlayerThread *self);
MbPlayerCounts mb_player_thread_get_counts (MbPlayerThread *self);
gint64 mb_player_thread_get_arrival_us (MbPlayerThread *self); /* monotonic; 0: nothing came yet */

G_END_DECLS
