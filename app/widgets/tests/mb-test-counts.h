/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/page/mb-test-day.h"
#include "widgets/mb-zone-view.h"

G_BEGIN_DECLS

/**
 * MbTestCounts: the head of the tests: how many batches, how many passed, how many were positive; or when
 * they begin. What has no room on a line goes to the next; the pass rate, which the others imply, is left
 * out then.
 */
typedef struct _MbTestCounts MbTestCounts;

MbTestCounts *mb_test_counts_new (MbType *type);
void mb_test_counts_free (MbTestCounts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbTestCounts, mb_test_counts_free)

/** mb_test_counts_tell: @day: (nullable): nothing is known yet, and nothing said; without the hub nobody
 * knows that nothing was tested
 * Returns: whether it is drawn otherwise now */
gboolean mb_test_counts_tell (MbTestCounts *self, const MbTestDay *day, const MbMoment *moment, int width);

/** mb_test_counts_set_brief: whether one line is all they may have, as far as that has room: the title is shorter then,
 * and in the end left out. Failures below them say what the counts are of. */
void mb_test_counts_set_brief (MbTestCounts *self, gboolean brief);

int mb_test_counts_get_height (const MbTestCounts *self);
void mb_test_counts_draw (MbTestCounts *self, GtkSnapshot *snapshot, int x, int y);

G_END_DECLS
