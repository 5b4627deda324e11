/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/wire/mb-report-codec.h"
#include "core/wire/mb-status-codec.h"

G_BEGIN_DECLS

/**
 * MbHistories: how each screen did in the last 48 hours, a line for every minute in which it was
 * heard of. A minute without a line is one in which it was not.
 *
 * In memory, 40 bytes a line; of very many screens those are forgotten that have been silent longest.
 * What a hub that ends well writes down, the next one reads.
 */
typedef struct _MbHistories MbHistories;

#define MB_HISTORY_MINUTES (48 * 60)

MbHistories *mb_histories_new (void);
void mb_histories_free (MbHistories *self);

/** @now_us: the hub's clock */
void mb_histories_note_status (MbHistories *self, const char *screen, const MbStatus *status, gint64 now_us);
void mb_histories_note_painted (MbHistories *self, const char *screen, const MbPainted *painted, gint64 now_us);

/** mb_histories_write_screen: appends a JSON array, oldest line first. @offset_s: of the times in it */
void mb_histories_write_screen (MbHistories *self, const char *screen, gint32 offset_s, GString *out);

/** mb_histories_dup_text: all of it, a line of JSON each. */
GBytes *mb_histories_dup_text (MbHistories *self);
/** mb_histories_take_text: what mb_histories_dup_text() gave, before anything is noted; what is older
 * than 48 hours at @now_us, or no such line, is passed over. */
void mb_histories_take_text (MbHistories *self, GBytes *text, gint64 now_us);

G_END_DECLS
