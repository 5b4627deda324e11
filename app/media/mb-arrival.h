/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/**
 * MbArrival: when the sources of a pipeline last brought something, which is before it waits in any buffer. What they say
 * about themselves is not counted. Any thread; zeroes are a new one.
 */
typedef struct
{
  GMutex lock;
  gint64 us; /* monotonic; 0: nothing came yet */
} MbArrival;

/** mb_arrival_watch: from now on, whatever comes of this livestream. @self outlives the pipeline.
 * @source: a pipeline's own, as "source-setup" names it */
void mb_arrival_watch (MbArrival *self, GstElement *source);

/** mb_arrival_watch_segments: of what adaptive demuxers in @pipeline fetch as well. */
void mb_arrival_watch_segments (MbArrival *self, GstElement *pipeline);

gint64 mb_arrival_get_us (MbArrival *self);

G_END_DECLS
