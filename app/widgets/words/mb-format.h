/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-time.h"
#include "core/model/goods/mb-per.h"
#include "core/model/page/mb-price-row.h"
#include "core/model/place/mb-product.h"
#include "widgets/words/mb-catalogue.h"

G_BEGIN_DECLS

/**
 * What a board prints, as pure functions: values and a language in, words out. Times are said in the
 * market's zone, in 24 hours; instants as what they are, never as ages that tick.
 *
 * All strings returned are (transfer full).
 */

/** mb_format_fill: puts values into the {names} of a sentence.
 * @...: name, value, …, NULL */
char *mb_format_fill (const char *sentence, ...) G_GNUC_NULL_TERMINATED;

/** mb_format_name: a name as a board prints it: brackets become a gap, white space one blank. */
char *mb_format_name (const char *name);

/** mb_format_called: what a thing is called among other words: its name, or where nothing of that can be seen,
 * its id. @name: (nullable); @most: characters; what follows is left out */
char *mb_format_called (const char *name, const char *id, gsize most);

/** mb_format_range: "3.0～4.0"; NULL where there are not two ends. */
char *mb_format_range (const MbCatalogue *catalogue, gint64 low_fen, gint64 high_fen, guint decimals);

/** mb_format_unit: "元/斤". In traditional Chinese never a bare 斤, which is another weight there.
 * @piece_word: (nullable): what is counted, as the product's record says it */
char *mb_format_unit (const MbCatalogue *catalogue, MbPer per, const MbTexts *piece_word);

/** mb_format_priced: the words around a figure of which only one end is known.
 * @figure: %MB_FIGURE_FROM or %MB_FIGURE_UP_TO; else nothing stands before, and the unit alone behind
 * @before: (out): "from", or ""
 * @after: (out): "元/斤起" */
void mb_format_priced (const MbCatalogue *catalogue, MbFigure figure, const char *unit, char **before, char **after);

/** mb_format_movement: "涨 0.3", "跌 0.2", "平"; NULL for %MB_UNSET. */
char *mb_format_movement (const MbCatalogue *catalogue, gint64 movement_fen, guint decimals);

/** mb_format_direction: without the amount: "涨", "跌", "平"; NULL for %MB_UNSET. */
char *mb_format_direction (const MbCatalogue *catalogue, gint64 movement_fen);

const char *mb_format_basis (const MbCatalogue *catalogue, MbRowBasis basis); /* "市场均价" */
const char *mb_format_trade (const MbCatalogue *catalogue, int trade);        /* -1: the staple basket */

char *mb_format_clock (gint64 us, GTimeZone *zone);                               /* "07:58" */
char *mb_format_day (const MbCatalogue *catalogue, gint64 us, GTimeZone *zone);   /* "11月8日 星期日" */
char *mb_format_short_day (const MbCatalogue *catalogue, MbDate date);            /* "11月8日" */

/** mb_format_as_of: "截至07:58"; with the day instead where it was another; with both where nobody knows
 * what day it is (@now_us is %MB_UNSET). */
char *mb_format_as_of (const MbCatalogue *catalogue, gint64 us, gint64 now_us, GTimeZone *zone);

/** mb_format_observed: when a figure of the day before was observed: "昨天17:40"; "11月6日" when it
 * was before that. */
char *mb_format_observed (const MbCatalogue *catalogue, gint64 us, gint64 now_us, GTimeZone *zone);

/** mb_format_observed_brief: the same in one word: "昨天"; "07:58" of today, "11月6日" of any other day. */
char *mb_format_observed_brief (const MbCatalogue *catalogue, gint64 us, gint64 now_us, GTimeZone *zone);

/** mb_format_yesterday: the tag on it: "昨日价"; "11月6日价" when it was before that. */
char *mb_format_yesterday (const MbCatalogue *catalogue, gint64 us, gint64 now_us, GTimeZone *zone);

char *mb_format_updated (const MbCatalogue *catalogue, gint64 us, gint64 now_us, GTimeZone *zone); /* "更新07:58" */

const char *mb_format_title (const MbCatalogue *catalogue);                       /* "今日菜价" */
const char *mb_format_no_figure (const MbCatalogue *catalogue, MbFigure figure);  /* "休市"; NULL: there is one */
const char *mb_format_waiting (const MbCatalogue *catalogue, gboolean has_content); /* "正在连接，先看上次内容" */
char *mb_format_deals (const MbCatalogue *catalogue, gint64 n_deals);             /* "今日成交186笔" */
char *mb_format_news (const MbCatalogue *catalogue, gint64 us, GTimeZone *zone, guint n); /* "07:58 更新23项" */
char *mb_format_phone (const char *phone); /* phone: (nullable): where the market names none, the nation's line */
char *mb_format_complaints (const MbCatalogue *catalogue, const char *phone);     /* "投诉举报电话12315" */

/** mb_format_weight_remark: what 斤 is, where a board prints it; NULL elsewhere. */
const char *mb_format_weight_remark (const MbCatalogue *catalogue, MbPer unit);

/** mb_format_no_prices: what stands where no price stands yet, and when that changes.
 * @opening_us: of today, still to come; else %MB_UNSET */
char *mb_format_no_prices (const MbCatalogue *catalogue, gint64 opening_us, GTimeZone *zone);

G_END_DECLS
