/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/routes/mb-exchange.h"

G_BEGIN_DECLS

/** The route table; the last has no path. */
extern const MbRoute mb_routes[];

/* The handlers, a file per resource. */
void mb_records_list (MbExchange *exchange);
void mb_records_get (MbExchange *exchange);
void mb_records_put (MbExchange *exchange);
void mb_records_delete (MbExchange *exchange);
void mb_changes_post (MbExchange *exchange);
void mb_journal_list (MbExchange *exchange);
void mb_facts_post (MbExchange *exchange);
void mb_facts_list (MbExchange *exchange);
void mb_reports_plays (MbExchange *exchange);
void mb_stream_open (MbExchange *exchange);
void mb_screens_list (MbExchange *exchange);
void mb_screens_put_status (MbExchange *exchange);
void mb_screens_put_painted (MbExchange *exchange);
void mb_screens_get_history (MbExchange *exchange);
void mb_screen_commands_post (MbExchange *exchange);
void mb_screen_pictures_put (MbExchange *exchange);
void mb_screen_pictures_get (MbExchange *exchange);
void mb_metrics_get (MbExchange *exchange);
void mb_media_get (MbExchange *exchange);
void mb_media_put (MbExchange *exchange);
void mb_markets_list (MbExchange *exchange);
void mb_markets_add (MbExchange *exchange);
void mb_markets_check (MbExchange *exchange);
void mb_markets_back_up (MbExchange *exchange);
void mb_health_get (MbExchange *exchange);
void mb_openapi_get (MbExchange *exchange);

G_END_DECLS
