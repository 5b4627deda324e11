/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* What keeps a hostile server from filling the memory. */

/** mb_guard_playlist: a list of segments that this source sends ends in an error when it is longer than any list
 * is (2 MiB). Films are of any length. */
void mb_guard_playlist (GstElement *source);

/** mb_guard_get_memory: how much memory the process has, in bytes. Reads a file: not on the main loop. */
guint64 mb_guard_get_memory (void);

G_END_DECLS
