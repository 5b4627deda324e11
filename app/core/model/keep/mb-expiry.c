/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/keep/mb-expiry.h"

#include "core/model/goods/mb-batch.h"
#include "core/model/goods/mb-test.h"
#include "core/model/show/mb-notice.h"
#include "core/model/show/mb-promotion.h"
#include "core/model/time/mb-schedule.h"

/* A board must not grow for ever. */

#define USUAL_DAYS 7
#define USUAL_BATCH_DAYS 30

static int
get_days (MbMarket *market, MbKind kind)
{
  const MbKeep *keep = market != NULL ? market->keep : NULL;
  gint64 days = MB_UNSET;

  if (keep != NULL)
    days = kind == MB_KIND_TEST        ? keep->test
           : kind == MB_KIND_BATCH     ? keep->batch
           : kind == MB_KIND_PROMOTION ? keep->promotion
                                       : keep->notice;
  if (days != MB_UNSET)
    return (int) days;

  return kind == MB_KIND_BATCH ? USUAL_BATCH_DAYS : USUAL_DAYS;
}

/* The instant at which a test was done with; MB_UNSET: it is not. */
static gint64
get_end_of_test (MbTest *test)
{
  gint64 end_us = test->tested_at.us;

  if (mb_test_is_open (test))
    return MB_UNSET;

  for (guint i = 0; test->disposal != NULL && i < test->disposal->len; i++)
    end_us = MAX (end_us, ((MbDisposal *) g_ptr_array_index (test->disposal, i))->at.us);

  return end_us;
}

/* Whether a `when` was over before @us, for good. */
static gboolean
was_over (const MbWhen *when, gint64 us, MbMarketTime *time)
{
  MbSchedule schedule;

  mb_schedule_init (&schedule, when);

  return !mb_schedule_is_on (&schedule, us, time)
         && mb_schedule_get_next_change (&schedule, us, time) == G_MAXINT64;
}

static gboolean
has_expired (MbRecord *record, MbMarket *market, MbMarketTime *time, MbDate today)
{
  MbKind kind = mb_record_get_kind (record);
  MbDate first_kept;
  gint64 end_us;

  if (kind != MB_KIND_TEST && kind != MB_KIND_BATCH && kind != MB_KIND_PROMOTION && kind != MB_KIND_NOTICE)
    return FALSE;

  first_kept = mb_date_add (today, -get_days (market, kind));
  if (kind == MB_KIND_PROMOTION)
    return was_over (MB_PROMOTION (record)->when, mb_market_time_get_midnight (time, first_kept), time);
  if (kind == MB_KIND_NOTICE)
    return was_over (MB_NOTICE (record)->when, mb_market_time_get_midnight (time, first_kept), time);

  end_us = kind == MB_KIND_TEST ? get_end_of_test (MB_TEST (record)) : MB_BATCH (record)->arrived_at.us;
  if (kind == MB_KIND_BATCH && end_us == MB_UNSET)
    end_us = mb_record_get_at (record);

  return end_us != MB_UNSET && mb_market_time_get_date (time, end_us) < first_kept;
}

static char *
make_key (MbKind kind, const char *id)
{
  return g_strconcat (mb_kind_to_name (kind), "/", id, NULL);
}

static void
on_reference (MbKind kind, const char *id, const char *pointer, gpointer data)
{
  g_autofree char *key = make_key (kind, id);

  g_hash_table_remove (data, key);
}

/* What is named stays, and then what that names. */
static void
spare_named (GHashTable *falling, GPtrArray *records)
{
  guint before;

  do
    {
      before = g_hash_table_size (falling);
      for (guint i = 0; i < records->len; i++)
        {
          MbRecord *record = g_ptr_array_index (records, i);
          g_autofree char *key = make_key (mb_record_get_kind (record), mb_record_get_id (record));

          if (!g_hash_table_contains (falling, key))
            mb_record_foreach_ref (record, on_reference, falling);
        }
    }
  while (g_hash_table_size (falling) < before);
}

GPtrArray *
mb_expiry_find (GPtrArray *records, MbMarket *market, MbMarketTime *time, gint64 now_us)
{
  g_autoptr (GHashTable) falling = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *found;
  GHashTableIter iter;
  gpointer record;
  MbDate today;

  g_return_val_if_fail (records != NULL && time != NULL, NULL);

  today = mb_market_time_get_date (time, now_us);
  for (guint i = 0; i < records->len; i++)
    {
      record = g_ptr_array_index (records, i);
      if (has_expired (record, market, time, today))
        g_hash_table_insert (falling, make_key (mb_record_get_kind (record), mb_record_get_id (record)), record);
    }
  if (g_hash_table_size (falling) > 0)
    spare_named (falling, records);

  found = g_ptr_array_new ();
  g_hash_table_iter_init (&iter, falling);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    g_ptr_array_add (found, record);

  return found;
}
