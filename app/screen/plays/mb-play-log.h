/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/fact/mb-fact.h"
#include "core/wire/mb-status-codec.h"
#include "screen/mb-screen-session.h"

G_BEGIN_DECLS

/**
 * MbPlayLog: proof of play: what this screen showed, in an outbox on its disk until the hub has it. While the disk
 * takes nothing, the newest plays wait in memory and are tried again; what has no room there either is counted, and
 * the board goes on. Nothing here waits for a disk or a network.
 */
#define MB_TYPE_PLAY_LOG (mb_play_log_get_type ())
G_DECLARE_FINAL_TYPE (MbPlayLog, mb_play_log, MB, PLAY_LOG, GObject)

/** mb_play_log_new: @path: the outbox's file; @screen: its id */
MbPlayLog *mb_play_log_new (const char *path, const char *screen);

/** mb_play_log_follow: sends to the session's hub from when it is known which market is shown. */
void mb_play_log_follow (MbPlayLog *self, MbScreenSession *session);
/** mb_play_log_send_to: the same, known. */
void mb_play_log_send_to (MbPlayLog *self, const char *hub, const char *market);

/**
 * mb_play_log_add: a play is over.
 * @zone: where it was shown
 * @media: the id of what was shown
 * @started_at: the market's time, in its offset
 * @ms: for how long it was shown
 */
void mb_play_log_add (MbPlayLog *self, const char *zone, const char *media, MbTime started_at, gint64 ms,
                      MbPlayEnd ended);

/** mb_play_log_close: nothing comes any more: waits until everything is written down, as far as the disk takes it. At the
 * end of a program, since this is the one thing here that waits. */
void mb_play_log_close (MbPlayLog *self);

/** mb_play_log_get_n_written: how many plays this run has made durable. */
guint64 mb_play_log_get_n_written (MbPlayLog *self);

/** mb_play_log_describe: puts how it stands into a status. */
void mb_play_log_describe (MbPlayLog *self, MbStatus *status);

/** mb_play_log_set_retry: how long to wait before a disk that refused is tried again (30 s; tests). */
void mb_play_log_set_retry (MbPlayLog *self, guint ms);

G_END_DECLS
