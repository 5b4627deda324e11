/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#define JSON "application/json"
#define KIB 1024
#define MIB (1024 * 1024)
#define MARKET "/v1/markets/{market}"
#define RECORD MARKET "/records/{kind}/{id}"
#define MEDIA MARKET "/media/{sha256}"
#define BY "header.Marketboard-By"

/* Sizes are those of protocol.md: a body 1 MiB, a transaction 8. */
const MbRoute mb_routes[] = {
  { "GET", "/healthz", MB_MAY_ANYBODY, mb_health_get, "health", "Whether the store takes writes.", NULL, "200 503",
    JSON, "Health" },
  { "GET", "/metrics", MB_MAY_LOCAL, mb_metrics_get, "metrics", "Figures for Prometheus.", NULL, "200",
    "text/plain; version=0.0.4; charset=utf-8", "Metrics" },
  { "GET", "/v1/openapi.json", MB_MAY_ANYBODY, mb_openapi_get, "describe", "This description.", NULL, "200", JSON },

  { "GET", "/v1/markets", MB_MAY_LOCAL, mb_markets_list, "listMarkets", "The markets of this hub.", NULL, "200", JSON,
    "Markets" },
  { "POST", "/v1/markets", MB_MAY_CONTROL, mb_markets_add, "addMarket", "Begins a market with a journal of its own.",
    NULL, "201 400 403 409 413 415 422 507", JSON, "Changed", "Market", MIB },
  { "POST", MARKET "/check", MB_MAY_CONTROL, mb_markets_check, "checkMarket",
    "Proves that the database is sound and the journal's chain holds.", NULL, "200 403 404 500 503", JSON,
    "Checked" },
  { "POST", MARKET "/backup", MB_MAY_CONTROL, mb_markets_back_up, "backUpMarket",
    "Copies the market, as it is at one moment, into a file on the hub's machine.", NULL,
    "200 400 403 404 413 415 422 500 503 507", JSON, "Checked", "Backup", 64 * KIB },

  { "GET", MARKET "/records", MB_MAY_LOCAL, mb_records_list, "listRecords",
    "The records that stand, now or at a moment.", "query.kind query.as-of query.position", "200 400 404 422 503",
    JSON, "Records" },
  { "GET", RECORD, MB_MAY_LOCAL, mb_records_get, "getRecord", "One record, with its revision as ETag.",
    "header.If-None-Match", "200 304 404 503", JSON, "Record" },
  { "PUT", RECORD, MB_MAY_LOCAL, mb_records_put, "putRecord", "Puts one record.",
    "query.sure query.dangling header.If-Match header.If-None-Match " BY,
    "200 201 400 403 404 409 412 413 415 422 503 507", JSON, "Changed", "Value", MIB },
  { "DELETE", RECORD, MB_MAY_LOCAL, mb_records_delete, "dropRecord", "Drops one record.",
    "query.dangling header.If-Match " BY, "200 400 403 404 412 422 503 507", JSON, "Changed" },
  { "POST", MARKET "/changes", MB_MAY_LOCAL, mb_changes_post, "postChanges",
    "Up to 5,000 changes that stand or fall together.", "header.Idempotency-Key " BY,
    "200 400 403 404 409 412 413 415 422 503 507", JSON, "Changed", "ChangeSet", 8 * MIB },
  { "GET", MARKET "/journal", MB_MAY_LOCAL, mb_journal_list, "listChanges",
    "Every change ever made, in order, byte for byte; Link says where the next page is.", "query.after query.limit",
    "200 400 404 422 503", "application/x-ndjson", "JournalLine" },
  { "POST", MARKET "/facts", MB_MAY_LOCAL, mb_facts_post, "postFacts",
    "Up to 10,000 facts, in a list or one a line; one known by its source and n is counted once.", NULL,
    "200 400 404 413 415 422 503 507", JSON, "Kept", "Facts", 16 * MIB, "application/json application/x-ndjson" },
  { "GET", MARKET "/facts", MB_MAY_LOCAL, mb_facts_list, "listFacts",
    "What happened, in the order in which the hub heard of it; Link says where the next page is, and Last-Fact, on the "
    "last page too, after which fact to go on another time.",
    "query.type query.after-fact query.limit-facts", "200 404 422 503", "application/x-ndjson", "Fact" },
  { "GET", MARKET "/reports/plays", MB_MAY_LOCAL, mb_reports_plays, "reportPlays",
    "What was shown from one day to another, by film, screen and hour or part of the day.",
    "query.from query.to query.by",
    "200 404 422 503", JSON, "PlayReport" },
  { "GET", MARKET "/stream", MB_MAY_LOCAL, mb_stream_open, "stream",
    "Server-sent events: a sequence of deltas, resumed by Last-Event-ID.",
    "query.kinds query.pulses query.facts query.stall query.screen header.Last-Event-ID", "200 400 404 406 422 503",
    "text/event-stream", "Stream" },

  { "GET", MEDIA, MB_MAY_LOCAL, mb_media_get, "getMedia",
    "A film or a picture. Of one that has not come whole, 404 says in Upload-Offset how many bytes there are.",
    "header.Range header.If-Range header.If-None-Match", "200 206 304 404 416 503", "application/octet-stream", "File",
    NULL, 0, NULL, TRUE },
  { "PUT", MEDIA, MB_MAY_LOCAL, mb_media_put, "putMedia",
    "Brings a film or a picture, from its beginning or, by Content-Range, from where an upload ended (202: more is "
    "missing). Known already, it is answered at once.",
    "header.Content-Range " BY, "200 201 202 400 403 404 408 409 411 413 415 422 503 507", JSON, "MediaFile", "File",
    2048u * MIB, "application/octet-stream", TRUE },

  { "GET", MARKET "/screens", MB_MAY_LOCAL, mb_screens_list, "listScreens",
    "The newest status and painted report of every screen.", NULL, "200 404 503", JSON, "Screens" },
  { "PUT", MARKET "/screens/{screen}/status", MB_MAY_LOCAL, mb_screens_put_status, "putStatus",
    "A screen's heartbeat.", NULL, "204 400 404 413 415 422 503", NULL, NULL, "Status", 64 * KIB },
  { "PUT", MARKET "/screens/{screen}/painted", MB_MAY_LOCAL, mb_screens_put_painted, "putPainted",
    "What of the journal is on a screen's glass.", NULL, "204 400 404 413 415 422 503", NULL, NULL, "Painted",
    64 * KIB },
  { "GET", MARKET "/screens/{screen}/history", MB_MAY_LOCAL, mb_screens_get_history, "listHistory",
    "How a screen did: a line for every minute of the last 48 hours in which it was heard of.", NULL,
    "200 404 422 503", JSON, "History" },
  { "POST", MARKET "/screens/{screen}/commands", MB_MAY_LOCAL, mb_screen_commands_post, "commandScreen",
    "Tells a screen to do something: to its stream at once, or within ten seconds if it has none now.", NULL,
    "202 400 404 413 415 422 503", JSON, "Delivered", "Command", 64 * KIB },
  { "PUT", MARKET "/screens/{screen}/picture", MB_MAY_LOCAL, mb_screen_pictures_put, "putPicture",
    "What is on a screen's glass.", NULL, "204 400 404 413 415 422 503", NULL, NULL, "Picture", MB_PICTURE_MAX,
    "image/png image/jpeg" },
  { "GET", MARKET "/screens/{screen}/picture", MB_MAY_LOCAL, mb_screen_pictures_get, "getPicture",
    "The newest picture of a screen's glass, and when it came.", NULL, "200 404 422 503",
    "image/png|image/jpeg", "Picture" },
  { NULL }
};
