/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Which pages wait to come first, slot by slot. Private to this folder. */

typedef struct
{
  gboolean *waits; /* by page */
  guint n_pages, n_waiting;
} MbPageQueue;

/* A person's change, as pages see it. */
typedef struct
{
  gint64 slot; /* in which it was made; -1: the last one before midnight */
  guint page;
} MbPageChange;

void mb_page_queue_init (MbPageQueue *self, guint n_pages);
void mb_page_queue_clear (MbPageQueue *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MbPageQueue, mb_page_queue_clear)

void mb_page_queue_add (MbPageQueue *self, guint page);

/* The page of a slot: the first that waits, which does so no longer, else it goes by number. */
guint mb_page_queue_take (MbPageQueue *self, gint64 slot_number);

/* Plays the slots after @from up to @to, which is later; @changes (MbPageChange) by slot. Returns the
 * page of @to. */
guint mb_page_queue_play (MbPageQueue *self, GArray *changes, gint64 from, gint64 to);
