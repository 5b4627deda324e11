/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * MbEventConnection: one request for an event stream, and the bytes of its answer until they end.
 * What #MbEventSource makes again after every loss.
 *
 * Belongs to the main context that made it.
 */
#define MB_TYPE_EVENT_CONNECTION (mb_event_connection_get_type ())
G_DECLARE_FINAL_TYPE (MbEventConnection, mb_event_connection, MB, EVENT_CONNECTION, GObject)

typedef struct
{
  void (*opened) (gpointer data);
  void (*bytes) (gpointer data, const char *bytes, gsize length);
  /* refused: the answer itself is not an event stream, rather than that none came or it ended */
  void (*lost) (gpointer data, const GError *error, gboolean refused);
} MbEventConnectionFuncs;

/** mb_event_connection_new: sends @message. */
MbEventConnection *mb_event_connection_new (SoupSession *session, SoupMessage *message,
                                            const MbEventConnectionFuncs *funcs, gpointer data);
/** mb_event_connection_cancel: closes it. No function is called afterwards. */
void mb_event_connection_cancel (MbEventConnection *self);

G_END_DECLS
