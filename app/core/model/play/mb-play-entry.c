/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/play/mb-play-entry-private.h"

#define RANK_OF_LIST 4096 /* more than any priority of an item is from the least */

void
mb_play_entry_clear (gpointer data)
{
  g_clear_object (&((MbPlayEntry *) data)->media);
}

static gint64
get_priority (gint64 priority)
{
  return priority != MB_UNSET ? priority : 0;
}

/* What is read, and into what. */
typedef struct
{
  GArray *entries;
  const MbPlayLengths *lengths;
  MbBoard *board;
} Reading;

static void
add_entry (const Reading *self, MbPlaylist *list, const MbPlaylistItem *item, const char *media, int rank)
{
  MbRecord *record = media != NULL ? mb_board_get (self->board, MB_KIND_MEDIA, media) : NULL;
  MbPlayEntry entry = { .rank = rank };

  if (record == NULL)
    return;

  entry.media = g_object_ref (MB_MEDIA (record));
  entry.length_us = mb_play_lengths_get_us (self->lengths, entry.media, item != NULL ? item->seconds : MB_UNSET);
  mb_schedule_init (&entry.when, item != NULL ? item->when : NULL);
  mb_schedule_init (&entry.list_when, list->when);
  g_array_append_val (self->entries, entry);
}

static void
add_list (const Reading *self, MbPlaylist *list, gint64 above)
{
  for (guint i = 0; i < list->items->len; i++)
    {
      const MbPlaylistItem *item = list->items->pdata[i];

      add_entry (self, list, item, item->media, (int) (above * RANK_OF_LIST + get_priority (item->priority)));
    }
}

/* What takes over from this list for a while. Something without a time of its own never gives back. */
static void
add_interrupts (const Reading *self, MbPlaylist *own)
{
  GListModel *lists = mb_board_get_list (self->board, MB_KIND_PLAYLIST);

  for (guint i = 0; i < g_list_model_get_n_items (lists); i++)
    {
      g_autoptr (MbPlaylist) list = g_list_model_get_item (lists, i);
      gint64 above = get_priority (list->priority) - get_priority (own->priority);

      if (list != own && above > 0 && list->when != NULL)
        add_list (self, list, above);
    }
}

/* Schedules are asked only when something of them changes, however often all the others do. */
void
mb_play_entry_look (MbPlayEntry *self, gint64 us, MbMarketTime *time)
{
  if (us >= self->from_us && us < self->change_us)
    return;

  self->from_us = us;
  self->change_us = MIN (mb_schedule_get_next_change (&self->when, us, time),
                         mb_schedule_get_next_change (&self->list_when, us, time));
  self->is_on = mb_schedule_is_on (&self->when, us, time) && mb_schedule_is_on (&self->list_when, us, time);
}

MbMedia *
mb_play_entries_read (GArray *entries, const MbPlayLengths *lengths, MbBoard *board, MbPlaylist *own)
{
  Reading reading = { entries, lengths, board };
  MbMedia *fallback = NULL;
  guint n;

  add_list (&reading, own, 0);
  n = entries->len;
  if (own->fallback != NULL)
    add_entry (&reading, own, NULL, own->fallback, MB_PLAY_RANK_FALLBACK);
  if (entries->len > n)
    fallback = g_object_ref (g_array_index (entries, MbPlayEntry, n).media);
  add_interrupts (&reading, own);
  return fallback;
}
