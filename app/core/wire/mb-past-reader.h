/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-delta.h"

G_BEGIN_DECLS

/* What a hub answers about the past, as deltas. A kind that this build does not know is passed over. Any
 * thread. */

/** mb_past_read_records: the records that stood at a moment (`GET …/records`), as a delta that begins
 * anew. Its `at` is that of the change at its position; unset at position 0. */
MbDelta *mb_past_read_records (GBytes *answer, GError **error);

/**
 * mb_past_read_journal: changes as a journal lists them (`GET …/journal`), a delta for each transaction.
 * @upto: the number of the last change that is wanted
 * @deltas: (element-type MbDelta): is added to; a transaction whose other lines are on the next page
 *   stands there last, without a position, and is gone on with
 *
 * Returns: (transfer full): the position of the last of the lines, which the next page begins after;
 *   NULL without an error: there were none
 */
char *mb_past_read_journal (GBytes *lines, guint64 upto, GPtrArray *deltas, GError **error);

G_END_DECLS
