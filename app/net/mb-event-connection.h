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

typedef enum
{
  MB_LOSS_BROKEN,      /* it ended, or nothing sensible came */
  MB_LOSS_REFUSED,     /* the answer itself is not an event stream */
  MB_LOSS_UNREACHABLE  /* nobody was there, not even to say no */
} MbEventLoss;

typedef struct
{
  void (*opened) (MbEventConnection *connection, gpointer data);
  void (*bytes) (MbEventConnection *connection, const char *bytes, gsize length, gpointer data);
  void (*lost) (MbEventConnection *connection, MbEventLoss loss, const GError *error, gpointer data);
} MbEventConnectionFuncs;

/**
 * mb_event_connection_new: sends @message.
 * @connect_ms: after which a server that cannot be reached is given up; 0: when the system says so
 */
MbEventConnection *mb_event_connection_new (SoupSession *session, SoupMessage *message, guint connect_ms,
                                            const MbEventConnectionFuncs *funcs, gpointer data);
/** mb_event_connection_cancel: closes it. No function is called afterwards. */
void mb_event_connection_cancel (MbEventConnection *self);

G_END_DECLS
