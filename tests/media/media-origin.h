/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** How an origin behaves. */
typedef enum
{
  ORIGIN_WELL,
  ORIGIN_STUCK,      /* the playlist stays as it is */
  ORIGIN_ENDED,      /* and says that it is over */
  ORIGIN_SILENT,     /* accepts, and says nothing */
  ORIGIN_NOT_FOUND,
  ORIGIN_REDIRECTS,  /* once, to another path: all is well there */
  ORIGIN_CIRCLE,     /* redirects without end */
  ORIGIN_GIGANTIC,   /* a playlist without end */
  ORIGIN_HUGE        /* every segment has 4 GB of nothing */
} OriginMode;

/**
 * MediaOrigin: an HLS origin on loopback: one-second segments made by GStreamer, served as the test wants, and
 * the same stream without segments at /live.ts. At /live.flv is another that has no sound, and at /loud.flv one that
 * says it has. At /live.mjpeg is a JPEG after another, as cameras send them; at /rough.mjpeg as others do, which say neither how
 * long each is nor leave out the dashes. Lives in the default main context.
 */
typedef struct _MediaOrigin MediaOrigin;

MediaOrigin *media_origin_new (void);
void media_origin_free (MediaOrigin *self);
char *media_origin_dup_uri (MediaOrigin *self, const char *path); /* "/live.m3u8", "/live.ts" */

void media_origin_set_mode (MediaOrigin *self, OriginMode mode);

/** media_origin_encode: begins the stream anew, as a camera does that was switched off and on. The first
 * segments are there when it returns. @encoder: "x264enc ...", NULL: none, so that nothing more comes */
void media_origin_encode (MediaOrigin *self, const char *encoder, int width, int height);
guint media_origin_get_segments (MediaOrigin *self); /* in its playlist, at most six */
void media_origin_vanish (MediaOrigin *self); /* refuses connections, closes those that stand */
void media_origin_return (MediaOrigin *self); /* at the same address */

/** media_origin_hold: what /live.ts has to say is kept back for now, and then comes all at once. */
void media_origin_hold (MediaOrigin *self, gboolean held);
void media_origin_set_white (MediaOrigin *self, gboolean white); /* the picture is all white, or all black; until it begins anew */
guint64 media_origin_get_sent (MediaOrigin *self); /* bytes of hostile answers */

#define ORIGIN_H264 "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=12 ! h264parse config-interval=-1"
#define ORIGIN_H265 "x265enc tune=zerolatency speed-preset=ultrafast key-int-max=12 ! h265parse config-interval=-1"

/** MediaCamera: an RTSP server on loopback. */
typedef struct _MediaCamera MediaCamera;

MediaCamera *media_camera_new (void);
void media_camera_free (MediaCamera *self);
const char *media_camera_get_uri (MediaCamera *self);
void media_camera_switch_off (MediaCamera *self);
void media_camera_freeze (MediaCamera *self); /* who is connected stays so, and gets nothing more; who comes anew does */
void media_camera_switch_on (MediaCamera *self); /* at the same address; or after it was frozen */

/** MediaBroadcast: an RTMP server on loopback, which takes ffmpeg. */
typedef struct _MediaBroadcast MediaBroadcast;

MediaBroadcast *media_broadcast_new (guint16 port);
void media_broadcast_free (MediaBroadcast *self);
const char *media_broadcast_get_uri (MediaBroadcast *self);
void media_broadcast_switch_off (MediaBroadcast *self);
void media_broadcast_switch_on (MediaBroadcast *self);

G_END_DECLS
