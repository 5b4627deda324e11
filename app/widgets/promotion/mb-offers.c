/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/promotion/mb-offers.h"

#include "core/model/page/mb-slot.h"
#include "core/model/place/mb-product.h"
#include "core/model/place/mb-stall.h"
#include "core/model/time/mb-schedule-table.h"

#include <string.h>

struct _MbOffers
{
  MbScheduleTable *schedules;
  GHashTable *turns; /* id -> gint64: when each that is on has its next turn */
};

MbOffers *
mb_offers_new (void)
{
  MbOffers *self = g_new (MbOffers, 1);

  self->schedules = mb_schedule_table_new ();
  self->turns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
mb_offers_free (MbOffers *self)
{
  mb_schedule_table_free (self->schedules);
  g_hash_table_unref (self->turns);
  g_free (self);
}

void
mb_offers_forget (MbOffers *self, const char *id)
{
  g_return_if_fail (self != NULL);

  mb_schedule_table_forget (self->schedules, id);
}

/* The trade of its goods, else of its stall; -1: any. */
static int
get_trade (MbBoard *board, MbPromotion *promotion)
{
  MbRecord *product =
      promotion->product != NULL ? mb_board_get (board, MB_KIND_PRODUCT, promotion->product) : NULL;
  MbRecord *stall = promotion->stall != NULL ? mb_board_get (board, MB_KIND_STALL, promotion->stall) : NULL;

  if (product != NULL)
    return MB_PRODUCT (product)->trade;

  return stall != NULL ? MB_STALL (stall)->trade : -1;
}

static gboolean
is_in (MbBoard *board, MbPromotion *promotion, const MbOfferScope *scope)
{
  int trade;

  if (scope->stall != NULL && promotion->stall != NULL && !g_str_equal (promotion->stall, scope->stall))
    return FALSE;
  if (scope->trades == 0)
    return TRUE;

  trade = get_trade (board, promotion);
  return trade < 0 || (scope->trades >> trade & 1) != 0;
}

static gint64
get_priority (MbPromotion *promotion)
{
  return promotion->priority != MB_UNSET ? promotion->priority : 0;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  MbPromotion *first = *(MbPromotion *const *) a, *second = *(MbPromotion *const *) b;
  gint64 lead = get_priority (second) - get_priority (first);

  if (lead != 0)
    return lead < 0 ? -1 : 1;

  return strcmp (mb_record_get_id (MB_RECORD (first)), mb_record_get_id (MB_RECORD (second)));
}

static void
note_turns (MbOffers *self, GPtrArray *on, const MbSlot *slot, gint64 slot_us)
{
  g_hash_table_remove_all (self->turns);
  for (guint i = 0; i < on->len; i++)
    {
      gint64 wait = (i + on->len - slot->number % on->len) % on->len;
      gint64 turn_us = slot->begin_us + wait * slot_us;

      g_hash_table_insert (self->turns, g_strdup (mb_record_get_id (on->pdata[i])),
                           g_memdup2 (&turn_us, sizeof turn_us));
    }
}

MbOffer
mb_offers_look (MbOffers *self, MbBoard *board, const MbOfferScope *scope, gint64 now_us, gint64 slot_us,
                MbMarketTime *time)
{
  MbOffer offer = { NULL, NULL, 0, G_MAXINT64, G_MAXINT64, G_MAXINT64 };
  g_autoptr (GPtrArray) on = g_ptr_array_new ();
  GListModel *list;
  MbSlot slot;

  g_return_val_if_fail (self != NULL && MB_IS_BOARD (board) && scope != NULL && time != NULL, offer);

  list = mb_board_get_list (board, MB_KIND_PROMOTION);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (MbPromotion) promotion = g_list_model_get_item (list, i);
      MbSchedule *schedule = mb_schedule_table_get (self->schedules, MB_RECORD (promotion), promotion->when);
      gint64 next_us;

      if (!is_in (board, promotion, scope))
        continue;
      next_us = mb_schedule_get_next_change (schedule, now_us, time);
      offer.until_us = MIN (offer.until_us, next_us);
      if (mb_schedule_is_on (schedule, now_us, time))
        g_ptr_array_add (on, promotion); /* the board holds it */
      else
        offer.begin_us = MIN (offer.begin_us, next_us);
    }
  g_ptr_array_sort (on, compare);
  slot = mb_slot_at (now_us, slot_us, time);
  note_turns (self, on, &slot, slot_us);
  if (on->len == 0)
    return offer;

  offer.n_on = on->len;
  offer.promotion = on->pdata[slot.number % on->len];
  offer.end_us = mb_schedule_get_next_change (
      mb_schedule_table_get (self->schedules, MB_RECORD (offer.promotion), offer.promotion->when), now_us, time);
  if (on->len > 1)
    {
      offer.next = on->pdata[(slot.number + 1) % on->len];
      offer.until_us = MIN (offer.until_us, slot.end_us);
    }
  return offer;
}

gint64
mb_offers_get_shown_by (const MbOffers *self, const char *id)
{
  const gint64 *turn_us = g_hash_table_lookup (self->turns, id);

  return turn_us != NULL ? *turn_us : MB_UNSET;
}
