/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "media/mb-player.h"

G_BEGIN_DECLS

/**
 * MbLiveTiming: how patient a livestream is, in milliseconds; mb_live_timing for a real one.
 */
typedef struct
{
  guint doubt_ms;   /* without a frame: it may have stalled */
  guint stalled_ms; /* without a frame, or with nothing that comes: it has */
  guint dry_ms;     /* without a frame where nothing comes: what was kept has been shown */
  guint silent_ms;  /* a try whose source answers nothing */
  guint slow_ms;    /* a try whose source does, but shows nothing */
  guint behind_ms;  /* further behind, it jumps forward */
  guint first_ms, last_ms; /* bounds of the waiting between tries */
} MbLiveTiming;

extern const MbLiveTiming mb_live_timing;

typedef enum
{
  MB_LIVE_DOWN,  /* no frames; it is tried again and again */
  MB_LIVE_DOUBT, /* was up, and may go down in a moment */
  MB_LIVE_UP     /* frames progress */
} MbLiveState;

/**
 * MbLive: a livestream that is meant to be seen, however often its source goes away. Whether it is well is
 * judged by frames that progress, and by nothing that anybody says; where nothing comes any more, what is kept in buffers
 * is shown to its end but waited for no longer. At most two pipelines: one that shows, and
 * one that is to take over when that has fallen too far behind.
 *
 * Signals:
 * - state-changed: or mb_live_is_current()
 * - jumped: the next frame is of another pipeline
 * - frame: mb_live_get_frame() is another
 */
#define MB_TYPE_LIVE (mb_live_get_type ())
G_DECLARE_FINAL_TYPE (MbLive, mb_live, MB, LIVE, GObject)

/**
 * mb_live_new: begins at once.
 * @timing: (not owned): &mb_live_timing
 * @random: (not owned): for the waiting between tries
 */
MbLive *mb_live_new (const char *uri, int box_width, int box_height, double volume, const MbLiveTiming *timing,
                     GRand *random);
void mb_live_set_box (MbLive *self, int width, int height);
void mb_live_set_volume (MbLive *self, double volume);

MbLiveState mb_live_get_state (MbLive *self);

/** mb_live_is_current: while it is up: whether what it shows happens now. Of a playlist nobody knows that before it has
 * moved: the last segments of one that stands still come as those of any other do. */
gboolean mb_live_is_current (MbLive *self);
MbFilmFrame *mb_live_get_frame (MbLive *self);         /* (transfer none) (nullable) the newest; stays when it goes down */
const char *mb_live_get_problem (MbLive *self);    /* (transfer none) (nullable) why the last try failed */
gboolean mb_live_has_two (MbLive *self);           /* two pipelines are at work */

G_END_DECLS
