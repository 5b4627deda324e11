/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/fanout/mb-subscriber.h"

G_BEGIN_DECLS

/**
 * MbCommands: commands for screens that have no stream at this moment. Each waits ten seconds for
 * its screen to come back, goes to the first stream that does, and is then nobody's.
 */
typedef struct _MbCommands MbCommands;

#define MB_COMMAND_LIFE_US (10 * G_USEC_PER_SEC)

MbCommands *mb_commands_new (void);
void mb_commands_free (MbCommands *self);

/** mb_commands_keep: @now: monotonic, as everywhere here; of very many the oldest are forgotten. */
void mb_commands_keep (MbCommands *self, const char *screen, GBytes *text, gint64 now);
/** mb_commands_hand_over: to the stream of a screen that has just come, all that waits for it. */
void mb_commands_hand_over (MbCommands *self, MbSubscriber *subscriber, gint64 now);
/** mb_commands_expire: forgets those whose time is over. */
void mb_commands_expire (MbCommands *self, gint64 now);

G_END_DECLS
