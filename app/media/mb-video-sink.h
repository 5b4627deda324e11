/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>
#include <gst/gst.h>

G_BEGIN_DECLS

/**
 * MbFilmFrame: one picture of a film, opaque, at the size at which it is drawn. It holds one buffer of the
 * pipeline's pool, which gets it back with the last reference. Immutable; any thread.
 */
typedef struct _MbFilmFrame MbFilmFrame;

MbFilmFrame *mb_film_frame_ref (MbFilmFrame *self);
void mb_film_frame_unref (MbFilmFrame *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbFilmFrame, mb_film_frame_unref)

int mb_film_frame_get_width (const MbFilmFrame *self);  /* pixels */
int mb_film_frame_get_height (const MbFilmFrame *self); /* pixels */
gint64 mb_film_frame_get_us (const MbFilmFrame *self);  /* where in the film it stands; -1 where it does not say */
gint64 mb_film_frame_get_end_us (const MbFilmFrame *self); /* until where; as far as it says */
gint64 mb_film_frame_get_running_us (const MbFilmFrame *self); /* when it is due, in the time that the pipeline has played; -1 */
guint mb_film_frame_get_stream (const MbFilmFrame *self); /* all frames of one sink have the same, and no others */

/** mb_film_frame_get_surface: what it looks like, without a copy. (transfer none): as long as the frame lives */
cairo_surface_t *mb_film_frame_get_surface (MbFilmFrame *self);

/** MbFilmFrameFunc: a frame is due. Called in a streaming thread.
 * @frame: (transfer full) */
typedef void (*MbFilmFrameFunc) (MbFilmFrame *frame, gpointer data);

/**
 * mb_video_sink_new: where a pipeline's pictures come out: scaled in the pipeline to the box that they are
 * shown in, in the format that cairo paints without converting, in time with the pipeline's clock; what is
 * late is dropped, and told upstream.
 *
 * Returns: (transfer floating)
 */
GstElement *mb_video_sink_new (MbFilmFrameFunc func, gpointer data);

/** mb_video_sink_set_box: frames are as large as fits into it, their shape kept. From the next change of the
 * stream's format; of what plays, from the next frame. Any thread. */
void mb_video_sink_set_box (GstElement *sink, int width, int height);

/** MbPlayerCounts: frames since the beginning. */
typedef struct
{
  guint64 shown;   /* came out in time */
  guint64 dropped; /* were late, and left out by the sink */
} MbPlayerCounts;

MbPlayerCounts mb_video_sink_get_counts (GstElement *sink); /* any thread */

/** mb_video_sink_get_wait_us: how long it is until the newest picture that came, or the end, is due; not above 0: it was
 * due already, or there is none. Any thread. */
gint64 mb_video_sink_get_wait_us (GstElement *sink);

/** mb_video_fit: the largest size of a shape in a box. What would leave less than a thirtieth of it free fills it.
 * @width, @height: (inout): of the shape; then of the picture */
void mb_video_fit (int box_width, int box_height, int *width, int *height);

G_END_DECLS
