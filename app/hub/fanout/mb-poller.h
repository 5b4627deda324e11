/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbPoller: watches many sockets as one source of the main loop. As a source each, a thousand of them
 * would be looked at one by one, by GLib and by the kernel, whenever any one thing happens.
 *
 * It tells of changes only (edges): who is called and does not read and write until it would block is
 * not called again.
 */
typedef struct _MbPoller MbPoller;

/** mb_poller_new: @ready: a socket can be read or written, or its peer is gone */
MbPoller *mb_poller_new (void (*ready) (gpointer data));
void mb_poller_free (MbPoller *self);

/** mb_poller_add: watches @fd until mb_poller_remove(), before it is closed. @data: no other's
 * Returns: FALSE when the kernel watches too much already */
gboolean mb_poller_add (MbPoller *self, int fd, gpointer data);
void mb_poller_remove (MbPoller *self, int fd, gpointer data);

G_END_DECLS
