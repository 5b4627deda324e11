/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-schema.h"
#include "core/model/time/mb-market-time.h"

G_BEGIN_DECLS

/**
 * MbAge: what the time since it was observed makes of a figure.
 */
typedef enum
{
  MB_AGE_FRESH,         /* stands as it is */
  MB_AGE_YESTERDAY,     /* stands, with "yesterday 17:40": from midnight to the next opening */
  MB_AGE_YESTERDAY_DIM, /* dim, tagged as yesterday's price: from that opening to the one after it */
  MB_AGE_DIM,           /* dim, with the time it was observed */
  MB_AGE_HIDDEN         /* the figure gives way to "being updated" */
} MbAge;

typedef struct
{
  MbAge age;
  gint64 until_us; /* the first instant at which it may be another; %G_MAXINT64: stays so */
} MbFreshnessState;

/**
 * mb_freshness_for: the market's rule for a kind, else the usual one: "day"; a quote is dim after
 * two hours and hidden after a day.
 * @market: (nullable)
 */
MbFreshness mb_freshness_for (MbMarket *market, MbKind kind);

/**
 * mb_freshness_judge: how old a figure is.
 * @rule: resolved by mb_freshness_for(); an unset limit is never reached
 * @now_us: %MB_UNSET when nobody knows the time: everything is %MB_AGE_DIM then
 *
 * After days without an opening, %MB_AGE_YESTERDAY lasts longer than a day: whoever prints the word
 * looks at the date.
 */
MbFreshnessState mb_freshness_judge (const MbFreshness *rule, gint64 observed_us, gint64 now_us,
                                     MbMarketTime *time);

G_END_DECLS
