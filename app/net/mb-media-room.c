/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-net"

#include "net/mb-media-room.h"

#define SOON_US (24 * G_TIME_SPAN_HOUR)

static gboolean
has_room (const MbMediaRoom *self, const MbMediaWant *want)
{
  MbMediaFile part = { .bytes = 0 };
  guint64 left;

  mb_media_folder_find_part (self->folder, want->sha256, &part);
  left = want->bytes - MIN (part.bytes, want->bytes);
  return mb_media_stock_get_bytes (self->stock) + left <= self->max_bytes
         && mb_media_folder_get_room (self->folder) >= left + MB_MEDIA_ROOM;
}

/* Whether @a gives way before @b, which may be NULL: nothing yet. */
static gboolean
goes_before (const MbMediaRoom *self, const MbMediaItem *a, const MbMediaItem *b)
{
  const MbMediaWant *first = g_hash_table_lookup (self->wanted, a->file.sha256);
  const MbMediaWant *second = b != NULL ? g_hash_table_lookup (self->wanted, b->file.sha256) : NULL;

  if (b == NULL)
    return TRUE;
  if (first == NULL && second == NULL)
    return a->scheduled_us < b->scheduled_us;
  if (first == NULL || second == NULL)
    return first == NULL;

  return first->at > second->at;
}

static MbMediaItem *
choose (const MbMediaRoom *self, const MbMediaWant *want)
{
  MbMediaItem *chosen = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, mb_media_stock_get_items (self->stock));
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      MbMediaItem *item = value;
      const MbMediaWant *other = g_hash_table_lookup (self->wanted, item->file.sha256);
      gboolean may = other == NULL || (other->at > want->at && other->at > self->now_us + SOON_US);

      if (may && goes_before (self, item, chosen))
        chosen = item;
    }
  return chosen;
}

char **
mb_media_room_make (const MbMediaRoom *self, const MbMediaWant *want, gboolean *made)
{
  g_autoptr(GStrvBuilder) gone = g_strv_builder_new ();
  MbMediaItem *item;

  if (!has_room (self, want))
    mb_media_stock_drop_parts (self->stock, self->wanted);
  while (!(*made = has_room (self, want)) && (item = choose (self, want)) != NULL)
    {
      g_strv_builder_add (gone, item->file.sha256);
      mb_media_stock_drop (self->stock, item->file.sha256);
    }
  return g_strv_builder_end (gone);
}
