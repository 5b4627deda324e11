/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/clerk/mb-derived.h"

#include "core/model/goods/mb-price.h"
#include "core/model/goods/mb-quote.h"
#include "core/model/keep/mb-price-days.h"
#include "core/model/keep/mb-promotion-start.h"
#include "core/model/show/mb-playlist.h"
#include "core/model/show/mb-promotion.h"
#include "core/wire/mb-json-writer.h"
#include "core/wire/mb-json.h"
#include "hub/clerk/mb-playing.h"

#define VALUE_REV "value_rev"

/* What a price and a quote have in common. */
typedef struct
{
  gint64 fen, low_fen, high_fen;
  int per;
  gint64 observed_us;
  MbTime changed_at;
} Figures;

static gboolean
get_figures (MbRecord *record, Figures *figures)
{
  if (MB_IS_PRICE (record))
    {
      MbPrice *price = MB_PRICE (record);

      *figures = (Figures){ price->fen, price->low_fen, price->high_fen, price->per, price->observed_at.us,
                            price->changed_at };
      return TRUE;
    }
  if (MB_IS_QUOTE (record))
    {
      MbQuote *quote = MB_QUOTE (record);

      *figures = (Figures){ quote->average_fen, quote->low_fen, quote->high_fen, quote->per, quote->observed_at.us,
                            quote->changed_at };
      return TRUE;
    }

  return FALSE;
}

static gint64
get_figure (const Figures *figures)
{
  return figures->fen != MB_UNSET ? figures->fen : figures->low_fen;
}

