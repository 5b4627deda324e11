/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/time/mb-age.h"

/* Promise 2, fresh or honest: an old number never stands as if it were today's. */

#define QUOTE_DIM_AFTER_S (2 * 3600)
#define QUOTE_HIDE_AFTER_S (24 * 3600)

static const MbFreshness *
find_rule (const MbFreshnessRules *rules, MbKind kind)
{
  if (rules == NULL)
    return NULL;

  switch (kind)
    {
    case MB_KIND_PRICE:
      return &rules->price;
    case MB_KIND_QUOTE:
      return &rules->quote;
    case MB_KIND_TEST:
      return &rules->test;
    default:
      return NULL;
    }
}

MbFreshness
mb_freshness_for (MbMarket *market, MbKind kind)
{
  const MbFreshness *rule = find_rule (market != NULL ? market->freshness : NULL, kind);

  if (rule != NULL &&
      (rule->day || rule->dim_after_s != MB_UNSET || rule->hide_after_s != MB_UNSET))
    return *rule;
  if (kind == MB_KIND_QUOTE)
    return (MbFreshness){ FALSE, QUOTE_DIM_AFTER_S, QUOTE_HIDE_AFTER_S };

  return (MbFreshness){ TRUE, MB_UNSET, MB_UNSET };
}

static MbFreshnessState
judge_by_day (gint64 observed_us, gint64 now_us, MbMarketTime *time)
{
  MbDate next_day = mb_date_add (mb_market_time_get_date (time, observed_us), 1);
  gint64 midnight = mb_market_time_get_midnight (time, next_day);
  gint64 opening, following;

  if (now_us < midnight)
    return (MbFreshnessState){ MB_AGE_FRESH, midnight };

  opening = mb_market_time_get_next_opening (time, midnight);
  if (now_us < opening)
    return (MbFreshnessState){ MB_AGE_YESTERDAY, opening };

  following = mb_market_time_get_next_opening (time, opening + 1);
  if (now_us < following)
    return (MbFreshnessState){ MB_AGE_YESTERDAY_DIM, following };

  return (MbFreshnessState){ MB_AGE_HIDDEN, G_MAXINT64 };
}

/* The instant so many seconds later, or never. */
static gint64
get_limit (gint64 observed_us, gint64 after_s)
{
  gint64 limit;

  if (after_s == MB_UNSET || after_s > G_MAXINT64 / G_USEC_PER_SEC ||
      __builtin_add_overflow (observed_us, after_s * G_USEC_PER_SEC, &limit))
    return G_MAXINT64;

  return limit;
}

static MbFreshnessState
judge_by_seconds (const MbFreshness *rule, gint64 observed_us, gint64 now_us)
{
  gint64 dim = get_limit (observed_us, rule->dim_after_s);
  gint64 hide = get_limit (observed_us, rule->hide_after_s);

  if (now_us >= hide)
    return (MbFreshnessState){ MB_AGE_HIDDEN, G_MAXINT64 };
  if (now_us >= dim)
    return (MbFreshnessState){ MB_AGE_DIM, hide };

  return (MbFreshnessState){ MB_AGE_FRESH, MIN (dim, hide) };
}

MbFreshnessState
mb_freshness_judge (const MbFreshness *rule, gint64 observed_us, gint64 now_us, MbMarketTime *time)
{
  g_return_val_if_fail (rule != NULL, ((MbFreshnessState){ MB_AGE_HIDDEN, G_MAXINT64 }));
  g_return_val_if_fail (time != NULL, ((MbFreshnessState){ MB_AGE_HIDDEN, G_MAXINT64 }));

  if (now_us == MB_UNSET)
    return (MbFreshnessState){ MB_AGE_DIM, G_MAXINT64 };
  if (observed_us == MB_UNSET)
    return (MbFreshnessState){ MB_AGE_HIDDEN, G_MAXINT64 };

  return rule->day ? judge_by_day (observed_us, now_us, time)
                   : judge_by_seconds (rule, observed_us, now_us);
}
