/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/page/mb-page-queue.h"

void
mb_page_queue_init (MbPageQueue *self, guint n_pages)
{
  *self = (MbPageQueue){ g_new0 (gboolean, n_pages), n_pages, 0 };
}

void
mb_page_queue_clear (MbPageQueue *self)
{
  g_clear_pointer (&self->waits, g_free);
}

void
mb_page_queue_add (MbPageQueue *self, guint page)
{
  self->n_waiting += !self->waits[page];
  self->waits[page] = TRUE;
}

guint
mb_page_queue_take (MbPageQueue *self, gint64 slot_number)
{
  guint page = 0;

  if (self->n_waiting == 0)
    return (guint) (slot_number % self->n_pages);

  while (!self->waits[page])
    page++;
  self->waits[page] = FALSE;
  self->n_waiting--;

  return page;
}

guint
mb_page_queue_play (MbPageQueue *self, GArray *changes, gint64 from, gint64 to)
{
  guint page = 0, i = 0;

  for (gint64 number = from + 1; number <= to; number++)
    {
      for (; i < changes->len && g_array_index (changes, MbPageChange, i).slot < number; i++)
        mb_page_queue_add (self, g_array_index (changes, MbPageChange, i).page);
      /* Where nobody waits, nothing has to be remembered: on to the next change. */
      if (self->n_waiting == 0)
        number = i < changes->len ? MIN (g_array_index (changes, MbPageChange, i).slot, to) : to;
      page = mb_page_queue_take (self, number);
    }

  return page;
}
