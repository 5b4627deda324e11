/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/** mb_plugins_init: GStreamer, ready to be used. Any thread, as often as one likes. */
void mb_plugins_init (void);

/** mb_plugins_look_again: if one was missing since this was asked last, looks for what somebody has installed meanwhile. Reads
 * folders. */
void mb_plugins_look_again (void);


/** mb_plugins_name_missing: what to install, where a message says that a plug-in for picture or source is
 * missing: "needs gstreamer1.0-libav (H.264 decoder)". Sound alone is not missed.
 *
 * Returns: (transfer full) (nullable) */
char *mb_plugins_name_missing (GstMessage *message);

/** mb_plugins_choose_source: which of several elements opens @uri, where it is worth to try another one. */
void mb_plugins_choose_source (const char *uri, guint attempt);

/** mb_plugins_set_up_source: how patient a source is, and over which transport it is asked. */
void mb_plugins_set_up_source (GstElement *source, guint attempt);

/** mb_plugins_watch_sources: what a demuxer in this pipeline has made to fetch with goes with it. */
void mb_plugins_watch_sources (GstElement *pipeline);

/** mb_plugins_make_audio_sink: one that plays in time even where there is no device. (transfer floating)
 * @heard: whether anybody is to hear it: else no device is asked for */
GstElement *mb_plugins_make_audio_sink (gboolean heard);

G_END_DECLS
