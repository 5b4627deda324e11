/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/wire/mb-status-codec.h"
#include "screen/mb-screen-window.h"

G_BEGIN_DECLS

/**
 * MbHeartbeat: tells the hub every ten seconds how this screen is, for as long as there is a hub. What has to be
 * read from files is read in a thread; what is said is put together there.
 *
 * Signals:
 * - collect (gpointer MbStatus): whoever knows more than board, window and box puts it in
 */
#define MB_TYPE_HEARTBEAT (mb_heartbeat_get_type ())
G_DECLARE_FINAL_TYPE (MbHeartbeat, mb_heartbeat, MB, HEARTBEAT, GObject)

/** mb_heartbeat_new: @screen: its id; @version: of the program */
MbHeartbeat *mb_heartbeat_new (MbScreenSession *session, MbScreenWindow *window, const char *screen,
                               const char *version);

/** mb_heartbeat_set_interval: ten seconds unless set (tests). */
void mb_heartbeat_set_interval (MbHeartbeat *self, guint ms);

G_END_DECLS
