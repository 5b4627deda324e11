/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/mb-delta.h"

static void
item_free (MbDeltaItem *item)
{
  g_free (item->id);
  g_clear_object (&item->record);
  g_clear_pointer (&item->source, g_bytes_unref);
  g_free (item);
}

MbDelta *
mb_delta_new (void)
{
  MbDelta *self = g_new0 (MbDelta, 1);

  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  self->at = MB_TIME_UNSET;

  return self;
}

void
mb_delta_free (MbDelta *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->items);
  g_free (self->position);
  g_free (self);
}

void
mb_delta_put (MbDelta *self, MbRecord *record, GBytes *source)
{
  MbDeltaItem *item;

  g_return_if_fail (self != NULL);
  g_return_if_fail (MB_IS_RECORD (record));

  item = g_new0 (MbDeltaItem, 1);
  item->kind = mb_record_get_kind (record);
  item->id = g_strdup (mb_record_get_id (record));
  item->rev = mb_record_get_rev (record);
  item->record = record;
  item->source = source != NULL ? g_bytes_ref (source) : NULL;
  g_ptr_array_add (self->items, item);
}

void
mb_delta_drop (MbDelta *self, MbKind kind, const char *id, guint64 rev)
{
  MbDeltaItem *item;

  g_return_if_fail (self != NULL);
  g_return_if_fail (kind >= 0 && kind < MB_N_KINDS);
  g_return_if_fail (id != NULL);

  item = g_new0 (MbDeltaItem, 1);
  item->kind = kind;
  item->id = g_strdup (id);
  item->rev = rev;
  g_ptr_array_add (self->items, item);
}
