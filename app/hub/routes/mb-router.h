/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/mb-hub.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/** mb_router_attach: answers every request of @server by the route table. @hub outlives the server's
 * requests. */
void mb_router_attach (SoupServer *server, MbHub *hub);

G_END_DECLS
