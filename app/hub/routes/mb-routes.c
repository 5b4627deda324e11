/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#define JSON "application/json"
#define KIB 1024
#define MIB (1024 * 1024)

const MbRoute mb_routes[] = {
  { "GET", "/healthz", MB_MAY_ANYBODY, mb_health_get, "health", "Whether the store takes writes.", NULL, "200 503",
    JSON },
  { "GET", "/v1/markets", MB_MAY_LOCAL, mb_markets_list, "listMarkets", "The markets of this hub.", NULL, "200",
    JSON },
  { "POST", "/v1/markets", MB_MAY_CONTROL, mb_markets_add, "addMarket", "Begins a market with a journal of its own.",
    NULL, "201 400 403 409 413 415 422 507", JSON, MIB },
  { "POST", "/v1/markets/{market}/check", MB_MAY_CONTROL, mb_markets_check, "checkMarket",
    "Proves that the database is sound and the journal's chain holds.", NULL, "200 403 404 500 503", JSON },

  { "GET", "/v1/markets/{market}/records", MB_MAY_LOCAL, mb_records_list, "listRecords",
    "The records that stand, now or at a moment.", "kind as-of position", "200 400 404 422", JSON },
  { "GET", "/v1/markets/{market}/records/{kind}/{id}", MB_MAY_LOCAL, mb_records_get, "getRecord",
    "One record, with its revision as ETag.", NULL, "200 304 404", JSON },
  { "PUT", "/v1/markets/{market}/records/{kind}/{id}", MB_MAY_LOCAL, mb_records_put, "putRecord",
    "Puts one record; If-Match and If-None-Match guard it.", "sure dangling",
    "200 201 400 404 409 412 413 415 422 507", JSON, MIB },
  { "DELETE", "/v1/markets/{market}/records/{kind}/{id}", MB_MAY_LOCAL, mb_records_delete, "dropRecord",
    "Drops one record.", "dangling", "200 400 404 412 422 507", JSON },
  { "POST", "/v1/markets/{market}/changes", MB_MAY_LOCAL, mb_changes_post, "postChanges",
    "Up to 5,000 changes that stand or fall together.", NULL, "200 400 404 409 412 413 415 422 507", JSON, 8 * MIB },
  { "GET", "/v1/markets/{market}/journal", MB_MAY_LOCAL, mb_journal_list, "listChanges",
    "Every change ever made, in order, byte for byte.", "after limit", "200 404 422", "application/x-ndjson" },
  { "GET", "/v1/markets/{market}/stream", MB_MAY_LOCAL, mb_stream_open, "stream",
    "Server-sent events: a sequence of deltas, resumed by Last-Event-ID; the sha256 of a live is its delta's.", "kinds pulses", "200 404 406 422",
    "text/event-stream" },

  { "GET", "/v1/markets/{market}/screens", MB_MAY_LOCAL, mb_screens_list, "listScreens",
    "The newest status and painted report of every screen.", NULL, "200 404", JSON },
  { "PUT", "/v1/markets/{market}/screens/{screen}/status", MB_MAY_LOCAL, mb_screens_put_status, "putStatus",
    "A screen's heartbeat.", NULL, "204 400 404 413 415 422 503", NULL, 64 * KIB },
  { "PUT", "/v1/markets/{market}/screens/{screen}/painted", MB_MAY_LOCAL, mb_screens_put_painted, "putPainted",
    "What of the journal is on a screen's glass.", NULL, "204 400 404 413 415 422 503", NULL, 64 * KIB },
  { NULL }
};
