/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "media/mb-video-sink.h"

G_BEGIN_DECLS

typedef enum
{
  MB_PLAYER_OPENING, /* nothing to be seen yet */
  MB_PLAYER_READY,   /* its first frame is there; it waits for mb_player_play() */
  MB_PLAYER_PLAYING,
  MB_PLAYER_ENDED, /* the last frame stands */
  MB_PLAYER_FAILED /* mb_player_get_error() */
} MbPlayerState;

/**
 * MbPlayerOptions: what to play, and how.
 * @uri: file:, http(s):, rtsp:, srt:, rtmp:
 * @live: plays as soon as it can, and is never waited for: it has no first frame to stand at
 * @attempt: of a live: how often it was tried in vain. Now and then another transport is worth a try
 * @box_width, @box_height: pixels
 * @loop: begins anew instead of ending
 * @offset_us: where to begin, in a film
 * @hushed: keeps its sound to itself until its volume is set
 * @volume: 0 to 1; 0 leaves the sound where it is, undecoded, until it is to be heard
 */
typedef struct
{
  const char *uri;
  gboolean live;
  gboolean loop;
  gboolean hushed;
  guint attempt;
  int box_width, box_height;
  gint64 offset_us;
  double volume;
} MbPlayerOptions;

#define MB_SEGMENTS 16

/** MbSegments: the newest that came of a stream in segments (HLS, DASH), by digests of their addresses. */
typedef struct
{
  guint32 last[MB_SEGMENTS]; /* segment i is at i % MB_SEGMENTS */
  guint n;                   /* that came; 0: also of what has no segments */
  gboolean ended;            /* their list says that no more will */
} MbSegments;

/**
 * MbPlayer: one film or livestream, once. It prerolls as soon as it is made. All that GStreamer does is done in
 * a thread of its own, which ends some time after the last reference: nothing here waits.
 *
 * Belongs to the thread-default main context that made it.
 *
 * A failure's code says what it means for the next try: %MB_ERROR_CORRUPT: the file is of no use as it is;
 * %MB_ERROR_UNSUPPORTED: a plug-in is missing, which the message names; %MB_ERROR_NOT_FOUND: it is not there, or may
 * not be read; %MB_ERROR_FAILED: this machine had no time for it, or lacks something else; %MB_ERROR_NETWORK: a source
 * that is not there, or says nothing.
 *
 * Signals:
 * - state-changed
 * - frame: mb_player_get_frame() is another
 */
#define MB_TYPE_PLAYER (mb_player_get_type ())
G_DECLARE_FINAL_TYPE (MbPlayer, mb_player, MB, PLAYER, GObject)

MbPlayer *mb_player_new (const MbPlayerOptions *options); /* copied */
void mb_player_play (MbPlayer *self);
void mb_player_set_box (MbPlayer *self, int width, int height);
void mb_player_set_volume (MbPlayer *self, double volume);

MbPlayerState mb_player_get_state (MbPlayer *self);
const GError *mb_player_get_error (MbPlayer *self); /* NULL unless it failed */
MbFilmFrame *mb_player_get_frame (MbPlayer *self);      /* (transfer none) (nullable) the newest */
guint64 mb_player_get_progress (MbPlayer *self);    /* frames so far that were later in the stream than those before */
gint64 mb_player_get_lag_us (MbPlayer *self);       /* how far a live has fallen behind since its first frame */
gint64 mb_player_get_arrival_us (MbPlayer *self);   /* when a live's source last brought something; 0: not yet */
const MbSegments *mb_player_get_segments (MbPlayer *self); /* (transfer none) */
gboolean mb_player_is_alive (MbPlayer *self);       /* a live that opens: its source has answered something */
MbPlayerCounts mb_player_get_counts (MbPlayer *self);

G_END_DECLS
