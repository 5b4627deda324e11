/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-board.h"
#include "core/model/play/mb-play-length.h"
#include "core/model/show/mb-playlist.h"
#include "core/model/time/mb-schedule.h"

G_BEGIN_DECLS

#define MB_PLAY_RANK_FALLBACK G_MININT

/** MbPlayEntry: one of the things that a plan may show. */
typedef struct
{
  MbMedia *media;      /* (owned) */
  gint64 length_us;    /* G_MAXINT64: as long as it is on */
  int rank;            /* the highest that is on shows */
  MbSchedule when, list_when; /* of the item, and of its list */
  gboolean is_on;
  gint64 from_us, change_us; /* between which it is */
} MbPlayEntry;

void mb_play_entry_clear (gpointer data); /* a GDestroyNotify for an array of them */

/** mb_play_entry_look: brings is_on, from_us and change_us to @us. */
void mb_play_entry_look (MbPlayEntry *self, gint64 us, MbMarketTime *time);

/** mb_play_entries_read: adds all that @own can show: its items, its fallback, and the items of the lists that
 * interrupt it.
 * Returns: (transfer full) (nullable): the fallback */
MbMedia *mb_play_entries_read (GArray *entries, const MbPlayLengths *lengths, MbBoard *board, MbPlaylist *own);

G_END_DECLS
