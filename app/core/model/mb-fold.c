/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/mb-fold.h"

#include "core/model/goods/mb-price.h"
#include "core/model/goods/mb-quote.h"

#include <string.h>

static void
slot_free (MbRecordSlot *slot)
{
  g_clear_object (&slot->record);
  g_free (slot);
}

static void
change_free (MbSlotChange *change)
{
  g_clear_object (&change->told.record);
  g_clear_object (&change->news);
  g_free (change);
}

static MbRecordSlot *
find_slot (MbFold *self, MbKind kind, const char *id)
{
  return g_hash_table_lookup (self->shelves->slots[kind], id);
}

static MbRecordSlot *
ensure_slot (MbFold *self, MbKind kind, const char *id)
{
  MbRecordSlot *slot = find_slot (self, kind, id);
  gsize size;

  if (slot != NULL)
    return slot;

  size = strlen (id) + 1;
  slot = g_malloc0 (sizeof *slot + size);
  memcpy (slot->id, id, size);
  g_hash_table_insert (self->shelves->slots[kind], slot->id, slot);

  return slot;
}

static int
compare_slots (gconstpointer a, gconstpointer b, gpointer data)
{
  return strcmp (((const MbRecordSlot *) a)->id, ((const MbRecordSlot *) b)->id);
}

static void
spend (MbFold *self, MbRecord *record)
{
  if (record != NULL)
    g_ptr_array_add (self->spent, record);
}

static MbSlotChange *
ensure_change (MbFold *self, MbKind kind, MbRecordSlot *slot)
{
  if (slot->change == NULL)
    {
      slot->change = g_new0 (MbSlotChange, 1);
      slot->change->kind = kind;
      slot->change->slot = slot;
      g_ptr_array_add (self->changes, slot->change);
    }

  return slot->change;
}

static void
put_in_order (MbFold *self, MbSlotChange *change)
{
  GSequence **points = &self->points[change->kind];

  if (change->in_order)
    return;

  if (*points == NULL)
    *points = g_sequence_new (NULL);
  g_sequence_insert_sorted (*points, change->slot, compare_slots, NULL);
  change->in_order = TRUE;
}

/* Notes what becomes of a slot; of two words about one record the later stands. */
static void
change_slot (MbFold *self, MbKind kind, MbRecordSlot *slot, MbRecord *news)
{
  MbDifference difference = 0;
  MbSlotChange *change;

  if (slot->record != NULL && news != NULL)
    {
      difference = mb_record_compare (slot->record, news);
      if (difference == 0 && slot->change == NULL)
        {
          spend (self, news);
          return;
        }
    }

  change = ensure_change (self, kind, slot);
  spend (self, change->news);
  change->news = news;
  change->difference = difference;
  if (slot->record == NULL || news == NULL)
    put_in_order (self, change);
}

static void
next_stage (MbFold *self, MbFoldStage stage)
{
  self->stage = stage;
  self->kind = 0;
  self->cursor = 0;
}

/* Since when a price's figures are what they are, where the hub has renewed what it says beside them since. */
static gint64
get_time_before_renewal (MbRecord *record)
{
  gint64 changed_us = MB_IS_PRICE (record)   ? MB_PRICE (record)->changed_at.us
                      : MB_IS_QUOTE (record) ? MB_QUOTE (record)->changed_at.us
                                             : MB_UNSET;

  return g_strcmp0 (mb_record_get_by (record), "hub") == 0 && changed_us < mb_record_get_at (record) ? changed_us
                                                                                                    : MB_UNSET;
}

static void
note_time (MbFold *self, MbRecord *record)
{
  gint64 before_us = get_time_before_renewal (record);

  if (before_us != MB_UNSET)
    {
      if (self->delta->reset)
        self->renewed_at = MAX (self->renewed_at, before_us);
      return;
    }

  /* The newest by the journal's order: the hub's clock may have been set back since. */
  if (mb_record_get_rev (record) >= self->newest_rev)
    {
      self->newest_rev = mb_record_get_rev (record);
      self->updated_at = mb_record_get_at (record);
    }
}

static void
take_item (MbFold *self)
{
  MbDeltaItem *item;
  MbRecordSlot *slot;

  if (self->cursor == self->delta->items->len)
    {
      next_stage (self, self->delta->reset ? MB_FOLD_REST : MB_FOLD_ORDER);
      return;
    }

  item = g_ptr_array_index (self->delta->items, self->cursor++);
  slot = item->record != NULL ? ensure_slot (self, item->kind, item->id)
                              : find_slot (self, item->kind, item->id);
  if (slot == NULL)
    return;

  slot->named = self->n;
  if (item->record != NULL)
    note_time (self, item->record);
  change_slot (self, item->kind, slot, g_steal_pointer (&item->record));
}

static void
take_rest (MbFold *self)
{
  MbRecord *record;
  MbRecordSlot *slot;

  if (self->kind == MB_N_KINDS)
    {
      next_stage (self, MB_FOLD_ORDER);
      return;
    }

  record = mb_record_list_peek (self->shelves->lists[self->kind], self->cursor++);
  if (record == NULL)
    {
      self->kind++;
      self->cursor = 0;
      return;
    }

  slot = find_slot (self, self->kind, mb_record_get_id (record));
  if (slot->named != self->n)
    change_slot (self, self->kind, slot, NULL);
}

static void
append_run (GPtrArray *next, MbRecordList *list, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    g_ptr_array_add (next, mb_record_list_peek (list, i));
}

/* Carries a kind's next array on over one point: what stands before it stays, then the point itself
 * comes or goes. */
