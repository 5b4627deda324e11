/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-lists"

#include "core/lists/mb-price-list-private.h"

#include "core/model/place/mb-product.h"
#include "core/wire/mb-record-codec.h"

/* The sending half: a step becomes a change set when it is its turn, so that only one is in memory;
 * what the hub refuses goes back among the held-back rows and the step is built again. */

static void
add_proposal (MbPriceList *self, MbChangeSet *set, MbRecord *record, MbKind kind, MbListEntry *entry)
{
  g_autoptr (GBytes) value = mb_record_encode_value (record);
  MbProposal *proposal = mb_change_set_add (set, kind, mb_record_get_id (record), value);

  proposal->sure = self->options.sure;
  g_ptr_array_add (self->sent, entry);
}

static void
add_product (MbPriceList *self, MbChangeSet *set, MbListEntry *entry)
{
  const MbListProduct *product = entry->product;
  g_autoptr (MbProduct) record = (MbProduct *) mb_record_new (MB_KIND_PRODUCT, product->id);

  record->name = mb_texts_ref (product->name);
  record->order = product->order;
  record->trade = product->trade;
  record->sold_by = entry->price.figures.per == MB_PER_PIECE ? MB_SOLD_BY_PIECE : MB_SOLD_BY_WEIGHT;
  if (product->piece != NULL)
    record->piece_word = mb_texts_new_single (mb_texts_get_language (product->name, 0), product->piece);
  add_proposal (self, set, MB_RECORD (record), MB_KIND_PRODUCT, entry);
}

static void
add_price (MbPriceList *self, MbChangeSet *set, MbListEntry *entry)
{
  const MbListProduct *product = entry->product;
  const MbListFile *file = self->files->pdata[entry->file];
  g_autofree char *id = g_strdup_printf ("%s@%s", product->id, mb_basis_names[self->options.basis]);
  g_autoptr (MbPrice) record = (MbPrice *) mb_record_new (MB_KIND_PRICE, id);

  record->product = g_strdup (product->id);
  record->grade = product->grade != NULL ? mb_texts_ref (product->grade) : NULL;
  record->basis = (int) self->options.basis;
  record->fen = entry->price.figures.fen;
  record->low_fen = entry->price.figures.low_fen;
  record->high_fen = entry->price.figures.high_fen;
  record->per = (int) entry->price.figures.per;
  record->observed_at = mb_time_in_zone (entry->observed_us, mb_market_time_get_zone (self->time));
  record->source = g_strdup (file->source);
  add_proposal (self, set, MB_RECORD (record), MB_KIND_PRICE, entry);
}

static void
add_record (MbPriceList *self, MbChangeSet *set, MbListEntry *entry)
{
  mb_change_set_add (set, entry->kind, entry->id, entry->value)->sure = self->options.sure;
  g_ptr_array_add (self->sent, entry);
}

MbChangeSet *
mb_price_list_build (MbPriceList *self, guint step)
{
  MbChangeSet *set = mb_change_set_new ();
  const MbListStep *range = mb_price_list_get_step (self, step);

  g_return_val_if_fail (range != NULL, set);

  self->built = step;
  g_ptr_array_set_size (self->sent, 0);
  set->dangling = range->date == 0;
  for (guint i = 0; i < range->n_rows; i++)
    {
      MbListEntry *entry = self->order->pdata[range->first + i];

      if (entry->state != MB_ROW_WAITING)
        continue;
      if (entry->product == NULL)
        {
          add_record (self, set, entry);
          continue;
        }
      if (entry->product->made)
        add_product (self, set, entry);
      add_price (self, set, entry);
    }

  return set;
}

void
mb_price_list_hold (MbPriceList *self, guint proposal, MbHeldReason reason, const char *text)
{
  MbListEntry *entry;

  g_return_if_fail (self != NULL && proposal < self->sent->len);

  entry = self->sent->pdata[proposal];
  if (entry->state == MB_ROW_WAITING)
    mb_price_list_hold_entry (self, entry, reason, g_strdup (text));
}

void
mb_price_list_keep (MbPriceList *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->sent->len; i++)
    {
      MbListEntry *entry = self->sent->pdata[i];

      if (entry->product != NULL)
        entry->product->made = FALSE;
    }
}

gboolean
mb_price_list_get_change (MbPriceList *self, guint proposal, MbListChange *change)
{
  const MbListEntry *entry;
  const MbFigures *former;

  g_return_val_if_fail (self != NULL && proposal < self->sent->len, FALSE);
  g_return_val_if_fail (change != NULL, FALSE);

  entry = self->sent->pdata[proposal];
  /* A product to be made stands before its price and shares its row. */
  if (entry->product == NULL || (proposal + 1 < self->sent->len && self->sent->pdata[proposal + 1] == entry))
    return FALSE;

  former = entry->has_former ? &entry->former : &entry->price.figures;
  *change = (MbListChange){ .title = entry->product->title, .made = entry->product->made };
  mb_doubt_get_amounts (former, &entry->price.figures, &change->old_fen, &change->new_fen);
  change->old_per = former->per;
  change->new_per = entry->price.figures.per;
  change->slip = mb_doubt_find_slip (change->old_fen, change->new_fen);
  if (!entry->has_former)
    change->old_fen = MB_UNSET;

  return TRUE;
}
