/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/** mb_rtmp_hold: makes a pipeline that is about to be taken down stop reading RTMP. Of 1.22, the older source closes its
 * connection under the thread that reads from it, which ends the program now and then. Here that thread is held between two
 * reads, until it is told to end.
 *
 * Waits for the next thing that is read: as a rule some milliseconds, and no longer than the source itself waits for a server
 * that says nothing.
 * @playbin: any; nothing is done where another source reads. The thread that takes it down, never a streaming one */
void mb_rtmp_hold (GstElement *playbin);

G_END_DECLS