static gboolean
has_same_figures (const Figures *a, const Figures *b)
{
  return a->fen == b->fen && a->low_fen == b->low_fen && a->high_fen == b->high_fen && a->per == b->per;
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

/* The days that stand beside a value. */
static GArray *
read_days (const MbStanding *standing)
{
  GArray *days = mb_price_days_new ();
  g_autoptr (MbJson) json = NULL;
  MbJsonAt list;
  MbPriceDay day;

  if (standing == NULL || standing->derived == NULL)
    return days;

  json = mb_json_read (standing->derived, MB_JSON_STRICT, NULL);
  list = json ? mb_json_member (json, 0, "days") : MB_JSON_NONE;
  if (list == MB_JSON_NONE)
    return days;

  for (MbJsonAt at = mb_json_first (json, list); at != MB_JSON_NONE; at = mb_json_next (json, at))
    if (mb_json_get_type_at (json, at) == MB_JSON_ARRAY && read_day (json, at, &day))
      g_array_append_val (days, day);

  return days;
}

static void
write_days (MbJsonWriter *writer, const GArray *days)
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

static void
member_amount (MbJsonWriter *writer, const char *name, gint64 fen)
{
  if (fen != MB_UNSET)
    mb_json_writer_member_int (writer, name, fen);
}

static void
member_time (MbJsonWriter *writer, const char *name, MbTime time)
{
  g_autofree char *text = mb_time_format (time);

  mb_json_writer_member_string (writer, name, text);
}

static void
derive_price (MbJsonWriter *writer, const Figures *news, const MbStanding *former, gint64 at_us, MbMarketTime *time)
{
  MbDate today = mb_market_time_get_date (time, at_us);
  MbTime changed_at = mb_time_in_zone (at_us, mb_market_time_get_zone (time));
  gboolean had = FALSE;
  g_autoptr (GArray) days = NULL;
  Figures before;

  if (former != NULL && former->record != NULL)
    had = get_figures (former->record, &before);

  /* Figures for another unit cannot be set beside the new one. */
  days = read_days (had && before.per == news->per ? former : NULL);
  if (get_figure (news) != MB_UNSET)
    mb_price_days_note (days, mb_market_time_get_date (time, news->observed_us), get_figure (news));
  mb_price_days_trim (days, today);
  if (had && has_same_figures (news, &before) && before.changed_at.us != MB_UNSET)
    changed_at = before.changed_at;

  member_amount (writer, "yesterday_fen", mb_price_days_get_yesterday (days, today));
  member_amount (writer, "lowest_7d_fen", mb_price_days_get_lowest (days, today));
  member_time (writer, "changed_at", changed_at);
  write_days (writer, days);
}

/* What the product cost at the stall, by one basis, before @began. */
static gint64
find_was (MbPromotion *promotion, MbBasis basis, MbStandings *fold, MbDate began, int *per)
{
  g_autofree char *id =
      g_strdup_printf ("%s@%s@%s", promotion->product, mb_basis_names[basis], promotion->stall);
  MbStanding *standing = mb_standings_get (fold, "price", id);
  g_autoptr (GArray) days = NULL;

  if (standing == NULL || standing->record == NULL)
    return MB_UNSET;

  days = read_days (standing);
  *per = MB_PRICE (standing->record)->per;

  return mb_price_days_get_was (days, began, basis == MB_BASIS_STALL);
}

static gboolean
is_same_offer (MbPromotion *a, MbPromotion *b)
{
  return g_strcmp0 (a->product, b->product) == 0 && g_strcmp0 (a->stall, b->stall) == 0;
}

/* @stays: nothing but time has passed: it began when it was to begin, else when it was published */
static gboolean
derive_promotion (MbJsonWriter *writer, MbPromotion *news, MbPromotion *former, gboolean stays, MbStandings *fold,
                  gint64 at_us, MbMarketTime *time)
{
  gboolean goes_on = former != NULL && is_same_offer (news, former);
  gint64 known_us = goes_on ? former->began_at.us : MB_UNSET;
  gint64 start_us = mb_promotion_find_start (news->when, known_us, at_us, time);
  gint64 was_fen = goes_on ? former->was_fen : MB_UNSET;
  int was_per = goes_on ? former->was_per : -1;

  if (news->product == NULL || news->stall == NULL)
    return FALSE;

  if (start_us != MB_UNSET && start_us != known_us)
    {
      MbDate began = mb_market_time_get_date (time, stays ? start_us : at_us);

      known_us = stays ? start_us : at_us;
      was_fen = find_was (news, MB_BASIS_DEAL, fold, began, &was_per);
      if (was_fen == MB_UNSET)
        was_fen = find_was (news, MB_BASIS_STALL, fold, began, &was_per);
    }
  if (known_us == MB_UNSET)
    return FALSE;

  member_amount (writer, "was_fen", was_fen);
  if (was_fen != MB_UNSET)
    mb_json_writer_member_string (writer, "was_per", mb_per_names[was_per]);
  member_time (writer, "began_at", mb_time_in_zone (known_us, mb_market_time_get_zone (time)));

  return TRUE;
}

/* @former: (nullable): what it was until now, and is still in the fold */
static void
derive_playlist (MbJsonWriter *writer, MbRecord *news, MbRecord *former, MbStandings *fold, gint64 at_us,
                 MbMarketTime *time)
{
  GTimeZone *zone = mb_market_time_get_zone (time);
  MbPlayTurn turn;

  member_time (writer, "changed_at", mb_time_in_zone (at_us, zone));
  if (former == NULL || !mb_playing_find (fold, mb_record_get_id (news), at_us, time, &turn))
    return;

  mb_json_writer_member_string (writer, "playing", mb_record_get_id (MB_RECORD (turn.media)));
  member_time (writer, "playing_since", mb_time_in_zone (turn.begin_us, zone));
  if (turn.offset_us > 0)
    mb_json_writer_member_int (writer, "playing_from_ms", turn.offset_us / G_TIME_SPAN_MILLISECOND);
}

/* @value_rev: 0: it is a new value */
static GBytes *
derive (MbRecord *news, const MbStanding *former, guint64 value_rev, gboolean stays, MbStandings *fold, gint64 at_us,
        MbMarketTime *time)
{
  GString *out = g_string_new (NULL);
  gboolean any = FALSE;
  MbJsonWriter writer;
  Figures figures;

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  if (get_figures (news, &figures))
    {
      derive_price (&writer, &figures, former, at_us, time);
      any = TRUE;
    }
  else if (MB_IS_PROMOTION (news))
    {
      MbRecord *before = former != NULL ? former->record : NULL;

      any = derive_promotion (&writer, MB_PROMOTION (news), before != NULL ? MB_PROMOTION (before) : NULL, stays, fold,
                              at_us, time);
    }
  else if (MB_IS_PLAYLIST (news) && !stays)
    {
      derive_playlist (&writer, news, former != NULL ? former->record : NULL, fold, at_us, time);
      any = TRUE;
    }
  if (any && value_rev != 0)
    {
      mb_json_writer_name (&writer, VALUE_REV);
      mb_json_writer_uint (&writer, value_rev);
    }
  mb_json_writer_end_object (&writer);

  if (any)
    return g_string_free_to_bytes (out);

  g_string_free (out, TRUE);

  return NULL;
}

GBytes *
mb_derive (MbRecord *news, const MbStanding *former, MbStandings *fold, gint64 at_us, MbMarketTime *time)
{
  return derive (news, former, 0, FALSE, fold, at_us, time);
}

GBytes *
mb_derive_anew (const MbStanding *standing, MbStandings *fold, gint64 at_us, MbMarketTime *time)
{
  guint64 named = standing->value_rev != standing->rev ? standing->value_rev : 0;
  g_autoptr (GBytes) now = derive (standing->record, standing, named, TRUE, fold, at_us, time);

  if (now == NULL || (standing->derived != NULL && g_bytes_equal (now, standing->derived)))
    return NULL;
  if (named != 0)
    return g_steal_pointer (&now);

  return derive (standing->record, standing, standing->value_rev, TRUE, fold, at_us, time);
}

guint64
mb_derived_get_value_rev (GBytes *derived)
{
  g_autoptr (MbJson) json = derived != NULL ? mb_json_read (derived, MB_JSON_STRICT, NULL) : NULL;
  MbJsonAt at = json != NULL ? mb_json_member (json, 0, VALUE_REV) : MB_JSON_NONE;
  gint64 rev = 0;

  return at != MB_JSON_NONE && mb_json_get_int (json, at, &rev) ? (guint64) rev : 0;
}
