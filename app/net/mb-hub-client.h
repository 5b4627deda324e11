/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/wire/mb-report-codec.h"

G_BEGIN_DECLS

/**
 * MbHubClient: the hub's REST interface, for one market. A problem document becomes an #MbError with
 * its pointer and the hub's own sentence; a hub that is not there is %MB_ERROR_NETWORK.
 *
 * Belongs to the main context that made it.
 */
#define MB_TYPE_HUB_CLIENT (mb_hub_client_get_type ())
G_DECLARE_FINAL_TYPE (MbHubClient, mb_hub_client, MB, HUB_CLIENT, GObject)

/**
 * @hub: base URL, "http://127.0.0.1:8080"
 * @market: (nullable): the market's id; NULL knows only mb_hub_client_get_markets_async()
 */
MbHubClient *mb_hub_client_new (const char *hub, const char *market);
/** mb_hub_client_set_by: which program writes, "import" or "demo"; sent with every request as
 * Marketboard-By, which a hub without access rules takes for who wrote a change. "local" unless set. */
void mb_hub_client_set_by (MbHubClient *self, const char *by);
/** mb_hub_client_set_timeout: a hub silent for so long in a request is not there (10 s unless set). */
void mb_hub_client_set_timeout (MbHubClient *self, guint seconds);

/**
 * mb_hub_client_send_async: any request; what is on its way keeps the client alive.
 * @path: below the market ("records/price/eggs@average", "records?kind=price"), or from the root
 *   with a leading '/'; escaped by the caller
 * @body: (nullable)
 * @headers: (nullable): name, value, …, NULL; copied
 */
void mb_hub_client_send_async (MbHubClient *self, const char *method, const char *path, GBytes *body,
                               const char *const *headers, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data);
/** Returns: (transfer full): the answer's body, empty for 204 */
GBytes *mb_hub_client_send_finish (MbHubClient *self, GAsyncResult *result, GError **error);

/* All of the following end with mb_hub_client_send_finish(). */

void mb_hub_client_put_painted_async (MbHubClient *self, const MbPainted *painted, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer data);
void mb_hub_client_put_status_async (MbHubClient *self, const char *screen, GBytes *status, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data);
/** @type: "image/png" or "image/jpeg" */
void mb_hub_client_put_picture_async (MbHubClient *self, const char *screen, const char *type, GBytes *picture,
                                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/** @lines: facts, a line each */
void mb_hub_client_post_facts_async (MbHubClient *self, GBytes *lines, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data);
/** @key: (nullable): the Idempotency-Key */
void mb_hub_client_post_changes_async (MbHubClient *self, GBytes *changes, const char *key, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer data);
/** @if_rev: the revision that must stand, 0: none may, G_MAXUINT64: whatever stands */
void mb_hub_client_put_record_async (MbHubClient *self, const char *kind, const char *id, GBytes *value, guint64 if_rev,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
void mb_hub_client_get_record_async (MbHubClient *self, const char *kind, const char *id, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data);
/** @as_of: (nullable): RFC 3339 */
void mb_hub_client_get_records_async (MbHubClient *self, const char *kind, const char *as_of, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer data);
/** mb_hub_client_get_markets_async: the ids of the hub's markets: `GET /v1/markets`, answered with
 * `{"markets":[{"id":"guihua"}]}`. */
void mb_hub_client_get_markets_async (MbHubClient *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer data);
/** Returns: (transfer full): NULL-terminated */
char **mb_hub_client_get_markets_finish (MbHubClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
