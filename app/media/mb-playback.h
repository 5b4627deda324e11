/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-clock.h"
#include "core/model/fact/mb-fact.h"
#include "media/mb-live.h"

G_BEGIN_DECLS

typedef enum
{
  MB_PLAY_FILM,
  MB_PLAY_LIVE,
  MB_PLAY_PICTURE /* which somebody else draws: here it only takes its time */
} MbPlayKind;

/** MbPlayItem: what is to be shown, once. Times are the market's. */
typedef struct
{
  const char *media; /* by what name it was played */
  MbPlayKind kind;
  const char *uri; /* NULL for a picture */
  gint64 begin_us, until_us;
  gint64 offset_us; /* how far into the film the beginning is */
  gint64 length_us; /* of the film; 0: nobody knows, so it plays again and again */
  gboolean sounds;  /* may be heard */
} MbPlayItem;

/** MbPlayed: what was shown, and for how long: the facts of a proof of play. */
typedef struct
{
  const char *media;
  gint64 started_us; /* the market's time */
  gint64 ms;
  MbPlayEnd ended;
} MbPlayed;

typedef enum
{
  MB_SOURCE_NONE, /* something else has to stand there */
  MB_SOURCE_FILM,
  MB_SOURCE_LIVE,
  MB_SOURCE_FALLBACK,
  MB_SOURCE_PICTURE
} MbSource;

/**
 * MbPlayback: what one zone plays, one thing after another. The next one waits at its first frame, so that one
 * frame of one follows the last of the other; while a livestream is away its fallback plays, while it is
 * tried behind the scenes. What is shown last stays until the next has something to show. At most two pipelines.
 *
 * Signals:
 * - frame: mb_playback_get_frame() is another
 * - changed: the source, or whether it is live, is another
 * - turned: the next frame should fade in over the last one
 * - played (MbPlayed *)
 * - broken (media: string, error: GError): it cannot be shown; whoever knows something else shows that.
 *   %MB_ERROR_FAILED may be better another time; what else it is stays so
 */
#define MB_TYPE_PLAYBACK (mb_playback_get_type ())
G_DECLARE_FINAL_TYPE (MbPlayback, mb_playback, MB, PLAYBACK, GObject)

/**
 * mb_playback_new:
 * @still: nothing moves: a film shows the frame at which it stands now, and a livestream nothing
 * @timing: (not owned): how patient livestreams are
 */
MbPlayback *mb_playback_new (MbClock *clock, gboolean still, const MbLiveTiming *timing, guint32 seed);

void mb_playback_set_box (MbPlayback *self, int width, int height); /* pixels; before anything shows */
void mb_playback_set_volume (MbPlayback *self, double volume);      /* 0 to 1; 0, unless set */

/** mb_playback_show: this, now. The same again changes nothing.
 * @item: (nullable): nothing */
void mb_playback_show (MbPlayback *self, const MbPlayItem *item);

/** mb_playback_prepare: that one comes next: it is brought to its first frame, if there is room for it.
 * @item: (nullable) */
void mb_playback_prepare (MbPlayback *self, const MbPlayItem *item);

/** mb_playback_set_fallback: the film that plays while a livestream does not. Times do not matter.
 * @item: (nullable) */
void mb_playback_set_fallback (MbPlayback *self, const MbPlayItem *item);

MbSource mb_playback_get_source (MbPlayback *self);
MbFilmFrame *mb_playback_get_frame (MbPlayback *self); /* (transfer none) (nullable) */
gboolean mb_playback_is_live (MbPlayback *self);   /* frames of a livestream progress, and happen now */
gboolean mb_playback_is_settled (MbPlayback *self); /* nothing is being opened */
const char *mb_playback_get_problem (MbPlayback *self); /* (transfer none) (nullable): of the livestream */
guint mb_playback_get_pipelines (MbPlayback *self);
MbPlayerCounts mb_playback_get_counts (MbPlayback *self); /* of all films so far */

G_END_DECLS
