/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/time/mb-schedule-table.h"

struct _MbScheduleTable
{
  GHashTable *schedules; /* id -> MbSchedule */
};

MbScheduleTable *
mb_schedule_table_new (void)
{
  MbScheduleTable *self = g_new (MbScheduleTable, 1);

  self->schedules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
mb_schedule_table_free (MbScheduleTable *self)
{
  g_hash_table_unref (self->schedules);
  g_free (self);
}

void
mb_schedule_table_forget (MbScheduleTable *self, const char *id)
{
  g_return_if_fail (self != NULL);

  if (id == NULL)
    g_hash_table_remove_all (self->schedules);
  else
    g_hash_table_remove (self->schedules, id);
}

MbSchedule *
mb_schedule_table_get (MbScheduleTable *self, MbRecord *record, const MbWhen *when)
{
  const char *id;
  MbSchedule *schedule;

  g_return_val_if_fail (self != NULL && MB_IS_RECORD (record), NULL);

  id = mb_record_get_id (record);
  schedule = g_hash_table_lookup (self->schedules, id);
  if (schedule == NULL)
    {
      schedule = g_new0 (MbSchedule, 1);
      mb_schedule_init (schedule, when);
      g_hash_table_insert (self->schedules, g_strdup (id), schedule);
    }
  return schedule;
}
