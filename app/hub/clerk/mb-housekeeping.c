/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/clerk/mb-housekeeping.h"

#include "core/model/keep/mb-expiry.h"
#include "core/model/show/mb-promotion.h"
#include "core/model/time/mb-schedule.h"
#include "hub/clerk/mb-derived.h"

#include <string.h>

typedef struct
{
  GPtrArray *records; /* (owned) MbRecord */
  gboolean promotions_only;
} Listing;

static void
take_record (MbStanding *standing, gpointer data)
{
  Listing *listing = data;

  if (standing->record != NULL && (!listing->promotions_only || MB_IS_PROMOTION (standing->record)))
    g_ptr_array_add (listing->records, g_object_ref (standing->record));
}

static int
compare_records (gconstpointer a, gconstpointer b)
{
  MbRecord *left = *(MbRecord *const *) a, *right = *(MbRecord *const *) b;
  MbKind left_kind = mb_record_get_kind (left), right_kind = mb_record_get_kind (right);

  return left_kind != right_kind ? (int) left_kind - (int) right_kind
                                 : strcmp (mb_record_get_id (left), mb_record_get_id (right));
}

/* By kind and id: what is done does not depend on how a table was filled. */
static GPtrArray *
list_records (MbStandings *fold, gboolean promotions_only)
{
  Listing listing = { g_ptr_array_new_with_free_func (g_object_unref), promotions_only };

  mb_standings_foreach (fold, take_record, &listing);
  g_ptr_array_sort (listing.records, compare_records);

  return listing.records;
}

/* @standing: (transfer full) (nullable) */
static void
change (MbRecord *record, MbStanding *standing, MbStandings *fold, MbTransaction *transaction)
{
  const char *kind = mb_kind_to_name (mb_record_get_kind (record)), *id = mb_record_get_id (record);

  g_ptr_array_add (transaction->changes, mb_change_new (kind, id, standing ? standing->value : NULL,
                                                        standing ? standing->derived : NULL));
  mb_standings_put (fold, kind, id, standing);
}

static void
drop_expired (GPtrArray *records, MbStandings *fold, MbMarket *market, MbMarketTime *time, MbTransaction *transaction)
{
  g_autoptr (GPtrArray) expired = mb_expiry_find (records, market, time, transaction->at_us);

  g_ptr_array_sort (expired, compare_records);
  for (guint i = 0; i < expired->len; i++)
    {
      change (expired->pdata[i], NULL, fold, transaction);
      g_ptr_array_remove (records, expired->pdata[i]);
    }
}

static void
renew (MbRecord *record, MbStandings *fold, MbMarketTime *time, MbTransaction *transaction)
{
  const char *kind = mb_kind_to_name (mb_record_get_kind (record)), *id = mb_record_get_id (record);
  MbStanding *before = mb_standings_get (fold, kind, id), *standing;
  g_autoptr (GBytes) derived = mb_derive_anew (before, fold, transaction->at_us, time);

  if (derived == NULL)
    return;

  standing = mb_standing_read (kind, id, before->value, derived, transaction->at_us);
  standing->value_rev = before->value_rev;
  change (record, standing, fold, transaction);
}

/* The next moment at which a promotion may begin. */
static gint64
find_next_change (MbPromotion *promotion, gint64 us, MbMarketTime *time)
{
  MbSchedule schedule;

  if (promotion->product == NULL || promotion->stall == NULL)
    return G_MAXINT64;

  mb_schedule_init (&schedule, promotion->when);

  return mb_schedule_get_next_change (&schedule, us, time);
}

void
mb_housekeeping_run (MbHousekeeping *self, MbStandings *fold, MbMarket *market, MbMarketTime *time,
                     MbTransaction *transaction)
{
  MbDate today = mb_market_time_get_date (time, transaction->at_us);
  gboolean new_day = today != self->done;
  g_autoptr (GPtrArray) records = list_records (fold, !new_day);

  self->today = today;
  self->due_us = mb_market_time_get_midnight (time, mb_date_add (today, 1));
  if (new_day)
    drop_expired (records, fold, market, time, transaction);

  for (guint i = 0; i < records->len; i++)
    {
      MbRecord *record = records->pdata[i];

      renew (record, fold, time, transaction);
      if (MB_IS_PROMOTION (record))
        self->due_us = MIN (self->due_us, find_next_change (MB_PROMOTION (record), transaction->at_us, time));
    }
}
