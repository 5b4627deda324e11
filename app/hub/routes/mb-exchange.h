/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-error.h"
#include "hub/mb-hub-market.h"
#include "hub/mb-hub.h"

G_BEGIN_DECLS

typedef struct _MbExchange MbExchange;

/** MbMay: who may use a route. Before there are access rules, everybody who reaches the hub is local. */
typedef enum
{
  MB_MAY_ANYBODY, /* needs no rights ever */
  MB_MAY_LOCAL,
  MB_MAY_CONTROL  /* through control.sock only */
} MbMay;

/**
 * MbRoute: one line of the route table, from which requests are answered and OpenAPI is written.
 * @path: "/v1/markets/{market}/records/{kind}/{id}"
 * @params: (nullable): the query keys and header fields that it knows: "query.kind header.If-Match"
 * @statuses: what it answers: "200 404 422"
 * @type: (nullable): of what it answers when all is well; several with "|" between
 * @gives: (nullable): the schema of that (resources/openapi/components.json)
 * @takes: (nullable): the schema of the body
 * @max_body: bytes; 0: it takes none
 * @body_types: (nullable): what the body may be, with blanks between; NULL: JSON
 * @streams: its handler is called when the head is in, and takes the connection over: the body is not held
 *   in memory, and may be anything
 */
typedef struct
{
  const char *method;
  const char *path;
  MbMay may;
  void (*handle) (MbExchange *exchange);
  const char *name;
  const char *summary;
  const char *params;
  const char *statuses;
  const char *type;
  const char *gives;
  const char *takes;
  gsize max_body;
  const char *body_types;
  gboolean streams;
} MbRoute;

/**
 * MbExchange: one request and its answer. A handler borrows it and answers at once, or takes a
 * reference and answers later, exactly once.
 */
MbExchange *mb_exchange_ref (MbExchange *self);
void mb_exchange_unref (MbExchange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbExchange, mb_exchange_unref)

MbHub *mb_exchange_get_hub (MbExchange *self);
MbHubMarket *mb_exchange_get_market (MbExchange *self); /* of a path with {market} */
/** mb_exchange_get_part: what stands in the path for a name in braces, unescaped. */
const char *mb_exchange_get_part (MbExchange *self, const char *name);
const char *mb_exchange_get_query (MbExchange *self, const char *key); /* NULL when absent */
/** mb_exchange_get_flag: a query key that is true or false; absent is false. */
gboolean mb_exchange_get_flag (MbExchange *self, const char *key, gboolean *flag, GError **error);
const char *mb_exchange_get_header (MbExchange *self, const char *name); /* NULL when absent */
GBytes *mb_exchange_get_body (MbExchange *self);
/** mb_exchange_get_by: who asks: "local", or what a program on this machine says that it is. */
const char *mb_exchange_get_by (MbExchange *self);
gboolean mb_exchange_is_head (MbExchange *self);

void mb_exchange_set_header (MbExchange *self, const char *name, const char *value);
/** mb_exchange_answer: @body: (nullable) */
void mb_exchange_answer (MbExchange *self, guint status, const char *type, GBytes *body);
/** mb_exchange_answer_text: @text: (transfer full) */
void mb_exchange_answer_text (MbExchange *self, guint status, const char *type, GString *text);
/** mb_exchange_fail: answers with a problem document. @members: (nullable): more of it: `"conflicts":[…]` */
void mb_exchange_fail (MbExchange *self, const GError *error, const char *members);
/** mb_exchange_fail_status: the same for what has no code of its own. */
void mb_exchange_fail_status (MbExchange *self, guint status, const char *format, ...) G_GNUC_PRINTF (3, 4);
/** mb_exchange_steal: takes the connection over; that is the answer. */
MbDoorStream *mb_exchange_steal (MbExchange *self);

G_END_DECLS
