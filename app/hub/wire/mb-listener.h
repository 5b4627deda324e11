/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbListener: sockets on which anybody may knock. Those who wait are let in several at a time: GIO's own service
 * takes one for each turn of the main loop, and behind ten thousand who say nothing, who make every turn long, a
 * newcomer would wait for seconds.
 */
typedef struct _MbListener MbListener;

/** mb_listener_new: @came: somebody is in; in the main context that this is called in. */
MbListener *mb_listener_new (void (*came) (gpointer data, GSocketConnection *connection), gpointer data);
void mb_listener_free (MbListener *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbListener, mb_listener_free)

/** mb_listener_bind: a socket at an address, on which nobody is let in yet. */
GSocket *mb_listener_bind (GSocketAddress *address, GError **error);

/** mb_listener_open: lets in who comes to a bound socket, which it keeps. */
gboolean mb_listener_open (MbListener *self, GSocket *socket, GError **error);

/** mb_listener_close: lets nobody in any more. */
void mb_listener_close (MbListener *self);

G_END_DECLS
