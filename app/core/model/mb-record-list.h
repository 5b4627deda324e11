/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/model/mb-record.h"

G_BEGIN_DECLS

/* MbRecordList: the records of one kind on a board, by id, as a GListModel. Private to the board. */
#define MB_TYPE_RECORD_LIST (mb_record_list_get_type ())
G_DECLARE_FINAL_TYPE (MbRecordList, mb_record_list, MB, RECORD_LIST, GObject)

MbRecordList *mb_record_list_new (MbKind kind);
MbRecord *mb_record_list_peek (MbRecordList *self, guint i); /* (transfer none) */
guint mb_record_list_get_length (MbRecordList *self);

/* First of the items from @start on whose id is not before @id. */
guint mb_record_list_find (MbRecordList *self, guint start, const char *id);

/* Becomes @next (MbRecord, sorted by id; transfer full) by the smallest splices: what stands in both
 * is the same object. The arrays own no records: the board keeps them alive until this is done. */
void mb_record_list_become (MbRecordList *self, GPtrArray *next);

G_END_DECLS
