/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/keep/mb-price-days.h"

/* What a price was. Days are of the market's calendar: none is longer or shorter than another here. */

#define WEEK 7

static MbPriceDay *
get_day (const GArray *days, guint i)
{
  return &g_array_index (days, MbPriceDay, i);
}

GArray *
mb_price_days_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (MbPriceDay));
}

void
mb_price_days_note (GArray *days, MbDate date, gint64 fen)
{
  MbPriceDay day = { date, fen, fen };
  guint i = 0;

  while (i < days->len && get_day (days, i)->date < date)
    i++;

  if (i == days->len || get_day (days, i)->date != date)
    {
      g_array_insert_val (days, i, day);
      return;
    }

  get_day (days, i)->last_fen = fen;
  get_day (days, i)->lowest_fen = MIN (get_day (days, i)->lowest_fen, fen);
}

void
mb_price_days_trim (GArray *days, MbDate today)
{
  MbDate first = mb_date_add (today, -WEEK), last = mb_date_add (today, WEEK);

  while (days->len > 1 && get_day (days, 1)->date < first)
    g_array_remove_index (days, 0);
  while (days->len > 0 && get_day (days, days->len - 1)->date > last)
    g_array_set_size (days, days->len - 1);
}

static gint64
find_lowest (const GArray *days, MbDate first, MbDate last)
{
  gint64 lowest = G_MAXINT64;

  for (guint i = 0; i < days->len; i++)
    if (get_day (days, i)->date >= first && get_day (days, i)->date <= last)
      lowest = MIN (lowest, get_day (days, i)->lowest_fen);

  return lowest < G_MAXINT64 ? lowest : MB_UNSET;
}

/* The last figure of the days before @date. */
static gint64
find_last_before (const GArray *days, MbDate date)
{
  gint64 last = MB_UNSET;

  for (guint i = 0; i < days->len && get_day (days, i)->date < date; i++)
    last = get_day (days, i)->last_fen;

  return last;
}

gint64
mb_price_days_get_yesterday (const GArray *days, MbDate today)
{
  MbDate yesterday = mb_date_add (today, -1);

  for (guint i = 0; i < days->len; i++)
    if (get_day (days, i)->date == yesterday)
      return get_day (days, i)->last_fen;

  return MB_UNSET;
}

gint64
mb_price_days_get_lowest (const GArray *days, MbDate today)
{
  return find_lowest (days, mb_date_add (today, 1 - WEEK), today);
}

gint64
mb_price_days_get_was (const GArray *days, MbDate began, gboolean marked)
{
  MbDate first = mb_date_add (began, -WEEK);
  gint64 lowest = find_lowest (days, first, began);
  gint64 before = find_last_before (days, first);

  if (lowest == MB_UNSET)
    return before;

  return marked && before != MB_UNSET ? MIN (lowest, before) : lowest;
}
