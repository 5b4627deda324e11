/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/** mb_multipart_set_up: what cheap cameras send over HTTP, a JPEG after another (multipart/x-mixed-replace). Its demuxer
 * waits for other streams that may follow, which they never do, and its pictures have no time of their own: then nothing
 * shows. Here the first is all there is, and each picture is of the time at which it came, so that what waits in a buffer
 * is late, and left out.
 * @element: any; nothing is done with one that is no such demuxer
 * @source: (nullable): where the pipeline's bytes come from. Any thread
 *
 * Returns: whether it is one */
gboolean mb_multipart_set_up (GstElement *element, GstElement *source);

G_END_DECLS
