/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/** mb_decoders_prefer_hardware: whatever decodes films outside of the processor is tried first from now on, also what
 * this version of GStreamer would not take by itself. Where it does not open, the next one is taken. */
void mb_decoders_prefer_hardware (void);

/** mb_decoders_are_there: whether anything is tried first. */
gboolean mb_decoders_are_there (void);

/** mb_decoders_give_up: @element is not taken any more, in this process, if it is a decoder in hardware, or in one.
 * Returns: whether it is. Any thread. */
gboolean mb_decoders_give_up (GstElement *element);

/** mb_decoders_give_up_in: the same, of all that a pipeline has. */
gboolean mb_decoders_give_up_in (GstElement *pipeline);

G_END_DECLS
