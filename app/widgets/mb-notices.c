/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/mb-notices.h"

#include "core/model/time/mb-schedule-table.h"

#include <string.h>

struct _MbNotices
{
  MbScheduleTable *schedules;
};

MbNotices *
mb_notices_new (void)
{
  MbNotices *self = g_new0 (MbNotices, 1);

  self->schedules = mb_schedule_table_new ();
  return self;
}

void
mb_notices_free (MbNotices *self)
{
  mb_schedule_table_free (self->schedules);
  g_free (self);
}

void
mb_notices_forget (MbNotices *self, const char *id)
{
  g_return_if_fail (self != NULL);

  mb_schedule_table_forget (self->schedules, id);
}

static int
compare_notices (gconstpointer a, gconstpointer b)
{
  MbNotice *first = *(MbNotice *const *) a, *second = *(MbNotice *const *) b;

  if (first->level != second->level)
    return second->level - first->level;

  return strcmp (mb_record_get_id (MB_RECORD (first)), mb_record_get_id (MB_RECORD (second)));
}

GPtrArray *
mb_notices_look (MbNotices *self, MbBoard *board, gint64 now_us, MbMarketTime *time,
                 gint64 *next_us)
{
  GListModel *list;
  GPtrArray *standing;

  g_return_val_if_fail (self != NULL && MB_IS_BOARD (board), NULL);

  list = mb_board_get_list (board, MB_KIND_NOTICE);
  standing = g_ptr_array_new ();
  *next_us = G_MAXINT64;
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (MbNotice) notice = g_list_model_get_item (list, i);
      MbSchedule *schedule = mb_schedule_table_get (self->schedules, MB_RECORD (notice), notice->when);

      /* An emergency is everybody's. */
      if (notice->audience == MB_AUDIENCE_STALLS && notice->level != MB_LEVEL_EMERGENCY)
        continue;

      *next_us = MIN (*next_us, mb_schedule_get_next_change (schedule, now_us, time));
      if (mb_schedule_is_on (schedule, now_us, time))
        g_ptr_array_add (standing, notice); /* the board holds it */
    }
  g_ptr_array_sort (standing, compare_notices);
  return standing;
}

gint64
mb_notices_find_end (MbBoard *board, gint64 now_us)
{
  GListModel *list;
  gint64 end_us = MB_UNSET;

  g_return_val_if_fail (MB_IS_BOARD (board), MB_UNSET);

  list = mb_board_get_list (board, MB_KIND_NOTICE);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (MbNotice) notice = g_list_model_get_item (list, i);

      if (notice->level == MB_LEVEL_EMERGENCY && notice->when != NULL && notice->when->to.us <= now_us)
        end_us = MAX (end_us, notice->when->to.us);
    }
  return end_us;
}
