/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"
#include "core/model/time/mb-schedule.h"

G_BEGIN_DECLS

/**
 * MbScheduleTable: the schedules of records, by their ids, so that each works its day out once however often
 * anybody asks. For use in one thread.
 */
typedef struct _MbScheduleTable MbScheduleTable;

MbScheduleTable *mb_schedule_table_new (void);
void mb_schedule_table_free (MbScheduleTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbScheduleTable, mb_schedule_table_free)

/** mb_schedule_table_forget: what is known of record @id, which has changed or is gone.
 * @id: (nullable): NULL: of all, also when the market's time has changed */
void mb_schedule_table_forget (MbScheduleTable *self, const char *id);

/** mb_schedule_table_get: (transfer none): the schedule of @record; it stays until it is forgotten.
 * @when: (nullable): the record's own; it has to last as long */
MbSchedule *mb_schedule_table_get (MbScheduleTable *self, MbRecord *record, const MbWhen *when);

G_END_DECLS
