/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/clerk/mb-derived.h"

#include "core/model/goods/mb-price.h"
#include "core/model/keep/mb-price-days.h"
#include "core/wire/mb-json-writer.h"
#include "core/wire/mb-json.h"

static gint64
get_figure (MbPrice *price)
{
  return price->fen != MB_UNSET ? price->fen : price->low_fen;
}

static gboolean
read_day (const MbJson *json, MbJsonAt at, MbPriceDay *day)
{
  MbJsonAt date = mb_json_first (json, at);
  MbJsonAt last = date == MB_JSON_NONE ? date : mb_json_next (json, date);
  MbJsonAt lowest = last == MB_JSON_NONE ? last : mb_json_next (json, last);
  const char *text;
  gsize length;

  if (lowest == MB_JSON_NONE || mb_json_get_type_at (json, date) != MB_JSON_STRING)
    return FALSE;

  text = mb_json_slice (json, date, &length);

  return mb_date_parse (text + 1, (gssize) length - 2, &day->date, NULL) &&
         mb_json_get_int (json, last, &day->last_fen) && mb_json_get_int (json, lowest, &day->lowest_fen);
}

/* The days that stand beside the former value. */
static GArray *
read_days (const MbStanding *former)
{
  GArray *days = mb_price_days_new ();
  g_autoptr (MbJson) json = NULL;
  MbJsonAt list;
  MbPriceDay day;

  if (former == NULL || former->derived == NULL)
    return days;

  json = mb_json_read (former->derived, MB_JSON_STRICT, NULL);
  list = json ? mb_json_member (json, 0, "days") : MB_JSON_NONE;
  if (list == MB_JSON_NONE)
    return days;

  for (MbJsonAt at = mb_json_first (json, list); at != MB_JSON_NONE; at = mb_json_next (json, at))
    if (mb_json_get_type_at (json, at) == MB_JSON_ARRAY && read_day (json, at, &day))
      g_array_append_val (days, day);

  return days;
}

static gboolean
has_same_figures (MbPrice *a, MbPrice *b)
{
  return a->fen == b->fen && a->low_fen == b->low_fen && a->high_fen == b->high_fen && a->per == b->per;
}

static void
write_days (MbJsonWriter *writer, GArray *days)
{
  mb_json_writer_name (writer, "days");
  mb_json_writer_begin_array (writer);
  for (guint i = 0; i < days->len; i++)
    {
      MbPriceDay *day = &g_array_index (days, MbPriceDay, i);
      g_autofree char *date = mb_date_format (day->date);

      mb_json_writer_begin_array (writer);
      mb_json_writer_string (writer, date);
      mb_json_writer_int (writer, day->last_fen);
      mb_json_writer_int (writer, day->lowest_fen);
      mb_json_writer_end_array (writer);
    }
  mb_json_writer_end_array (writer);
}

static GBytes *
write_derived (GArray *days, MbDate today, MbTime changed_at)
{
  GString *out = g_string_new (NULL);
  g_autofree char *changed = mb_time_format (changed_at);
  gint64 yesterday = mb_price_days_get_yesterday (days, today);
  gint64 lowest = mb_price_days_get_lowest (days, today);
  MbJsonWriter writer;

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  if (yesterday != MB_UNSET)
    mb_json_writer_member_int (&writer, "yesterday_fen", yesterday);
  if (lowest != MB_UNSET)
    mb_json_writer_member_int (&writer, "lowest_7d_fen", lowest);
  mb_json_writer_member_string (&writer, "changed_at", changed);
  write_days (&writer, days);
  mb_json_writer_end_object (&writer);

  return g_string_free_to_bytes (out);
}

GBytes *
mb_derive (MbRecord *news, const MbStanding *former, gint64 at_us, MbMarketTime *time)
{
  MbPrice *price, *before;
  MbDate today = mb_market_time_get_date (time, at_us);
  MbTime changed_at = mb_time_in_zone (at_us, mb_market_time_get_zone (time));
  g_autoptr (GArray) days = NULL;

  if (!MB_IS_PRICE (news))
    return NULL;

  price = MB_PRICE (news);
  before = former && former->record ? MB_PRICE (former->record) : NULL;
  /* Figures for another unit cannot be set beside the new one. */
  days = read_days (before && before->per == price->per ? former : NULL);

  if (get_figure (price) != MB_UNSET)
    mb_price_days_note (days,
                        price->observed_at.us == MB_UNSET ? today
                                                          : mb_market_time_get_date (time, price->observed_at.us),
                        get_figure (price));
  mb_price_days_trim (days, today);
  if (before && has_same_figures (price, before) && before->changed_at.us != MB_UNSET)
    changed_at = before->changed_at;

  return write_derived (days, today, changed_at);
}
