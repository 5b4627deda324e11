/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/time/mb-market-time.h"

/* The market's own time: zone and hours, copied out of its record, so that an old moment can be
 * judged by the hours that held then. */

#define USUAL_ZONE "Asia/Shanghai"
#define USUAL_OFFSET "+08:00" /* where even the table of zones is missing */
#define MINUTES_PER_DAY 1440
#define ALL_DAYS 0x7f

typedef struct
{
  guint32 days;
  gint32 from, to; /* to beyond a day runs past midnight */
} Hours;

struct _MbMarketTime
{
  gatomicrefcount ref_count;
  GTimeZone *zone;
  GArray *hours; /* Hours */
};

static GTimeZone *
find_zone (const char *name)
{
  const char *const names[] = { name, USUAL_ZONE, USUAL_OFFSET };
  GTimeZone *zone = NULL;

  for (guint i = 0; zone == NULL && i < G_N_ELEMENTS (names); i++)
    if (names[i] != NULL)
      zone = g_time_zone_new_identifier (names[i]);

  return zone;
}

static void
add_hours (GArray *hours, const MbOpening *opening)
{
  gint32 from = MAX (opening->from, 0);
  gint32 to = opening->to < 0 ? MINUTES_PER_DAY : opening->to;
  Hours item = { opening->days, from, to <= from ? to + MINUTES_PER_DAY : to };

  g_array_append_val (hours, item);
}

MbMarketTime *
mb_market_time_new (MbMarket *market)
{
  MbMarketTime *self = g_new0 (MbMarketTime, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->zone = find_zone (market != NULL ? market->time_zone : NULL);
  self->hours = g_array_new (FALSE, FALSE, sizeof (Hours));
  for (guint i = 0; market != NULL && market->opening != NULL && i < market->opening->len; i++)
    add_hours (self->hours, g_ptr_array_index (market->opening, i));
  if (self->hours->len == 0)
    g_array_append_val (self->hours, ((Hours){ ALL_DAYS, 0, MINUTES_PER_DAY }));

  return self;
}

MbMarketTime *
mb_market_time_ref (MbMarketTime *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
mb_market_time_unref (MbMarketTime *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_time_zone_unref (self->zone);
  g_array_unref (self->hours);
  g_free (self);
}

GTimeZone *
mb_market_time_get_zone (MbMarketTime *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->zone;
}

MbDate
mb_market_time_get_date (MbMarketTime *self, gint64 us)
{
  g_return_val_if_fail (self != NULL, 0);

  return mb_date_of (us, self->zone);
}

gint64
mb_market_time_get_midnight (MbMarketTime *self, MbDate date)
{
  g_return_val_if_fail (self != NULL, MB_UNSET);

  return mb_date_at (date, 0, self->zone);
}

static gboolean
is_of_day (const Hours *hours, MbDate date)
{
  return (hours->days >> (mb_date_weekday (date) - 1) & 1) != 0;
}

gint64
mb_market_time_get_opening (MbMarketTime *self, MbDate date)
{
  gint32 first = G_MAXINT32;

  g_return_val_if_fail (self != NULL, MB_UNSET);

  for (guint i = 0; i < self->hours->len; i++)
    {
      const Hours *hours = &g_array_index (self->hours, Hours, i);

      if (is_of_day (hours, date))
        first = MIN (first, hours->from);
    }

  return first < G_MAXINT32 ? mb_date_at (date, first, self->zone) : MB_UNSET;
}

gint64
mb_market_time_get_closing (MbMarketTime *self, MbDate date)
{
  gint32 last = -1;

  g_return_val_if_fail (self != NULL, MB_UNSET);

  for (guint i = 0; i < self->hours->len; i++)
    {
      const Hours *hours = &g_array_index (self->hours, Hours, i);

      if (is_of_day (hours, date))
        last = MAX (last, hours->to);
    }

  return last >= 0 ? mb_date_at (date, last, self->zone) : MB_UNSET;
}

gint64
mb_market_time_get_next_opening (MbMarketTime *self, gint64 us)
{
  MbDate date;

  g_return_val_if_fail (self != NULL, MB_UNSET);

  date = mb_market_time_get_date (self, us);
  for (int i = 0; i <= 7; i++)
    {
      gint64 opening = mb_market_time_get_opening (self, mb_date_add (date, i));

      if (opening != MB_UNSET && opening >= us)
        return opening;
    }

  /* Hours that name no day at all open on none. */
  return G_MAXINT64;
}

static gboolean
is_open_by_hours_of (MbMarketTime *self, MbDate date, gint64 us)
{
  for (guint i = 0; i < self->hours->len; i++)
    {
      const Hours *hours = &g_array_index (self->hours, Hours, i);

      if (is_of_day (hours, date) && us >= mb_date_at (date, hours->from, self->zone) &&
          us < mb_date_at (date, hours->to, self->zone))
        return TRUE;
    }

  return FALSE;
}

gboolean
mb_market_time_is_open (MbMarketTime *self, gint64 us)
{
  MbDate date;

  g_return_val_if_fail (self != NULL, FALSE);

  date = mb_market_time_get_date (self, us);

  return is_open_by_hours_of (self, date, us) ||
         is_open_by_hours_of (self, mb_date_add (date, -1), us);
}
