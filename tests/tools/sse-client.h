/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/** SseClient: one stream that sse-testservice follows for a harness, which it tells of everything. */
typedef struct _SseClient SseClient;

/**
 * sse_client_new: as the harness asks.
 * @request: the body of its POST
 * @session: what tells it
 */
SseClient *sse_client_new (GBytes *request, SoupSession *session, GError **error);
void sse_client_free (SseClient *self);
/** sse_client_restart: connects again at once; not an error. */
void sse_client_restart (SseClient *self);

G_END_DECLS
