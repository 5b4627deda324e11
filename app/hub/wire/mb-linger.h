/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * mb_linger_close: the last of a connection: writes @answer, says that nothing follows, and reads on
 * for a moment before it closes; a socket closed over unread bytes is reset, and the peer would lose
 * the answer with it. Never blocks; ends by itself within seconds, in the calling thread's context.
 * @stream: (transfer full): with pollable streams; nobody else reads or writes it any more
 * @answer: (nullable)
 */
void mb_linger_close (GIOStream *stream, GBytes *answer);

G_END_DECLS