static void
take_order (MbFold *self)
{
  MbRecordList *list;
  GSequenceIter *point;
  const MbSlotChange *change;
  guint at;

  if (self->kind == MB_N_KINDS)
    {
      next_stage (self, MB_FOLD_SHOW);
      return;
    }

  if (self->points[self->kind] == NULL)
    {
      self->kind++;
      return;
    }

  list = self->shelves->lists[self->kind];
  if (self->next[self->kind] == NULL)
    self->next[self->kind] = g_ptr_array_new ();

  point = g_sequence_get_begin_iter (self->points[self->kind]);
  if (g_sequence_iter_is_end (point))
    {
      append_run (self->next[self->kind], list, self->cursor, mb_record_list_get_length (list));
      g_clear_pointer (&self->points[self->kind], g_sequence_free);
      self->kind++;
      self->cursor = 0;
      return;
    }

  change = ((MbRecordSlot *) g_sequence_get (point))->change;
  at = mb_record_list_find (list, self->cursor, change->slot->id);
  append_run (self->next[self->kind], list, self->cursor, at);
  if (change->slot->record == NULL && change->news != NULL)
    g_ptr_array_add (self->next[self->kind], change->news);
  self->cursor = change->slot->record != NULL && change->news == NULL ? at + 1 : at;
  g_sequence_remove (point);
}

/* Puts one slot in its new state. FALSE: the delta said nothing new of it after all. */
static gboolean
settle (MbFold *self, MbSlotChange *change)
{
  MbRecordSlot *slot = change->slot;
  MbRecord *news = g_steal_pointer (&change->news);

  slot->change = NULL;
  change->told.added = slot->record == NULL && news != NULL;
  change->told.dropped = slot->record != NULL && news == NULL;

  if (change->told.added)
    slot->record = news;
  else if (news != NULL)
    {
      mb_record_swap (slot->record, news);
      spend (self, news);
    }
  g_set_object (&change->told.record, slot->record);

  if (news == NULL)
    {
      spend (self, g_steal_pointer (&slot->record));
      g_hash_table_remove (self->shelves->slots[change->kind], slot->id);
    }
  self->shelves->n_records += change->told.added - change->told.dropped;

  return change->told.added || change->told.dropped || change->difference != 0;
}

static void
tidy (MbFold *self)
{
  GPtrArray *items = self->delta->items;

  if (items->len > 0)
    g_ptr_array_set_size (items, items->len - 1);
  else if (self->spent->len > 0)
    g_ptr_array_set_size (self->spent, self->spent->len - 1);
  else
    {
      g_clear_pointer (&self->delta, mb_delta_free);
      next_stage (self, MB_FOLD_IDLE);
    }
}

void
mb_shelves_init (MbShelves *self)
{
  self->n_records = 0;
  for (guint kind = 0; kind < MB_N_KINDS; kind++)
    {
      self->slots[kind] =
          g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) slot_free);
      self->lists[kind] = mb_record_list_new (kind);
    }
}

void
mb_shelves_clear (MbShelves *self)
{
  for (guint kind = 0; kind < MB_N_KINDS; kind++)
    {
      /* Somebody may still hold the list. */
      mb_record_list_become (self->lists[kind], g_ptr_array_new ());
      g_object_unref (self->lists[kind]);
      g_hash_table_unref (self->slots[kind]);
    }
}

void
mb_fold_init (MbFold *self, MbShelves *shelves)
{
  *self = (MbFold){
    .shelves = shelves,
    .changes = g_ptr_array_new (),
    .spent = g_ptr_array_new_with_free_func (g_object_unref),
  };
}

void
mb_fold_clear (MbFold *self)
{
  for (guint i = 0; i < self->changes->len; i++)
    change_free (g_ptr_array_index (self->changes, i));
  g_ptr_array_unref (self->changes);
  g_ptr_array_unref (self->spent);
  g_clear_pointer (&self->delta, mb_delta_free);
  for (guint kind = 0; kind < MB_N_KINDS; kind++)
    {
      g_clear_pointer (&self->points[kind], g_sequence_free);
      g_clear_pointer (&self->next[kind], g_ptr_array_unref);
    }
}

void
mb_fold_begin (MbFold *self, MbDelta *delta)
{
  self->n++;
  self->delta = delta;
  self->updated_at = self->renewed_at = MB_UNSET;
  self->newest_rev = 0;
  next_stage (self, MB_FOLD_ITEMS);
}

void
mb_fold_step (MbFold *self)
{
  static void (*const stages[]) (MbFold *) = {
    [MB_FOLD_ITEMS] = take_item,
    [MB_FOLD_REST] = take_rest,
    [MB_FOLD_ORDER] = take_order,
    [MB_FOLD_TIDY] = tidy,
  };

  g_assert (self->stage != MB_FOLD_IDLE && self->stage != MB_FOLD_SHOW);

  stages[self->stage](self);
}

GPtrArray *
mb_fold_settle (MbFold *self)
{
  GPtrArray *changes = self->changes;
  GPtrArray *told = g_ptr_array_new_full (changes->len, (GDestroyNotify) change_free);

  for (guint i = 0; i < changes->len; i++)
    {
      MbSlotChange *change = g_ptr_array_index (changes, i);

      if (settle (self, change))
        g_ptr_array_add (told, change);
      else
        change_free (change);
    }
  g_ptr_array_set_size (changes, 0);

  return told;
}

void
mb_fold_splice (MbFold *self)
{
  for (guint kind = 0; kind < MB_N_KINDS; kind++)
    if (self->next[kind] != NULL)
      mb_record_list_become (self->shelves->lists[kind], g_steal_pointer (&self->next[kind]));
}

void
mb_fold_end (MbFold *self)
{
  next_stage (self, MB_FOLD_TIDY);
}
