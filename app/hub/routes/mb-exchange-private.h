/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/routes/mb-exchange.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

struct _MbExchange
{
  grefcount ref_count;
  SoupServerMessage *message;
  MbHub *hub;
  const MbRoute *route;
  MbHubMarket *market; /* (owned) */
  GHashTable *parts;   /* name: text */
  GHashTable *query;   /* key: value */
  GBytes *body;
  gboolean early;      /* the body is not in yet */
  gboolean gone;       /* the connection is no longer libsoup's */
  gboolean answered;
  gboolean paused;
};

MbExchange *mb_exchange_new (SoupServerMessage *message, MbHub *hub);
/** mb_exchange_new_early: of a request whose body is still to come. An answer ends the connection: libsoup would
 * read the body to its end first, however long it is. */
MbExchange *mb_exchange_new_early (SoupServerMessage *message, MbHub *hub);
/** mb_exchange_pause: the answer will come later. */
void mb_exchange_pause (MbExchange *self);

/** mb_exchange_status_of: the HTTP status that an error is. */
guint mb_exchange_status_of (const GError *error);

G_END_DECLS
